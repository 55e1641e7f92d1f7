"""What an engine lists of its terms: what completions and corrections are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from search_index.model.clauses import Clause


@dataclass(frozen=True, slots=True)
class Counted:
    """A word or a value, and how many articles have it."""

    text: str
    articles: int


@dataclass(frozen=True, slots=True)
class Titled:
    """An article by its title."""

    title: str
    article_id: str


class Terms(Protocol):
    """The terms of a snapshot."""

    def words(
        self, starts: Sequence[str], *, size: int, among: Clause | None = None
    ) -> Sequence[Counted]:
        """The `size` most frequent exact words that begin in one of these ways, most first.

        Stop words are left out. With `among` only what it finds is counted.
        """

    def values(self, field: str, starts: Sequence[str], *, size: int) -> Sequence[Counted]:
        """The most frequent values of a facet field that begin so, or a word of which does."""

    def titles(self, words: Sequence[str], starts: Sequence[str], *, size: int) -> Sequence[Titled]:
        """The newest titles with all of these exact words and one that begins so.

        Near-duplicates are left out.
        """
