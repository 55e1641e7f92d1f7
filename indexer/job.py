"""`python -m indexer.job`: a run whose progress and result others can read, as the desk does.

It is the run of the command line, under the same lock of the index. In its folder, `lock` is held
while it goes on, `progress.json` says how far it is, `result.json` what came of it.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import sqlite3
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from corrections import corrections_path
from indexer import pipeline
from indexer.applying import apply
from indexer.vectors import VectorsUnfinished, make_vectors
from search_index.engines.checks import with_check
from search_index.engines.files import write_atomically
from search_index.errors import ClippingsError
from search_index.search.semantic import encoders
from search_index.settings import Settings

DONE, SOME_REJECTED, NOTHING_DONE = 0, 1, 2
EVERY_S: Final = 0.3
MOST_LISTED: Final = 1_000


class Job:
    """The files of one job in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._told = 0.0
        self._step: tuple[str, int, int] = ("", 0, 0)

    def progress(self, step: str, more: int, total: int) -> None:
        """So much more of a step is done."""
        name, done, _ = self._step
        self._step = (step, done + more if step == name else more, total)
        now = time.monotonic()
        if now - self._told >= EVERY_S or self._step[1] >= total:
            self._told = now
            name, done, _ = self._step
            self.write("progress.json", {"step": name, "done": done, "total": total})

    def write(self, name: str, values: dict[str, Any]) -> None:
        """Replace a file."""
        text = json.dumps(with_check(values), ensure_ascii=False)
        write_atomically(self._folder / name, text.encode())


def run(settings: Settings, job: Job, *, full: bool) -> int:
    """Bring the index up to date, and say what came of it; gives the exit status."""
    try:
        models = encoders() if settings.semantic else ()
        report = pipeline.index([settings.source], settings, full=full, progress=job.progress)
        path = corrections_path(settings)
        if path.exists():
            apply(settings, path)  # what was corrected while the run went on
        try:
            if models:
                make_vectors(settings, models, jobs=0, progress=job.progress)
        except VectorsUnfinished as error:
            report.notices.append((str(settings.index_dir), str(error)))
    except (ClippingsError, OSError, sqlite3.Error) as error:
        job.write("result.json", {"status": NOTHING_DONE, "error": str(error)})
        return NOTHING_DONE
    status = SOME_REJECTED if report.rejected else DONE
    values = report.to_json()
    for name in ("rejected", "notices"):
        values[f"more_{name}"] = max(len(values[name]) - MOST_LISTED, 0)
        values[name] = values[name][:MOST_LISTED]
    job.write("result.json", {"status": status, "report": values})
    return status


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the job; gives the exit status of the indexer, 2 where another one goes on."""
    parser = argparse.ArgumentParser(prog="python -m indexer.job", description=__doc__)
    parser.add_argument("folder", type=Path, help="where progress and result are written")
    parser.add_argument("--index-dir", type=Path, required=True, metavar="DIR")
    parser.add_argument("--source", type=Path, required=True, metavar="SOURCE")
    parser.add_argument("--full", action="store_true", help="build everything anew, then swap")
    options = parser.parse_args(arguments)
    lock = os.open(options.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    job = Job(options.folder)
    try:
        if not _take(lock):
            print("job: another one goes on.", file=sys.stderr)
            return NOTHING_DONE
        try:
            settings = Settings.from_environment(index_dir=options.index_dir, source=options.source)
        except ClippingsError as error:
            job.write("result.json", {"status": NOTHING_DONE, "error": str(error)})
            return NOTHING_DONE
        return run(settings, job, full=options.full)
    finally:
        os.close(lock)


def _take(lock: int) -> bool:
    """Whether the lock is ours; who only looks at it has it for an instant."""
    last = time.monotonic() + 2
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > last:
                return False
            time.sleep(0.01)
            continue
        return True


if __name__ == "__main__":
    sys.exit(main())
