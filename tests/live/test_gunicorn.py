from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.live import ROOT, Server
from tests.app.conftest import ARTICLES, write
from tests.live.conftest import StartServer


def test_gunicorn_serves_searches_and_pages(server: Server) -> None:
    status, headers, body = server.get("/api/v1/search?q=harbour")
    assert status == 200
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body)["total"] == 3
    status, headers, body = server.get("/?q=harbour")
    assert status == 200
    assert b"Harbour museum" in body.replace(b"<mark>", b"").replace(b"</mark>", b"")


def test_a_query_of_ten_thousand_characters_is_answered(server: Server) -> None:
    status, _, body = server.get("/api/v1/search?q=" + "%D9%85" * 10_000)
    assert status == 200
    assert json.loads(body)["query"]["q"] == "م" * 10_000


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET /?q=" + b"x" * 200_000 + b" HTTP/1.1", 414),
        (b"GET /?q=two words HTTP/1.1", 400),
        (b"GE(T / HTTP/1.1", 400),
        (b"\x16\x03\x01", 400),
    ],
)
def test_what_is_no_http_request_gets_a_problem_too(
    server: Server, request_line: bytes, status: int
) -> None:
    with socket.create_connection(server.address, timeout=30) as connection:
        connection.sendall(request_line + b"\r\nHost: x\r\n\r\n")
        head, _, body = connection.makefile("rb").read().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"Content-Type: application/problem+json" in head
    assert json.loads(body)["status"] == status


def test_threads_share_the_memory_that_answers_took(
    start_server: StartServer, tmp_path: Path
) -> None:
    write(tmp_path, ARTICLES)
    busy = start_server(tmp_path, workers=1, CLIPPINGS_MAX_WAIT_MS="60000")
    with ThreadPoolExecutor(24) as clients:
        pages = clients.map(busy.get, ["/?q=harbour"] * 96)
        assert {status for status, _, _ in pages} == {200}
    (worker,) = busy.workers()
    threads = len(list(Path(f"/proc/{worker}/task").iterdir()))
    assert threads > 8
    assert arenas(worker) <= 3 < threads


def arenas(process: int) -> int:
    """How many arenas of glibc a process has beside its heap: each is mapped at 64 MiB."""
    lines = Path(f"/proc/{process}/maps").read_text().splitlines()
    begins = [int(line.partition("-")[0], 16) for line in lines if " rw-p " in line]
    return sum(begin % (64 << 20) == 0 for begin in begins)


def test_the_workers_are_counted_together(server: Server) -> None:
    def searches() -> float:
        _, _, body = server.get("/metrics")
        found = re.search(r'^clippings_searches_total{outcome="hits"} (.*)$', body.decode(), re.M)
        return float(found[1]) if found else 0.0

    before = searches()
    for _ in range(20):
        assert server.get("/api/v1/search?q=harbour")[0] == 200
    assert searches() - before == 20


def test_the_rate_of_a_client_holds_over_all_workers_and_no_file_stays_behind(
    start_server: StartServer, tmp_path: Path
) -> None:
    write(tmp_path / "index", ARTICLES)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    server = start_server(
        tmp_path / "index",
        CLIPPINGS_RATE_LIMIT="10/hour",
        TMPDIR=str(temporary),
        XDG_RUNTIME_DIR=str(temporary),
    )
    statuses = [server.get("/api/v1/stats")[0] for _ in range(20)]
    assert statuses == [200] * 10 + [429] * 10
    made = {path.name.rpartition("-")[0] for path in temporary.iterdir()}
    assert made == {"clippings-metrics", "clippings-rate"}
    for folder in temporary.glob("clippings-metrics-*"):
        shutil.rmtree(folder)  # as what cleans /tmp does
    assert server.get("/metrics")[0] == 200
    server.stop()
    assert list(temporary.iterdir()) == []


def test_the_log_is_json_and_keeps_queries_to_itself(
    start_server: StartServer, tmp_path: Path
) -> None:
    write(tmp_path / "index", ARTICLES)
    server = start_server(tmp_path / "index")
    server.get("/api/v1/search?q=wordsofareader")
    server.get("/api/v1/export?q=wordsofareader")
    with socket.create_connection(server.address) as connection:
        connection.sendall(b"GET /api/v1/search?q=two wordsofareader HTTP/1.1\r\n\r\n")
        connection.recv(1000)
    server.stop()
    lines = [json.loads(line) for line in server.log.read_text().splitlines()]
    paths = [line["path"] for line in lines if line["logger"] == "clippings.access"]
    assert "/api/v1/search" in paths
    assert "/api/v1/export" in paths
    assert "wordsofareader" not in server.log.read_text()


def test_a_bad_setting_is_a_clear_error_at_start_that_leaves_nothing_behind(
    tmp_path: Path,
) -> None:
    started = subprocess.run(
        [sys.executable, "-m", "gunicorn", "-b", "127.0.0.1:0", "wsgi:app"],
        cwd=ROOT,
        env={**os.environ, "CLIPPINGS_RATE_LIMIT": "often", "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert started.returncode != 0
    assert "CLIPPINGS_RATE_LIMIT='often' cannot be used" in started.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_answer_that_has_begun_is_finished_when_the_server_is_told_to_stop(
    start_server: StartServer, tmp_path: Path
) -> None:
    many = tuple(
        replace(ARTICLES[0], id=f"{number:016x}", body="The harbour. " * 1000)
        for number in range(1000)
    )
    write(tmp_path / "index", many)
    server = start_server(tmp_path / "index")
    with urllib.request.urlopen(f"{server.url}/api/v1/export") as answer:
        lines = [answer.readline()]
        server.process.terminate()
        while "Handling signal: term" not in server.log.read_text():
            time.sleep(0.01)
        lines += answer.readlines()
    assert len(lines) == len(many)
    assert server.process.wait(60) == 0
