"""What a worker works out one after the other, and what keeps nobody."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from flask import Flask

from search_app.guard.turns import Turns
from search_app.service import service_of
from search_index.engines.base import Searcher
from tests.app.conftest import MakeApp


class Watched:
    """Counts how many work at the same time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._working = 0
        self.most = 0

    @contextmanager
    def working(self) -> Iterator[None]:
        with self._lock:
            self._working += 1
            self.most = max(self.most, self._working)
        time.sleep(0.005)
        yield
        with self._lock:
            self._working -= 1


@pytest.mark.parametrize("at_once", [1, 2])
def test_no_more_work_at_a_time_than_there_are_turns(at_once: int) -> None:
    turns, watched = Turns(at_once, lease_s=60), Watched()

    def work(_: int) -> None:
        turns.take()
        with watched.working():
            pass
        turns.give()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(40)))
    assert watched.most == at_once


def test_who_takes_long_keeps_nobody() -> None:
    turns, answered = Turns(lease_s=0.05), threading.Event()

    def slow() -> None:
        turns.take()
        answered.wait(60)
        turns.give()

    threads = [threading.Thread(target=slow) for _ in range(3)]
    for thread in threads:
        thread.start()
    turns.take()
    turns.give()
    answered.set()
    for thread in threads:
        thread.join()


@pytest.fixture
def asked_at_once(monkeypatch: pytest.MonkeyPatch) -> Callable[[Flask], int]:
    """Asks an application eight times at once; how many of them searched at the same time."""

    def ask(app: Flask) -> int:
        watched = Watched()
        searchers = service_of(app).searchers
        borrow = searchers.borrow

        @contextmanager
        def watching(snapshot: str | None = None) -> Iterator[Searcher]:
            with watched.working(), borrow(snapshot) as searcher:
                yield searcher

        monkeypatch.setattr(searchers, "borrow", watching)

        def get(number: int) -> int:
            return app.test_client().get(f"/api/v1/search?per_page={number + 1}").status_code

        with ThreadPoolExecutor(8) as clients:
            assert set(clients.map(get, range(8))) == {200}
        return watched.most

    return ask


def test_searches_that_come_at_once_are_answered_one_after_the_other(
    make_app: MakeApp, asked_at_once: Callable[[Flask], int]
) -> None:
    app = make_app(max_wait_ms=60_000)
    assert app.test_client().get("/api/v1/search").status_code == 200
    assert asked_at_once(app) == 1


def test_a_search_that_fails_gives_its_turn_back(make_app: MakeApp) -> None:
    app = make_app()
    turns = service_of(app).turns
    assert turns is not None
    for path in ("/api/v1/search?page=0", "/api/v1/articles/nowhere", "/?lang=xx"):
        app.test_client().get(path)
        begin = time.monotonic()
        turns.take()
        turns.give()
        assert time.monotonic() - begin < 0.2, path
