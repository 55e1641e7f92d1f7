"""Handle the indexer roughly, with everything on, and see that nothing is lost.

    python -m benchmarks.reliability.rough [--rounds 300] [--minutes 30] [--harms kill,worker]

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
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Final

from alerts.adding import add_search
from alerts.ledger import Ledger
from alerts.searches import Searches
from benchmarks.reliability.crash import Archive, State, state_of
from benchmarks.reliability.disk import Disk
from benchmarks.reliability.harms import FAKETIME, HARMS, Run
from corrections import Correction, CorrectionsFile, reference_of
from search_index import open_engine
from search_index.model.query import Query
from search_index.settings import Settings

USUAL: Final = frozenset({0, 1, 2, -9, 137, -15, -1, -2, 143, 129, 130})
MOST_PAGES: Final = 40


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
        with closing(open_engine(self.settings()).searcher()) as searcher:
            article = next(searcher.export(Query()))
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
    engine = open_engine(Settings.from_environment({}, index_dir=index_dir))
    with closing(engine.searcher()) as searcher:
        return {
            f"{one.source.page} {one.source.position}": repr(
                (one.id, one.title, one.body, one.date, one.persons, one.note, one.duplicate_of)
            )
            for one in searcher.export(Query())
        }


def main() -> int:
    """Run the rounds and print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--harms", default="")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="at most")
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
            last = time.monotonic() + 60 * options.minutes
            for number in range(options.rounds):
                if time.monotonic() > last:
                    break
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
