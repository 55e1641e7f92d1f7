"""Correct an archive at random, and see that it ends as a plain model of the file says.

    python -m benchmarks.reliability.corrections [--corrections 1000] [--seed 1] [--engine whoosh]

Corrections of fields, dates, names (of one article and of all), lines and "no article", and
undoing them, are interleaved with incremental and full runs, `apply`, renamed dumps, stories that
come on top of a page, writers of the file that are killed (-9) and, where asked for, indexers that
are. In the end every article is compared with what `Model` says: it reads the file with the JSON
library alone, and shares no code with what applies corrections.
"""

from __future__ import annotations

import argparse
import json
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

from corrections import Correction, CorrectionRefused, CorrectionsFile, reference_of
from indexer import pipeline
from indexer.applying import apply
from search_index import open_engine
from search_index.model.article import Article
from search_index.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
GIVEN = ("Ines", "Tomas", "Edda", "Jakob", "Mirjam", "Anselm", "Ruth", "Viktor")
FAMILY = (
    "Calder",
    "Brill",
    "Quillfeather",
    "Sandoval",
    "Okonkwo",
    "Haugen",
    "Marchetti",
    "Dunmore",
)
THINGS = (
    "ferry",
    "loom",
    "dyke",
    "orchard",
    "lantern",
    "bridge",
    "kiln",
    "archive",
    "pump",
    "barge",
)
NEW = ("Agnes Torvald", "Pavel Lindqvist", "Noor Hadley", "Elif Brandt", "Otto Grimaldi")
FIELDS = ("title", "date", "event_date", "outlet", "authors", "section", "tags", "note")
OPENING_CHARS = 40

Values = dict[str, Any]


def page(number: int) -> str:
    """A page of one story; no two of them are alike."""
    thing, other = THINGS[number % 10], THINGS[(number * 3 + number // 10 + 1) % 10]
    person = f"{GIVEN[number % 8]} {FAMILY[(number // 8 + number) % 8]}"
    words = " ".join(f"{other}{number}x{n}" for n in range(12))
    return (
        f"    The {thing} of quarter {number} is mended at last\n\n"
        f"    {number % 27 + 1} May {2000 + number % 20}\n\n"
        f"    Quarter {number} has its {thing} again, after a spring in which {words} were all "
        "that anybody there could think of when they woke.\n\n"
        f"    Mrs. {person}, who keeps the {other} of quarter {number}, said that the next one "
        "would be built by those who use it.\n\n"
        f"    A second {thing} is to follow when the {other} of quarter {number} is paid for.\n"
    )


class Model:
    """What a file of corrections says of articles, as plainly as it can be said."""

    def __init__(self, data: bytes) -> None:
        self.lines: list[Values] = []
        for line in data.split(b"\n"):
            try:
                self.lines.append(json.loads(line))
            except ValueError:
                continue  # cut off by a kill, or empty
        undone = {line["undo"] for line in self.lines if "undo" in line}
        self.holding: dict[tuple[str, ...], Values] = {}
        for line in self.lines:
            if "what" in line and line["id"] not in undone:
                key = self.key(line)
                self.holding.pop(key, None)
                self.holding[key] = line

    @staticmethod
    def key(line: Values) -> tuple[str, ...]:
        """What a line corrects."""
        article = line.get("article", {}).get("opening", "*")[:OPENING_CHARS]
        return (
            line["what"],
            article,
            line.get("kind", ""),
            line.get("name", ""),
            line.get("line", ""),
        )

    def of(self, read: Values) -> Values | None:
        """An article as it should be, by how it was read; None where it should not be there."""
        found = dict(read)
        merged = {
            line["name"]: line["to"] for line in self.holding.values() if line["what"] == "merge"
        }
        persons = list(read["persons"])
        while any(name in merged for name in persons):  # a circle is refused
            persons = [merged.get(name, name) for name in persons]
        for (what, opening, *_), line in self.holding.items():
            if opening != read["opening"]:
                continue
            if what == "is_article" and line["to"] is False:
                return None
            if what in FIELDS:
                found[what] = tuple(line["to"]) if isinstance(line["to"], list) else line["to"]
            elif what == "name" and line["to"] == "rejected":
                persons = [name for name in persons if name != line["name"]]
            elif what == "name" and line["to"] == "added" and line["name"] not in persons:
                persons.append(line["name"])
            elif what == "line" and line["to"] == "removed":
                body = [part for part in found["body"].split("\n\n") if part != line["line"]]
                found["body"] = "\n\n".join(body)
        found["persons"] = tuple(dict.fromkeys(persons))
        return found


def values_of(article: Article) -> Values:
    """What is compared of an article."""
    found: Values = {name: getattr(article, name) for name in FIELDS}
    return {
        **found,
        "opening": article.body[:OPENING_CHARS],
        "body": article.body,
        "persons": article.persons,
    }


@dataclass(slots=True)
class Outcome:
    """What was done, and what came out wrong."""

    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Trial:
    """One archive that is corrected at random."""

    def __init__(self, folder: Path, settings: Settings, rng: random.Random, pages: int) -> None:
        self.folder = folder / "pages"
        self.folder.mkdir()
        self.settings = settings
        self.rng = rng
        self.file = CorrectionsFile(self.folder / "corrections.jsonl")
        self.outcome = Outcome()
        self.names = {n: self.folder / f"{n}.txt" for n in range(pages)}
        self.fresh = pages
        for number, path in self.names.items():
            path.write_text(page(number), "utf-8")
        self.run()
        self.read = {values["opening"]: values for values in map(values_of, self.articles())}

    def run(self, *, full: bool = False) -> None:
        """One run over the archive."""
        pipeline.index([self.folder], self.settings, full=full, jobs=1)

    def articles(self) -> list[Article]:
        """All articles of the index."""
        engine = open_engine(self.settings)
        searcher = engine.searcher()
        try:
            found = (searcher.article(one) for one, _ in engine.article_ids())
            return [article for article in found if article]
        finally:
            searcher.close()

    def correct(self, times: int, *, articles: list[Article] | None = None) -> None:
        """Correct so many things of articles as the index shows them now, or undo them."""
        shown = articles or self.articles()
        for _ in range(times):
            holding = [one.id for one in self.file.read().active()]
            if holding and self.rng.random() < 0.25:
                self.file.undo(self.rng.choice(holding))
                self.outcome.done["undone"] += 1
                continue
            given = self.any_correction(self.rng.choice(shown))
            try:
                self.file.add(given, force=True)
            except CorrectionRefused:  # a circle of merges
                self.outcome.done["refused"] += 1
                continue
            self.outcome.done[f"corrected {given.what}"] += 1

    def any_correction(self, article: Article) -> Correction:
        """A random correction, of the article or of a name everywhere."""
        rng, ref = self.rng, reference_of(article)
        read = self.read[article.body[:OPENING_CHARS]]
        what = rng.choice((*FIELDS, *FIELDS, "is_article", "name", "merge", "line"))
        if what == "merge":
            name = rng.choice([*NEW, *read["persons"]])
            others = [other for other in NEW if other != name]
            return Correction(what="merge", kind="person", name=name, to=rng.choice(others))
        if what == "name":
            to = rng.choice(("added", "rejected"))
            shown = article.persons or read["persons"]
            name = rng.choice(NEW) if to == "added" else rng.choice(shown)
            return Correction(what="name", article=ref, kind="person", name=name, to=to)
        if what == "line":
            line = read["body"].split("\n\n")[2]
            return Correction(
                what="line", article=ref, line=line, to=rng.choice(("removed", "kept"))
            )
        if what == "is_article":
            return Correction(what="is_article", article=ref, to=rng.random() < 0.5)
        return Correction(what=what, article=ref, to=self._value(what))  # type: ignore[arg-type]

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
        act = self.rng.choice(
            ("incremental", "incremental", "full", "apply", "rename", "grow", "kill")
        )
        self.outcome.done[act] += 1
        if act in ("incremental", "full"):
            self.run(full=act == "full")
        elif act == "apply":
            apply(self.settings, self.file.path)
        elif act == "rename":
            number = self.rng.choice([*self.names])
            old = self.names[number]
            self.names[number] = old.with_name(f"{self.fresh}-{number}.txt")
            self.fresh += 1
            old.rename(self.names[number])
            self.run()
        elif act == "grow":
            path = self.rng.choice([*self.names.values()])
            if path.read_text("utf-8").count("is mended at last") < 3:
                path.write_text(page(self.fresh) + "\n" + path.read_text("utf-8"), "utf-8")
                self.fresh += 1
                self.run()
                for article in self.articles():
                    values = values_of(article)
                    self.read.setdefault(values["opening"], values)
        else:
            self.kill_a_writer()

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
        model = Model(self.file.path.read_bytes())
        expected = {
            opening: wanted
            for opening, read in self.read.items()
            if (wanted := model.of(read)) is not None
        }
        found = {values["opening"]: values for values in map(values_of, self.articles())}
        self.outcome.wrong.extend(_differences(expected, found))


def _differences(expected: dict[str, Values], found: dict[str, Values]) -> Iterator[str]:
    for opening in sorted(expected.keys() | found.keys()):
        wanted, got = expected.get(opening), found.get(opening)
        if wanted is None or got is None:
            yield f"{opening!r}: {'should not be there' if got else 'is not there'}"
            continue
        for name, value in wanted.items():
            same = value == got[name]
            if name == "persons":
                same = sorted(value) == sorted(got[name])
            if not same:
                yield f"{opening!r}: {name} is {got[name]!r}, should be {value!r}"


def correct_at_random(
    folder: Path, settings: Settings, *, corrections: int, seed: int, pages: int = 6, each: int = 8
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
