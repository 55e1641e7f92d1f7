from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.app.conftest import ARTICLES, write

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Server:
    """A running gunicorn and where it listens."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        return "127.0.0.1", self.port

    def stop(self) -> None:
        """Stop as an operator would, and wait for the end."""
        self.process.terminate()
        self.process.wait(30)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of a GET."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()


StartServer = Callable[..., Server]


@pytest.fixture(scope="module")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """Starts gunicorn as users do, over the index in a folder; stops it afterwards."""
    running: list[Server] = []

    def start(index_dir: Path, *options: str, **environment: str) -> Server:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        log = tmp_path_factory.mktemp("log") / "gunicorn.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}"),
                    *(*options, "wsgi:app"),
                ],
                cwd=ROOT,
                env={
                    **{k: v for k, v in os.environ.items() if not k.startswith("CLIPPINGS_")},
                    "CLIPPINGS_INDEX_DIR": str(index_dir),
                    **environment,
                },
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        server = Server(port, process, log)
        running.append(server)
        for _ in range(300):
            try:
                server.get("/healthz")
                return server
            except OSError:
                assert process.poll() is None, log.read_text()
                time.sleep(0.05)
        raise AssertionError(log.read_text())

    yield start
    for server in running:
        server.stop()


@pytest.fixture(scope="module")
def server(start_server: StartServer, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server with two workers over the articles of `tests.app`, for all tests of a module."""
    folder = tmp_path_factory.mktemp("index")
    write(folder, ARTICLES)
    return start_server(folder, WEB_CONCURRENCY="2")
