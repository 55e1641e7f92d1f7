"""Pages as they are learned from: measured lines with their labels."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.clean import Kind, by_neighbours, known_kinds
from indexer.dates import is_date_line
from indexer.errors import PageRejected
from indexer.page import Line
from indexer.sources.decode import decode
from indexer.sources.plain import plain
from indexer.split import prepare
from indexer.split.measures import Matrix, look_at, measure
from indexer.split.observe import observe
from training.pages.truth import Truth, fold_of, labels
from training.splitter.labels import load, site_of

TOOLS = ("bs4", "html2text", "inscriptis", "lxml", "lynx", "w3m")
OWN = "own"
_OWN_WEIGHT = 0.5
SHARE = 2
"""One in so many dumps is read: headlines are learned and pages of several made from them."""
TAKEN = 4
"""One in so many is learned from in all its lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One dump of a page. `labels` are NaN where nothing is known."""

    tool: str
    name: str
    fold: int
    title: str | None
    lines: Sequence[Line]
    kinds: Sequence[Kind | None]
    names: Sequence[Sequence[str]]
    """What is observed of each line."""
    measures: Matrix
    labels: npt.NDArray[np.float64]
    weight: float
    stories: int = 1
    bodies: tuple[frozenset[int], ...] = ()
    """The lines of each story by their numbers, where there are several."""
    likely_title: str | None = None
    """Where none is known, what another program takes for it."""

    @property
    def key(self) -> tuple[str, str]:
        """What distinguishes it from all other samples."""
        return self.tool, self.name


def lot_of(tool: str, name: str) -> int:
    """A number that a dump has whatever others there are."""
    text = f"{tool} {name}".encode()
    return int(hashlib.md5(text, usedforsecurity=False).hexdigest()[:8], 16)


def is_taken(sample: Sample) -> bool:
    """Whether all lines of a dump are learned from: of each page so are some tools'."""
    return lot_of(*sample.key) % TAKEN == 0


def of_dumps(folder: Path, tool: str, truths: dict[str, Truth], *, share: int) -> Iterator[Sample]:
    """One in `share` of the dumps that a tool made of the pages."""
    for name, truth in sorted(truths.items()):
        path = folder / tool / f"{name}.txt"
        if lot_of(tool, name) % share or not path.exists():
            continue
        try:
            text, _ = decode(path.read_bytes())
        except PageRejected:
            continue
        lines = prepare(plain(text))
        if not lines:
            continue
        dated = [is_date_line(line.text) for line in lines]
        kinds = by_neighbours(lines, known_kinds(lines, dated), dated)
        found = labels(truth, [line.text for line in lines])
        yield Sample(
            tool=tool,
            name=name,
            fold=truth.fold,
            title=truth.title,
            likely_title=truth.likely_title,
            lines=lines,
            kinds=kinds,
            names=observe(lines, kinds),
            measures=measure(lines, kinds, look_at(lines, kinds)),
            labels=np.array([np.nan if label is None else label for label in found]),
            weight=truth.weight,
        )


def dumps_of(folder: Path, truths: dict[str, Truth]) -> list[Sample]:
    """One in two of the dumps of all tools."""
    return [sample for tool in TOOLS for sample in of_dumps(folder, tool, truths, share=SHARE)]


def of_collection(collection: Path) -> Iterator[Sample]:
    """Annotated pages of the project."""
    for page in load(collection):
        titles = [
            line.text for line, part in zip(page.lines, page.parts, strict=True) if part == "T"
        ]
        stories = list(page.parts).count("F")
        yield Sample(
            tool=OWN,
            name=page.slug,
            fold=fold_of(site_of(page)),
            title=titles[0] if titles and stories == 1 else None,
            lines=page.lines,
            kinds=page.kinds,
            names=page.names,
            measures=measure(page.lines, page.kinds, look_at(page.lines, page.kinds)),
            labels=np.array([float(part in "FB") for part in page.parts]),
            weight=_OWN_WEIGHT,
            stories=stories,
        )
