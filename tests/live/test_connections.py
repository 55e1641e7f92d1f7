"""Connections that clients keep, as reverse proxies do, and workers that come and go."""

from __future__ import annotations

import http.client
import os
import signal
from contextlib import closing
from pathlib import Path

from prometheus_client.mmap_dict import MmapedDict

from benchmarks.live import ROOT, Server
from tests.app.conftest import ARTICLES, write
from tests.live.clients import asking
from tests.live.conftest import StartServer
from tests.live.waiting import soon

SHORT_LIVED = f"""
import runpy

globals().update(runpy.run_path({str(ROOT / "gunicorn.conf.py")!r}))
pre_request = end_connections_after(0.5)
"""


def test_a_worker_in_place_of_a_dead_one_gets_its_share_of_permanent_connections(
    start_server: StartServer, tmp_path: Path
) -> None:
    write(tmp_path / "index", ARTICLES)
    (tmp_path / "conf.py").write_text(SHORT_LIVED)
    server = start_server(
        tmp_path / "index",
        *("-c", str(tmp_path / "conf.py")),
        PROMETHEUS_MULTIPROC_DIR=str(tmp_path),
        CLIPPINGS_MAX_WAIT_MS="30000",
    )
    dead, survivor = server.workers()
    with asking(server, 8) as clients:
        os.kill(dead, signal.SIGKILL)
        assert soon(lambda: len(now := server.workers()) == 2 and dead not in now)
        (new,) = {*server.workers()} - {survivor}
        assert soon(lambda: answers(tmp_path, new) >= 100)
    for client in clients:
        assert client.lost_at_most_one_answer, (client.seen, client.again)


def test_connections_that_come_in_at_once_are_shared_by_the_workers(
    start_server: StartServer, tmp_path: Path
) -> None:
    write(tmp_path / "index", ARTICLES)
    server = start_server(tmp_path / "index", PROMETHEUS_MULTIPROC_DIR=str(tmp_path))

    def shares() -> list[float]:
        """How many of sixteen connections each worker answered, the fewest first."""
        before = {worker: answers(tmp_path, worker) for worker in server.workers()}
        connections = [http.client.HTTPConnection(*server.address, timeout=30) for _ in range(16)]
        for connection in connections:
            connection.connect()
        for connection in connections:
            connection.request("GET", "/api/v1/search?q=harbour")
        for connection in connections:
            assert connection.getresponse().read()
            connection.close()
        taken = sorted(answers(tmp_path, worker) - before[worker] for worker in before)
        assert sum(taken) >= 16
        return taken

    # A machine at work may keep one of them from running for a moment.
    assert any(shares()[0] >= 4 for _ in range(3))


def test_a_connection_is_kept_until_it_is_old_and_then_ended_by_an_answer_that_says_so(
    start_server: StartServer, server: Server, tmp_path: Path
) -> None:
    write(tmp_path / "index", ARTICLES)
    (tmp_path / "conf.py").write_text(SHORT_LIVED)
    impatient = start_server(tmp_path / "index", "-c", str(tmp_path / "conf.py"))
    assert set(said(server, 20)) == {"keep-alive"}
    *before, last = said(impatient, 10_000)
    assert set(before) <= {"keep-alive"}
    assert last == "close"


def said(server: Server, requests: int) -> list[str | None]:
    """What the answers on one connection say of it, until it ends or so many were had."""
    heard: list[str | None] = []
    connection = http.client.HTTPConnection(*server.address, timeout=30)
    connection.connect()
    connection.auto_open = 0  # a request on a connection that has ended fails
    with closing(connection):
        while len(heard) < requests and connection.sock:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            assert answer.status == 200
            assert answer.read()
            heard.append(answer.getheader("Connection"))
    return heard


def answers(folder: Path, worker: int) -> float:
    """How many answers a worker has counted in the folder of the counts."""
    file = folder / f"counter_{worker}.db"
    if not file.exists() or not file.stat().st_size:  # nothing counted, or just being made
        return 0
    counts = MmapedDict.read_all_values_from_file(str(file))
    return sum(value for key, value, *_ in counts if key.startswith('["clippings_requests"'))
