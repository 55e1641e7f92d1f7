"""The engines that are measured, each doing the same work in its own way.

The work of one question: the ten best hits with title, body, date and names; the exact
total; five facets of ten values (year, person, organization, place, language); a marked
title and a snippet of the body for each hit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from search_index.model.article import Article

FACETS = ("year", "person", "organization", "place", "language")
SNIPPET_CHARS = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Words to find: `all` or `any` of them, as a `phrase`, or what begins as a `prefix`.

    With `person` and `year` only articles that have them.
    """

    kind: str
    words: tuple[str, ...]
    mode: Literal["all", "any", "phrase", "prefix"] = "all"
    person: str | None = None
    year: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The total, how many hits were shown, and how many facet values."""

    total: int
    shown: int
    facet_values: int


class Peer(Protocol):
    """An engine under measurement."""

    name: str

    def build(self, articles: Iterable[Article], folder: Path) -> None:
        """Index ready articles into an empty folder."""

    def open(self, folder: Path) -> None:
        """Open what `build` made."""

    def ask(self, question: Question) -> Answer:
        """Do the whole work of a question."""


def peer(name: str) -> Peer:
    """The engine of that name; its library is imported here and not before."""
    match name:
        case "clippings":
            from benchmarks.speed.peers.clippings import Clippings

            return Clippings()
        case "tantivy":
            from benchmarks.speed.peers.tantivy import Tantivy

            return Tantivy()
        case "fts5":
            from benchmarks.speed.peers.fts5 import Fts5

            return Fts5()
        case "whoosh":
            from benchmarks.speed.peers.stock_whoosh import StockWhoosh

            return StockWhoosh()
    raise ValueError(name)
