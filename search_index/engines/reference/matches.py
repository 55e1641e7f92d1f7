"""What a clause finds, by reading every article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from search_index.engines.reader import Page, Ranked
from search_index.engines.reference.matching import IndexedArticle, Matcher, passes
from search_index.engines.reference.terms import PlainTerms, begins
from search_index.model.article import Article
from search_index.model.clauses import Clause
from search_index.model.hits import FacetValue
from search_index.model.query import Query
from search_index.schema import alphabetically, facet_values, first_day
from search_index.search.relaxing import Relaxed, bonus_of, least_weight, weight_of
from search_index.text.analysis import fold, value_beginnings


class PlainAsking:
    """See `search_index.engines.reader.Asking`."""

    def __init__(self, readings: Sequence[IndexedArticle], matcher: Matcher, query: Query) -> None:
        self._readings = readings
        self._matcher = matcher
        self._query = query

    @property
    def terms(self) -> PlainTerms:
        """The terms of the snapshot."""
        return PlainTerms(self._readings, self._matcher)

    def match(self, clause: Clause) -> PlainMatches:
        """What a clause finds."""
        scored = [
            (reading, score)
            for reading in self._readings
            if (score := self._matcher.score(reading, clause)) is not None
        ]
        return PlainMatches(self._readings, scored, self._query)

    def followed(self, first: PlainMatches, asked: Relaxed) -> PlainMatches:
        """What `first` found, and after it what has most of the weight of the words."""
        loose = self.match(asked.clause)
        having = [
            {r.number for r in self._readings if self._matcher.has(r, w)} for w in asked.words
        ]
        weights = [weight_of(len(self._readings), len(numbers)) for numbers in having]

        def weight(reading: IndexedArticle) -> float:
            pairs = zip(weights, having, strict=True)
            return sum(each for each, numbers in pairs if reading.number in numbers)

        covered = sorted((weight(reading) for reading, _ in loose.every), reverse=True)
        least = least_weight(weights, covered, firsts=first.total)
        firsts = {reading.number for reading, _ in first.found}
        kept = [r for r in loose.found if r[0].number in firsts or weight(r[0]) >= least]
        ahead = asked.all_words_first(self._query.order)
        if not ahead:
            bonus = bonus_of(weights)
            kept = [(r, score + bonus * (r.number in firsts)) for r, score in kept]
        return PlainMatches(
            self._readings, kept, self._query, firsts=frozenset(firsts), ahead=ahead
        )


class PlainMatches:
    """See `search_index.engines.reader.Matches`. `found` is what passes no filter yet."""

    def __init__(
        self,
        readings: Sequence[IndexedArticle],
        found: Sequence[tuple[IndexedArticle, float]],
        query: Query,
        *,
        firsts: frozenset[int] = frozenset(),
        ahead: bool = True,
    ) -> None:
        self._readings = readings
        self.found = found
        self._query = query
        self._firsts = firsts
        self._ahead = ahead

    @cached_property
    def every(self) -> list[tuple[IndexedArticle, float]]:
        """What passes all filters, in order."""
        rows = [row for row in self.found if passes(row[0].article, self._query)]
        order = self._query.order
        if order == "relevance":
            rows.sort(key=lambda row: (-row[1], row[0].number))
        else:
            sign = -1 if order == "newest" else 1
            rows.sort(
                key=lambda row: (
                    row[0].article.date is None,
                    row[0].article.is_date_unsure,
                    sign * first_day(row[0].article.date or "0001"),
                    row[0].number,
                )
            )
        if not self._ahead:
            return rows
        return sorted(rows, key=lambda row: row[0].number not in self._firsts)

    @property
    def total(self) -> int:
        """How many articles, every near-duplicate counted."""
        return len(self.every)

    def _folded(self) -> list[tuple[IndexedArticle, float, int]]:
        """What was found, one for each story, and how many more tell it."""
        every, collapse = self.every, self._query.collapse
        copies = Counter(_story(reading.article) for reading, _ in every)
        folded: list[tuple[IndexedArticle, float, int]] = []
        seen: set[str] = set()
        for reading, score in every:
            story = _story(reading.article)
            if not (collapse and story in seen):
                folded.append((reading, score, copies[story] - 1 if collapse else 0))
            seen.add(story)
        return folded

    def page(self) -> Page:
        """The page that the query asks for, best first, and its facets."""
        query, folded = self._query, self._folded()
        relevance = query.order == "relevance"
        return Page(
            rows=[
                Ranked(article=r.article, score=score if relevance else 0.0, similar=similar)
                for r, score, similar in folded[query.start : query.stop]
            ],
            total=len(folded),
            firsts=sum(reading.number in self._firsts for reading, _, _ in folded),
            facets={
                name: self.facet(name, prefix="", size=query.facet_size) for name in query.facets
            },
        )

    def facet(self, name: str, *, prefix: str, size: int) -> tuple[FacetValue, ...]:
        """Values of one facet, those that contain a word with `prefix`."""
        query = self._query
        tellers: dict[str | None, set[str]] = {}
        for reading, _ in self.found:
            article = reading.article
            if not passes(article, query, without=name):
                continue
            values: Sequence[str | None] = facet_values(article, name)
            if not values and name in ("year", "month"):
                values = [None]
            for each in values:
                story = _story(article) if query.collapse else article.id
                tellers.setdefault(each, set()).add(story)
        active = set(map(fold, query.include.get(name, ())))
        for reading in self._readings if active else ():
            for each in facet_values(reading.article, name):
                if fold(each) in active:
                    tellers.setdefault(each, set())
        starts = value_beginnings(prefix)
        rows = [
            FacetValue(value=value, count=len(stories), active=fold(value or "") in active)
            for value, stories in tellers.items()
            if not prefix or (value and (begins(value, starts) or fold(value) in active))
        ]
        rows.sort(key=lambda row: (-row.count, *alphabetically(row.value)))
        kept = set(sorted(rows, key=lambda row: not row.active)[:size])
        return tuple(row for row in rows if row in kept)

    def walk(self) -> Iterator[Article]:
        """Every article in the order of the query."""
        for reading, _, _ in self._folded():
            yield reading.article


def _story(article: Article) -> str:
    return article.duplicate_of or article.id
