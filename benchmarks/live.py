"""A gunicorn of its own to measure: where it listens, what its workers hold."""

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


@dataclass(frozen=True, slots=True)
class Live:
    """A running server."""

    url: str
    pid: int

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        host, port = self.url.removeprefix("http://").split(":")
        return host, int(port)

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        return sorted(map(int, _proc(self.pid, f"task/{self.pid}/children").split()))

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of an answer."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=60) as answer:  # noqa: S310
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


def private_kib(pid: int) -> int:
    """Memory that is the process's own, without what it maps of files."""
    for line in _proc(pid, "status").splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1])
    return 0


def open_files(pid: int) -> int:
    """How many file handles a process holds."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def mapped_files(pid: int, folder: Path) -> set[str]:
    """Names of the files under `folder` that a process has mapped."""
    lines = (line.split(maxsplit=5) for line in _proc(pid, "maps").splitlines())
    paths = {line[5].removesuffix(" (deleted)") for line in lines if len(line) == 6}
    return {Path(path).name for path in paths if path.startswith(f"{folder}/")}


def _proc(pid: int, name: str) -> str:
    return Path(f"/proc/{pid}/{name}").read_text()


@contextlib.contextmanager
def serve(index_dir: Path, *, log: Path, workers: int = 2, **environment: str) -> Iterator[Live]:
    """A server over an index, started as users do; its log goes to a file."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "wsgi:app"],
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
    live = Live(f"http://127.0.0.1:{port}", process.pid)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                live.get("/healthz")
                if len(live.workers()) == workers:
                    break
            if process.poll() is not None:
                raise RuntimeError(f"the server ended: {log.read_text()}")
            time.sleep(0.05)
        yield live
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
