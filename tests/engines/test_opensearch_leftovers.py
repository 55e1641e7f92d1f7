"""What locks, snapshots and crashes leave on the cluster does no harm."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from search_index import open_engine
from search_index.engines.base import Engine
from search_index.errors import IndexLocked, IndexUnreachable, SnapshotGone
from search_index.model.query import Query
from search_index.settings import Settings
from tests.engines.opensearch import ask, live_index, settings_for
from tests.engines.small_archive import ARCHIVE, HARBOUR, STORM, article, fill, titles


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for("opensearch", tmp_path)


@pytest.fixture
def engine(settings: Settings) -> Engine:
    engine = open_engine(settings)
    fill(engine, *ARCHIVE)
    return engine


def test_a_lock_of_another_machine_holds_until_it_is_silent_too_long(
    engine: Engine, settings: Settings
) -> None:
    record = {
        "kind": "lease",
        "since": "2026-01-01T00:00:00+00:00",
        "renewed": time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime()),
        "host": "elsewhere",
        "machine": "another",
        "pid": 4711,
        "began": "1",
    }
    path = f"/{settings.opensearch_index}-meta/_doc/writer"
    ask("PUT", path, record)
    with pytest.raises(IndexLocked, match="process 4711 on elsewhere"):
        engine.writer()
    ask("PUT", path, {**record, "renewed": "2026-01-01T00:00:00+00:00"})
    fill(engine, article("Next", "x"))
    assert engine.searcher().search(Query()).total == 5


def test_a_writer_that_lost_its_lock_commits_nothing(engine: Engine, settings: Settings) -> None:
    def lose_it() -> None:
        with engine.writer() as writer:
            writer.add(article("Never seen", "x"))
            ask("DELETE", f"/{settings.opensearch_index}-meta/_doc/writer")

    with pytest.raises(IndexLocked, match="Nothing was committed"):
        lose_it()
    assert titles(engine, Query()) == [a.title for a in ARCHIVE]


def test_a_snapshot_outlives_the_loss_of_its_point_in_time(engine: Engine) -> None:
    searcher = engine.searcher()
    assert searcher.search(Query()).total == 4
    ask("DELETE", "/_search/point_in_time/_all")
    assert searcher.search(Query()).total == 4
    fill(engine, article("Late", "x"))
    ask("DELETE", "/_search/point_in_time/_all")
    with pytest.raises(IndexUnreachable, match="ask again"):
        searcher.search(Query())
    assert engine.searcher().search(Query()).total == 5


def test_what_a_crash_between_commit_and_clearing_up_left_is_not_seen(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise IndexUnreachable

    before = engine.searcher()
    with monkeypatch.context() as patched, engine.writer() as writer:
        patched.setattr("search_index.engines.opensearch.write.writer.bury", crash)
        writer.add(replace(HARBOUR, title="Harbour closes", body="Closed."))
        writer.delete(STORM.id)
    after = engine.searcher()
    assert after.search(Query(text="reopened")).total == 0
    assert after.search(Query()).total == 3
    assert after.stats().articles == 3
    assert before.search(Query(text="reopened")).total == 1
    assert before.search(Query()).total == 4
    assert engine.verify() == []
    fill(engine, article("Next", "x"))
    assert engine.searcher().search(Query()).total == 4
    index = live_index(settings)
    assert ask("GET", f"/{index}/_count")["count"] == 4


def test_a_cluster_that_holds_too_many_snapshots_gives_up_the_oldest(
    engine: Engine, settings: Settings
) -> None:
    ask("DELETE", "/_search/point_in_time/_all")
    held = [engine.searcher()]
    for number in range(6):
        fill(engine, article(f"Number {number}", "x"))
        held.append(engine.searcher())
    limit = "search.max_open_pit_context"
    ask("PUT", "/_cluster/settings", {"transient": {limit: len(held)}})
    try:
        fill(engine, article("One more", "x"))
        assert engine.searcher().search(Query()).total == 4 + 6 + 1
    finally:
        ask("PUT", "/_cluster/settings", {"transient": {limit: None}})
    assert engine.searcher(held[-1].snapshot).search(Query()).total == 4 + 6
    with pytest.raises(SnapshotGone):
        engine.searcher(held[0].snapshot)
