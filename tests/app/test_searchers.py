from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from search_app import create_app
from search_app.searchers import Searchers
from search_index import open_engine
from search_index.engines.base import Engine, Searcher
from search_index.errors import IndexMissing, SnapshotGone
from search_index.model.query import Query
from tests.app.conftest import ARTICLES, settings_for, write


class Watched:
    """A real engine that remembers which of its searchers were closed."""

    def __init__(self, folder: Path) -> None:
        self._engine: Engine = open_engine(settings_for(folder))
        self.opened: list[Searcher] = []
        self.closed: list[str] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name)

    def searcher(self, snapshot: str | None = None) -> Searcher:
        searcher = self._engine.searcher(snapshot)
        self.opened.append(searcher)
        close = searcher.close

        def watched_close() -> None:
            self.closed.append(searcher.snapshot)
            close()

        searcher.close = watched_close  # type: ignore[method-assign]
        return searcher


@pytest.fixture
def engine(tmp_path: Path) -> Watched:
    write(tmp_path, ARTICLES[:1])
    return Watched(tmp_path)


def test_a_new_snapshot_is_lent_after_a_commit(engine: Watched, tmp_path: Path) -> None:
    searchers = Searchers(engine, check_every_s=0)
    with searchers.borrow() as before:
        assert before.search(Query()).total == 1
        write(tmp_path, ARTICLES)
        with searchers.borrow() as after:
            assert after.search(Query()).total == len(ARTICLES)
        assert before.search(Query()).total == 1


def test_the_index_is_not_looked_at_more_often_than_asked(engine: Watched, tmp_path: Path) -> None:
    searchers = Searchers(engine, check_every_s=3600)
    with searchers.borrow() as before:
        pass
    write(tmp_path, ARTICLES)
    with searchers.borrow() as after:
        assert after is before


def test_a_replaced_snapshot_is_closed_only_when_nobody_reads_it(
    engine: Watched, tmp_path: Path
) -> None:
    searchers = Searchers(engine, check_every_s=0, keep=0)
    with searchers.borrow() as before:
        write(tmp_path, ARTICLES)
        with searchers.borrow():
            assert engine.closed == []
    assert engine.closed == [before.snapshot]


def test_replaced_snapshots_are_kept_for_cursors_up_to_a_number(
    engine: Watched, tmp_path: Path
) -> None:
    searchers = Searchers(engine, check_every_s=0, keep=2)
    names = []
    for number in range(1, 5):
        write(tmp_path, ARTICLES[:number])
        with searchers.borrow() as searcher:
            names.append(searcher.snapshot)
    assert engine.closed == names[:1]
    with searchers.borrow(names[1]) as kept:
        assert kept.search(Query()).total == 2
    for _ in range(4):  # more states than an engine keeps
        write(tmp_path, ARTICLES[:1])
    with pytest.raises(SnapshotGone), searchers.borrow(names[0]):
        pass


def test_replaced_snapshots_are_closed_after_their_time(engine: Watched, tmp_path: Path) -> None:
    searchers = Searchers(engine, check_every_s=0, keep_s=-1)
    with searchers.borrow() as before:
        pass
    write(tmp_path, ARTICLES)
    with searchers.borrow():
        pass
    assert engine.closed == [before.snapshot]


def test_an_index_that_breaks_leaves_the_last_snapshot_serving(
    engine: Watched, tmp_path: Path
) -> None:
    searchers = Searchers(engine, check_every_s=0)
    with searchers.borrow() as before:
        pass
    (tmp_path / "manifest.json").unlink()
    with searchers.borrow() as still:
        assert still is before
    assert "python -m indexer" in (searchers.trouble or "")


def test_no_index_is_an_error_that_says_so(tmp_path: Path) -> None:
    searchers = Searchers(open_engine(settings_for(tmp_path / "none")))
    for _ in range(2):
        with pytest.raises(IndexMissing, match="python -m indexer"), searchers.borrow():
            pass


def test_closing_closes_every_searcher(engine: Watched, tmp_path: Path) -> None:
    searchers = Searchers(engine, check_every_s=0)
    with searchers.borrow():
        write(tmp_path, ARTICLES)
        with searchers.borrow():
            searchers.close()
    assert sorted(engine.closed) == sorted(searcher.snapshot for searcher in engine.opened)


def test_readers_see_no_failure_and_no_mixture_while_the_index_changes(tmp_path: Path) -> None:
    write(tmp_path, ARTICLES[:2])
    settings = settings_for(tmp_path)
    app = create_app(settings, searchers=Searchers(open_engine(settings), check_every_s=0))
    done = threading.Event()
    answers: list[tuple[int, int, int]] = []

    def read() -> None:
        client = app.test_client()
        while not done.is_set():
            answer = client.get("/api/v1/search?facets=language")
            total = answer.json["total"] if answer.status_code == 200 else -1
            counted = sum(v["count"] for v in answer.json["facets"]["language"]) if total else 0
            answers.append((answer.status_code, total, counted))
            time.sleep(0.002)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for turn in range(10):
        write(tmp_path, ARTICLES[: 2 + turn % 3], full=True)
        enough = len(answers) + 4
        while len(answers) < enough and all(reader.is_alive() for reader in readers):
            time.sleep(0.001)
    done.set()
    for reader in readers:
        reader.join()
    assert {status for status, _, _ in answers} == {200}
    assert all(total == counted for _, total, counted in answers)
    assert {total for _, total, _ in answers} <= {2, 3, 4}
