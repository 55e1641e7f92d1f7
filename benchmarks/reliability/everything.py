"""Mixed load with everything on, while the archive is changed, killed and harmed.

    python -m benchmarks.reliability.everything --minutes 30 [--pages 600] [--rate 40] [--seed 1]

Two workers serve pages and API of an archive with vectors, corrections, saved searches, entity
pages and the desk. Meanwhile, one after the other, at random:

- run: pages are added, and an incremental run reads them;
- killed run: the same, killed (-9) at a random time, and then run to its end;
- worker: a worker of the server is killed (-9);
- correct: a curator corrects a title over the API;
- harm: a byte of the newest index is flipped under the server, and `--full` heals it.

Then no answer was a 5xx, but for the 503 that names a harmed file while the harm lasts, and those
by which a server that is too busy sheds load (counted apart); only what a killed worker was
answering was cut off; there are two workers, which answer, `--verify` finds nothing wrong; and what
the workers hold in the last quarter is not more than in the third.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from urllib.parse import quote

from benchmarks.live import Server, serve
from benchmarks.questions import Archive, mixture, read_archive, route_of
from benchmarks.reliability.crash import ROOT, command_of
from benchmarks.reliability.damage import flip, needed_files
from benchmarks.reliability.kept_archive import KeptArchive
from benchmarks.reliability.soak import GROWTH, SLACK_MIB, Sample, samples_of, table_of
from benchmarks.speed.load import Tally, ask

CONNECTIONS = 12
_RESTART_S = 3.0
"""For so long after a harm has been healed a worker may not have seen it."""


@dataclass(slots=True)
class Outcome:
    """What was seen."""

    routes: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    done: Counter[str] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)
    harmed: int = 0
    shed: int = 0
    cut_off: int = 0
    failures: list[str] = field(default_factory=list)


def questions(archive: Archive, draw: random.Random) -> Iterator[str]:
    """Paths of all there is, for ever: those of `mixture`, and of what is on here."""
    usual = mixture(archive, draw)
    rest: list[Callable[[], str]] = [
        lambda: f"/api/v1/search?q={quote(' '.join(draw.choices(archive.words, k=5)))}&match=auto",
        lambda: f"/people/{quote(draw.choice(archive.persons))}",
        lambda: f"/api/v1/people/{quote(draw.choice(archive.persons))}",
        lambda: f"/api/v1/quotes?q={quote(draw.choice(archive.words))}",
        lambda: "/api/v1/alerts/all/feed.atom",
        lambda: "/api/v1/desk/queues/undated",
        lambda: "/api/v1/corrections",
        lambda: "/api/v1/quality",
        lambda: f"/api/v1/trends?q={quote(draw.choice(archive.words))}",
        lambda: "/quality",
    ]
    while True:
        yield draw.choice(rest)() if draw.random() < 0.3 else next(usual)


class Trouble(threading.Thread):
    """Changes, kills and harms, until it is stopped."""

    def __init__(self, archive: KeptArchive, live: Server, outcome: Outcome, seed: int) -> None:
        super().__init__(daemon=True)
        self._archive = archive
        self._live = live
        self._outcome = outcome
        self._draw = random.Random(seed)
        self._over = threading.Event()
        self.harmed = threading.Event()
        """Set while an answer may be 503 because of a harm."""

    def run(self) -> None:
        """One trouble after the other."""
        kinds = {"run": self._run, "killed run": self._kill_run, "worker": self._kill_worker,
                 "correct": self._correct, "harm": self._harm}  # fmt: skip
        while not self._over.is_set():
            for kind in self._draw.sample(sorted(kinds), len(kinds)):
                if self._over.wait(self._draw.uniform(1, 6)):
                    return
                try:
                    kinds[kind]()
                except Exception as error:
                    self._outcome.failures.append(f"{kind}: {error!r}")
                self._outcome.done[kind] += 1

    def stop(self) -> None:
        """End after what goes on now."""
        self._over.set()
        self.join()

    def _start(self, *, full: bool = False) -> subprocess.Popen[str]:
        command = command_of(self._archive.pages, self._archive.index_dir, full=full)
        environment = os.environ | self._archive.environment(self._archive.index_dir)
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, text=True, stderr=subprocess.PIPE
        )

    def _index(self, *, full: bool = False) -> None:
        process = self._start(full=full)
        _, said = process.communicate()
        if process.returncode not in (0, 1):  # 1: nobody takes the mail of the saved searches
            raise RuntimeError(f"the run ended with status {process.returncode}: {said[-500:]}")

    def _run(self) -> None:
        self._archive.write(self._draw.randrange(1, 6))
        self._index()

    def _kill_run(self) -> None:
        self._archive.write(self._draw.randrange(1, 6))
        process = self._start(full=self._draw.random() < 0.3)
        try:
            process.communicate(timeout=self._draw.uniform(0.3, 6))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        self._index()

    def _kill_worker(self) -> None:
        os.kill(self._draw.choice(self._live.workers()), signal.SIGKILL)

    def _correct(self) -> None:
        found = json.loads(self._live.get("/api/v1/search?per_page=50", **self.headers)[2])
        hit = self._draw.choice(found["hits"])
        body = {"what": "title", "article": {"id": hit["id"]}, "to": f"Corrected {hit['id'][:5]}"}
        request = urllib.request.Request(  # noqa: S310
            f"{self._live.url}/api/v1/corrections",
            data=json.dumps(body).encode(),
            headers=self.headers | {"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                answer.read()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{error.code}: {error.read()[:500]!r}") from error

    def _harm(self) -> None:
        folder = self._archive.index_dir
        name = self._draw.choice(sorted(needed_files(folder)))
        self._outcome.done[f"harm to {Path(name).suffix}"] += 1
        self.harmed.set()
        flip(self._draw.random())(folder / name)
        self._over.wait(2)
        self._index(full=True)
        time.sleep(_RESTART_S)
        self.harmed.clear()

    @property
    def headers(self) -> dict[str, str]:
        """Of a curator, who knows the archive by its address."""
        return {"Host": "archive.example.org", "Authorization": f"Bearer {self._archive.token}"}


def everything(folder: Path, *, seconds: float, pages: int, rate: float, seed: int) -> Outcome:
    """Load an archive of so many pages in `folder` (empty) for so long."""
    outcome = Outcome()
    archive = KeptArchive(folder / "archive")
    archive.make()
    archive.write(pages)
    archive.run(archive.index_dir)
    environment = archive.environment(archive.index_dir)
    del environment["CLIPPINGS_INDEX_DIR"], environment["CLIPPINGS_API_KEY"]
    with serve(archive.index_dir, log=folder / "gunicorn.log", **environment) as live:
        trouble = Trouble(archive, live, outcome, seed)
        begin = time.monotonic()

        def note(path: str, status: str, taken_ms: float) -> None:
            tally = outcome.routes[route_of(path)]
            tally.latencies_ms.append(taken_ms)
            tally.statuses[status] += 1
            if status[0] not in "234":
                _count_failure(outcome, path, status, is_harmed=trouble.harmed.is_set())
            if len(tally.latencies_ms) % 200 == 1:
                outcome.samples.extend(samples_of(live, time.monotonic() - begin))

        paths = questions(read_archive(live.url, seed), random.Random(seed))
        trouble.start()
        try:
            tally = asyncio.run(
                ask(live.url, paths, seconds=seconds, connections=CONNECTIONS, rate=rate,
                    headers=trouble.headers, note=note)
            )  # fmt: skip
        finally:
            trouble.stop()
        outcome.cut_off = tally.cut_off
        time.sleep(_RESTART_S)
        _judge(outcome, archive, live, seconds)
    return outcome


def _count_failure(outcome: Outcome, path: str, status: str, *, is_harmed: bool) -> None:
    if status == "503" and is_harmed:
        outcome.harmed += 1
    elif status == "503":
        outcome.shed += 1
    elif len(outcome.failures) < 30:
        outcome.failures.append(f"{status} for {path}")


def _judge(outcome: Outcome, archive: KeptArchive, live: Server, seconds: float) -> None:
    if len(live.workers()) != 2:
        outcome.failures.append(f"{len(live.workers())} workers are left")
    status, _, body = live.get("/readyz")
    if status != 200:
        outcome.failures.append(f"/readyz gives {status}: {body[:300]!r}")
    status, said = archive.verify(archive.index_dir)
    if status != 0:
        outcome.failures.append(f"--verify gives {status}: {said[-500:]}")
    if outcome.cut_off > CONNECTIONS * outcome.done["worker"]:
        outcome.failures.append(f"{outcome.cut_off} answers were cut off")
    quarters: dict[int, list[float]] = defaultdict(list)
    for sample in outcome.samples:
        quarters[int(sample.at_s / seconds * 4)].append(sample.private_mib)
    if seconds >= 480 and mean(quarters[3]) > mean(quarters[2]) * GROWTH + SLACK_MIB:
        outcome.failures.append(
            f"workers hold {mean(quarters[2]):.0f} MiB, then {mean(quarters[3]):.0f} MiB"
        )


def main() -> int:
    """Load and print; the exit status is 1 where something failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--rate", type=float, default=40, help="requests a second")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = everything(
            Path(folder),
            seconds=options.minutes * 60,
            pages=options.pages,
            rate=options.rate,
            seed=options.seed,
        )
    requests = sum(len(tally.latencies_ms) for tally in outcome.routes.values())
    print(f"{requests} requests; {dict(outcome.done)}; {outcome.cut_off} cut off and asked again")
    print(f"503: {outcome.harmed} while a file was harmed, {outcome.shed} else")
    print("\n".join(table_of(outcome.routes)))
    for minute in range(0, int(options.minutes) + 1, 5):
        held = [each for each in outcome.samples if minute <= each.at_s / 60 < minute + 5]
        if held:
            mib, files = mean(s.private_mib for s in held), max(s.open_files for s in held)
            print(f"from minute {minute}: {mib:.0f} MiB a worker, {files} open files")
    for failure in outcome.failures:
        print(f"FAILED: {failure}")
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
