"""What an engine lists of its terms: what completions and corrections are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Near:
    """An exact word near another: so many edits away, in so many articles."""

    text: str
    edits: int
    articles: int


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

    def written(self, words: Sequence[str]) -> Sequence[str]:
        """The form in which most articles write each of these exact words."""

    def fewer(self, words: Sequence[str], *, below: int) -> Mapping[str, int]:
        """Those of these words, in any of their forms, that fewer than `below` articles have.

        With their articles.
        """

    def near(self, word: str, *, edits: int, least: int) -> Sequence[Near]:
        """Exact words that at least `least` articles have and that are so many edits away.

        The first letter is the same. Some of the nearest, and of those the most frequent; not
        the word itself. Raises QueryTimeout.
        """

    def languages(self, clauses: Sequence[Clause]) -> Sequence[Mapping[str, int]]:
        """Of what each clause finds, how many articles are in each language."""

    def titles(self, words: Sequence[str], starts: Sequence[str], *, size: int) -> Sequence[Titled]:
        """The newest titles with all of these exact words and one that begins so.

        Near-duplicates are left out.
        """


def usual_form(word: str, articles: int, forms: Mapping[str, int]) -> str:
    """How a word of `articles` is usually written; `forms` are those that differ from it."""
    counts = {word: articles - sum(forms.values()), **forms}
    return min(counts, key=lambda form: (-counts[form], form))
