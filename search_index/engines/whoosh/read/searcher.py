"""Answering questions from one snapshot of the index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

import numpy as np
from whoosh import query as whoosh_query

from search_index.engines.base import Stats, Suggestion
from search_index.engines.whoosh.read.deadline import Clock
from search_index.engines.whoosh.read.duplicate_groups import (
    Told,
    count_stories,
    fold_stories,
    stories,
    told_again,
)
from search_index.engines.whoosh.read.evaluate import Execution
from search_index.engines.whoosh.read.explaining import explain
from search_index.engines.whoosh.read.facets import FacetCounts
from search_index.engines.whoosh.read.filters import Filter, filters_of
from search_index.engines.whoosh.read.found import Found
from search_index.engines.whoosh.read.names import Names
from search_index.engines.whoosh.read.query_compiler import Compiler
from search_index.engines.whoosh.read.related import related_documents
from search_index.engines.whoosh.read.relaxing import Coverage
from search_index.engines.whoosh.read.rescoring import name_bonus, rescore
from search_index.engines.whoosh.read.selection import Order, Selection, evaluate, select
from search_index.engines.whoosh.read.terms import WhooshTerms
from search_index.engines.whoosh.store.keyword_fields import value_of
from search_index.engines.whoosh.store.snapshot import Segment, Snapshot
from search_index.manifest import FILE_NAME
from search_index.model.article import Article
from search_index.model.clauses import Clause, Every
from search_index.model.hits import FacetValue, Hit, Hits, Snippet
from search_index.model.query import Query
from search_index.model.synonyms import Synonyms
from search_index.schema import SCHEMA_VERSION
from search_index.search.completion import complete
from search_index.search.highlight import Marker
from search_index.search.neighbours import SMOOTHED
from search_index.search.ranking import EXACT, words_of
from search_index.search.relaxing import ENOUGH, relaxed
from search_index.search.snippets import mark_whole, snippets
from search_index.search.spelling import correct
from search_index.text import analysis
from search_index.text.query_parser import parse

_SUGGESTION_BYTES: Final = 300
"""Of a suggestion that is kept, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What was found for a query, and for which reading of its text.

    `every` is what of it passes all filters.
    """

    clause: Clause
    found: Sequence[Found]
    every: Selection
    relaxed: bool = False
    corrected: str | None = None


class WhooshSearcher:
    """See `search_index.engines.base.Searcher`."""

    def __init__(
        self, folder: Path, snapshot: Snapshot, manifest_signature: tuple[int, int, int]
    ) -> None:
        self._folder = folder
        self._snapshot = snapshot
        self._names = Names(snapshot)
        self._languages = tuple(snapshot.languages)
        self._signatures = [(folder / FILE_NAME, manifest_signature)] + [
            (segment.paths[0], segment.data.file.signature) for segment in snapshot.segments
        ]

    @property
    def snapshot(self) -> str:
        """A name of this state of the index; changes with every commit."""
        return self._snapshot.name

    def is_untouched(self) -> bool:
        """Whether the manifest and the segments are the files that were opened."""
        try:
            for path, signature in self._signatures:
                state = path.stat()
                if (state.st_ino, state.st_size, state.st_mtime_ns) != signature:
                    return False
        except OSError:
            return False
        return True

    def is_intact(self) -> bool:
        """See `search_index.engines.base.Searcher`."""
        return all(segment.data.file.is_intact() for segment in self._snapshot.segments)

    def search(self, query: Query) -> Hits:
        """Answer a query. Raises QueryTimeout, IndexDamaged."""
        clock = Clock(query.timeout_ms)
        filters = filters_of(query, self._snapshot)
        answer = self._answer(query, filters, clock)
        every = answer.every
        told = self._told(query, every)
        selection, copies = _folded(every, told)
        clock.check()
        counted = FacetCounts(self._snapshot, every.documents, told)
        facets = {}
        for name in query.facets:
            by_itself = any(each.facet == name for each in filters)
            counts = self._counts_without(query, answer, filters, name) if by_itself else counted
            facets[name] = counts.values(
                name, size=query.facet_size, active=query.include.get(name, ())
            )
        clock.check()
        return Hits(
            total=selection.total,
            hits=self._page(query, answer.clause, selection, copies),
            facets=facets,
            total_all_words=selection.firsts if answer.relaxed else None,
            relaxed=answer.relaxed,
            corrected=answer.corrected,
            snapshot=self.snapshot,
        )

    def _plan(self, clause: Clause, query: Query) -> whoosh_query.Query:
        alone = len(words_of(clause, self._languages)) < 2
        compiler = Compiler(
            languages=self._languages, names=self._names, exact=EXACT if alone else 0.0
        )
        plan = compiler.compile(clause)
        if self._order(query).by == "relevance":
            plan = name_bonus(plan, query.text, self._names)
        return plan

    def _answer(self, query: Query, filters: Sequence[Filter], clock: Clock) -> _Answer:
        """Find all words; where that finds nothing, words spelt right; then most of them."""
        execution = Execution(self._snapshot, clock)
        match: Literal["all", "any"] = "any" if query.match == "any" else "all"

        def read(clause: Clause, *, corrected: str | None = None) -> _Answer:
            found = evaluate(execution, self._plan(clause, query))
            every = select(self._snapshot, found, filters, self._order(query))
            return _Answer(clause=clause, found=found, every=every, corrected=corrected)

        answer = read(parse(query.text, match=match, synonyms=query.synonyms))
        if isinstance(answer.clause, Every):
            return answer
        text = query.text
        if query.typo and not answer.every.total:
            corrected = self._corrected(text, clock, query.synonyms)
            if corrected is not None:
                clause = parse(corrected, match=match, synonyms=query.synonyms)
                spelt_right = read(clause, corrected=corrected)
                if spelt_right.every.total:
                    text, answer = corrected, spelt_right
                elif query.match == "auto":
                    text = corrected
        if query.match == "auto" and answer.every.total < ENOUGH:
            more = self._relaxed(text, query, answer, filters, execution)
            if more is not None and more.every.total > answer.every.total:
                corrected = text if text != query.text else None
                return replace(more, corrected=corrected)
        return answer

    def _relaxed(
        self,
        text: str,
        query: Query,
        answer: _Answer,
        filters: Sequence[Filter],
        execution: Execution,
    ) -> _Answer | None:
        """What has all words, and after it what has most of their weight."""
        asked = relaxed(text, self._languages, query.synonyms)
        if asked is None:
            return None
        order = self._order(query)
        loose = evaluate(execution, self._plan(asked.clause, query))
        compiler = Compiler(languages=self._languages, names=self._names, exact=0.0)
        coverage = Coverage(execution, [compiler.compile(word) for word in asked.words])
        passing = select(self._snapshot, loose, filters, order)
        least = coverage.least(passing.documents, firsts=answer.every.total)
        found = coverage.followed(answer.found, loose, least)
        every = select(self._snapshot, found, filters, order)
        return _Answer(clause=asked.clause, found=found, every=every, relaxed=True)

    def _order(self, query: Query) -> Order:
        if query.sort == "relevance" and not query.text.strip():
            return Order("newest")
        return Order(query.sort)

    def _told(self, query: Query, every: Selection) -> Told | None:
        return told_again(self._snapshot, every.documents) if query.collapse else None

    def _counts_without(
        self, query: Query, answer: _Answer, filters: Sequence[Filter], name: str
    ) -> FacetCounts:
        """Counts of what passes all filters but that of the facet `name` itself."""
        order = self._order(query)
        every = select(self._snapshot, answer.found, filters, order, without=name)
        return FacetCounts(self._snapshot, every.documents, self._told(query, every))

    def _page(
        self, query: Query, clause: Clause, selection: Selection, copies: Counter[int]
    ) -> tuple[Hit, ...]:
        stop = query.stop
        relevance = self._order(query).by == "relevance"
        size = max(stop, SMOOTHED) if relevance else stop
        numbers, keys = selection.top(self._snapshot, size)
        neighbours = np.zeros(0)
        if relevance:
            better = rescore(clause, self._snapshot, self._languages, numbers, keys)
            numbers, keys, neighbours = better.numbers, better.scores, better.neighbours
        marker = Marker(clause, self._languages, self._snapshot.forms) if query.highlight else None
        page = slice(query.start, stop)
        hits = tuple(
            self._hit(int(number), float(key) if relevance else 0.0, query, marker, copies)
            for number, key in zip(numbers[page], keys[page], strict=True)
        )
        if not (query.explain and relevance):
            return hits
        execution = Execution(self._snapshot, Clock(query.timeout_ms))
        plan = self._plan(clause, query)
        explained = []
        for rank, hit in enumerate(hits, query.start):
            _, place, document = self._locate(int(numbers[rank]))
            moved = float(neighbours[rank]) if rank < len(neighbours) else 0.0
            why = explain(execution, plan, place, document, hit.score, neighbours=moved)
            explained.append(replace(hit, explanation=why))
        return tuple(explained)

    def _locate(self, number: int) -> tuple[Segment, int, int]:
        """The segment of a document, the place of that segment, and its number there."""
        for place, segment in enumerate(self._snapshot.segments):
            if number < segment.base + segment.documents:
                return segment, place, number - segment.base
        raise IndexError(number)

    def _hit(
        self,
        number: int,
        score: float,
        query: Query,
        marker: Marker | None,
        copies: Counter[int],
    ) -> Hit:
        segment, place, document = self._locate(number)
        article = self._snapshot.article(segment, document)
        similar = 0
        if copies:
            story = int(stories(self._snapshot)[place][document])
            similar = max(copies[story] - 1, 0) if story >= 0 else 0
        highlights: dict[str, tuple[Snippet, ...]] = {}
        if marker is not None:
            texts = {"title": article.title, "body": article.body}
            marks = marker.marks(texts, article.language)
            highlights["title"] = (mark_whole(article.title, marks["title"]),)
            highlights["body"] = snippets(article.body, marks["body"], chars=query.snippet_chars)
        return Hit(article=article, score=score, similar=similar, highlights=highlights)

    def facet(
        self, query: Query, name: str, *, prefix: str = "", size: int = 10
    ) -> tuple[FacetValue, ...]:
        """Values of one facet over the hits of `query`, those that contain a word with `prefix`."""
        filters = filters_of(query, self._snapshot)
        answer = self._answer(query, filters, Clock(query.timeout_ms))
        counts = self._counts_without(query, answer, filters, name)
        active = query.include.get(name, ())
        return counts.values(name, size=size, active=active, prefix=prefix)

    def counts(
        self, values: Sequence[tuple[str, str]], *, timeout_ms: int | None = None
    ) -> tuple[int, ...]:
        """See `search_index.engines.base.Searcher`."""
        clock = Clock(timeout_ms)
        return tuple(count_stories(self._snapshot, *value, clock) for value in values)

    def article(self, article_id: str) -> Article | None:
        """One article, whole."""
        found = self._snapshot.find(article_id)
        return found[0].data.stored.article(found[1]) if found else None

    def highlight(self, article: Article, query: Query) -> Hit:
        """The article as a hit of `query`, its whole fields marked instead of snippets."""
        marker = Marker(parse(query.text, match="any", synonyms=query.synonyms), self._languages)
        texts = {"title": article.title, "body": article.body}
        marks = marker.marks(texts, article.language)
        highlights = {name: (mark_whole(texts[name], marks[name]),) for name in texts}
        return Hit(article=article, score=0.0, highlights=highlights)

    def related(self, article_id: str, *, size: int = 5) -> tuple[Hit, ...] | None:
        """The most similar articles, best first; None where there is no such article."""
        found = self._snapshot.find(article_id)
        if found is None:
            return None
        numbers, scores = related_documents(self._snapshot, *found, size=size)
        hits = []
        for number, score in zip(numbers.tolist(), scores.tolist(), strict=True):
            segment, _, document = self._locate(number)
            hits.append(Hit(article=segment.data.stored.article(document), score=score))
        return tuple(hits)

    def suggest(self, text: str, *, size: int = 10) -> tuple[Suggestion, ...]:
        """Completions of the last word of `text`."""
        return self._snapshot.cached(
            ("suggest", text, size),
            lambda: complete(self._terms(Clock(None)), text, size=size),
            _SUGGESTION_BYTES * size + len(text),
        )

    def correct(
        self,
        text: str,
        *,
        rare: bool = False,
        timeout_ms: int | None = None,
        synonyms: Synonyms | None = None,
    ) -> str | None:
        """See `search_index.engines.base.Searcher`."""
        return self._corrected(text, Clock(timeout_ms), synonyms, rare=rare)

    def _corrected(
        self, text: str, clock: Clock, synonyms: Synonyms | None, *, rare: bool = False
    ) -> str | None:
        return correct(self._terms(clock), text, self._snapshot.languages, synonyms, rare=rare)

    def _terms(self, clock: Clock) -> WhooshTerms:
        return WhooshTerms(self._snapshot, self._names, self._languages, clock)

    def export(self, query: Query) -> Iterator[Article]:
        """Every hit of `query` in its order, one at a time."""
        filters = filters_of(query, self._snapshot)
        answer = self._answer(query, filters, Clock(query.timeout_ms))
        selection, _ = _folded(answer.every, self._told(query, answer.every))
        numbers, _ = selection.top(self._snapshot, selection.total)
        for number in numbers.tolist():
            segment, _, document = self._locate(number)
            yield segment.data.stored.article(document)

    def article_ids(self) -> Iterator[tuple[str, str]]:
        """(article id, page) of every article."""
        for segment in self._snapshot.segments:
            live = np.arange(segment.documents)
            pages = segment.data.keywords["source"]
            names = [value_of(key) for key in pages.dictionary.terms()]
            ids = segment.data.keywords["id"]
            keys = [value_of(key) for key in ids.dictionary.terms()]
            for document in segment.living(live).tolist():
                id_at, page_at = ids.of_starts[document], pages.of_starts[document]
                yield keys[ids.of[id_at]], names[pages.of[page_at]]

    def stats(self) -> Stats:
        """Counts over the whole index."""
        manifest = self._snapshot.manifest
        first, last = self._edge_dates()
        files = [path for path in self._snapshot.paths() if path.exists()]
        return Stats(
            articles=manifest.articles,
            pages=manifest.pages,
            first_date=first,
            last_date=last,
            languages=dict(self._snapshot.languages),
            engine=manifest.engine,
            schema_version=SCHEMA_VERSION,
            analysis_version=analysis.VERSION,
            snapshot=self.snapshot,
            built=manifest.built,
            index_bytes=sum(path.stat().st_size for path in files),
        )

    def _edge_dates(self) -> tuple[str | None, str | None]:
        every = [
            Found(s.living(np.arange(s.documents)), np.empty(0)) for s in self._snapshot.segments
        ]
        dates: list[str | None] = []
        for by in ("oldest", "newest"):
            numbers, keys = select(self._snapshot, every, [], Order(by)).top(self._snapshot, 1)
            if not len(numbers) or not np.isfinite(keys[0]) or keys[0] == 0:
                return None, None
            segment, _, document = self._locate(int(numbers[0]))
            dates.append(segment.data.stored.article(document).date)
        return dates[0], dates[1]

    def close(self) -> None:
        """Nothing to do: files are closed when the last array over them is gone."""


def _folded(every: Selection, told: Told | None) -> tuple[Selection, Counter[int]]:
    return (every, Counter()) if told is None else fold_stories(every, told)
