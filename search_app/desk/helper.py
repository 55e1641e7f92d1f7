"""The indexer as the desk keeps it waiting: one process a worker, which applies corrections.

It has loaded what reads pages when a correction comes, so that nobody waits for that.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import Any, Final, cast

from flask import current_app, request

from search_app.desk.processes import MOST_SECONDS, environment

_KEY: Final = "clippings-desk-helper"
_BUSY: Final = "Others wait for the indexer as well; try again in a moment."
_FAILED: Final = "The indexer failed."


class Helper:
    """The process of one worker; it is started when it is wanted first."""

    def __init__(self, module: str = "indexer.helper") -> None:
        self._module = module
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Have the process ready, where it is not; does not wait for it."""
        if self._lock.acquire(blocking=False):
            try:
                self._running()
            finally:
                self._lock.release()

    def ask(self) -> dict[str, Any]:
        """Have the corrections applied; what came of it, or `error`."""
        if not self._lock.acquire(timeout=MOST_SECONDS):
            return {"error": _BUSY}
        try:
            for _ in range(2):  # the first may have ended by itself just now
                process = self._running()
                try:
                    line = _asked(process)
                except TimeoutError:
                    self._end()
                    return {"error": f"It took longer than {MOST_SECONDS} seconds."}
                if line is not None:
                    return _loaded(line)
                self._end()
        finally:
            self._lock.release()
        return {"error": _FAILED}

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 (no shell, nothing of the request)
                [sys.executable, "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment(),
                start_new_session=True,
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in filter(None, (process.stdin, process.stdout)):
            with suppress(OSError):
                pipe.close()
        process.wait()


def helper() -> Helper:
    """That of this application."""
    return cast(Helper, current_app.extensions.setdefault(_KEY, Helper()))


def prepare_helper() -> None:
    """Have it ready, where a server runs that serves more than this one request."""
    if request.environ.get("wsgi.multithread"):
        helper().prepare()


def _asked(process: subprocess.Popen[bytes]) -> bytes | None:
    """The line that answers; None where the process has ended. Raises TimeoutError."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(b"\n")
        process.stdin.flush()
    except OSError:
        return None
    last = time.monotonic() + MOST_SECONDS
    data = b""
    while not data.endswith(b"\n"):
        ready, _, _ = select.select([process.stdout], [], [], max(last - time.monotonic(), 0))
        if not ready:
            raise TimeoutError
        part = os.read(process.stdout.fileno(), 1 << 16)
        if not part:
            return None
        data += part
    return data


def _loaded(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"error": _FAILED}
