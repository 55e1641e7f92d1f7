"""The executor: a Whoosh query tree evaluated over the arrays of one segment at a time.

It gives the documents and scores that Whoosh's own searcher gives, deleted documents
included (the caller leaves them out). Two things differ on purpose: prefixes, patterns,
near words and ranges always have a constant score (Whoosh's depends on the size of the
index), and a `Not` adds nothing to the score (Whoosh's repeats that of another document).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from whoosh import query

from search_index.engines.whoosh import expand
from search_index.engines.whoosh.clock import Clock
from search_index.engines.whoosh.found import (
    NOTHING,
    Found,
    constant,
    lookup,
    members,
    union,
)
from search_index.engines.whoosh.phrases import phrase_documents
from search_index.engines.whoosh.postings import TextField
from search_index.engines.whoosh.scoring import idf, impact, impact_table
from search_index.engines.whoosh.segment_file import Array
from search_index.engines.whoosh.snapshot import Segment, Snapshot


@dataclass(slots=True)
class Execution:
    """One query over a snapshot: its clock, and what its terms weigh over all segments."""

    snapshot: Snapshot
    clock: Clock
    weights: dict[tuple[str, bytes], float] = field(default_factory=dict)

    def weight(self, name: str, term: bytes) -> float:
        """The inverse document frequency of a term."""
        key = (name, term)
        weight = self.weights.get(key)
        if weight is None:
            having = self.snapshot.count(name, term)
            weight = self.weights[key] = idf(self.snapshot.documents, having)
        return weight

    def table(self, name: str) -> Array:
        """The impacts of a text field by code."""
        base = name.removesuffix("_stem")
        return impact_table(base, self.snapshot.average_length(base))


class Evaluator:
    """Evaluates queries over the segment with this number in the snapshot."""

    def __init__(self, execution: Execution, number: int) -> None:
        self._execution = execution
        self._number = number
        self.segment: Segment = execution.snapshot.segments[number]
        self._size = self.segment.documents

    def found(self, q: query.Query) -> Found:
        """The documents that match, with their scores. Raises QueryTimeout."""
        self._execution.clock.check()
        match q:
            case query.Term():
                return self._term(q)
            case query.Or():
                parts = [self.found(sub) for sub in q.subqueries]
                return union(parts, self._size).times(q.boost if len(parts) > 1 else 1.0)
            case query.And():
                return self._and(q.subqueries, q.boost if len(q.subqueries) > 1 else 1.0)
            case query.AndMaybe():
                found = self.found(q.a)
                return Found(found.documents, found.scores + self.scores_at(q.b, found.documents))
            case query.AndNot():
                return self._and_not(self.found(q.a), q.b)
            case query.Not():
                return self._and_not(self._every(1.0), q.query)
            case query.ConstantScoreQuery():
                return constant(self.found(q.child).documents, q.score)
            case query.Phrase():
                return self._phrase(q)
            case query.Every() if q.fieldname is None:
                return self._every(q.boost)
            case query.Prefix() | query.Wildcard() | query.FuzzyTerm():
                return constant(self._expanded(q), q.boost)
            case query.NumericRange():
                return constant(np.flatnonzero(self._in_range(q)), q.boost)
        if q == query.NullQuery:
            return NOTHING
        raise TypeError(f"{type(q).__name__} is no query that this index answers")

    def scores_at(self, q: query.Query, documents: Array) -> Array:
        """The scores of `documents` (int64, ascending), 0 for those that do not match."""
        match q:
            case query.Term() if len(documents) * 16 < self._cost(q):
                return self._term_at(q, documents)
            case query.Or() if len(q.subqueries) > 1:
                scores = np.zeros(len(documents), np.float32)
                for sub in q.subqueries:
                    scores += self.scores_at(sub, documents)
                scores *= np.float32(q.boost)
                return scores
            case query.AndMaybe():
                scores = self.scores_at(q.a, documents)
                scores += self.scores_at(q.b, documents) * (scores > 0)
                return scores
            case query.Every() if q.fieldname is None:
                return np.full(len(documents), q.boost, np.float32)
        return lookup(self.found(q), documents, self._size)

    def _every(self, score: float) -> Found:
        return constant(np.arange(self._size), score)

    def _and(self, parts: Sequence[query.Query], boost: float) -> Found:
        wanted = sorted((p for p in parts if not isinstance(p, query.Not)), key=self._cost)
        found = self.found(wanted[0]) if wanted else self._every(1.0)
        for part in wanted[1:]:
            if not len(found.documents):
                return NOTHING
            scores = self.scores_at(part, found.documents)
            found = Found(found.documents, found.scores + scores).compress(scores > 0)
        for part in parts:
            if isinstance(part, query.Not):
                found = self._and_not(found, part.query)
        return found.times(boost)

    def _and_not(self, found: Found, unwanted: query.Query) -> Found:
        if not len(found.documents):
            return found
        without = self.found(unwanted).documents
        return found.compress(~members(found.documents, without, self._size))

    def _cost(self, q: query.Query) -> int:
        """About how many postings it takes to evaluate `q`."""
        match q:
            case query.Term():
                ordinal = self._ordinal(q)
                if q.fieldname not in self.segment.data.text:
                    return self._size >> 3
                return self.segment.data.text[q.fieldname].count(ordinal) if ordinal >= 0 else 0
            case query.And():
                return min((self._cost(sub) for sub in q.subqueries), default=0)
            case query.AndMaybe() | query.AndNot():
                return self._cost(q.a)
            case query.Or():
                return sum(self._cost(sub) for sub in q.subqueries)
            case query.Phrase():
                costs = (self._cost(query.Term(q.fieldname, word)) for word in q.words)
                return 4 * min(costs, default=0)
        return self._size

    def _ordinal(self, q: query.Term) -> int:
        if q.fieldname not in self.segment.data.text:
            return -1
        ordinals = self._execution.snapshot.ordinals(q.fieldname, q.text.encode("utf-8", "replace"))
        return ordinals[self._number]

    def _term(self, q: query.Term) -> Found:
        if q.fieldname in self.segment.data.keywords:
            keywords = self.segment.data.keywords[q.fieldname]
            documents = keywords.documents_in(*keywords.range_of(q.text))
            return constant(documents.astype(np.int64), q.boost)
        ordinal = self._ordinal(q)
        if ordinal < 0:
            return NOTHING
        postings, first, last = self.segment.data.text[q.fieldname].span(ordinal)
        scores = self._scores(q, postings, first, last, None)
        return Found(postings.documents(first, last).astype(np.int64), scores)

    def _term_at(self, q: query.Term, documents: Array) -> Array:
        ordinal = self._ordinal(q)
        if ordinal < 0:
            return np.zeros(len(documents), np.float32)
        postings, first, last = self.segment.data.text[q.fieldname].span(ordinal)
        there = postings.documents(first, last)
        if not len(there):
            return np.zeros(len(documents), np.float32)
        wanted = documents.astype(np.uint16)
        places = there.searchsorted(wanted)
        places[places == len(there)] = 0
        scores = self._scores(q, postings, first, last, places)
        scores *= there.take(places) == wanted
        return scores

    def _scores(
        self, q: query.Term, postings: TextField, first: int, last: int, places: Array | None
    ) -> Array:
        codes = postings.codes(first, last)
        execution = self._execution
        weight = execution.weight(q.fieldname, q.text.encode("utf-8", "replace")) * q.boost
        table = execution.table(q.fieldname)
        scores: Array = table.take(codes if places is None else codes.take(places))
        if postings.has_long:
            at, frequencies = postings.long(first, last)
            if len(at):
                name = q.fieldname.removesuffix("_stem")
                average = execution.snapshot.average_length(name)
                exact = impact(name, frequencies, codes.take(at) & 255, average)
                if places is None:
                    scores[at] = exact
                else:
                    full = table.take(codes)
                    full[at] = exact
                    scores = full.take(places)
        scores *= np.float32(weight)
        return scores

    def _phrase(self, q: query.Phrase) -> Found:
        terms = [query.Term(q.fieldname, word) for word in q.words]
        ordinals = [self._ordinal(term) for term in terms]
        if not terms or min(ordinals) < 0:
            return NOTHING
        postings = self.segment.data.text[q.fieldname]
        documents = phrase_documents(postings, ordinals, q.slop, self._size)
        scores = np.zeros(len(documents), np.float32)
        for term in terms:
            scores += self.scores_at(term, documents)
        return Found(documents, scores).times(q.boost)

    def _expanded(self, q: query.Prefix | query.Wildcard | query.FuzzyTerm) -> Array:
        data = self.segment.data
        dictionary, postings = data.dictionary(q.fieldname), data.text[q.fieldname]
        match q:
            case query.Prefix():
                return expand.documents_between(
                    postings, *dictionary.with_prefix(q.text.encode("utf-8", "replace")), self._size
                )
            case query.Wildcard():
                ordinals = expand.fitting(dictionary, q.text, self._execution.clock)
            case _:
                ordinals = expand.near(dictionary, q.text, q.maxdist, q.prefixlength)
        return expand.documents_of(postings, ordinals, self._size)

    def _in_range(self, q: query.NumericRange) -> Array:
        column = self.segment.data.column(q.fieldname)
        keep = column > 0
        if q.start is not None:
            keep &= column > q.start if q.startexcl else column >= q.start
        if q.end is not None:
            keep &= column < q.end if q.endexcl else column <= q.end
        return keep
