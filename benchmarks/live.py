"""A gunicorn of one's own, to measure and to test: where it listens, what its workers hold."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_PROCESSES = Path("/proc")
_START_S = 30


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and the file of its log."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        host, port = self.url.removeprefix("http://").split(":")
        return host, int(port)

    @property
    def pid(self) -> int:
        """The process id of the master."""
        return self.process.pid

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        return sorted(map(int, _proc(self.pid, f"task/{self.pid}/children").split()))

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of an answer."""
        request = urllib.request.Request(self.url + path, headers=headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()

    def stop(self) -> None:
        """Stop as an operator would, and wait for the end."""
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def private_kib(pid: int) -> int:
    """Memory that is the process's own, without what it maps of files."""
    for line in _proc(pid, "status").splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1])
    return 0


def open_files(pid: int) -> int:
    """How many file handles a process holds."""
    return len(list((_PROCESSES / str(pid) / "fd").iterdir()))


def mapped_files(pid: int, folder: Path) -> set[str]:
    """Names of the files under `folder` that a process has mapped."""
    lines = (line.split(maxsplit=5) for line in _proc(pid, "maps").splitlines())
    paths = {line[5].removesuffix(" (deleted)") for line in lines if len(line) == 6}
    return {Path(path).name for path in paths if path.startswith(f"{folder}/")}


def _proc(pid: int, name: str) -> str:
    return (_PROCESSES / str(pid) / name).read_text()


@contextlib.contextmanager
def serve(
    index_dir: Path,
    *options: str,
    log: Path,
    workers: int = 2,
    application: str = "wsgi:app",
    **environment: str,
) -> Iterator[Server]:
    """A server over an index, started as users do; its log goes to a file.

    `options` are more of gunicorn's, `environment` more settings than that of the index.
    Raises RuntimeError where not all workers come up.
    """
    server = launch(
        index_dir, *options, log=log, workers=workers, application=application, **environment
    )
    try:
        wait_for(server, workers)
        yield server
    finally:
        server.stop()


def launch(
    index_dir: Path,
    *options: str,
    log: Path,
    workers: int = 2,
    application: str = "wsgi:app",
    port: int = 0,
    **environment: str,
) -> Server:
    """Start such a server, on a free port where none is given, without waiting for it."""
    if not port:
        port = free_port()
    address = f"127.0.0.1:{port}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-b", address, *options, application],
            cwd=ROOT,
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith("CLIPPINGS_")},
                "CLIPPINGS_INDEX_DIR": str(index_dir),
                "WEB_CONCURRENCY": str(workers),
                **environment,
            },
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    return Server(f"http://{address}", process, log)


def wait_for(server: Server, workers: int) -> None:
    """Until all workers answer. Raises RuntimeError where they do not come up."""
    end = time.monotonic() + _START_S
    while time.monotonic() < end and server.process.poll() is None:
        with contextlib.suppress(OSError):
            server.get("/healthz")
            if _has(server, workers):
                return
        time.sleep(0.05)
    raise RuntimeError(f"the server did not start: {server.log.read_text()}")


def _has(server: Server, workers: int) -> bool:
    try:
        return len(server.workers()) == workers
    except FileNotFoundError:  # a system that does not list them
        return True
