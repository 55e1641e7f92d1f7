"""What a reading of a query finds: counted, in order, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from search_index.engines.opensearch.bridge.connection import Deadline
from search_index.engines.opensearch.read import duplicate_groups, facets
from search_index.engines.opensearch.read.cache import Memory
from search_index.engines.opensearch.read.question import Question
from search_index.engines.opensearch.read.relaxing import FIRST, is_first
from search_index.engines.opensearch.read.rescoring import rescored
from search_index.engines.opensearch.read.view import View
from search_index.engines.opensearch.store.document import article_of
from search_index.engines.opensearch.store.mapping import MAX_WINDOW
from search_index.engines.reader import Page, Ranked
from search_index.model.article import Article
from search_index.model.hits import FacetValue
from search_index.search.neighbours import SMOOTHED
from search_index.search.ranking import words_of
from search_index.search.relaxing import ENOUGH

Row: TypeAlias = dict[str, Any]
Facets: TypeAlias = dict[str, tuple[FacetValue, ...]]


class OpenSearchMatches:
    """See `search_index.engines.reader.Matches`.

    `counted` remembers the facets of questions. Where `paged`, the first request brings the page
    along with the total. What is relaxed has the matches of all words, which come `first`.
    """

    def __init__(
        self,
        question: Question,
        languages: tuple[str, ...],
        counted: Memory[Facets],
        deadline: Deadline,
        *,
        paged: bool,
        first: OpenSearchMatches | None = None,
    ) -> None:
        self.question = question
        self._view: View = question.view
        self._languages = languages
        self._counted = counted
        self._deadline = deadline
        self._first = first
        self._paged = paged
        self._facets_known = counted.get(question.counting) if paged else None
        self._answer: Row = self._ask() if paged else self._count_only()

    @property
    def total(self) -> int:
        """How many articles, every near-duplicate counted."""
        return _total(self._answer)

    def page(self) -> Page:
        """The page that the query asks for, best first, and its facets."""
        query, answer = self.question.query, self._answer
        rows = self._rows(answer["hits"]["hits"])
        total, similar = _total(answer), dict[str, int]()
        if query.collapse:
            stories = [_story(article) for article, _, _ in rows]
            folded = self._fold(stories)
            total, similar = folded.total, dict(folded.similar)
        counted = self._facets_known
        if counted is None:
            counted = self._facets()
            self._counted.keep(self.question.counting, counted)
        ranked = [
            Ranked(
                article=article,
                score=score,
                similar=similar.get(_story(article), 0),
                explanation=row.get("_explanation"),
            )
            for article, score, row in rows
        ]
        firsts = self._first.folded_total() if self._first is not None else 0
        return Page(rows=ranked, total=total, firsts=firsts, facets=counted)

    def folded_total(self) -> int:
        """How many hits there are, near-duplicates folded as the query says."""
        return self._fold([]).total if self.question.query.collapse and self.total else self.total

    def _fold(self, stories: Sequence[str]) -> duplicate_groups.Folded:
        matching = self.question.matching()
        return duplicate_groups.fold(self._view, matching, self._answer, stories, self._deadline)

    def _count_only(self) -> Row:
        body = {"query": self.question.matching(), "size": 0, "track_total_hits": ENOUGH}
        return self._view.search(body, self._deadline)

    def _ask(self) -> Row:
        """A page of hits, or as many of the best as it takes to know their order."""
        question, query = self.question, self.question.query
        count = self._facets_known is None

        def ask(start: int, size: int) -> Row:
            body = question.page(start, size, count=count)
            return self._view.search(body, self._deadline, named=query.snapshot is not None)

        start, stop = query.start, query.stop
        if stop > MAX_WINDOW:
            answer = ask(0, 0)
            if start < _total(answer):
                answer["hits"]["hits"] = self._far_page()
            return answer
        if self._is_rescored():
            return ask(0, max(stop, SMOOTHED))
        return ask(start, query.per_page)

    def _is_rescored(self) -> bool:
        query = self.question.query
        near_top = query.start < SMOOTHED
        words = words_of(self.question.clause, self._languages)
        return near_top and query.order == "relevance" and len(set(words)) > 1

    def _rows(self, rows: Sequence[Row]) -> list[tuple[Article, float, Row]]:
        """The hits of the page with their scores, the best of all in a better order."""
        query = self.question.query
        found = [(float(row["_score"] or 0), row) for row in rows]
        firsts = sum(is_first(score) for score, _ in found)
        found = [(score - FIRST * is_first(score), row) for score, row in found]
        if query.order != "relevance":
            return [(article_of(row["_source"]), 0.0, row) for _, row in found]
        if self._is_rescored():
            found = [
                *rescored(found[:SMOOTHED], self.question.clause, self._languages, firsts=firsts),
                *found[SMOOTHED:],
            ][query.start : query.stop]
        return [(article_of(row["_source"]), score, row) for score, row in found]

    def facet(self, name: str, *, prefix: str, size: int) -> tuple[FacetValue, ...]:
        """Values of one facet, those that contain a word with `prefix`."""
        answer = self._count(name, size=size, prefix=prefix)
        repeated = self._repeats(name, answer)
        return self._facet(name, answer, repeated, size=size, prefix=prefix)

    def walk(self) -> Iterator[Article]:
        """Every article in the order of the query."""
        for row in self._walk(self.question.hits(), Deadline(None)):
            yield article_of(row["_source"])

    def _far_page(self) -> list[Row]:
        """A page beyond what can be reached directly, by walking through all before it."""
        question, query = self.question, self.question.query
        start = query.start
        light = {**question.hits(), "_source": False}
        ids: list[str] = []
        for place, row in enumerate(self._walk(light, self._deadline)):
            if place >= start:
                ids.append(row["fields"]["id"][0])
            if place + 1 == start + query.per_page:
                break
        body = {
            **question.hits(),
            "post_filter": {"terms": {"id": ids}},
            "size": len(ids),
            "track_scores": True,
            "explain": query.explain,
        }
        rows: list[Row] = self._view.search(body, self._deadline)["hits"]["hits"]
        return rows

    def _walk(self, body: Row, deadline: Deadline) -> Iterator[Row]:
        """Every hit in its order, folded if the query wants that."""
        told: set[str] = set()
        fields = {"docvalue_fields": ["id", "story"]}
        for row in self._view.walk({**body, **fields}, deadline):
            (story,) = row["fields"]["story"]
            if self.question.query.collapse:
                if story in told:
                    continue
                told.add(story)
            yield row

    def _facets(self) -> Facets:
        """The facets of the search for the page."""
        question, deadline = self.question, self._deadline
        query, counted = question.query, self._answer.get("aggregations", {})
        answers = {name: facets.answer(counted, name) for name in query.facets}
        repeated: dict[str, Counter[str | None]] = {}
        if query.collapse:
            free = [name for name in query.facets if not query.include.get(name)]
            if counted["copies"]["doc_count"]:
                repeated = duplicate_groups.repeats(self._view, question.matching(), free, deadline)
            for name in set(query.facets).difference(free):
                repeated[name] = self._repeats(name, answers[name])
        size = query.facet_size
        return {
            name: self._facet(name, answer, repeated.get(name, Counter()), size=size)
            for name, answer in answers.items()
        }

    def _repeats(self, name: str, answer: Mapping[str, Any]) -> Counter[str | None]:
        """What near-duplicates repeat in a facet; `answer` is that to its aggregations."""
        if not facets.has_copies(answer):
            return Counter()
        matching = self.question.matching(without=name)
        return duplicate_groups.repeats(self._view, matching, [name], self._deadline)[name]

    def _facet(
        self,
        name: str,
        answer: Mapping[str, Any],
        repeated: Mapping[str | None, int],
        *,
        size: int,
        prefix: str = "",
    ) -> tuple[FacetValue, ...]:
        """The values of a facet, asked again with more of each shard until they are exact."""
        asked = min(size + len(repeated), facets.MAX_BUCKETS)
        width = facets.FIRST_SHARD_SIZE
        if asked > size:
            answer = self._count(name, size=asked, prefix=prefix, width=width)
        while not facets.is_exact(answer) and width < facets.MAX_BUCKETS:
            width *= 8
            answer = self._count(name, size=asked, prefix=prefix, width=width)
        return facets.read(
            answer, self.question.query.include.get(name, ()), size=size, repeated=repeated
        )

    def _count(
        self,
        name: str,
        *,
        size: int,
        prefix: str = "",
        width: int = 0,
    ) -> Mapping[str, Any]:
        aggregations = facets.aggregations(
            self.question.query,
            name,
            size=size,
            shards=self._view.state.shards,
            copies=self.question.query.collapse,
            prefix=prefix,
            shard_size=width,
        )
        body = {
            "query": {"bool": {"filter": [self.question.text, *self.question.shared]}},
            "size": 0,
            "track_total_hits": False,
            "aggs": aggregations,
        }
        return facets.answer(self._view.search(body, self._deadline)["aggregations"], name)


def _total(answer: Mapping[str, Any]) -> int:
    return int(answer["hits"]["total"]["value"])


def _story(article: Article) -> str:
    return article.duplicate_of or article.id
