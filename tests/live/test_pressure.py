"""Too much at once, too long a query, and a worker that dies."""

from __future__ import annotations

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.app.conftest import ARTICLES, write
from tests.live.clients import asking
from tests.live.conftest import StartServer
from tests.live.waiting import soon

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
        index_dir,
        workers=1,
        CLIPPINGS_MAX_SEARCHES="1",
        CLIPPINGS_MAX_WAITING="1",
        CLIPPINGS_QUERY_TIMEOUT_MS="60000",
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
    server = start_server(index_dir, workers=1, CLIPPINGS_QUERY_TIMEOUT_MS="1")
    for path in ("search", "facets/person", "export", "feed.atom"):
        status, headers, body = server.get(f"/api/v1/{path}?q={SLOW}")
        assert status == 503, path
        assert json.loads(body)["type"] == "urn:clippings:problem:query-timeout"
        assert int(headers["Retry-After"]) > 0
    assert server.get("/healthz")[0] == 200


def test_a_killed_worker_costs_no_more_than_the_answers_that_it_was_giving(
    start_server: StartServer, index_dir: Path
) -> None:
    server = start_server(index_dir, CLIPPINGS_MAX_WAIT_MS="60000")
    dead, survivor = server.workers()
    with asking(server, 6) as clients:
        os.kill(dead, signal.SIGKILL)
        assert soon(lambda: len(now := server.workers()) == 2 and dead not in now)
        served = sum(client.seen["200"] for client in clients)
        while sum(client.seen["200"] for client in clients) < served + 50:
            time.sleep(0.01)
    assert survivor in server.workers()
    assert len(server.workers()) == 2
    for client in clients:
        assert client.lost_at_most_one_answer, (client.seen, client.again)


def test_a_reload_brings_new_workers_without_a_failed_answer(
    start_server: StartServer, index_dir: Path
) -> None:
    server = start_server(index_dir, CLIPPINGS_MAX_WAIT_MS="60000")
    first = server.workers()
    with asking(server, 4) as clients:
        server.process.send_signal(signal.SIGHUP)
        assert soon(lambda: len(now := server.workers()) == 2 and not {*first} & {*now})
    assert [set(client.seen) for client in clients] == [{"200"}] * 4
