"""Mixed load on a real gunicorn for long, with a worker killed in between.

    python -m benchmarks.reliability.soak --minutes 30 [--articles 30000] [--rate 100]

Two workers answer searches of all kinds, suggestions, articles, exports, facets, feeds, pages
and junk. Half-way one of them is killed. Then

- no answer was the server's fault (5xx), none was missing;
- only what the killed worker was answering was cut off, and asking again got an answer;
- there are two workers again;
- the memory of the worker that lived, and its open files, are those of the beginning (judged
  from eight minutes on).

Prints a Markdown table of latencies per route, and one of memory per minute.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from benchmarks import corpus
from benchmarks.live import Server, open_files, private_kib, serve
from benchmarks.questions import mixture, read_archive, route_of
from benchmarks.speed.load import Tally, ask

ARTICLES = 30_000
GROWTH = 1.1
SLACK_MIB = 32.0
"""What memory may grow by between the third and the last quarter of the time.

The quarters before the kill are no measure: one worker answered less than it does alone.
"""
SETTLED_S = 120.0
"""Shorter quarters say nothing: caches fill, and one worker answers for two for a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What a worker held, so many seconds after the beginning."""

    at_s: float
    worker: int
    private_mib: float
    open_files: int


def samples_of(live: Server, at_s: float) -> Iterator[Sample]:
    """What each worker holds now, so many seconds after the beginning."""
    for worker in live.workers():
        try:
            held = (private_kib(worker) / 1024, open_files(worker))
        except OSError:
            continue  # it ended just now
        yield Sample(at_s=at_s, worker=worker, private_mib=held[0], open_files=held[1])


def table_of(routes: Mapping[str, Tally]) -> Iterator[str]:
    """The latencies per route, in Markdown."""
    yield "| route | requests | p50 ms | p95 ms | p99 ms | max ms | statuses |"
    yield "|---|---|---|---|---|---|---|"
    for route, tally in sorted(routes.items()):
        shares = " | ".join(str(tally.within_ms(share)) for share in (0.5, 0.95, 0.99, 1))
        told = ", ".join(f"{status}: {n}" for status, n in sorted(tally.statuses.items()))
        yield f"| `{route}` | {len(tally.latencies_ms)} | {shares} | {told} |"


@dataclass(slots=True)
class Outcome:
    """What was seen."""

    routes: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    samples: list[Sample] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    killed: int = 0
    cut_off: int = 0
    seconds: float = 0.0

    def note(self, path: str, status: str, taken_ms: float) -> None:
        """Count an answer."""
        tally = self.routes[route_of(path)]
        tally.latencies_ms.append(taken_ms)
        tally.statuses[status] += 1
        if status[0] not in "234" and len(self.failures) < 20:
            self.failures.append(f"{status} for {path}")

    def table(self) -> Iterator[str]:
        """The latencies per route, in Markdown."""
        return table_of(self.routes)

    def memory(self) -> Iterator[str]:
        """What the workers held, a line a minute, in Markdown."""
        workers = list(dict.fromkeys(sample.worker for sample in self.samples))
        yield f"| minute | {' | '.join(f'worker {number}' for number in workers)} |"
        yield f"|{'---|' * (len(workers) + 1)}"
        minutes: dict[int, dict[int, Sample]] = defaultdict(dict)
        for sample in self.samples:
            minutes[int(sample.at_s // 60)][sample.worker] = sample
        for minute, held in minutes.items():
            cells = [
                f"{held[number].private_mib:.1f} MiB, {held[number].open_files} files"
                if number in held
                else ""
                for number in workers
            ]
            yield f"| {minute + 1} | {' | '.join(cells)} |"


def soak(
    index_dir: Path, log: Path, *, seconds: float, rate: float, connections: int, seed: int = 1
) -> Outcome:
    """Ask all the time for so long, and look at the workers meanwhile."""
    outcome = Outcome()
    with serve(index_dir, log=log) as live:
        paths = mixture(read_archive(live.url, seed), random.Random(seed))
        done = threading.Event()
        watch = threading.Thread(target=_watch, args=(live, outcome, seconds, done))
        watch.start()
        try:
            asking = ask(
                live.url,
                paths,
                seconds=seconds,
                connections=connections,
                rate=rate,
                note=outcome.note,
            )
            tally = asyncio.run(asking)
        finally:
            done.set()
            watch.join()
        outcome.cut_off, outcome.seconds = tally.cut_off, tally.seconds
        _judge(outcome, live, connections)
    return outcome


def _watch(live: Server, outcome: Outcome, seconds: float, done: threading.Event) -> None:
    """Look at the workers every few seconds, and kill one half-way."""
    begin = time.monotonic()
    while not done.wait(min(5.0, seconds / 40)):
        at_s = time.monotonic() - begin
        if not outcome.killed and at_s > seconds / 2:
            outcome.killed = live.workers()[0]
            os.kill(outcome.killed, signal.SIGKILL)
            continue
        outcome.samples.extend(samples_of(live, at_s))


def _judge(outcome: Outcome, live: Server, connections: int) -> None:
    workers = live.workers()
    if outcome.killed in workers or len(workers) != 2:
        outcome.failures.append(f"worker {outcome.killed} was not replaced: {workers}")
    if outcome.cut_off > connections:
        outcome.failures.append(f"{outcome.cut_off} answers were cut off")
    if outcome.seconds / 4 >= SETTLED_S:
        _judge_memory(outcome, workers, connections)


def _judge_memory(outcome: Outcome, workers: list[int], connections: int) -> None:
    for worker in workers:
        samples = [sample for sample in outcome.samples if sample.worker == worker]
        if not samples or samples[0].at_s > outcome.seconds / 4:
            continue
        quarter = outcome.seconds / 4
        early = [s for s in samples if 2 * quarter <= s.at_s < 3 * quarter]
        late = [s for s in samples if s.at_s >= 3 * quarter]
        before, after = (mean(s.private_mib for s in some) for some in (early, late))
        if after > before * GROWTH + SLACK_MIB:
            outcome.failures.append(f"memory of {worker} grew from {before:.0f} to {after:.0f} MiB")
        most = max(s.open_files for s in early) + connections
        if max(s.open_files for s in late) > most:
            outcome.failures.append(f"worker {worker} opened ever more files")


def main() -> int:
    """Soak and print; the exit status is 1 where something failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--rate", type=float, default=100, help="requests a second; 0: all that go")
    parser.add_argument("--connections", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus.build(Path(folder, "index"), options.articles)
        outcome = soak(
            Path(folder, "index"),
            Path(folder, "gunicorn.log"),
            seconds=options.minutes * 60,
            rate=options.rate,
            connections=options.connections,
            seed=options.seed,
        )
    requests = sum(len(tally.latencies_ms) for tally in outcome.routes.values())
    print(
        f"{requests} requests in {outcome.seconds / 60:.1f} minutes over {options.articles} "
        f"articles; {outcome.cut_off} were cut off when a worker was killed, and asked again.\n"
    )
    print("\n".join(outcome.table()), end="\n\n")
    print("\n".join(outcome.memory()))
    for failure in outcome.failures:
        print(f"\nFAILED: {failure}")
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
