"""Too much at once, too long a query, and a worker that dies."""

from __future__ import annotations

import http.client
import json
import os
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.app.conftest import ARTICLES, write
from tests.live.conftest import Server, StartServer
from tests.live.test_reindexing import soon

SLOW = quote(" ".join(f"*{digit}*{other}*rd" for digit in "012345" for other in "6789"))
"""A query that reads every word of the archive many times over."""


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    crowd = " ".join(f"w{number:05}rd" for number in range(20_000))
    write(folder, (*ARTICLES, replace(ARTICLES[0], id="c" * 16, title="Crowd", body=crowd)))
    return folder


def test_a_server_that_gets_ten_times_too_much_sheds_it_and_answers_the_rest(
    start_server: StartServer, index_dir: Path
) -> None:
    server = start_server(
        index_dir, WEB_CONCURRENCY="1", CLIPPINGS_MAX_SEARCHES="1", CLIPPINGS_MAX_WAITING="1"
    )
    with ThreadPoolExecutor(20) as clients:
        searches = [clients.submit(server.get, f"/api/v1/search?q={SLOW}") for _ in range(20)]
        probes = [server.get("/healthz")[0] for _ in range(5)]
    answers = [search.result() for search in searches]
    assert probes == [200] * 5
    assert {status for status, _, _ in answers} == {200, 503}
    for status, headers, body in answers:
        if status == 503:
            assert json.loads(body)["type"] == "urn:clippings:problem:overloaded"
            assert headers["Content-Type"] == "application/problem+json"
            assert int(headers["Retry-After"]) > 0
    assert server.get("/api/v1/search?q=harbour")[0] == 200


def test_a_query_that_takes_longer_than_the_settings_allow_is_stopped(
    start_server: StartServer, index_dir: Path
) -> None:
    server = start_server(index_dir, WEB_CONCURRENCY="1", CLIPPINGS_QUERY_TIMEOUT_MS="1")
    for path in ("search", "facets/person", "export", "feed.atom"):
        status, headers, body = server.get(f"/api/v1/{path}?q={SLOW}")
        assert status == 503, path
        assert json.loads(body)["type"] == "urn:clippings:problem:query-timeout"
        assert int(headers["Retry-After"]) > 0
    assert server.get("/healthz")[0] == 200


class Client(threading.Thread):
    """Searches on one kept-alive connection, and once more where that was cut off."""

    def __init__(self, server: Server, stop: threading.Event) -> None:
        super().__init__()
        self._server = server
        self._stop_event = stop
        self.seen: Counter[str] = Counter()
        self.again: Counter[str] = Counter()

    def run(self) -> None:
        """Ask until told to stop."""
        connection = http.client.HTTPConnection(*self._server.address, timeout=30)
        while not self._stop_event.is_set():
            told = self._ask(connection)
            self.seen[told] += 1
            if not told.isdigit():
                self.again[self._ask(connection)] += 1
        connection.close()

    def _ask(self, connection: http.client.HTTPConnection) -> str:
        try:
            connection.request("GET", "/api/v1/search?q=harbour")
            answer = connection.getresponse()
            answer.read()
            return str(answer.status)
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            return type(error).__name__


def test_a_killed_worker_costs_no_more_than_the_answers_that_it_was_giving(
    start_server: StartServer, index_dir: Path
) -> None:
    server = start_server(index_dir, WEB_CONCURRENCY="2")
    assert soon(lambda: len(workers(server)) == 2)
    stop = threading.Event()
    clients = [Client(server, stop) for _ in range(6)]
    for client in clients:
        client.start()
    first = workers(server)
    os.kill(first[0], signal.SIGKILL)
    assert soon(lambda: len(now := workers(server)) == 2 and first[0] not in now)
    served = sum(client.seen["200"] for client in clients)
    while sum(client.seen["200"] for client in clients) < served + 50:
        time.sleep(0.01)
    stop.set()
    for client in clients:
        client.join()
    assert first[1] in workers(server)
    assert len(workers(server)) == 2
    for client in clients:
        cut_off = {told: n for told, n in client.seen.items() if told != "200"}
        assert sum(cut_off.values()) <= 1, cut_off
        assert set(client.again) <= {"200"}


def test_a_reload_brings_new_workers_without_a_failed_answer(
    start_server: StartServer, index_dir: Path
) -> None:
    server = start_server(index_dir, WEB_CONCURRENCY="2")
    assert soon(lambda: len(workers(server)) == 2)
    stop = threading.Event()
    clients = [Client(server, stop) for _ in range(4)]
    for client in clients:
        client.start()
    first = workers(server)
    server.process.send_signal(signal.SIGHUP)
    assert soon(lambda: len(now := workers(server)) == 2 and not {*first} & {*now})
    stop.set()
    for client in clients:
        client.join()
    assert [set(client.seen) for client in clients] == [{"200"}] * 4


def workers(server: Server) -> list[int]:
    """The process ids of the workers."""
    pid = server.process.pid
    return sorted(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
