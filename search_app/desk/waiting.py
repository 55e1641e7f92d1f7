"""What waits at the desk: the queues, what of them is decided, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Final

from corrections import Corrections
from quality import Doubt, QualityStore
from quality.queues import KEPT
from search_app.service import service

DECIDED_BY: Final = {
    "undated": ("date",),
    "disagreeing": ("date",),
    "low": ("date",),
    "untitled": ("title",),
    "short": ("line", "split", "join", "note", "title"),
    "long": ("line", "split", "join", "note", "title"),
    "alike": ("duplicate", "join"),
}
"""A queue, and the corrections by which an article leaves it; "no article" always does."""

ASKS: Final = {
    "undated": "date",
    "disagreeing": "date",
    "low": "date",
    "untitled": "title",
    "short": "note",
    "long": "note",
}
"""What a queue asks for: the field that is first in its form, and that "accept" confirms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A queue of articles: those that wait, and how many were decided."""

    name: str
    waiting: tuple[Doubt, ...]
    decided: int

    @property
    def total(self) -> int:
        """All that the last run put into it."""
        return len(self.waiting) + self.decided


def store() -> QualityStore:
    """What the last run wrote of this archive."""
    return QualityStore(service().settings.index_dir)


def queue_of(name: str, corrections: Corrections) -> Queue:
    """A queue as it is now."""
    return _queue(name, _said(corrections))


def queues(corrections: Corrections) -> list[Queue]:
    """All queues that the last run put anything into, in their order."""
    said = _said(corrections)
    found = (_queue(name, said) for name in DECIDED_BY)
    return [queue for queue in found if queue.total]


def _queue(name: str, said: Mapping[str, Set[str]]) -> Queue:
    doubts = store().queues.doubts(name, size=KEPT)
    done = frozenset().union(*(said.get(what, ()) for what in (*DECIDED_BY[name], "is_article")))
    waiting = tuple(doubt for doubt in doubts if doubt.article not in done)
    return Queue(name=name, waiting=waiting, decided=len(doubts) - len(waiting))


def _said(corrections: Corrections) -> Mapping[str, Set[str]]:
    """The ids of the articles of which somebody has said each."""
    found: dict[str, set[str]] = {}
    for one in corrections.active():
        if one.article:
            found.setdefault(one.what, set()).add(one.article.id)
    return found
