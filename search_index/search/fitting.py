"""The words of a query, and which surfaces of a text they fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from search_index.text.analysis import WordTerms, word_terms

Fits: TypeAlias = Callable[[WordTerms], bool]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A word-like part of a query; `fits` says whether a surface's terms are it.

    `words` are the folded words that can fit, None where they are not known; with `longer`
    also the words that begin with them.
    """

    number: int
    field: str | None
    fits: Fits
    words: frozenset[str] | None = None
    longer: bool = False
    exact: frozenset[str] = frozenset()


class Fitting(dict[str, tuple[int, ...]]):
    """The numbers of the leaves that a surface fits, worked out when it is first met.

    `odd` are those that fit and are more than letters and digits of ASCII.
    """

    def __init__(self, leaves: Sequence[Leaf], language: str) -> None:
        super().__init__()
        self.odd: set[str] = set()
        self._leaves = leaves
        self._language = language

    def __missing__(self, surface: str) -> tuple[int, ...]:
        terms = word_terms(surface, self._language)
        numbers = tuple(leaf.number for leaf in self._leaves if leaf.fits(terms))
        self[surface] = numbers
        if numbers and not (surface.isascii() and surface.isalnum()):
            self.odd.add(surface)
        return numbers


def any_exact(fits: Callable[[str], bool]) -> Fits:
    """Whether one of the exact words of a surface fits."""
    return lambda terms: any(fits(word) for word, _ in terms.exact)


def near(text: str, edits: int, prefix: int) -> Callable[[str], bool]:
    """Whether a word is within so many edits, its first letters the same."""
    from rapidfuzz.distance import OSA  # few queries need it

    head = text[:prefix]
    return lambda word: (
        word.startswith(head) and OSA.distance(word, text, score_cutoff=edits) <= edits
    )
