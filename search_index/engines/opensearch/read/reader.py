"""One state of the index, read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Final, TypeVar

from search_index.engines import reader as seam
from search_index.engines.base import Stats
from search_index.engines.opensearch.bridge.connection import Deadline
from search_index.engines.opensearch.read import duplicate_groups
from search_index.engines.opensearch.read.cache import Memory
from search_index.engines.opensearch.read.forms import Forms
from search_index.engines.opensearch.read.matches import Facets, OpenSearchMatches
from search_index.engines.opensearch.read.overview import overview
from search_index.engines.opensearch.read.question import Question
from search_index.engines.opensearch.read.related import related_to
from search_index.engines.opensearch.read.relaxing import relaxed_question
from search_index.engines.opensearch.read.terms import OpenSearchTerms
from search_index.engines.opensearch.read.view import View
from search_index.engines.opensearch.store.document import article_of
from search_index.model.article import Article
from search_index.model.clauses import Clause
from search_index.model.hits import Hit
from search_index.model.query import Query
from search_index.search.relaxing import Relaxed

LIMIT_MS: Final = 10_000
"""What is not part of a query may take so long."""

_COUNTED: Final = 128
"""So many questions' facets are remembered; those of one take some 10 kB."""

T = TypeVar("T")


class OpenSearchReader:
    """See `search_index.engines.reader.Reader`."""

    def __init__(self, view: View, forms: Forms) -> None:
        self._view = view
        self._forms = forms
        self._counted = Memory[Facets](_COUNTED)

    @property
    def snapshot(self) -> str:
        """A name of this state of the index."""
        return self._view.state.snapshot

    @cached_property
    def _stats(self) -> Stats:
        return overview(self._view, Deadline(LIMIT_MS))

    @property
    def languages(self) -> Mapping[str, int]:
        """How many articles there are in each language, most first."""
        return self._stats.languages

    def ask(self, query: Query, *, paged: bool) -> OpenSearchAsking:
        """Begin to answer a query."""
        return OpenSearchAsking(self._view, self._stats, self._counted, query, paged=paged)

    def terms(self, timeout_ms: int | None) -> OpenSearchTerms:
        """The terms of the snapshot, to be read within a time."""
        limit_ms = LIMIT_MS if timeout_ms is None else timeout_ms
        return OpenSearchTerms(self._view, tuple(self.languages), Deadline(limit_ms))

    def forms(self, articles: Sequence[Article]) -> seam.Forms:
        """The words that have a stem, as far as the articles shown so far have them."""
        for article in articles:
            self._forms.learn(article)
        return self._forms

    def cached(self, key: tuple[str, ...], make: Callable[[], T], size_bytes: int) -> T:
        """The value of `make`, which the cluster keeps itself."""
        return make()

    def counts(
        self, values: Sequence[tuple[str, str]], *, timeout_ms: int | None
    ) -> tuple[int, ...]:
        """For each (facet field, value) what a search for it alone would find."""
        return duplicate_groups.count_each(self._view, values, Deadline(timeout_ms))

    def article(self, article_id: str) -> Article | None:
        """One article, whole."""
        body = {"query": {"bool": {"filter": [{"term": {"id": article_id}}, *self._view.visible]}}}
        rows = self._view.search({**body, "size": 1}, Deadline(LIMIT_MS))["hits"]["hits"]
        return article_of(rows[0]["_source"]) if rows else None

    def related(self, article_id: str, *, size: int) -> tuple[Hit, ...] | None:
        """The most similar articles, best first; None where there is no such article."""
        article = self.article(article_id)
        if article is None:
            return None
        return related_to(self._view, article, size=size, deadline=Deadline(LIMIT_MS))

    def stats(self) -> Stats:
        """Counts over the whole index."""
        return self._stats

    def is_intact(self) -> bool:
        """Always: it reads no files."""
        return True

    def close(self) -> None:
        """Nothing is held here; the cluster gives up what nobody asks for."""


class OpenSearchAsking:
    """See `search_index.engines.reader.Asking`."""

    def __init__(
        self, view: View, stats: Stats, counted: Memory[Facets], query: Query, *, paged: bool
    ) -> None:
        self._view = view
        self._articles = stats.articles
        self._languages = tuple(stats.languages)
        self._counted = counted
        self._query = query
        self._paged = paged
        self._deadline = Deadline(query.timeout_ms)

    @property
    def terms(self) -> OpenSearchTerms:
        """The terms of the snapshot."""
        return OpenSearchTerms(self._view, self._languages, self._deadline)

    def match(self, clause: Clause) -> OpenSearchMatches:
        """What a clause finds."""
        return self._found(Question.asking(self._query, self._view, self._languages, clause))

    def followed(self, first: OpenSearchMatches, asked: Relaxed) -> OpenSearchMatches | None:
        """What `first` found, and after it what has most of the weight of the words."""
        more = relaxed_question(
            first.question,
            asked,
            self._view,
            self._languages,
            total=first.total,
            articles=self._articles,
            deadline=self._deadline,
        )
        return self._found(more, first) if more is not None else None

    def _found(
        self, question: Question, first: OpenSearchMatches | None = None
    ) -> OpenSearchMatches:
        return OpenSearchMatches(
            question,
            self._languages,
            self._counted,
            self._deadline,
            paged=self._paged,
            first=first,
        )
