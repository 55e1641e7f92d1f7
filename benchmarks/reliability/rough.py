"""Handle the indexer roughly, with everything on, and see that nothing is lost.

    python -m benchmarks.reliability.rough [--rounds 300] [--seed 1] [--harms kill,worker]

With corrections, a saved search and (every fourth round) vectors, with one process and two, in a
folder with blanks and Arabic letters. Every round changes an archive, starts `python -m indexer`
and does it a harm of `HARMS`. Then the index is in the state before or the one after and answers;
the next run completes and is in the state after, `--verify` finds nothing, and the saved search has
found each new page once. Every fifth time all articles are compared with those of a clean build.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alerts.adding import add_search
from alerts.ledger import Ledger
from alerts.searches import Searches
from benchmarks.reliability.crash import ROOT, Archive, Disk, State, state_of
from corrections import Correction, CorrectionsFile, reference_of
from search_index import open_engine
from search_index.model.query import Query
from search_index.settings import Settings

FAKETIME: Final = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
USUAL: Final = frozenset({0, 1, 2, -9, 137, -15, -1, -2, 143, 129, 130})
LONGEST_S: Final = 120
MOST_PAGES: Final = 40


class Run:
    """A run of the indexer that has begun."""

    def __init__(
        self,
        rounds: Rough,
        *options: str,
        limits: Callable[[], None] | None = None,
        **environment: str,
    ) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [*rounds.command, *options],
            cwd=ROOT,
            env={**rounds.environment, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=limits,
        )

    def signal_all(self, which: signal.Signals) -> None:
        """Send a signal to every process of the run."""
        os.killpg(self.process.pid, which)

    def children(self) -> list[int]:
        """The processes of its session but the first, most of them workers."""
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and int(folder.name) != self.process.pid:
                try:
                    stat = (folder / "stat").read_text().rsplit(")", 1)[1].split()
                except OSError:
                    continue
                if int(stat[2]) == self.process.pid:
                    found.append(int(folder.name))
        return found

    def end(self) -> tuple[int, str]:
        """Exit status and what was said, once it has ended."""
        try:
            said = self.process.communicate(timeout=LONGEST_S)[1]
        except subprocess.TimeoutExpired:
            self.signal_all(signal.SIGKILL)
            said = self.process.communicate()[1]
            return 999, said.decode("utf-8", "replace")
        return self.process.returncode, said.decode("utf-8", "replace")


class Rough:
    """Rounds over one archive, in `folder` (empty)."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.draw = random.Random(seed)
        self.folder = folder
        self.source = folder / "pages of مدينة"
        self.disk = Disk(folder / "a disk", wanted=True)
        self.index_dir = folder / "a disk" / "index فهرس"
        self.archive = Archive(self.source, self.draw)
        self.corrections = CorrectionsFile(self.source / "corrections.jsonl")
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("CLIPPINGS_")}
        self.jobs = 1
        self.usual_s = 5.0
        self.said = ""
        self.counts: Counter[str] = Counter()
        self.rounds = self.added = 0
        self.failures: list[str] = []

    @property
    def command(self) -> list[str]:
        """The indexer as it is started."""
        command = [sys.executable, "-m", "indexer", str(self.source), "--quiet"]
        return [*command, "--index-dir", str(self.index_dir), "--jobs", str(self.jobs)]

    def begin(self) -> None:
        """Build the first index, with a saved search that finds everything."""
        self.archive.change("add")
        started = time.monotonic()
        status, said = Run(self, "--full").end()
        if status:
            raise RuntimeError(f"the first build failed: {said}")
        self.usual_s = time.monotonic() - started
        add_search(self.settings(), {"name": "All", "query": {}})

    def settings(self) -> Settings:
        """Those of the index."""
        return Settings.from_environment({}, index_dir=self.index_dir)

    def one(self, harm: str) -> str | None:
        """One round with this harm; what was wrong, None where nothing was."""
        before = dict(self.archive.state)
        kind = self.draw.choice(("add", "change", "remove"))
        if self.draw.random() < 0.3:
            self._correct()
        self.archive.change(kind)
        if len(self.archive.state) > MOST_PAGES:
            self.archive.remove(MOST_PAGES)
        self.jobs = self.draw.choice((1, 2))
        meaning = self.rounds % 4 == 3
        self.environment["CLIPPINGS_SEMANTIC"] = "on" if meaning else "off"
        full = self.draw.random() < 0.3
        options = ["--full"] if full else []
        status = HARMS[harm](self, *options)
        self.disk.grow()
        self.rounds += 1
        self.counts[f"{harm}, --jobs {self.jobs}{', --full' if full else ''}"] += 1
        self.counts[f"{harm}: status {status}"] += 1
        problem = self._judge(harm, before, status)
        if problem:
            problem = (
                f"round {self.rounds} ({kind}, {harm}, jobs {self.jobs}, {options}, "
                f"meaning {meaning}, status {status}): {problem}\n{self.said[-1500:]}"
            )
            self.failures.append(problem)
        return problem

    def _correct(self) -> None:
        """One more correction, of an article that is there."""
        searcher = open_engine(self.settings()).searcher()
        try:
            article = next(searcher.export(Query()))
        finally:
            searcher.close()
        to = f"Corrected {self.draw.randrange(10**6)}"
        what = self.draw.choice(("title", "note"))
        self.corrections.add(
            Correction(what=what, article=reference_of(article), to=to),  # type: ignore[arg-type]
            force=True,
        )

    def _judge(self, harm: str, before: State, status: int) -> str | None:
        after = self.archive.state
        if status not in USUAL:
            return "an unusual status"
        if "Traceback" in self.said and "Error" in self.said.rsplit("\n", 2)[-2]:
            return "a traceback"
        if harm != "churn":  # whose files are articles, too, until the next run
            try:
                found = state_of(self.index_dir)
            except Exception as error:
                return f"the index does not open: {error!r}"
            if found not in (before, after):
                return f"the index holds neither state: {len(found)} pages"
        status, self.said = Run(self).end()
        if status != 0:
            return f"the next run ends with status {status}"
        if state_of(self.index_dir) != after:
            return "the next run does not reach the new state"
        problems = open_engine(self.settings()).verify()
        if problems:
            return f"--verify: {problems}"
        return self._judge_alerts() or (self._judge_clean() if self.rounds % 5 == 0 else None)

    def _judge_alerts(self) -> str | None:
        with Ledger(Searches(self.index_dir).folder) as ledger:
            found = [each.item.id for each in ledger.found("all", limit=100_000)]
        twice = [one for one, count in Counter(found).items() if count > 1]
        return f"found twice by the saved search: {twice[:5]}" if twice else None

    def _judge_clean(self) -> str | None:
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            kept, self.index_dir = self.index_dir, Path(folder) / "clean"
            self.environment["CLIPPINGS_SEMANTIC"] = "off"
            try:
                status, self.said = Run(self, "--full").end()
                clean = articles_of(self.index_dir) if status == 0 else {}
            finally:
                self.index_dir = kept
        if status != 0:
            return f"a clean build ends with status {status}"
        ours = articles_of(self.index_dir)
        wrong = [one for one in clean.keys() | ours.keys() if clean.get(one) != ours.get(one)]
        if wrong:
            return f"{len(wrong)} articles are not those of a clean build: {wrong[:3]}"
        return None

    def wait(self) -> None:
        """Wait for a random part of a run."""
        time.sleep(self.draw.uniform(0.15, 1.05) * self.usual_s)


def articles_of(index_dir: Path) -> dict[str, str]:
    """The articles of an index, as text, by page and position."""
    searcher = open_engine(Settings.from_environment({}, index_dir=index_dir)).searcher()
    try:
        return {
            f"{one.source.page} {one.source.position}": repr(
                (one.id, one.title, one.body, one.date, one.persons, one.note, one.duplicate_of)
            )
            for one in searcher.export(Query())
        }
    finally:
        searcher.close()


def _signal(which: signal.Signals) -> Callable[..., int]:
    def harm(rounds: Rough, *options: str) -> int:
        run = Run(rounds, *options)
        rounds.wait()
        began = time.monotonic()
        if run.process.poll() is None:
            if which is signal.SIGKILL:
                run.signal_all(which)
            else:
                run.process.send_signal(which)
        status, rounds.said = run.end()
        took = time.monotonic() - began
        left = run.children()
        if left:
            time.sleep(2)
            left = run.children()
        if left:
            rounds.said = f"{len(left)} processes are left"
            return 998
        if took > max(10.0, 2 * rounds.usual_s):
            rounds.said = f"it took {took:.1f} s to stop"
            return 997
        return status

    return harm


def _kill_worker(rounds: Rough, *options: str) -> int:
    rounds.jobs = 2
    run = Run(rounds, *options)
    rounds.wait()
    children = run.children()
    if children:
        try:
            os.kill(rounds.draw.choice(children), signal.SIGKILL)
            rounds.counts["a worker was killed"] += 1
        except ProcessLookupError:
            pass
    status, rounds.said = run.end()
    return status


def _limit(which: int, lowest: int, highest: int) -> Callable[..., int]:
    def harm(rounds: Rough, *options: str) -> int:
        value = rounds.draw.randint(lowest, highest)
        run = Run(
            rounds,
            *options,
            limits=lambda: resource.setrlimit(which, (value, value)),
            OPENBLAS_NUM_THREADS="1",
        )
        status, rounds.said = run.end()
        return status

    return harm


def _full_disk(rounds: Rough, *options: str) -> int:
    rounds.disk.leave(int(2 ** rounds.draw.uniform(2, 11)))
    status, rounds.said = Run(rounds, *options).end()
    return status


def _read_only(rounds: Rough, *options: str) -> int:
    folder = str(rounds.disk.folder)
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)  # noqa: S607
    try:
        status, rounds.said = Run(rounds, *options).end()
    finally:
        subprocess.run(["mount", "-o", "remount,rw", folder], check=True)  # noqa: S607
    return status if status == 2 else 996


def _clock_back(rounds: Rough, *options: str) -> int:
    back = rounds.draw.choice(("-3d", "-400d", "-90s", "+30d"))
    run = Run(rounds, *options, LD_PRELOAD=str(FAKETIME), FAKETIME=back)
    status, rounds.said = run.end()
    return status if status == 0 else 995


def _two(rounds: Rough, *options: str) -> int:
    runs = [Run(rounds, *options), Run(rounds)]
    ends = [run.end() for run in runs]
    rounds.said = "\n".join(said for _, said in ends)
    statuses = sorted(status for status, _ in ends)
    return 0 if statuses in ([0, 0], [0, 2]) else 994


def _churn(rounds: Rough, *options: str) -> int:
    with _churning(rounds):
        status, rounds.said = Run(rounds, *options).end()
    return status if status in (0, 1) else 993


@contextmanager
def _churning(rounds: Rough) -> Iterator[None]:
    """Files that are written, grow and vanish while they are read; none of them stays."""
    stop = threading.Event()
    folder = rounds.source / "growing"
    folder.mkdir(exist_ok=True)

    def churn() -> None:
        number = 0
        while not stop.is_set():
            path = folder / f"grows{number % 7}.txt"
            number += 1
            with path.open("a", encoding="utf-8") as file:
                file.write("A line that came while it was read, of no importance.\n" * 50)
            if number % 3 == 0:
                (folder / f"grows{number % 7}.txt").unlink(missing_ok=True)
            if number % 5 == 0:
                path.write_bytes(b"")
            time.sleep(0.002)

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()


HARMS: Final[dict[str, Callable[..., int]]] = {
    "kill": _signal(signal.SIGKILL),
    "worker": _kill_worker,
    "term": _signal(signal.SIGTERM),
    "hup": _signal(signal.SIGHUP),
    "interrupt": _signal(signal.SIGINT),
    "files": _limit(resource.RLIMIT_NOFILE, 16, 64),
    "memory": _limit(resource.RLIMIT_AS, 150 << 20, 900 << 20),
    "full disk": _full_disk,
    "read-only": _read_only,
    "clock": _clock_back,
    "two": _two,
    "churn": _churn,
}


def main() -> int:
    """Run the rounds and print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--harms", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rounds = Rough(Path(folder), options.seed)
        names = options.harms.split(",") if options.harms else list(HARMS)
        if not rounds.disk.mounted:
            print("No disk could be mounted: full and read-only disks are left out.")
            names = [name for name in names if name not in ("full disk", "read-only")]
        if not FAKETIME.exists():
            print("libfaketime is not installed: the clock is left as it is.")
            names = [name for name in names if name != "clock"]
        try:
            rounds.begin()
            for number in range(options.rounds):
                problem = rounds.one(names[number % len(names)])
                if problem:
                    print(problem, flush=True)
        finally:
            rounds.disk.close()
    print(f"{rounds.rounds} rounds, {len(rounds.failures)} failures")
    print(json.dumps(dict(sorted(rounds.counts.items())), indent=1))
    return 1 if rounds.failures else 0


if __name__ == "__main__":
    sys.exit(main())
