"""A server stops when it is asked to, whatever its workers are doing, and they end with it."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

from benchmarks.live import launch
from tests.app.conftest import ARTICLES, write
from tests.live.clients import asking
from tests.live.conftest import StartServer
from tests.live.waiting import soon

SLOWLY = """
import time
from search_app.server import *

def post_fork(server, worker):
    time.sleep(1)
"""


def test_a_signal_to_stop_reaches_a_worker_that_has_no_handlers_yet(tmp_path: Path) -> None:
    write(tmp_path / "index", ARTICLES)
    config, log = tmp_path / "slowly.py", tmp_path / "log"
    config.write_text(SLOWLY)
    server = launch(tmp_path / "index", "-c", str(config), log=log, workers=1)
    try:
        assert soon(lambda: "Booting worker" in log.read_text())
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(25) == 0  # gunicorn kills it after 30
    finally:
        server.process.kill()
    assert "Worker exiting" in log.read_text()


def test_workers_end_when_their_master_was_killed_though_clients_go_on(
    start_server: StartServer, tmp_path: Path
) -> None:
    write(tmp_path / "index", ARTICLES)
    server = start_server(tmp_path / "index", "--graceful-timeout", "300")
    workers = server.workers()
    with asking(server, 4):
        server.process.kill()
        server.process.wait()
        assert soon(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
    with socket.create_server(server.address):
        pass
