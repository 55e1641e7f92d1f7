"""What a search gives back: hits, facets and counts, in no engine's own dress."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from search_index.model.article import Article


class Snippet(NamedTuple):
    """A piece of a field with the words that matched. A tuple, as it is made in half the time.

    `html` is `text` escaped, with `<mark>` as its only tag; `start` is where `text`
    begins in the field and `offsets` are (start, end) into `text`, all in code points.
    """

    html: str
    text: str
    start: int
    offsets: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article that matched. `similar` counts the near-duplicates folded into it.

    Where meaning is searched as well, `found_by` is `words`, `meaning` or `both`.
    """

    article: Article
    score: float
    similar: int = 0
    highlights: Mapping[str, tuple[Snippet, ...]] = field(default_factory=dict)
    explanation: Mapping[str, Any] | None = None
    found_by: str | None = None


class FacetValue(NamedTuple):
    """A value of a facet and the hits that have it; `value` is None for those without one.

    A tuple, as every answer makes tens of them.
    """

    value: str | None
    count: int  # type: ignore[assignment] # what a tuple has of this name, nobody needs
    active: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """Why nothing was found: the part of the query that emptied it, and what to do.

    `part` is `word`, `phrase`, `filter` or `combination`; `loosened_total` is what the
    query would find without it.
    """

    part: str
    name: str
    message: str
    loosened_total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Widening:
    """A word (or several) that was searched for with its synonyms."""

    word: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """The answer to a query. `total` is exact; `hits` is one page of it.

    Where few articles have all words and others are found too (`relaxed`), `total_all_words` says
    how many those few are; else it is None. They come first, but for long questions
    (`all_words_first`). `other_languages` and `by_meaning` (in the question's own language,
    where words find little) are what only vectors found; None where meaning is not searched.
    """

    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    relaxed: bool = False
    total_all_words: int | None = None
    all_words_first: bool = True
    other_languages: tuple[Hit, ...] | None = None
    by_meaning: tuple[Hit, ...] | None = None
    corrected: str | None = None
    did_you_mean: str | None = None
    widened: tuple[Widening, ...] = ()
    diagnosis: tuple[Diagnosis, ...] = ()
    snapshot: str = ""
