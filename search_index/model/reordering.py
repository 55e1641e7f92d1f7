"""Another order of the best hits, by something that no engine knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from search_index.model.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One of the hits that were put in order: which one, its score and the parts of that.

    `parts` is empty where the score is the one that it had.
    """

    at: int
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)
    found_by: str | None = None


class Reordering(Protocol):
    """What orders the hits of one query. It takes every article, and raises nothing."""

    @property
    def depth(self) -> int:
        """So many of the best hits are put in order; 0: they stay as they are."""

    def order(
        self, articles: Sequence[Article], scores: Sequence[float], *, corrected: str | None
    ) -> Sequence[Placed]:
        """The hits in order. `corrected` is what was searched for in place of the text, if so."""
