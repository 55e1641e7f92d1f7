"""A small archive that is corrected at random, and how its articles were read."""

from __future__ import annotations

import random
from pathlib import Path

from benchmarks.reliability.corrections_model import FIELDS, OPENING_CHARS, Values
from corrections import CorrectionsFile
from indexer import pipeline
from search_index import open_engine
from search_index.model.article import Article
from search_index.settings import Settings

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
PARTED = range(2)
"""The stories that are parted in two, and whose names are parted."""
NEAR = ((2, 3), (4, 5))
"""Stories of one page of which the second may go on the first."""
FAR = range(6, 9)
"""Stories of pages of their own that may go on in each other."""
PLAIN = 9
"""From here on: those of which lines are taken out, and pages that gain a story."""
MENU = ("Home", "Latest articles", "Share this article on all networks", "Contact us")


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


def values_of(article: Article) -> Values:
    """What is compared of an article."""
    found: Values = {name: getattr(article, name) for name in FIELDS}
    names = [
        (kind, name)
        for kind, named in (
            ("person", article.persons),
            ("organization", article.organizations),
            ("place", article.places),
        )
        for name in named
    ]
    return {
        **found,
        "id": article.id,
        "body": article.body,
        "names": sorted(names),
        "duplicate_of": article.duplicate_of,
    }


class CorrectedArchive:
    """The pages, their file of corrections and their index; `read` by how each story begins."""

    def __init__(self, folder: Path, settings: Settings, rng: random.Random, pages: int) -> None:
        """`pages` are those of PLAIN; there are a few of the others in any case."""
        self.folder = folder / "pages"
        self.folder.mkdir()
        self.settings = settings
        self.rng = rng
        self.file = CorrectionsFile(self.folder / "corrections.jsonl")
        single = [*PARTED, *FAR, *range(PLAIN, PLAIN + pages)]
        self.fresh = PLAIN + pages
        self.names = {n: self.folder / f"{n}.txt" for n in single}
        self.names |= {first: self.folder / f"{first}.txt" for first, _ in NEAR}
        for number, path in self.names.items():
            others = [page(other) for first, other in NEAR if first == number]
            path.write_text("\n".join([page(number), *others]), "utf-8")
        self.menu = self.folder / "menu.txt"
        self.menu.write_text("\n\n".join(MENU), "utf-8")
        self.run()
        self.read: dict[str, Values] = {}
        self.openings: dict[int, str] = {}
        self.learn()

    def learn(self) -> None:
        """Note how new stories were read; nobody has corrected them yet."""
        for number in range(self.fresh):
            opening = f"Quarter {number} has its "
            for article in self.articles() if number not in self.openings else ():
                if article.body.startswith(opening):
                    values = values_of(article)
                    self.openings[number] = article.body[:OPENING_CHARS]
                    known = {"read_names": tuple(values["names"])}
                    self.read[self.openings[number]] = {**values, **known}

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

    def rename(self, number: int | None) -> None:
        """Give a dump another name, the menu where there is no number."""
        old = self.menu if number is None else self.names[number]
        new = old.with_name(f"{self.fresh}-{old.name.rpartition('-')[2]}")
        self.fresh += 1
        if number is None:
            self.menu = new
        else:
            self.names[number] = new
        old.rename(new)
