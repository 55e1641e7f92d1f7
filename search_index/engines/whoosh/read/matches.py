"""What a clause finds in a snapshot: counted, in order, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from operator import and_
from typing import Any, Final

import numpy as np
from whoosh import query as whoosh_query

from search_index.engines.reader import Page, Ranked
from search_index.engines.whoosh.read.deadline import Clock
from search_index.engines.whoosh.read.duplicate_groups import (
    Duplicates,
    duplicates_in,
    fold_stories,
    stories,
)
from search_index.engines.whoosh.read.evaluate import Execution
from search_index.engines.whoosh.read.explaining import explain
from search_index.engines.whoosh.read.facets import FacetCounts
from search_index.engines.whoosh.read.filters import Filter, filters_of
from search_index.engines.whoosh.read.names import Names
from search_index.engines.whoosh.read.query_compiler import Compiler
from search_index.engines.whoosh.read.relaxing import Coverage
from search_index.engines.whoosh.read.rescoring import name_bonus, rescore
from search_index.engines.whoosh.read.scored_documents import ScoredDocuments
from search_index.engines.whoosh.read.selection import Order, Selection, evaluate, select
from search_index.engines.whoosh.read.terms import WhooshTerms
from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.snapshot import Snapshot
from search_index.model.article import Article
from search_index.model.clauses import Clause
from search_index.model.hits import FacetValue
from search_index.model.query import Query
from search_index.search.neighbours import SMOOTHED
from search_index.search.ranking import EXACT, words_of
from search_index.search.relaxing import Relaxed

_FEW: Final = 4
"""Where less than a quarter of all documents pass a filter, no others are looked at."""


class WhooshAsking:
    """See `search_index.engines.reader.Asking`."""

    def __init__(self, snapshot: Snapshot, names: Names, query: Query) -> None:
        self.snapshot = snapshot
        self.query = query
        self.languages = tuple(snapshot.languages)
        self.clock = Clock(query.timeout_ms)
        self.execution = Execution(snapshot, self.clock)
        self.filters = filters_of(query, snapshot)
        self.order = Order(query.order)
        self._names = names

    @property
    def terms(self) -> WhooshTerms:
        """The terms of the snapshot."""
        return WhooshTerms(self.snapshot, self._names, self.languages, self.clock)

    def plan(self, clause: Clause) -> whoosh_query.Query:
        """How a clause is looked up and scored."""
        alone = len(words_of(clause, self.languages)) < 2
        compiler = self._compiler(exact=EXACT if alone else 0.0)
        plan = compiler.compile(clause)
        if self.order.by == "relevance":
            plan = name_bonus(plan, self.query.text, self._names)
        return plan

    def _compiler(self, *, exact: float) -> Compiler:
        return Compiler(languages=self.languages, names=self._names, exact=exact)

    def match(self, clause: Clause) -> WhooshMatches:
        """What a clause finds."""
        return WhooshMatches(self, clause, self._evaluated(clause))

    def _evaluated(self, clause: Clause) -> Sequence[ScoredDocuments]:
        """What a clause finds, but for what no facet is counted over as it passes no filter."""
        return evaluate(self.execution, self.plan(clause), self._wanted)

    @cached_property
    def _wanted(self) -> Sequence[Array] | None:
        """The documents that pass all filters that are of no facet, where they are few."""
        filters = [each for each in self.filters if each.facet is None]
        if not filters:
            return None
        if len(filters) > 1 or not filters[0].key:
            return self._few(filters)
        key = ("few", *filters[0].key)
        return self.snapshot.cached(key, lambda: self._few(filters), _bytes_of)

    def _few(self, filters: Sequence[Filter]) -> Sequence[Array] | None:
        masks = [each.masks for each in filters]
        passing = [reduce(and_, of_segment) for of_segment in zip(*masks, strict=True)]
        most = self.snapshot.documents // _FEW
        if sum(map(np.count_nonzero, passing)) > most:
            return None
        return [mask.nonzero()[0] for mask in passing]

    def followed(self, first: WhooshMatches, asked: Relaxed) -> WhooshMatches:
        """What `first` found, and after it what has most of the weight of the words."""
        loose = WhooshMatches(self, asked.clause, self._evaluated(asked.clause))
        compiler = self._compiler(exact=0.0)
        coverage = Coverage(self.execution, [compiler.compile(word) for word in asked.words])
        least = coverage.least(loose.every.documents, firsts=first.total)
        ahead = asked.all_words_first(self.query.order)
        found = coverage.followed(first.found, loose.found, least, ahead=ahead)
        bonus = 0.0 if ahead else coverage.bonus
        return WhooshMatches(self, asked.clause, found, first=first, bonus=bonus)


class WhooshMatches:
    """See `search_index.engines.reader.Matches`. `found` is what passes no filter yet.

    What is relaxed has the matches of all words, which come `first` or have a `bonus`.
    """

    def __init__(
        self,
        asking: WhooshAsking,
        clause: Clause,
        found: Sequence[ScoredDocuments],
        *,
        first: WhooshMatches | None = None,
        bonus: float = 0.0,
    ) -> None:
        self._asking = asking
        self._query = asking.query
        self._snapshot = asking.snapshot
        self._clause = clause
        self.found = found
        self._first = first
        self._bonus = bonus

    @cached_property
    def every(self) -> Selection:
        """What passes all filters."""
        return self._without(None)

    def _without(self, facet: str | None) -> Selection:
        asking = self._asking
        return select(self._snapshot, self.found, asking.filters, asking.order, without=facet)

    @property
    def total(self) -> int:
        """How many articles, every near-duplicate counted."""
        return self.every.total

    def page(self) -> Page:
        """The page that the query asks for, best first, and its facets."""
        duplicates = self._duplicates(self.every)
        selection, copies = _folded(self.every, duplicates)
        self._asking.clock.check()
        facets = self._facets(duplicates)
        self._asking.clock.check()
        rows = self._rows(selection, copies)
        firsts = self._first.folded_total() if self._first is not None else 0
        return Page(rows=rows, total=selection.total, firsts=firsts, facets=facets)

    def folded_total(self) -> int:
        """How many hits there are, near-duplicates folded as the query says."""
        return _folded(self.every, self._duplicates(self.every))[0].total

    def _facets(self, duplicates: Duplicates | None) -> dict[str, tuple[FacetValue, ...]]:
        query = self._query
        counted = FacetCounts(self._snapshot, self.every.documents, duplicates)
        by_themselves = {each.facet for each in self._asking.filters}
        return {
            name: (self._counts_without(name) if name in by_themselves else counted).values(
                name, size=query.facet_size, active=query.include.get(name, ())
            )
            for name in query.facets
        }

    def facet(self, name: str, *, prefix: str, size: int) -> tuple[FacetValue, ...]:
        """Values of one facet, those that contain a word with `prefix`."""
        active = self._query.include.get(name, ())
        return self._counts_without(name).values(name, size=size, active=active, prefix=prefix)

    def _counts_without(self, name: str) -> FacetCounts:
        """Counts of what passes all filters but that of the facet `name` itself."""
        every = self._without(name)
        return FacetCounts(self._snapshot, every.documents, self._duplicates(every))

    def walk(self) -> Iterator[Article]:
        """Every article in the order of the query."""
        selection, _ = _folded(self.every, self._duplicates(self.every))
        numbers, _ = selection.top(self._snapshot, selection.total)
        for number in numbers.tolist():
            segment, document = self._snapshot.locate(number)
            yield segment.data.stored.article(document)

    def _duplicates(self, every: Selection) -> Duplicates | None:
        return duplicates_in(self._snapshot, every.documents) if self._query.collapse else None

    def _rows(self, selection: Selection, copies: Counter[int]) -> list[Ranked]:
        query, snapshot = self._query, self._snapshot
        relevance = self._asking.order.by == "relevance"
        size = max(query.stop, SMOOTHED) if relevance else query.stop
        numbers, keys = selection.top(snapshot, size)
        neighbours = np.zeros(0)
        if relevance:
            better = rescore(self._clause, snapshot, self._asking.languages, numbers, keys)
            numbers, keys, neighbours = better.numbers, better.scores, better.neighbours
        explained = self._explainer(neighbours) if query.explain and relevance else None
        page = slice(query.start, query.stop)
        rows: list[Ranked] = []
        for number, key in zip(numbers[page].tolist(), keys[page].tolist(), strict=True):
            place = snapshot.place_of(number)
            segment = snapshot.segments[place]
            document, score = number - segment.base, key if relevance else 0.0
            rank = query.start + len(rows)
            rows.append(
                Ranked(
                    article=snapshot.article(segment, document),
                    score=score,
                    similar=self._similar(place, document, copies),
                    explanation=explained(place, document, score, rank) if explained else None,
                )
            )
        return rows

    def _similar(self, place: int, document: int, copies: Counter[int]) -> int:
        if not copies:
            return 0
        story = int(stories(self._snapshot)[place][document])
        return max(copies[story] - 1, 0) if story >= 0 else 0

    def _explainer(
        self, neighbours: np.ndarray[Any, np.dtype[Any]]
    ) -> Callable[[int, int, float, int], Mapping[str, Any]]:
        """Says of a hit (segment, document, score, rank) why it has its score."""
        execution = Execution(self._snapshot, Clock(self._query.timeout_ms))
        plan = self._asking.plan(self._clause)

        def why(place: int, document: int, score: float, rank: int) -> Mapping[str, Any]:
            moved = float(neighbours[rank]) if rank < len(neighbours) else 0.0
            first = self._first.found[place].documents if self._first is not None else ()
            bonus = self._bonus if document in first else 0.0
            return explain(
                execution, plan, place, document, score, neighbours=moved, all_words=bonus
            )

        return why


def _folded(every: Selection, duplicates: Duplicates | None) -> tuple[Selection, Counter[int]]:
    return (every, Counter()) if duplicates is None else fold_stories(every, duplicates)


def _bytes_of(documents: Sequence[Array] | None) -> int:
    return 100 + sum(each.nbytes for each in documents or ())
