"""Corrections at random end in the state that a plain model of their file gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.reliability.corrections import Model, correct_at_random
from search_index.settings import Settings
from tests.engines.opensearch import settings_for
from tests.thorough import THOROUGH


@pytest.mark.parametrize("seed", range(12 if THOROUGH else 1))
def test_an_archive_that_was_corrected_at_random_is_as_the_model_says(seed: int, tmp_path: Path):
    settings = Settings.from_environment(
        {}, index_dir=tmp_path / "index", engine="plain" if seed % 2 else "whoosh"
    )
    outcome = correct_at_random(
        tmp_path, settings, corrections=40, seed=seed + 100, pages=2, each=10
    )
    assert outcome.wrong == []
    assert sum(count for what, count in outcome.done.items() if "corrected" in what) >= 20


def test_so_it_is_on_opensearch(tmp_path: Path) -> None:
    if not THOROUGH:
        pytest.skip("run by make test-thorough; fields, names and apply are tried in every run")
    settings = settings_for("opensearch", tmp_path / "index")
    outcome = correct_at_random(tmp_path, settings, corrections=60, seed=5, pages=4, each=10)
    assert outcome.wrong == []


def test_the_model_itself_sees_what_is_wrong() -> None:
    known = {"title": "a", "body": "The ferry", "read_names": (("person", "Ana"),)}
    read = {"The ferry": known, "The loom": {**known, "title": "b", "body": "The loom"}}
    ferry = '{"id": "1", "what": "%s", "article": {"opening": "The ferry"}, "to": "b"%s}\n'
    title, undo = (ferry % ("title", "")).encode(), b'{"id": "2", "undo": "1"}\n'

    def said(data: bytes) -> dict[str, tuple[object, ...]]:
        found = Model(data).articles(read)
        return {name: tuple(one[key] for key in ("title", "body")) for name, one in found.items()}

    plain = {"The ferry": ("a", "The ferry"), "The loom": ("b", "The loom")}
    assert said(title) == {**plain, "The ferry": ("b", "The ferry")}
    assert said(title + undo) == plain
    assert said(title + b'{"id": "3", "wh') == said(title)
    join = (ferry % ("join", ', "other": {"opening": "The loom"}')).encode()
    assert said(join) == {"The ferry": ("a", "The ferry\n\nb\n\nThe loom")}
    [joined] = Model(join).articles(read).values()
    assert joined["names"] == [("person", "Ana")]
