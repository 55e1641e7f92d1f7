"""Correct an archive at random, and see that it ends as a plain model of the file says.

    python -m benchmarks.reliability.corrections [--corrections 1000] [--seed 1] [--engine whoosh]

Corrections of all kinds but the language (fields, dates, names of one article and of all, lines,
joins on a page and across pages, splits, taken pages, duplicates, "no article"), and undoing them,
are interleaved with incremental and full runs, `apply`, renamed dumps, stories that come on top of
a page, and with writers of the file and indexers that are killed (-9). In the end every article is
compared with what `benchmarks.reliability.corrections_model` says.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.reliability.corrected_archive import (
    FAR,
    MENU,
    NEAR,
    PARTED,
    PLAIN,
    CorrectedArchive,
    page,
    values_of,
)
from benchmarks.reliability.corrections_model import FIELDS, OPENING_CHARS, Model, Values
from corrections import (
    Correction,
    CorrectionRefused,
    page_reference,
    reference_of,
)
from indexer.applying import apply
from search_index.model.article import Article
from search_index.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
NEW = ("Agnes Torvald", "Pavel Lindqvist", "Noor Hadley", "Elif Brandt", "Otto Grimaldi")
OTHERS = (
    *("is_article", "duplicate", "line", "split", "join", "take"),
    *("name", "kind", "shown", "merge", "everywhere", "part"),
)
ACTS = (
    *("incremental", "incremental", "full", "apply", "apply", "rename", "grow"),
    *("kill a writer", "kill the indexer"),
)
LONGEST_S = 0.5
"""So long an indexer may work before it is killed."""


@dataclass(slots=True)
class Outcome:
    """What was done, and what came out wrong."""

    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Trial(CorrectedArchive):
    """One archive that is corrected at random."""

    def __init__(self, folder: Path, settings: Settings, rng: random.Random, pages: int) -> None:
        super().__init__(folder, settings, rng, pages)
        self.outcome = Outcome()

    def correct(self, times: int, *, articles: list[Article] | None = None) -> None:
        """Correct so many things of articles as the index shows them now, or undo them."""
        shown = {article.body[:OPENING_CHARS]: article for article in articles or self.articles()}
        for _ in range(times):
            holding = [one.id for one in self.file.read().active()]
            if holding and self.rng.random() < 0.25:
                self.file.undo(self.rng.choice(holding))
                self.outcome.done["undone"] += 1
                continue
            given = self.any_correction(shown)
            if given is None:
                continue
            try:
                self.file.add(given, force=True)
            except CorrectionRefused:  # a circle of merges
                self.outcome.done["refused"] += 1
                continue
            self.outcome.done[f"corrected {given.what}"] += 1

    def any_correction(self, shown: dict[str, Article]) -> Correction | None:
        """A random correction, of an article or of a name everywhere; None where there is none."""
        what = self.rng.choice((*FIELDS, *FIELDS, *FIELDS, *OTHERS, *OTHERS))
        if what in ("shown", "merge", "everywhere", "part"):
            return self._of_names(what)
        if what in ("split", "join", "take"):
            return self._of_stories(what, shown)
        numbers = [n for n in self.openings if self.openings[n] in shown]
        number = self.rng.choice([n for n in numbers if n >= PLAIN] if what == "line" else numbers)
        opening = self.openings[number]
        article = shown[opening]
        ref = reference_of(article)
        match what:
            case "name" | "kind":
                return self._name(what, article)
            case "line":
                line = self.read[opening]["body"].split("\n\n")[2]
                to = self.rng.choice(("removed", "kept"))
                return Correction(what="line", article=ref, line=line, to=to)
            case "is_article":
                return Correction(what="is_article", article=ref, to=self.rng.random() < 0.5)
            case "duplicate":
                other = shown[self.openings[self.rng.choice(numbers)]]
                if other is article or self.rng.random() < 0.3:
                    return Correction(what="duplicate", article=ref, to=False)
                return Correction(what="duplicate", article=ref, other=reference_of(other), to=True)
        return Correction(what=what, article=ref, to=self._value(what))  # type: ignore[arg-type]

    def _name(self, what: str, article: Article) -> Correction | None:
        """A name in one article."""
        rng, ref = self.rng, reference_of(article)
        if what == "name" and (not article.persons or rng.random() < 0.5):
            name = rng.choice(NEW)
            return Correction(what="name", article=ref, kind="person", name=name, to="added")
        if not article.persons:
            return None
        name = rng.choice(article.persons)
        if what == "kind":
            return Correction(what="kind", article=ref, kind="person", name=name, to="organization")
        return Correction(what="name", article=ref, kind="person", name=name, to="rejected")

    def _of_names(self, what: str) -> Correction | None:
        """A name everywhere. Those that are parted are left out of the rest."""
        rng = self.rng
        parted = [self.read[self.openings[n]]["read_names"][0][1] for n in PARTED]
        if what == "part":
            name = rng.choice(parted)
            return Correction(what="part", kind="person", name=name, form=name, to="Bo Parted")
        read = {name for values in self.read.values() for _, name in values["read_names"]}
        name = rng.choice([*NEW, *sorted(read.difference(parted))])
        others = [other for other in NEW if other != name]
        if what != "everywhere":
            to = rng.choice(others)
            return Correction(what=what, kind="person", name=name, to=to)  # type: ignore[arg-type]
        if rng.random() < 0.5:
            return Correction(what="kind", kind="person", name=name, to="place")
        return Correction(what="name", kind="person", name=name, to="rejected")

    def _of_stories(self, what: str, shown: dict[str, Article]) -> Correction | None:
        """Which lines are which story."""
        rng = self.rng
        if what == "take":
            ref = page_reference(self.menu.name, self.menu.read_text("utf-8"))
            return Correction(what="take", page=ref, line=MENU[1], last=MENU[2], to=True)
        if what == "split":
            opening = self.openings[rng.choice(PARTED)]
            line = self.read[opening]["body"].split("\n\n")[1]
            if opening not in shown or line not in shown[opening].body:
                return None  # hidden, or split already
            article = reference_of(shown[opening])
            return Correction(what="split", article=article, line=line, to=True)
        pairs = [*NEAR, tuple(rng.sample(FAR, 2))]
        first, other = (shown.get(self.openings[n]) for n in rng.choice(pairs))
        if first is None or other is None:
            return None
        return Correction(
            what="join", article=reference_of(first), other=reference_of(other), to=True
        )

    def _value(self, what: str) -> Any:
        rng = self.rng
        number = rng.randrange(1000)
        match what:
            case "title":
                return f"the corrected title {number}"
            case "date" | "event_date":
                month, number = rng.randrange(1, 13), rng.randrange(1, 29)
                day = f"{rng.randrange(1950, 2020)}-{month:02}-{number:02}"
                return rng.choice((day, day[:7], day[:4], None))
            case "authors" | "tags":
                return tuple(f"{what} {rng.randrange(20)}" for _ in range(rng.randrange(3)))
        return rng.choice((f"{what} {number}", None))

    def disturb(self) -> None:
        """Change the archive, or how it is read, as people and machines do."""
        act = self.rng.choice(ACTS)
        self.outcome.done[act] += 1
        if act in ("incremental", "full"):
            self.run(full=act == "full")
        elif act == "apply":
            apply(self.settings, self.file.path)
        elif act == "rename":
            self.rename(self.rng.choice([*self.names, None]))
            self.run()
        elif act == "grow":
            path = self.rng.choice([path for n, path in self.names.items() if n >= PLAIN])
            if path.read_text("utf-8").count("is mended at last") < 3:
                path.write_text(page(self.fresh) + "\n" + path.read_text("utf-8"), "utf-8")
                self.fresh += 1
                self.run()
                self.learn()
        elif act == "kill the indexer":
            self.kill_an_indexer()
        else:
            self.kill_a_writer()

    def kill_an_indexer(self) -> None:
        """Kill a process while it runs over the archive, or applies corrections."""
        work = self.rng.choice(("incremental", "full", "apply"))
        child = os.fork()
        if child == 0:
            try:
                if work == "apply":
                    apply(self.settings, self.file.path)
                else:
                    self.run(full=work == "full")
            finally:
                os._exit(0)
        time.sleep(self.rng.random() * LONGEST_S)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    def kill_a_writer(self) -> None:
        """Kill a process while it adds notes; what it acknowledged has to be there."""
        code = (
            "import sys\nfrom pathlib import Path\nfrom corrections import *\n"
            "file = CorrectionsFile(Path(sys.argv[1]))\n"
            "while True:\n"
            "    article = ArticleRef(id='0', opening='nobody', text='0', title='t' * 900)\n"
            "    note = Correction(what='note', article=article, to='n' * 9000)\n"
            "    print(file.add(note, force=True).id, flush=True)\n"
        )
        command = [sys.executable, "-c", code, str(self.file.path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as writer:
            assert writer.stdout is not None
            said = [writer.stdout.readline()]
            if not said[0].strip():
                self.outcome.wrong.append("the writer that was to be killed wrote nothing")
            time.sleep(self.rng.random() / 50)
            os.kill(writer.pid, signal.SIGKILL)
            said += writer.stdout.read().splitlines()
        there = {line.id for line in self.file.read().lines}
        lost = [line for line in said if line.strip() and line.strip().decode() not in there]
        if lost:
            self.outcome.wrong.append(f"{len(lost)} acknowledged corrections are lost")
        for name in [line.strip().decode() for line in said if line.strip()]:
            if self.file.read().undone(name) is None:
                self.file.undo(name)

    def compare(self) -> None:
        """Run once more and compare every article with the model."""
        self.run(full=self.rng.random() < 0.5)
        expected = Model(self.file.path.read_bytes()).articles(self.read)
        found = {
            values["body"][:OPENING_CHARS]: values for values in map(values_of, self.articles())
        }
        ids = {values["id"]: opening for opening, values in found.items()}
        for values in found.values():
            values["duplicate_of"] = ids.get(values["duplicate_of"])
        self.outcome.wrong.extend(_differences(expected, found))


def _differences(expected: dict[str, Values], found: dict[str, Values]) -> Iterator[str]:
    for opening in sorted(expected.keys() | found.keys()):
        wanted, got = expected.get(opening), found.get(opening)
        if wanted is None or got is None:
            yield f"{opening!r}: {'should not be there' if got else 'is not there'}"
            continue
        for name, value in wanted.items():
            if name not in ("id", "read_names") and value != got[name]:
                yield f"{opening!r}: {name} is {got[name]!r}, should be {value!r}"


def correct_at_random(
    folder: Path, settings: Settings, *, corrections: int, seed: int, pages: int = 4, each: int = 8
) -> Outcome:
    """Correct an archive so many times, `each` between two disturbances, and compare."""
    trial = Trial(folder, settings, random.Random(seed), pages)
    left = corrections
    while left > 0:
        trial.correct(min(each, left))
        left -= each
        trial.disturb()
    trial.compare()
    return trial.outcome


def main() -> int:
    """Run it; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corrections", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5, help="archives to share them between")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", default="whoosh")
    options = parser.parse_args()
    wrong = 0
    for number in range(options.rounds):
        with tempfile.TemporaryDirectory() as place:
            settings = Settings.from_environment(
                index_dir=Path(place, "index"), engine=options.engine
            )
            outcome = correct_at_random(
                Path(place),
                settings,
                corrections=options.corrections // options.rounds,
                seed=options.seed + number,
            )
        print(f"seed {options.seed + number}:", dict(sorted(outcome.done.items())))
        for line in outcome.wrong:
            print("  wrong:", line)
        wrong += len(outcome.wrong)
    print(f"{options.corrections} corrections, {wrong} differences from the model")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
