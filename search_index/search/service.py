"""The search service: what a query means and how its answer looks, the same for every engine.

An engine reads: it matches clauses, counts, lists terms and gives articles. This says in which
order a query is tried (all words; these words spelt right; then most of them), and what of the
answer is marked, completed or corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, Generic, Literal

from search_index.engines.base import Stats, Suggestion
from search_index.engines.reader import Asking, M, Page, Ranked, Reader
from search_index.engines.terms import Terms
from search_index.errors import QueryTimeout
from search_index.model.article import Article
from search_index.model.clauses import Clause, Every
from search_index.model.hits import FacetValue, Hit, Hits, Snippet
from search_index.model.query import Query
from search_index.model.reordering import Placed
from search_index.model.synonyms import Synonyms
from search_index.schema import alphabetically
from search_index.search import diagnosis
from search_index.search.begun_values import (
    MOST_VALUES,
    begun_by,
    telling_word,
    with_values,
    words_apart,
)
from search_index.search.completion import complete
from search_index.search.diagnosis import diagnose, respelt
from search_index.search.highlight import Marker
from search_index.search.kept_answers import KeptAnswers, key_of
from search_index.search.relaxing import ENOUGH, relaxed
from search_index.search.snippets import Mark, mark_whole, snippets
from search_index.search.spelling import correct
from search_index.text.analysis import query_terms, surfaces
from search_index.text.query_parser import parse
from search_index.text.query_tokens import as_typed, open_word, with_last_open

_SUGGESTION_BYTES: Final = 300
"""Of a suggestion that is kept, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen(Generic[M]):
    """The reading of a query that is answered: what its text means, and what that finds."""

    clause: Clause
    matches: M
    relaxed: bool = False
    all_words_first: bool = True
    corrected: str | None = None


class SearchService(Generic[M]):
    """See `search_index.engines.base.Searcher`."""

    def __init__(self, reader: Reader[M]) -> None:
        self.reader = reader
        self._kept = KeptAnswers()

    @property
    def snapshot(self) -> str:
        """A name of this state of the index."""
        return self.reader.snapshot

    @property
    def _languages(self) -> tuple[str, ...]:
        return tuple(self.reader.languages)

    def ask(self, query: Query) -> Hits:
        """Answer a query, and offer the right spelling of words that hardly any article has.

        Where nothing is found, say why. Raises what `search` does.
        """
        if query.prefix == "last":
            return self._ask_open(replace(query, prefix="none"))
        key = key_of(query)
        kept = self._kept.get(key) if key is not None else None
        if kept is not None:
            return kept
        hits = self.search(query)
        if hits.total:
            offer, is_sure = (hits.corrected, True) if hits.corrected else self._offer(query)
            if offer is not None:
                hits = replace(hits, did_you_mean=offer)
            if key is not None and is_sure:
                self._kept.keep(key, hits)
            return hits
        plain = replace(query, reordering=None)
        offer = None if query.typo else respelt(self, plain)
        return replace(hits, diagnosis=tuple(diagnose(self, plain)), did_you_mean=offer)

    def _ask_open(self, query: Query) -> Hits:
        """Answer a query whose last word may be unfinished."""
        opened = self._opened(query.text)
        hits = self.ask(replace(query, text=opened))
        begun = opened == f"{query.text}*"
        if begun and not hits.total:
            return self.ask(query)
        texts = (hits.corrected, hits.did_you_mean)
        corrected, offer = (text and as_typed(text.removesuffix("*" * begun)) for text in texts)
        return replace(hits, corrected=corrected, did_you_mean=offer)

    def _opened(self, text: str) -> str:
        """The text, its last word open: but not "of" behind others, which is finished, likely."""
        opened = with_last_open(text)
        last = open_word(opened)
        is_finished = last is not None and query_terms(last, self._languages).stop
        return text if is_finished and len(surfaces(text)) > 1 else opened

    def _offer(self, query: Query) -> tuple[str | None, bool]:
        """The right spelling of words that hardly any article has; and whether time sufficed."""
        with suppress(QueryTimeout):
            offer = correct(
                self.reader.terms(diagnosis.BUDGET_MS),
                query.text,
                self.reader.languages,
                query.synonyms,
                rare=True,
                unfinished=open_word(query.text),
            )
            return offer, True
        return None, False

    def search(self, query: Query) -> Hits:
        """Answer a query, no more. Raises QueryTimeout, IndexDamaged, SnapshotGone."""
        clause = _meant(query)  # before the clock: the first date in words takes long to read
        chosen = self._chosen(self.reader.ask(_deep_enough(query), paged=True), query, clause)
        page = chosen.matches.page()
        corrected = None if chosen.corrected is None else as_typed(chosen.corrected)
        firsts = page.firsts if chosen.all_words_first else 0
        return Hits(
            total=page.total,
            hits=self._hits(query, chosen.clause, _ordered(query, page, firsts, corrected)),
            facets=page.facets,
            total_all_words=page.firsts if chosen.relaxed else None,
            relaxed=chosen.relaxed,
            all_words_first=chosen.all_words_first,
            corrected=chosen.corrected,
            snapshot=self.snapshot,
        )

    def _chosen(self, asking: Asking[M], query: Query, clause: Clause) -> _Chosen[M]:
        """All words; if that finds nothing, words spelt right; if that finds few, most of them."""
        clause = self._known(clause, asking.terms)
        best = _Chosen(clause=clause, matches=asking.match(clause))
        if isinstance(clause, Every):
            return best
        text, found = query.text, best.matches.total
        if query.typo and not found:
            corrected = correct(asking.terms, text, self.reader.languages, query.synonyms)
            if corrected is not None:
                clause = self._known(_meant(replace(query, text=corrected)), asking.terms)
                right = asking.match(clause)
                found = right.total
                if found:
                    best = _Chosen(clause=clause, matches=right, corrected=corrected)
                if found or query.match == "auto":
                    text = corrected
        if query.match == "auto" and found < ENOUGH:
            asked = relaxed(text, self._languages, query.synonyms)
            if asked is not None:
                asked = replace(asked, clause=self._known(asked.clause, asking.terms))
            more = asking.followed(best.matches, asked) if asked is not None else None
            if asked is not None and more is not None and more.total > found:
                corrected = text if text != query.text else None
                return _Chosen(
                    clause=asked.clause,
                    matches=more,
                    relaxed=True,
                    all_words_first=asked.all_words_first(query.order),
                    corrected=corrected,
                )
        return best

    def _known(self, clause: Clause, terms: Terms) -> Clause:
        return with_values(clause, terms, self._languages)

    def _hits(self, query: Query, clause: Clause, rows: Sequence[Ranked]) -> tuple[Hit, ...]:
        articles = [row.article for row in rows]
        marked: Sequence[Mapping[str, tuple[Snippet, ...]]] = [{}] * len(rows)
        if query.highlight:
            marker = self._marker(clause, articles)
            marked = _highlights(articles, marker, query.snippet_chars)
        return tuple(
            [
                Hit(
                    article=row.article,
                    score=row.score,
                    similar=row.similar,
                    highlights=highlights,
                    explanation=row.explanation,
                    found_by=row.found_by,
                )
                for row, highlights in zip(rows, marked, strict=True)
            ]
        )

    def _marker(self, clause: Clause, articles: Sequence[Article]) -> Marker:
        return Marker(clause, self._languages, self.reader.forms(articles))

    def facet(
        self, query: Query, name: str, *, prefix: str = "", size: int = 10
    ) -> tuple[FacetValue, ...]:
        """Values of one facet over the hits of `query`, those that contain a word with `prefix`."""
        chosen = self._all_of(query)
        found = chosen.facet(name, prefix=prefix, size=size)
        if not words_apart(prefix) or len(found) >= size:
            return found
        more = chosen.facet(name, prefix=telling_word(prefix), size=max(size, MOST_VALUES))
        fits = begun_by(prefix)
        rows = [row for row in more if row.active or (row.value is not None and fits(row.value))]
        rows += [row for row in found if row not in rows]
        kept = sorted(rows, key=lambda row: not row.active)[:size]
        kept.sort(key=lambda row: (-row.count, *alphabetically(row.value)))
        return tuple(kept)

    def export(self, query: Query) -> Iterator[Article]:
        """Every hit of `query` in its order, one at a time."""
        yield from self._all_of(query).walk()

    def _all_of(self, query: Query) -> M:
        clause = _meant(query)
        return self._chosen(self.reader.ask(query, paged=False), query, clause).matches

    def counts(
        self, values: Sequence[tuple[str, str]], *, timeout_ms: int | None = None
    ) -> tuple[int, ...]:
        """For each (facet field, value) what a search for it alone would find, asked at once."""
        return self.reader.counts(values, timeout_ms=timeout_ms)

    def article(self, article_id: str) -> Article | None:
        """One article, whole."""
        return self.reader.article(article_id)

    def highlight(self, article: Article, query: Query) -> Hit:
        """The article as a hit of `query`, its whole fields marked instead of snippets.

        Where nothing is, what is marked are the words spelt right, by which a search found it.
        """
        hit = self._marked(article, query, query.text)
        marked = any(piece.offsets for pieces in hit.highlights.values() for piece in pieces)
        if query.typo and not marked and query.text.strip():
            with suppress(QueryTimeout):
                limit_ms, synonyms = diagnosis.BUDGET_MS, query.synonyms
                corrected = self.correct(query.text, timeout_ms=limit_ms, synonyms=synonyms)
                if corrected is not None:
                    return self._marked(article, query, corrected)
        return hit

    def _marked(self, article: Article, query: Query, text: str) -> Hit:
        clause = parse(text, match="any", synonyms=query.synonyms)
        marker = self._marker(self._known(clause, self.reader.terms(None)), [article])
        return Hit(article=article, score=0.0, highlights=_highlights([article], marker, None)[0])

    def related(self, article_id: str, *, size: int = 5) -> tuple[Hit, ...] | None:
        """The most similar articles, best first; None where there is no such article."""
        return self.reader.related(article_id, size=size)

    def suggest(self, text: str, *, size: int = 10) -> tuple[Suggestion, ...]:
        """Completions of the last word of `text`."""
        return self.reader.cached(
            ("suggest", text, str(size)),
            lambda: complete(self.reader.terms(None), text, size=size),
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
        """The text with its misspelt words spelt right, None as it is."""
        terms = self.reader.terms(timeout_ms)
        return correct(terms, text, self.reader.languages, synonyms, rare=rare)

    def stats(self) -> Stats:
        """Counts over the whole index."""
        return self.reader.stats()

    def is_intact(self) -> bool:
        """Whether nobody has written to what this snapshot reads since it was opened."""
        return self.reader.is_intact()

    def close(self) -> None:
        """Release files; the searcher must not be used afterwards."""
        self.reader.close()


def _meant(query: Query) -> Clause:
    match: Literal["all", "any"] = "any" if query.match == "any" else "all"
    return parse(query.text, match=match, synonyms=query.synonyms)


def _deep_enough(query: Query) -> Query:
    """The query, asking for as many hits as are put in another order."""
    depth = query.reordering.depth if query.reordering is not None else 0
    if query.start >= depth:
        return query
    return replace(query, page=1, offset=None, per_page=max(depth, query.stop))


def _ordered(query: Query, page: Page, firsts: int, corrected: str | None) -> Sequence[Ranked]:
    """The hits of the page that `query` asks for, in their last order.

    The `firsts` that come before the others whatever they score stay before them.
    """
    better = query.reordering
    if better is None:
        return page.rows
    deep = query.start < better.depth
    head = page.rows[: better.depth] if deep else page.rows
    articles = [row.article for row in head]
    placed = better.order(articles, [row.score for row in head], corrected=corrected)
    if deep:
        placed = sorted(placed, key=lambda one: one.at >= firsts)
    else:
        placed = sorted(placed, key=lambda one: one.at)
    rows = [*(_placed(head[one.at], one) for one in placed), *page.rows[len(head) :]]
    return rows[query.start : query.stop] if deep else rows


def _placed(row: Ranked, one: Placed) -> Ranked:
    explanation = row.explanation
    if explanation is not None and one.parts:
        explanation = {**explanation, **one.parts}
    score = one.score if one.parts else row.score
    return row._replace(score=score, explanation=explanation, found_by=one.found_by)


def _highlights(
    articles: Sequence[Article], marker: Marker, chars: int | None
) -> list[Mapping[str, tuple[Snippet, ...]]]:
    """Title and body of each with their words marked; of the body snippets of so many `chars`,
    or all."""
    texts = [({"title": each.title, "body": each.body}, each.language) for each in articles]
    return [
        {
            "title": (mark_whole(each.title, marks["title"]),),
            "body": _of_body(each.body, marks["body"], chars),
        }
        for each, marks in zip(articles, marker.marks_of(texts), strict=True)
    ]


def _of_body(body: str, marks: Sequence[Mark], chars: int | None) -> tuple[Snippet, ...]:
    return (mark_whole(body, marks),) if chars is None else snippets(body, marks, chars=chars)
