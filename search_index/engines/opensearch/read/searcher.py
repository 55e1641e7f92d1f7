"""Answers queries from one state of the index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, Literal

from search_index.engines.base import Stats, Suggestion
from search_index.engines.opensearch.bridge.connection import Deadline
from search_index.engines.opensearch.read import duplicate_groups, facets
from search_index.engines.opensearch.read.cache import Memory
from search_index.engines.opensearch.read.forms import Forms
from search_index.engines.opensearch.read.overview import overview
from search_index.engines.opensearch.read.question import Question, by_relevance
from search_index.engines.opensearch.read.related import related_to
from search_index.engines.opensearch.read.relaxing import FIRST, is_first, relaxed_question
from search_index.engines.opensearch.read.rescoring import rescored
from search_index.engines.opensearch.read.terms import OpenSearchTerms
from search_index.engines.opensearch.read.view import View
from search_index.engines.opensearch.store.document import article_of
from search_index.engines.opensearch.store.mapping import MAX_WINDOW
from search_index.model.article import Article
from search_index.model.clauses import Clause, Every
from search_index.model.hits import FacetValue, Hit, Hits, Snippet
from search_index.model.query import Query
from search_index.model.synonyms import Synonyms
from search_index.search.completion import complete
from search_index.search.highlight import Marker
from search_index.search.neighbours import SMOOTHED
from search_index.search.ranking import words_of
from search_index.search.relaxing import ENOUGH
from search_index.search.snippets import mark_whole, snippets
from search_index.search.spelling import correct
from search_index.text import query_parser

LIMIT_MS: Final = 10_000
"""What is not part of a query may take so long."""

_COUNTED: Final = 128
"""So many questions' facets are remembered; those of one take some 10 kB."""

_Row = dict[str, Any]
_Facets = dict[str, tuple[FacetValue, ...]]


class OpenSearchSearcher:
    """See `search_index.engines.base.Searcher`."""

    def __init__(self, view: View, forms: Forms) -> None:
        self._view = view
        self._forms = forms
        self._counted = Memory[_Facets](_COUNTED)

    @property
    def snapshot(self) -> str:
        """A name of this state of the index."""
        return self._view.state.snapshot

    @cached_property
    def _stats(self) -> Stats:
        return overview(self._view, Deadline(LIMIT_MS))

    @cached_property
    def _languages(self) -> tuple[str, ...]:
        return tuple(self._stats.languages)

    def search(self, query: Query) -> Hits:
        """Answer a query. Raises QueryTimeout, SnapshotGone, IndexUnreachable."""
        deadline = Deadline(query.timeout_ms)
        asked: dict[int, tuple[_Row, _Facets | None]] = {}

        def total_of(question: Question) -> int:
            counted = self._counted.get(question.counting)
            asked[id(question)] = self._ask(question, deadline, count=counted is None), counted
            return _total(asked[id(question)][0])

        question, strict = self._choose(query, deadline, total_of)
        answer, counted = asked[id(question)]
        all_words = None
        if strict is not None:
            all_words = _total(asked[id(strict)][0])
            if query.collapse and all_words:
                matching, there = strict.matching(), asked[id(strict)][0]
                all_words = duplicate_groups.fold(self._view, matching, there, [], deadline).total
        rows = self._page(question, answer["hits"]["hits"])
        total, similar = _total(answer), dict[str, int]()
        if query.collapse:
            stories = [_story(article) for article, _, _ in rows]
            folded = duplicate_groups.fold(
                self._view, question.matching(), answer, stories, deadline
            )
            total, similar = folded.total, dict(folded.similar)
        if counted is None:
            counted = self._facets(question, answer, deadline)
            self._counted.keep(question.counting, counted)
        marker = self._marker(question.clause, [row[0] for row in rows] if query.highlight else [])
        return Hits(
            total=total,
            hits=tuple(
                Hit(
                    article=article,
                    score=score,
                    similar=similar.get(_story(article), 0),
                    highlights=_highlights(article, marker, query),
                    explanation=row.get("_explanation"),
                )
                for article, score, row in rows
            ),
            facets=counted,
            total_all_words=all_words,
            relaxed=question.relaxed,
            corrected=question.corrected,
            snapshot=self.snapshot,
        )

    def _marker(self, clause: Clause, articles: Iterable[Article]) -> Marker:
        """What marks these articles."""
        for article in articles:
            self._forms.learn(article)
        return Marker(clause, self._languages, self._forms)

    def _choose(
        self, query: Query, deadline: Deadline, total_of: Callable[[Question], int]
    ) -> tuple[Question, Question | None]:
        """All words; if that finds nothing, words spelt right; if that finds few, most of them.

        In the last case also the question for all words.
        """
        view, languages = self._view, self._languages
        match: Literal["all", "any"] = "any" if query.match == "any" else "all"
        best = Question.of(query, view, languages, match=match)
        total, corrected = total_of(best), None
        if isinstance(best.clause, Every):
            return best, None
        if query.typo and not total:
            corrected = self._corrected(query.text, deadline, query.synonyms)
            if corrected is not None:
                right = Question.of(query, view, languages, match=match, corrected=corrected)
                if found := total_of(right):
                    best, total = right, found
        if query.match == "auto" and total < ENOUGH:
            more = relaxed_question(
                best,
                view,
                languages,
                total=total,
                corrected=corrected,
                articles=self._stats.articles,
                deadline=deadline,
            )
            if more is not None and total_of(more) > total:
                return more, best
        return best, None

    def _ask(self, question: Question, deadline: Deadline, *, count: bool) -> _Row:
        """A page of hits, or as many of the best as it takes to know their order."""
        query = question.query

        def ask(start: int, size: int) -> _Row:
            return self._view.search(question.page(start, size, count=count), deadline, named=named)

        start, stop = query.start, query.stop
        named = query.snapshot is not None
        if stop > MAX_WINDOW:
            answer = ask(0, 0)
            if start < _total(answer):
                answer["hits"]["hits"] = self._far_page(question, deadline)
            return answer
        if self._is_rescored(question):
            return ask(0, max(stop, SMOOTHED))
        return ask(start, query.per_page)

    def _is_rescored(self, question: Question) -> bool:
        query = question.query
        near_top = query.start < SMOOTHED
        words = words_of(question.clause, self._languages)
        return near_top and by_relevance(query) and len(set(words)) > 1

    def _page(self, question: Question, rows: Sequence[_Row]) -> list[tuple[Article, float, _Row]]:
        """The hits of the page with their scores, the best of all in a better order."""
        query = question.query
        found = [(float(row["_score"] or 0), row) for row in rows]
        firsts = sum(is_first(score) for score, _ in found)
        found = [(score - FIRST * is_first(score), row) for score, row in found]
        if not by_relevance(query):
            return [(article_of(row["_source"]), 0.0, row) for _, row in found]
        if self._is_rescored(question):
            found = [
                *rescored(found[:SMOOTHED], question.clause, self._languages, firsts=firsts),
                *found[SMOOTHED:],
            ][query.start : query.stop]
        return [(article_of(row["_source"]), score, row) for score, row in found]

    def _far_page(self, question: Question, deadline: Deadline) -> list[_Row]:
        """A page beyond what can be reached directly, by walking through all before it."""
        query = question.query
        start = query.start
        light = {**question.hits(), "_source": False}
        ids: list[str] = []
        for place, row in enumerate(self._walk(question, light, deadline)):
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
        rows: list[_Row] = self._view.search(body, deadline)["hits"]["hits"]
        return rows

    def _walk(self, question: Question, body: _Row, deadline: Deadline) -> Iterator[_Row]:
        """Every hit in its order, folded if the query wants that."""
        told: set[str] = set()
        fields = {"docvalue_fields": ["id", "story"]}
        for row in self._view.walk({**body, **fields}, deadline):
            (story,) = row["fields"]["story"]
            if question.query.collapse:
                if story in told:
                    continue
                told.add(story)
            yield row

    def _facets(self, question: Question, answer: _Row, deadline: Deadline) -> _Facets:
        """The facets of a search; `answer` is that to its page."""
        query, counted = question.query, answer.get("aggregations", {})
        answers = {name: facets.answer(counted, name) for name in query.facets}
        repeated: dict[str, Counter[str | None]] = {}
        if query.collapse:
            free = [name for name in query.facets if not query.include.get(name)]
            if counted["copies"]["doc_count"]:
                repeated = duplicate_groups.repeats(self._view, question.matching(), free, deadline)
            for name in set(query.facets).difference(free):
                repeated[name] = self._repeats(question, name, answers[name], deadline)
        size = query.facet_size
        return {
            name: self._facet(
                question, name, answer, deadline, repeated.get(name, Counter()), size=size
            )
            for name, answer in answers.items()
        }

    def _repeats(
        self, question: Question, name: str, answer: Mapping[str, Any], deadline: Deadline
    ) -> Counter[str | None]:
        """What near-duplicates repeat in a facet; `answer` is that to its aggregations."""
        if not facets.has_copies(answer):
            return Counter()
        matching = question.matching(without=name)
        return duplicate_groups.repeats(self._view, matching, [name], deadline)[name]

    def _facet(
        self,
        question: Question,
        name: str,
        answer: Mapping[str, Any],
        deadline: Deadline,
        repeated: Mapping[str | None, int],
        *,
        size: int,
        prefix: str = "",
    ) -> tuple[FacetValue, ...]:
        """The values of a facet, asked again with more of each shard until they are exact."""
        asked = min(size + len(repeated), facets.MAX_BUCKETS)
        width = facets.FIRST_SHARD_SIZE
        if asked > size:
            answer = self._count(question, name, deadline, size=asked, prefix=prefix, width=width)
        while not facets.is_exact(answer) and width < facets.MAX_BUCKETS:
            width *= 8
            answer = self._count(question, name, deadline, size=asked, prefix=prefix, width=width)
        return facets.read(
            answer, question.query.include.get(name, ()), size=size, repeated=repeated
        )

    def _count(
        self,
        question: Question,
        name: str,
        deadline: Deadline,
        *,
        size: int,
        prefix: str = "",
        width: int = 0,
    ) -> Mapping[str, Any]:
        aggregations = facets.aggregations(
            question.query,
            name,
            size=size,
            shards=self._view.state.shards,
            copies=question.query.collapse,
            prefix=prefix,
            shard_size=width,
        )
        body = {
            "query": {"bool": {"filter": [question.text, *question.shared]}},
            "size": 0,
            "track_total_hits": False,
            "aggs": aggregations,
        }
        return facets.answer(self._view.search(body, deadline)["aggregations"], name)

    def _chosen(self, query: Query, deadline: Deadline) -> Question:
        """The reading of a query that `search` would answer."""

        def total_of(question: Question) -> int:
            body = {"query": question.matching(), "size": 0, "track_total_hits": ENOUGH}
            return _total(self._view.search(body, deadline))

        return self._choose(query, deadline, total_of)[0]

    def facet(
        self, query: Query, name: str, *, prefix: str = "", size: int = 10
    ) -> tuple[FacetValue, ...]:
        """Values of one facet over the hits of `query`, those that contain a word with `prefix`."""
        deadline = Deadline(query.timeout_ms)
        question = self._chosen(query, deadline)
        answer = self._count(question, name, deadline, size=size, prefix=prefix)
        repeated = self._repeats(question, name, answer, deadline)
        return self._facet(question, name, answer, deadline, repeated, size=size, prefix=prefix)

    def counts(
        self, values: Sequence[tuple[str, str]], *, timeout_ms: int | None = None
    ) -> tuple[int, ...]:
        """See `search_index.engines.base.Searcher`."""
        return duplicate_groups.count_each(self._view, values, Deadline(timeout_ms))

    def article(self, article_id: str) -> Article | None:
        """One article, whole."""
        body = {"query": {"bool": {"filter": [{"term": {"id": article_id}}, *self._view.visible]}}}
        rows = self._view.search({**body, "size": 1}, Deadline(LIMIT_MS))["hits"]["hits"]
        return article_of(rows[0]["_source"]) if rows else None

    def highlight(self, article: Article, query: Query) -> Hit:
        """The article as a hit of `query`, its whole fields marked instead of snippets."""
        marker = self._marker(
            query_parser.parse(query.text, match="any", synonyms=query.synonyms), [article]
        )
        texts = {"title": article.title, "body": article.body}
        marks = marker.marks(texts, article.language)
        highlights = {name: (mark_whole(texts[name], marks[name]),) for name in texts}
        return Hit(article=article, score=0.0, highlights=highlights)

    def related(self, article_id: str, *, size: int = 5) -> tuple[Hit, ...] | None:
        """The most similar articles, best first; None where there is no such article."""
        article = self.article(article_id)
        if article is None:
            return None
        return related_to(self._view, article, size=size, deadline=Deadline(LIMIT_MS))

    def suggest(self, text: str, *, size: int = 10) -> tuple[Suggestion, ...]:
        """Completions of the last word of `text`."""
        terms = OpenSearchTerms(self._view, self._languages, Deadline(LIMIT_MS))
        return complete(terms, text, size=size)

    def export(self, query: Query) -> Iterator[Article]:
        """Every hit of `query` in its order, one at a time."""
        question = self._chosen(query, Deadline(query.timeout_ms))
        for row in self._walk(question, question.hits(), Deadline(None)):
            yield article_of(row["_source"])

    def correct(
        self,
        text: str,
        *,
        rare: bool = False,
        timeout_ms: int | None = None,
        synonyms: Synonyms | None = None,
    ) -> str | None:
        """See `search_index.engines.base.Searcher`."""
        return self._corrected(text, Deadline(timeout_ms), synonyms, rare=rare)

    def _corrected(
        self, text: str, deadline: Deadline, synonyms: Synonyms | None, *, rare: bool = False
    ) -> str | None:
        terms = OpenSearchTerms(self._view, self._languages, deadline)
        return correct(terms, text, self._stats.languages, synonyms, rare=rare)

    def stats(self) -> Stats:
        """Counts over the whole index."""
        return self._stats

    def is_intact(self) -> bool:
        """Always: it reads no files."""
        return True

    def close(self) -> None:
        """Nothing is held here; the cluster gives up what nobody asks for."""


def _total(answer: Mapping[str, Any]) -> int:
    return int(answer["hits"]["total"]["value"])


def _story(article: Article) -> str:
    return article.duplicate_of or article.id


def _highlights(article: Article, marker: Marker, query: Query) -> dict[str, tuple[Snippet, ...]]:
    if not query.highlight:
        return {}
    marks = marker.marks({"title": article.title, "body": article.body}, article.language)
    return {
        "title": (mark_whole(article.title, marks["title"]),),
        "body": snippets(article.body, marks["body"], chars=query.snippet_chars),
    }
