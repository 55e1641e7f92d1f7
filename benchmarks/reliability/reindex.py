"""Index again and again under a server that is asked all the time.

    python -m benchmarks.reliability.reindex [--incremental 50] [--full 5] [--pages 200]

Every run gives the same twenty pages a new version, all of them at once, and adds and
removes others. Meanwhile clients ask a gunicorn with two workers. Then

- no request failed;
- no answer mixed two versions: the twenty articles of an answer had one version, and each
  of its facets counted just its hits;
- the last answer of an old version came at most two seconds after the run had ended;
- the workers' own memory and open files at the end are those of the beginning;
- the folder of the index holds no file but those of the newest state and of the few kept for
  cursors, and no worker maps more.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.live import Server, mapped_files, open_files, private_kib, serve
from benchmarks.reliability.crash import ROOT, command_of
from search_index.engines.whoosh.write.commit import KEEP_REPLACED

MARKED = 20
PAUSE_S = 0.02
"""Of a reader between two questions, so that the indexer gets its share of the machine."""
GROWTH = 1.25
"""What memory may grow by: a worker fills its caches first."""
_VERSION = re.compile(r"version zq(\d+)")
_WORDS = [
    "river",
    "valley",
    "council",
    "bridge",
    "market",
    "harbour",
    "teacher",
    "museum",
    "orchard",
    "engine",
]


@dataclass(slots=True)
class Outcome:
    """What was seen."""

    requests: int = 0
    runs: int = 0
    failures: list[str] = field(default_factory=list)
    lags_s: list[float] = field(default_factory=list)
    memory_kib: list[int] = field(default_factory=list)
    open_files: list[int] = field(default_factory=list)
    index_files: list[int] = field(default_factory=list)

    def report(self) -> dict[str, object]:
        """The figures."""
        return {
            "requests": self.requests,
            "runs": self.runs,
            "failures": len(self.failures),
            "lag_s_median": round(statistics.median(self.lags_s), 2),
            "lag_s_max": round(max(self.lags_s), 2),
            "memory_mib_after_3_and_all_runs": [
                round(self.memory_kib[min(2, len(self.memory_kib) - 1)] / 1024, 1),
                round(self.memory_kib[-1] / 1024, 1),
            ],
            "open_files_after_3_and_all_runs": [
                self.open_files[min(2, len(self.open_files) - 1)],
                self.open_files[-1],
            ],
            "index_files_most": max(self.index_files),
        }


class Pages:
    """The archive, whose marked pages always have one version."""

    def __init__(self, folder: Path, size: int, seed: int) -> None:
        self.folder = folder
        folder.mkdir()
        self._draw = random.Random(seed)
        self._others: list[int] = []
        self._next = 0
        self.version = 0
        self.change(size)

    def change(self, added: int = 3, removed: int = 0) -> None:
        """A new version of the marked pages; others are added and removed."""
        self.version += 1
        for number in range(MARKED):
            self._write(f"marked{number:02}", f"It has the version zq{self.version} today.")
        for _ in range(added):
            self._next += 1
            self._others.append(self._next)
            self._write(f"other{self._next:06}", "")
        for number in self._draw.sample(self._others, min(removed, len(self._others))):
            self._others.remove(number)
            (self.folder / f"other{number:06}.txt").unlink()

    def _write(self, name: str, mark: str) -> None:
        words = " ".join(self._draw.choices(_WORDS, k=60))
        text = (
            f"The notice of {name} for everybody\n\n3 May 2021\n\nThe {words} was there. {mark}\n"
        )
        (self.folder / f"{name}.txt").write_text(text, "utf-8")


class Reader(threading.Thread):
    """Asks all the time and looks at every answer."""

    def __init__(self, live: Server, outcome: Outcome, done: threading.Event) -> None:
        super().__init__(daemon=True)
        self._live = live
        self._outcome = outcome
        self._done = done
        self._connection: http.client.HTTPConnection | None = None
        self.seen: list[tuple[float, int]] = []
        """When an answer came, and its version."""

    def run(self) -> None:
        """Ask until told to stop."""
        paths = self._paths()
        while not self._done.is_set():
            path = next(paths)
            try:
                problem = self._ask(path)
            except Exception as error:
                problem = f"{error!r}"
                self._close()
            self._outcome.requests += 1
            time.sleep(PAUSE_S)
            if problem:
                self._outcome.failures.append(f"{path}: {problem}")

        self._close()

    def _close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def _paths(self) -> Iterator[str]:
        while True:
            yield f"/api/v1/search?q=%22has+the+version%22&per_page={MARKED}&facets=source,language"
            yield "/api/v1/search?q=river+bridge&facets=year,language"
            yield "/api/v1/suggest?q=mus"
            yield "/api/v1/export?q=%22has+the+version%22&format=jsonl"
            yield "/?q=valley"

    def _ask(self, path: str) -> str | None:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(*self._live.address, timeout=60)
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.getheader("Connection") == "close":
            self._close()
        if answer.status != 200:
            return f"status {answer.status}: {body[:300]!r}"
        if "has+the+version" not in path:
            return None
        versions = set(_VERSION.findall(body.decode().replace("<mark>", "").replace("</mark>", "")))
        if len(versions) != 1:
            return f"versions {sorted(versions)} in one answer"
        self.seen.append((time.monotonic(), int(versions.pop())))
        if "export" in path:
            lines = body.count(b"\n")
            return None if lines == MARKED else f"{lines} lines"
        found = json.loads(body)
        counted = sum(value["count"] for value in found["facets"]["language"])
        if (found["total"], counted) != (MARKED, MARKED):
            return f"total {found['total']}, counted {counted}"
        return None


def reindex_rounds(
    folder: Path,
    *,
    incremental: int,
    full: int,
    pages: int,
    readers: int = 3,
    seed: int = 1,
    say: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Index so many times in `folder` (empty) while it is read."""
    outcome = Outcome()
    archive, index_dir = Pages(folder / "pages", pages, seed), folder / "index"
    _index(archive, index_dir, full=False)
    turns = [False] * incremental + [True] * full
    random.Random(seed).shuffle(turns)
    with serve(index_dir, log=folder / "gunicorn.log") as live:
        done = threading.Event()
        threads = [Reader(live, outcome, done) for _ in range(readers)]
        for thread in threads:
            thread.start()
        workers = live.workers()
        try:
            for is_full in turns:
                archive.change(added=3, removed=2)
                _index(archive, index_dir, full=is_full)
                ended = time.monotonic()
                outcome.lags_s.append(_lag(threads, archive.version, ended))
                outcome.runs += 1
                outcome.memory_kib.append(max(map(private_kib, live.workers())))
                outcome.open_files.append(max(map(open_files, live.workers())))
                outcome.index_files.append(sum(1 for _ in index_dir.glob("MAIN_*.*")))
        finally:
            done.set()
            for thread in threads:
                thread.join()
        if live.workers() != workers:
            outcome.failures.append("a worker was replaced")
        _judge(outcome, live, index_dir)
    for failure in outcome.failures:
        say(failure)
    return outcome


def _grew(values: list[int]) -> bool:
    """Whether the last fifth of the values is above the second; only of enough of them."""
    fifth = len(values) // 5
    if fifth < 2:
        return False
    early, late = statistics.mean(values[fifth : 2 * fifth]), statistics.mean(values[-fifth:])
    return late > early * GROWTH + 1


def _lag(readers: list[Reader], version: int, ended: float) -> float:
    """How long after the run an older version was still given, as all readers saw it."""
    while not all(
        sum(found == version for _, found in reader.seen[-8:]) >= 4 for reader in readers
    ):
        time.sleep(0.05)
        if time.monotonic() > ended + 30:
            return 30.0
    stale = [at for reader in readers for at, found in reader.seen if found < version]
    return max(0.0, max(stale, default=ended) - ended)


def _judge(outcome: Outcome, live: Server, index_dir: Path) -> None:
    if max(outcome.lags_s) > 2:
        outcome.failures.append(f"an article was visible only after {max(outcome.lags_s):.1f} s")
    if _grew(outcome.memory_kib):
        outcome.failures.append("the memory of a worker grew")
    if _grew(outcome.open_files):
        outcome.failures.append("a worker opened ever more files")
    named = [_files_of(path) for path in index_dir.glob("manifest*.json")]
    if len(named) > KEEP_REPLACED + 1:
        outcome.failures.append(f"{len(named)} states are kept")
    there = {path.name for path in index_dir.glob("MAIN_*.*")}
    if unread := there.difference(*named):
        outcome.failures.append(f"files that no state is made of: {sorted(unread)}")
    for pid in live.workers():
        mapped = mapped_files(pid, index_dir)
        if len(mapped) > (KEEP_REPLACED + 1) * (max(map(len, named)) + 1):
            outcome.failures.append(f"worker {pid} holds {len(mapped)} files of the index")


def _files_of(manifest: Path) -> set[str]:
    segments = json.loads(manifest.read_text())["files"]["segments"]
    names = [(f"{segment['name']}.clip", segment["deletions"]) for segment in segments]
    return {name for pair in names for name in pair if name}


def _index(archive: Pages, index_dir: Path, *, full: bool) -> None:
    command = command_of(archive.folder, index_dir, full=full)
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def main() -> int:
    """Index, ask and print what was seen."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--incremental", type=int, default=50)
    parser.add_argument("--full", type=int, default=5)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = reindex_rounds(
            Path(folder),
            incremental=options.incremental,
            full=options.full,
            pages=options.pages,
            seed=options.seed,
            say=print,
        )
    print(json.dumps(outcome.report()))
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
