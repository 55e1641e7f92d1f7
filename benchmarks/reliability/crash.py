"""Kill the indexer at random instants and see that nothing is lost.

    python -m benchmarks.reliability.crash [--rounds 200] [--seed 1] [--harms kill,worker]

Every round changes an archive (pages added, changed, removed; now and then a full build),
starts `python -m indexer` on it, with one process or two, and does it one of these harms:

- kill: at a random time;
- worker: one of its two processes that read, or the one that writes beside it, is killed, at a
  random time;
- kill at a call: at one of the system calls by which it changes its files, any kind of call
  as likely as any other (needs strace);
- failing call: one of these calls fails as on a full or broken disk (needs strace);
- file size: no file may grow beyond a random size, so that a write stops half way;
- full disk: the index lies on a disk with a random number of KiB left (needs root).

The archive is small, so that most additions also merge segments. Calls on the index after
the commit of the change, most of them the merge's, are told apart as "committed".

Then the index must open and hold exactly the state before or the state after, answer a
search, and the next run must complete. A run that ends with status 2 must have left the
state before, one with status 0 the state after.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.reliability.disk import Disk
from benchmarks.reliability.processes import session_of
from benchmarks.reliability.system_calls import Call, available, calls_of
from search_index import open_engine
from search_index.manifest import FILE_NAME as MANIFEST
from search_index.model.query import Query
from search_index.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
_TOKEN = re.compile(r"\bzq\d+v\d+\b")
_WORDS = [
    *("river", "valley", "council", "bridge", "market", "harbour", "teacher", "museum"),
    *("orchard", "engine", "festival", "glacier", "library", "weather", "village", "theatre"),
]

_SPREAD = """
import indexer.intake, indexer.pipeline
from search_index.engines.whoosh.write import batch, writer
batch.MAX_DOCUMENTS = writer.FEW_ARTICLES = 4
indexer.intake._FEW_FILES = indexer.intake._FEW_BYTES = indexer.pipeline._FEW_PAGES = 0
from indexer.__main__ import main
if __name__ == "__main__":
    raise SystemExit(main())
"""
"""The indexer, which has its processes read a few pages as well, and write a few articles."""

State = dict[int, int]
"""Page number to version: what the archive holds."""


@dataclass(slots=True)
class Outcome:
    """How the rounds ended."""

    rounds: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


class Archive:
    """A folder of pages whose state can be read off the articles in the index."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        self._folder = folder
        self._rng = rng
        self.state: State = {}
        folder.mkdir()

    def change(self, kind: str) -> None:
        """Add, change or remove pages."""
        pages = list(self.state)
        if kind == "add" or not pages:
            first = max(pages, default=0) + 1
            for number in range(first, first + self._rng.randint(1, 40)):
                self._write(number, 1)
        elif kind == "change":
            for number in self._rng.sample(pages, min(len(pages), 12)):
                self._write(number, self.state[number] + 1)
        elif kind == "remove":
            self.remove(12)

    def remove(self, most: int) -> None:
        """Remove pages, at most so many, but never the last."""
        pages = list(self.state)
        for number in self._rng.sample(pages, min(len(pages) - 1, most)):
            self._path(number).unlink()
            del self.state[number]

    def _path(self, number: int) -> Path:
        return self._folder / f"page{number:05}.txt"

    def _write(self, number: int, version: int) -> None:
        def sentence() -> str:
            words = self._rng.choices(_WORDS, k=14)
            return f"The {' '.join(words)} opened on the same day."

        token = f"zq{number}v{version}"
        body = "\n\n".join(" ".join(sentence() for _ in range(4)) for _ in range(3))
        title = f"The {self._rng.choice(_WORDS)} number {number} welcomes its guests"
        text = f"{title}\n\n3 May 2021\n\nThe mark {token} was seen by all. {body}\n"
        self._path(number).write_text(text, encoding="utf-8")
        self.state[number] = version


def state_of(index_dir: Path) -> State:
    """What the index holds, read off its articles; a search is answered on the way."""
    engine = open_engine(Settings.from_environment({}, index_dir=index_dir))
    searcher = engine.searcher()
    try:
        found: State = {}
        for article in searcher.export(Query()):
            (token,) = _TOKEN.findall(article.body)
            number, version = token[2:].split("v")
            if int(number) in found:
                raise AssertionError(f"page {number} is in the index twice")
            found[int(number)] = int(version)
        total = searcher.search(Query(text="opened", per_page=1)).total
        if total != len(found):
            raise AssertionError(f"a search finds {total} of {len(found)} articles")
        return found
    finally:
        searcher.close()


def run_indexer(
    source: Path,
    index_dir: Path,
    *,
    full: bool = False,
    prefix: Sequence[str] = (),
    jobs: int = 1,
    kill_after_s: float | None = None,
    worker_only: random.Random | None = None,
    largest_file_bytes: int | None = None,
) -> int:
    """The exit status of one run; negative where a signal ended it."""
    limit: Callable[[], None] | None = None
    if largest_file_bytes is not None:
        size = largest_file_bytes

        def limit() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    process = subprocess.Popen(
        [*prefix, *command_of(source, index_dir, full=full, jobs=jobs)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=limit,
    )
    try:
        process.communicate(timeout=kill_after_s)
    except subprocess.TimeoutExpired:
        if worker_only:
            _kill_one(session_of(process.pid) or [process.pid], worker_only)
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    return process.returncode


def _kill_one(processes: Sequence[int], draw: random.Random) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(draw.choice(processes), signal.SIGKILL)


def command_of(source: Path, index_dir: Path, *, full: bool, jobs: int = 1) -> list[str]:
    """The indexer as it is started."""
    program = ["-m", "indexer"] if jobs == 1 else ["-c", _SPREAD]
    command = [sys.executable, *program, str(source), "--index-dir", str(index_dir)]
    return [*command, "--jobs", str(jobs), "--quiet", *(["--full"] if full else [])]


class Rounds:
    """Rounds over one archive, in `folder` (empty)."""

    def __init__(self, folder: Path, seed: int, harms: Sequence[str] = ()) -> None:
        """`harms` are those that will be asked for; empty: any."""
        self._draw = random.Random(seed)
        self._folder = folder
        self._source = folder / "pages"
        self._disk = Disk(folder / "disk", wanted=not harms or "full disk" in harms)
        self._index_dir = folder / "disk" / "index"
        self._archive = Archive(self._source, self._draw)
        self.outcome = Outcome()
        self.harms: dict[str, Callable[[bool], tuple[str, int]]] = {
            "kill": self._kill,
            "worker": self._worker,
            "file size": self._file_size,
        }
        if available():
            self.harms |= {"kill at a call": self._kill_at_call, "failing call": self._fail_call}
        if self._disk.mounted:
            self.harms["full disk"] = self._full_disk
        self._usual_s = 0.0
        self._jobs = 1

    def begin(self) -> None:
        """Build the first index."""
        for _ in range(4):
            self._archive.change("add")
        started = time.perf_counter()
        if run_indexer(self._source, self._index_dir, full=True) != 0:
            raise RuntimeError("the first build failed; nothing can be measured")
        self._usual_s = time.perf_counter() - started

    def close(self) -> None:
        """Give back what was taken."""
        self._disk.close()

    def one(self, harm: str) -> str | None:
        """One round with this harm; what was wrong, None where nothing was."""
        before = dict(self._archive.state)
        kind = self._draw.choice(("add", "change", "remove"))
        self._archive.change(kind)
        full = self._draw.random() < (0.5 if harm == "worker" else 0.2)
        self._jobs = 2 if harm == "worker" else self._draw.choice((1, 2)) if harm == "kill" else 1
        where, status = self.harms[harm](full)
        self._disk.grow()
        outcome = self.outcome
        outcome.rounds += 1
        jobs = f"--jobs {self._jobs}"
        outcome.kinds[f"{kind}{', full' if full else ''}, {jobs}: {harm}"] += 1
        outcome.places[where] += 1
        outcome.ended[f"{harm}: {'killed' if status in (-9, 137) else f'status {status}'}"] += 1
        problem = self._judge(before, self._archive.state, status)
        if problem:
            problem = f"round {outcome.rounds} ({kind}, {harm} {where}, status {status}): {problem}"
            outcome.failures.append(problem)
            run_indexer(self._source, self._index_dir)  # so that the next round is judged by itself
        return problem

    def _judge(self, before: State, after: State, status: int) -> str | None:
        try:
            found = state_of(self._index_dir)
        except Exception as error:
            return f"the index does not open: {error!r}"
        if found not in (before, after):
            return f"the index holds neither state: {len(found)} pages"
        if status not in (0, 2, -9, 137):
            return "another status than 0 and 2"
        if status != (0 if found == after else 2) and status in (0, 2) and before != after:
            return f"the index holds the state {'after' if found == after else 'before'}"
        if run_indexer(self._source, self._index_dir) != 0:
            return "the next run fails"
        if state_of(self._index_dir) != after:
            return "the next run does not reach the new state"
        return None

    def _kill(self, full: bool) -> tuple[str, int]:
        after_s = self._draw.uniform(0.3, 1.05) * self._usual_s
        return "at a time", self._run(full, kill_after_s=after_s)

    def _worker(self, full: bool) -> tuple[str, int]:
        after_s = self._draw.uniform(0.2, 1.0) * self._usual_s
        return "of a worker", self._run(full, kill_after_s=after_s, worker_only=self._draw)

    def _file_size(self, full: bool) -> tuple[str, int]:
        size = int(2 ** self._draw.uniform(6, 19))
        return "beyond a size", self._run(full, largest_file_bytes=size)

    def _kill_at_call(self, full: bool) -> tuple[str, int]:
        what, call = self._pick(self._calls(full))
        return what, self._run(full, prefix=call.killing())

    def _fail_call(self, full: bool) -> tuple[str, int]:
        # The lock is let go of by the kernel, whatever its file says.
        calls = [c for c in self._calls(full) if c.name != "unlink" and "LOCK" not in c.path]
        what, call = self._pick(calls)
        error = "EIO" if call.name in ("fsync", "fdatasync") else "ENOSPC"
        return what, self._run(full, prefix=call.failing(error))

    def _pick(self, calls: list[Call]) -> tuple[str, Call]:
        """A kind of call, and one of that kind."""
        committed = False
        kinds: dict[str, list[Call]] = {}
        for call in calls:
            after = committed and call.path.split("/")[0] != "pages"
            kinds.setdefault(f"{call.what}{', committed' if after else ''}", []).append(call)
            committed = committed or call.what == f"rename .{MANIFEST}.new"
        what = self._draw.choice(list(kinds))
        return what, self._draw.choice(kinds[what])

    def _full_disk(self, full: bool) -> tuple[str, int]:
        self._disk.leave(int(2 ** self._draw.uniform(2, 11)))
        return "of a disk", self._run(full)

    def _calls(self, full: bool) -> list[Call]:
        """The calls that the run to come will make, known from one on a copy."""
        copy = self._folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self._index_dir, copy)
        return calls_of(command_of(self._source, copy, full=full), copy, cwd=ROOT)

    def _run(self, full: bool, **harm: Any) -> int:
        return run_indexer(self._source, self._index_dir, full=full, jobs=self._jobs, **harm)


def crash_rounds(
    folder: Path,
    rounds: int,
    *,
    seed: int,
    harms: Sequence[str] = (),
    minutes: float = float("inf"),
    say: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Crash `rounds` times in `folder` (empty), by each of `harms` in turn, and report.

    No more rounds are begun after so many minutes.
    """
    last = time.monotonic() + 60 * minutes
    made = Rounds(folder, seed, harms)
    try:
        made.begin()
        names = [name for name in harms if name in made.harms] or list(made.harms)
        for number in range(rounds):
            if time.monotonic() > last:
                break
            problem = made.one(names[number % len(names)])
            if problem:
                say(problem)
    finally:
        made.close()
    return made.outcome


def main() -> int:
    """Run the rounds and print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--harms", default="", help="some of them, as kill,worker")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="at most")
    options = parser.parse_args()
    minutes = options.minutes
    harms = options.harms.split(",") if options.harms else ()
    with tempfile.TemporaryDirectory() as folder:
        outcome = crash_rounds(
            Path(folder), options.rounds, seed=options.seed, harms=harms, minutes=minutes, say=print
        )
    print(f"{outcome.rounds} rounds, {len(outcome.failures)} failures")
    for name, counts in (
        ("what was interrupted", outcome.kinds),
        ("where", outcome.places),
        ("how it ended", outcome.ended),
    ):
        print(f"{name}: " + "; ".join(f"{key} {count}" for key, count in sorted(counts.items())))
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
