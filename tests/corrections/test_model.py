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
        {}, index_dir=tmp_path / "index", engine="whoosh" if seed % 2 else "plain"
    )
    outcome = correct_at_random(
        tmp_path, settings, corrections=40, seed=seed + 100, pages=4, each=10
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
    read = {"opening": "The ferry", "persons": ("Ana",), "body": "The ferry", "title": "a"}
    line = b'{"id": "1", "what": "title", "article": {"opening": "The ferry"}, "to": "b"}\n'
    undo = b'{"id": "2", "undo": "1"}\n'
    assert (Model(line).of(read) or {})["title"] == "b"
    assert (Model(line + undo).of(read) or {})["title"] == "a"
    assert (Model(line + b'{"id": "3", "wh').of(read) or {})["title"] == "b"
