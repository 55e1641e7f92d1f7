"""The tree of what a person asked: the meaning of `q`, before text becomes terms.

A clause holds words as they were typed. `field` is None for the default text fields
(title and body), else one of the names in `search_index.schema`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Every:
    """All articles."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word; matched by its stem and its forms."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, at most `slop` further places apart (0: adjacent).

    Where it is `begun`, the last word may go on; the search service looks up what that means.
    """

    words: tuple[str, ...]
    slop: int = 0
    field: str | None = None
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Words that fit a pattern of `*` (any run) and `?` (any one character)."""

    pattern: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words at most `edits` edits away; the first `prefix` characters stay."""

    text: str
    edits: int = 1
    prefix: int = 1
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """Articles with a value of this facet field that holds these words in this order.

    Words are compared folded; an upper-case acronym in brackets is a word as any other. Where it
    is only `begun`, the last word may go on; the search service looks up what that means, and gives
    values that are `known`: whole, as articles have them.
    """

    field: str
    value: str
    begun: bool = False
    known: bool = False


@dataclass(frozen=True, slots=True)
class DateRange:
    """Articles dated within these days, inclusive; YYYY, YYYY-MM or YYYY-MM-DD, None: open."""

    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """None of these."""

    clause: Clause


@dataclass(frozen=True, slots=True)
class Boost:
    """The clause, its score times `factor`."""

    clause: Clause
    factor: float


@dataclass(frozen=True, slots=True)
class Synonym:
    """What stands for something that was typed.

    `language`: in articles of this one only; `not_in`: not in articles of these.
    """

    text: str
    clause: Word | Phrase | Value
    language: str | None = None
    not_in: tuple[str, ...] = ()

    def is_for(self, language: str) -> bool:
        """Whether it is good in articles of a language."""
        return self.language in (None, language) and language not in self.not_in


@dataclass(frozen=True, slots=True)
class Widened:
    """A word or one of its synonyms. `typed` is all that the synonyms stand for.

    Of several words ("climate change") each is widened by the synonyms of all: who has one of
    those need not have the words.
    """

    clause: Clause
    synonyms: tuple[Synonym, ...]
    typed: str


Clause: TypeAlias = (
    Every
    | Word
    | Phrase
    | Prefix
    | Wildcard
    | Fuzzy
    | Value
    | DateRange
    | And
    | Or
    | Not
    | Boost
    | Widened
)

NOTHING = Or(())
"""No article: none of no alternatives."""


def closed(clause: Clause) -> Clause:
    """A clause that can be one of several in an Or: a bare Not becomes "all but"."""
    return And((Every(), clause)) if isinstance(clause, Not) else clause


def joined(kind: type[And] | type[Or], clauses: list[Clause]) -> Clause:
    """The clauses under one node, nested nodes of the same kind opened up."""
    flat: list[Clause] = []
    for clause in clauses:
        flat.extend(clause.clauses if isinstance(clause, kind) else (clause,))
    return flat[0] if len(flat) == 1 else kind(tuple(flat))
