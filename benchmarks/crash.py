"""Kill the indexer at random instants and see that nothing is lost.

    python -m benchmarks.crash [--rounds 200] [--seed 1]

Every round changes an archive (pages added, changed, removed; now and then a full build),
starts `python -m indexer` on it, and kills the process at a random instant, stops its
writes at a random size, or lets the disk fill up. Then the index must open and hold exactly
the state before or the state after, answer a search, and the next run must complete.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from search_index import open_engine
from search_index.query import Query
from search_index.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
_TOKEN = re.compile(r"\bzq\d+v\d+\b")
_WORDS = [
    *("river", "valley", "council", "bridge", "market", "harbour", "teacher", "museum"),
    *("orchard", "engine", "festival", "glacier", "library", "weather", "village", "theatre"),
]

State = dict[int, int]
"""Page number to version: what the archive holds."""


@dataclass(slots=True)
class Outcome:
    """How the rounds ended."""

    rounds: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
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
    kill_after_s: float | None = None,
    largest_file_bytes: int | None = None,
) -> int:
    """The exit status of one run; negative where a signal ended it."""
    limit: Callable[[], None] | None = None
    if largest_file_bytes is not None:
        size = largest_file_bytes

        def limit() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    command = [sys.executable, "-m", "indexer", str(source), "--index-dir", str(index_dir)]
    command += ["--jobs", "1", "--quiet"] + (["--full"] if full else [])
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=limit,
    )
    try:
        process.communicate(timeout=kill_after_s)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    return process.returncode


def crash_rounds(
    folder: Path, rounds: int, *, seed: int, say: Callable[[str], None] = lambda _: None
) -> Outcome:
    """Crash `rounds` times in `folder` (empty) and report what was found."""
    rng = random.Random(seed)
    source, index_dir = folder / "pages", folder / "index"
    archive = Archive(source, rng)
    for _ in range(4):
        archive.change("add")
    started = time.perf_counter()
    if run_indexer(source, index_dir, full=True) != 0:
        raise RuntimeError("the first build failed; nothing can be measured")
    usual_s = time.perf_counter() - started
    outcome = Outcome()
    for number in range(rounds):
        before = dict(archive.state)
        kind = rng.choice(("add", "change", "remove"))
        archive.change(kind)
        full = rng.random() < 0.2
        harm = rng.choice(("kill", "kill", "kill", "file size"))
        outcome.kinds[f"{kind}{', full' if full else ''}: {harm}"] += 1
        if harm == "kill":
            status = run_indexer(
                source, index_dir, full=full, kill_after_s=rng.uniform(0.3, 1.05) * usual_s
            )
        else:
            size = int(2 ** rng.uniform(6, 19))
            status = run_indexer(source, index_dir, full=full, largest_file_bytes=size)
        outcome.ended[f"status {status}"] += 1
        problem = _judge(source, index_dir, before, archive.state, harm, status)
        if problem:
            outcome.failures.append(f"round {number} ({kind}, {harm}, status {status}): {problem}")
            say(outcome.failures[-1])
        outcome.rounds += 1
    return outcome


def _judge(
    source: Path, index_dir: Path, before: State, after: State, harm: str, status: int
) -> str | None:
    """What is wrong after a crash, None where nothing is."""
    try:
        found = state_of(index_dir)
    except Exception as error:
        return f"the index does not open: {error!r}"
    if found not in (before, after):
        return f"the index holds neither state: {len(found)} pages"
    if run_indexer(source, index_dir) != 0:
        return "the next run fails"
    if state_of(index_dir) != after:
        return "the next run does not reach the new state"
    if harm == "file size" and status not in (0, 2):
        return "a full disk did not end with status 2"
    return None


def main() -> int:
    """Run the rounds and print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = crash_rounds(Path(folder), options.rounds, seed=options.seed, say=print)
    print(f"{outcome.rounds} rounds, {len(outcome.failures)} failures")
    for name, counts in (("what was interrupted", outcome.kinds), ("how it ended", outcome.ended)):
        print(f"{name}: " + "; ".join(f"{key} {count}" for key, count in sorted(counts.items())))
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
