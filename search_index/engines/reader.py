"""What an engine does: it matches clauses, counts, lists terms and gives articles.

All that is the same for every engine is in `search_index.search.service`, which makes of a reader
a `Searcher`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar

from search_index.engines.base import Stats
from search_index.engines.terms import Terms
from search_index.model.article import Article
from search_index.model.clauses import Clause
from search_index.model.hits import FacetValue, Hit
from search_index.model.query import Query
from search_index.search.relaxing import Relaxed

T = TypeVar("T")
Forms: TypeAlias = Callable[[str], Collection[str]]
"""The words that have a stem."""


class Ranked(NamedTuple):
    """An article that was found, with the near-duplicates that are folded into it.

    `found_by` is as in `search_index.model.hits.Hit`.
    """

    article: Article
    score: float = 0.0
    similar: int = 0
    explanation: Mapping[str, Any] | None = None
    found_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of what was found.

    `total` counts all that was found, near-duplicates folded, and `firsts` those of it that come
    before the others.
    """

    rows: Sequence[Ranked]
    total: int
    firsts: int
    facets: Mapping[str, tuple[FacetValue, ...]]


class Matches(Protocol):
    """What a clause finds, of what passes the filters of the query."""

    @property
    def total(self) -> int:
        """How many articles, every near-duplicate counted."""

    def page(self) -> Page:
        """The page that the query asks for, best first, and its facets."""

    def facet(self, name: str, *, prefix: str, size: int) -> tuple[FacetValue, ...]:
        """Values of one facet, those that contain a word with `prefix`."""

    def walk(self) -> Iterator[Article]:
        """Every article in the order of the query, near-duplicates folded as it says."""


M = TypeVar("M", bound=Matches)


class Asking(Protocol[M]):
    """One query on its way to an answer, within its time. Everything raises QueryTimeout."""

    @property
    def terms(self) -> Terms:
        """The terms of the snapshot."""

    def match(self, clause: Clause) -> M:
        """What a clause finds."""

    def followed(self, first: M, asked: Relaxed) -> M | None:
        """What `first` found, and after it what has most of the weight of the words asked for.

        None where that cannot be more.
        """


class Reader(Protocol[M]):
    """An immutable snapshot of an index. Safe to share between threads."""

    @property
    def snapshot(self) -> str:
        """See `search_index.engines.base.Searcher`."""

    @property
    def languages(self) -> Mapping[str, int]:
        """How many articles there are in each language, most first."""

    def ask(self, query: Query, *, paged: bool) -> Asking[M]:
        """Begin to answer a query: with `paged` a page of it is wanted, else only what it finds."""

    def terms(self, timeout_ms: int | None) -> Terms:
        """The terms of the snapshot, to be read within a time."""

    def forms(self, articles: Sequence[Article]) -> Forms | None:
        """The words that have a stem, as far as these articles have them; None if not known."""

    def cached(self, key: tuple[str, ...], make: Callable[[], T], size_bytes: int) -> T:
        """The value of `make`, which may be kept as long as the snapshot."""

    def counts(
        self, values: Sequence[tuple[str, str]], *, timeout_ms: int | None
    ) -> tuple[int, ...]:
        """See `search_index.engines.base.Searcher`."""

    def article(self, article_id: str) -> Article | None:
        """See `search_index.engines.base.Searcher`."""

    def related(self, article_id: str, *, size: int) -> tuple[Hit, ...] | None:
        """See `search_index.engines.base.Searcher`."""

    def stats(self) -> Stats:
        """See `search_index.engines.base.Searcher`."""

    def is_intact(self) -> bool:
        """See `search_index.engines.base.Searcher`."""

    def close(self) -> None:
        """See `search_index.engines.base.Searcher`."""
