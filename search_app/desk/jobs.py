"""Runs of the indexer that are started at the desk: one at a time, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from search_app.desk.processes import environment
from search_app.desk.users import FOLDER
from search_app.errors import Problem
from search_app.service import service
from search_index.engines.checks import with_check, without_check
from search_index.engines.lock import is_locked

START_S: Final = 15.0
"""So long a job may take until it has its lock."""
_LOST: Final = "What came of it cannot be read: started.json or result.json is damaged."


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """The job that goes on, or the last one. `state` is none, running, done or failed.

    `who` has started it when; `error` says why nothing was done.
    """

    state: str = "none"
    who: str = ""
    when: str = ""
    step: str = ""
    done: int = 0
    total: int = 0
    error: str = ""
    report: Mapping[str, Any] = field(default_factory=dict)

    @property
    def percent(self) -> int:
        """How much of the step is done."""
        return min(100 * self.done // self.total, 100) if self.total else 0

    def to_json(self) -> dict[str, Any]:
        """What a script shows while the job goes on."""
        return {"state": self.state, "step": self.step, "percent": self.percent}


class Jobs:
    """The jobs of one index."""

    def __init__(self, index_dir: Path) -> None:
        self._index_dir = index_dir.absolute()
        self._folder = self._index_dir / FOLDER / "job"

    def start(self, source: Path, *, who: str, full: bool = False) -> None:
        """Start a run over a source. Raises Problem (409) where one goes on."""
        from filelock import FileLock, Timeout  # who only searches does not need it

        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._folder / "starting", timeout=0):
                if self.is_running():
                    raise _busy()
                now = datetime.now(UTC).isoformat(timespec="seconds")
                started = with_check({"who": who, "when": now})
                (self._folder / "started.json").write_text(json.dumps(started), "utf-8")
                for name in ("progress.json", "result.json"):
                    (self._folder / name).unlink(missing_ok=True)
                self._spawn(source, full=full)
        except Timeout:
            raise _busy() from None

    def is_running(self) -> bool:
        """Whether a job holds its lock; the kernel drops it with the process."""
        return is_locked(self._folder / "lock")

    def state(self) -> JobState:
        """How the job that was started last goes on, or what came of it."""
        started = self._read("started.json")
        if "when" not in started:
            lost = (self._folder / "started.json").exists()
            return JobState(state="failed", error=_LOST) if lost else JobState()
        about = JobState(who=str(started.get("who", "")), when=str(started.get("when", "")))
        running = self.is_running()
        result = {} if running else self._read("result.json")
        if running:
            at = self._read("progress.json")
            step, done, total = at.get("step", ""), at.get("done", 0), at.get("total", 0)
            return replace(about, state="running", step=step, done=done, total=total)
        if "report" in result:
            return replace(about, state="done", report=result["report"])
        lost = "error" not in result and (self._folder / "result.json").exists()
        error = _LOST if lost else str(result.get("error", ""))
        return replace(about, state="failed", error=error)

    def _spawn(self, source: Path, *, full: bool) -> None:
        command = [sys.executable, "-m", "indexer.job", str(self._folder)]
        command += ["--index-dir", str(self._index_dir), "--source", str(source.absolute())]
        command += ["--full"] if full else []
        with (self._folder / "log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 (no shell, nothing of the request)
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment(),
                start_new_session=True,
            )
        threading.Thread(target=process.wait, daemon=True).start()
        last = time.monotonic() + START_S
        while not self.is_running() and process.poll() is None and time.monotonic() < last:
            time.sleep(0.02)

    def _read(self, name: str) -> dict[str, Any]:
        try:
            return without_check(json.loads((self._folder / name).read_bytes()))
        except (OSError, ValueError, AttributeError, RecursionError):
            return {}


def jobs() -> Jobs:
    """Those of this archive."""
    return Jobs(service().settings.index_dir)


def _busy() -> Problem:
    return Problem(
        409, "job-running", "The archive is being read", "One job at a time: wait until it is done."
    )
