"""What the index takes of the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_index import open_engine
from search_index.engines.whoosh.commit import KEEP_REPLACED
from search_index.errors import SnapshotGone
from search_index.query import Query
from tests.engines.opensearch import settings_for
from tests.engines.test_contract import article, fill


def segments(folder: Path) -> int:
    return len(list(folder.glob("*.clip")))


def test_a_full_rebuild_leaves_no_second_index_behind_and_takes_none_from_its_readers(
    tmp_path: Path,
) -> None:
    engine = open_engine(settings_for("whoosh", tmp_path))
    fill(engine, article("Old harbour", "ships"))
    reader = engine.searcher()
    with engine.writer(full=True) as writer:
        writer.add(article("New harbour", "boats"))
    assert segments(tmp_path) == 1
    assert not list(tmp_path.glob("manifest.*.json"))
    assert [hit.article.title for hit in reader.search(Query(text="ships")).hits] == ["Old harbour"]
    with pytest.raises(SnapshotGone):
        engine.searcher(reader.snapshot)


def test_states_that_small_changes_replaced_can_be_opened_for_a_while(tmp_path: Path) -> None:
    engine = open_engine(settings_for("whoosh", tmp_path))
    names = []
    for number in range(KEEP_REPLACED + 2):
        fill(engine, article(f"Harbour {number}", "ships"))
        names.append(engine.searcher().snapshot)
    assert engine.searcher(names[-2]).search(Query(text="ships")).total == KEEP_REPLACED + 1
    with pytest.raises(SnapshotGone):
        engine.searcher(names[0])


def test_a_commit_that_fails_leaves_no_files_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(settings_for("whoosh", tmp_path))
    fill(engine, article("Old harbour", "ships"))
    before = {path.name for path in tmp_path.iterdir()}

    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("search_index.engines.whoosh.writer.commit", fail)
    with pytest.raises(OSError, match="no space left"):
        fill(engine, article("New harbour", "boats"))
    assert {path.name for path in tmp_path.iterdir()} == before
