"""The indexer as the desk keeps it waiting: one process a server, for corrections and pages.

It has loaded what reads pages when a correction comes, so that nobody waits for that. The worker
that wants it first starts it; the others ask the same one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import weakref
from pathlib import Path
from typing import Any, Final, cast

from flask import current_app, request

from corrections.asking import ask, end, is_answered
from search_app.desk.processes import MOST_SECONDS, environment
from search_app.desk.users import FOLDER
from search_app.service import service

_KEY: Final = "clippings-desk-helper"
_FAILED: Final = "The indexer failed."


class Helper:
    """The process, as one worker knows it: it started it, or another one did."""

    def __init__(self, index_dir: Path, module: str = "indexer.helper") -> None:
        self._folder = index_dir.absolute() / FOLDER / "helper"
        self._module = module
        self._starting = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Have the process ready, where it is not; does not wait for it."""
        if not is_answered(self._folder):
            self._start()

    def ask(self) -> dict[str, Any]:
        """Have the corrections applied; what came of it, or `error`."""
        return self._asked(b"")

    def pages(self, asked: dict[str, Any]) -> dict[str, Any] | None:
        """Pages as dumped and `problems`, or `error`; None where it does not answer already."""
        if not is_answered(self._folder):
            return None
        return self._asked(json.dumps(asked).encode())

    def _asked(self, what: bytes) -> dict[str, Any]:
        try:
            line = ask(self._folder, self._start, seconds=MOST_SECONDS, what=what)
            found = None if line is None else json.loads(line)
        except TimeoutError:
            end(self._folder)
            return {"error": f"It took longer than {MOST_SECONDS} seconds."}
        except OSError as error:
            return {"error": f"The indexer cannot be asked: {error.strerror or error}."}
        except ValueError:
            found = None
        return found if isinstance(found, dict) else {"error": _FAILED}

    def close(self) -> None:
        """End the process, where this worker has started it."""
        with self._starting:
            if self._process is not None:
                self._process.kill()
                self._process.wait()
                self._process = None

    def _start(self) -> bool:
        """Start it, where it was not or has ended well; whether it may answer soon."""
        with self._starting:
            if self._process is not None and (status := self._process.poll()) is not None:
                self._process = None
                if status:
                    return False
            if self._process is None:
                self._process = subprocess.Popen(  # noqa: S603 (no shell, nothing of the request)
                    [sys.executable, "-m", self._module, str(self._folder)],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    env=environment(),
                    start_new_session=True,
                )
                # Of an application that nobody holds any more; at exit it goes on for the others.
                weakref.finalize(self, _end, self._process).atexit = False
            return True


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def helper() -> Helper:
    """That of this application."""
    extensions = current_app.extensions
    if _KEY not in extensions:
        extensions.setdefault(_KEY, Helper(service().settings.index_dir))
    return cast(Helper, extensions[_KEY])


def prepare_helper() -> None:
    """Have it ready, where a server runs that serves more than this one request."""
    if request.environ.get("wsgi.multithread"):
        helper().prepare()
