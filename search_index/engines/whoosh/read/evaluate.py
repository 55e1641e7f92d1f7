"""The executor: a Whoosh query tree evaluated over the arrays of one segment at a time.

It gives the documents and scores that Whoosh's own searcher gives, deleted documents
included (the caller leaves them out). Two things differ on purpose: prefixes, patterns,
near words and ranges always have a constant score (Whoosh's depends on the size of the
index), and a `Not` adds nothing to the score (Whoosh's repeats that of another document).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeAlias

import numpy as np
from whoosh import query

from search_index.engines.whoosh.read import expand
from search_index.engines.whoosh.read.combined import CombinedTerm
from search_index.engines.whoosh.read.deadline import Clock
from search_index.engines.whoosh.read.phrases import phrase_documents
from search_index.engines.whoosh.read.posting_list import TermList
from search_index.engines.whoosh.read.scored_documents import (
    NOTHING,
    ScoredDocuments,
    constant,
    lookup,
    members,
    union,
)
from search_index.engines.whoosh.read.scoring import Measure, normalized, saturated
from search_index.engines.whoosh.store.postings import TextField
from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.snapshot import Segment, Snapshot
from search_index.search.ranking import FIELD_WEIGHTS

_ENTRY_BYTES: Final = 500
_SPARSE: Final = 8
"""Words of less than an eighth of the documents are looked up one after the other."""

_Word: TypeAlias = tuple[int, tuple[tuple[str, str], ...], float]
"""A word of a query in one segment: the segment's number, the terms and the boost."""
_Listed: TypeAlias = tuple[TextField, int, int, str, float, float, Measure]
"""What a `TermList` is made of."""
_Postings: TypeAlias = tuple[tuple[int, int], ...]
"""Which postings: of each list the id of its field, which is of one segment, and its start."""


@dataclass(frozen=True, slots=True)
class Execution:
    """One query over a snapshot, and its clock.

    What is asked of a word is kept for the query, which may be tried in several ways: `postings`
    has those of a word and what it weighs, `found` its documents and scores. `occurring` and
    `occurring_at` have what these come from, which a word and its stem may share: how much some
    postings say of each document, of all that are in them and of those last asked for.
    """

    snapshot: Snapshot
    clock: Clock
    postings: dict[_Word, tuple[list[TermList], float]] = field(default_factory=dict)
    found: dict[_Word, ScoredDocuments] = field(default_factory=dict)
    occurring: dict[_Postings, ScoredDocuments] = field(default_factory=dict)
    occurring_at: dict[_Postings, tuple[Array, Array]] = field(default_factory=dict)


class Evaluator:
    """Evaluates queries over the segment with this number in the snapshot."""

    def __init__(self, execution: Execution, number: int) -> None:
        self._execution = execution
        self._snapshot = execution.snapshot
        self._clock = execution.clock
        self._number = number
        self.segment: Segment = execution.snapshot.segments[number]
        self._size = self.segment.documents

    def found(self, q: query.Query) -> ScoredDocuments:
        """The documents that match, with their scores. Raises QueryTimeout."""
        self._clock.check()
        match q:
            case query.Term():
                return self._or([q])
            case query.Or():
                return self._or(q.subqueries).times(q.boost if len(q.subqueries) > 1 else 1.0)
            case query.And():
                return self._and(q.subqueries).times(q.boost if len(q.subqueries) > 1 else 1.0)
            case CombinedTerm():
                return self._found_word(q)
            case query.AndMaybe():
                found = self.found(q.a)
                return ScoredDocuments(
                    found.documents, found.scores + self.scores_at(q.b, found.documents)
                )
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

    def _found_word(self, q: CombinedTerm) -> ScoredDocuments:
        key = (self._number, q.terms_, q.boost)
        known = self._execution.found.get(key)
        if known is None:
            lists, weight = self._combined(q)
            found = self._occurring(lists)
            known = ScoredDocuments(found.documents, found.scores * np.float32(weight))
            self._execution.found[key] = known
        return known

    def _occurring(self, lists: Sequence[TermList]) -> ScoredDocuments:
        """What the occurrences in these postings are worth; the latest are kept for all queries."""
        postings = _postings_of(lists)
        found = self._execution.occurring.get(postings)
        if found is None:
            kept = self._snapshot.words.get(postings)
            if kept is not None:
                found = ScoredDocuments(kept[0].astype(np.int64), kept[1])
            else:
                found = union([each.found() for each in lists], self._size)
                found = ScoredDocuments(found.documents, saturated(found.scores))
                kept = (found.documents.astype(np.uint16), found.scores)
                self._snapshot.words.keep(postings, kept, _ENTRY_BYTES + 6 * len(kept[0]))
            self._execution.occurring[postings] = found
        return found

    def _word_at(self, q: CombinedTerm, documents: Array) -> Array:
        """The scores that a word gives to `documents`, 0 for those that do not have it."""
        lists, weight = self._combined(q)
        postings = _postings_of(lists)
        asked, known = self._execution.occurring_at.get(postings, (None, None))
        if known is None or asked is not documents:
            if (
                len(documents) * _SPARSE >= self._size
                or postings in self._execution.occurring
                or self._snapshot.words.get(postings)
            ):
                known = lookup(self._occurring(lists), documents, self._size)
            else:
                sums = np.zeros(len(documents), np.float32)
                for each in lists:
                    sums += each.scores_at(documents, self._size)
                known = saturated(sums)
            self._execution.occurring_at[postings] = (documents, known)
        scores: Array = known * np.float32(weight)
        return scores

    def scores_at(self, q: query.Query, documents: Array) -> Array:
        """The scores of `documents` (int64, ascending), 0 for those that do not match."""
        match q:
            case query.Term():
                return self._or_at([q], documents)
            case query.Or():
                scores = self._or_at(q.subqueries, documents)
                if q.boost != 1.0 and len(q.subqueries) > 1:
                    scores *= np.float32(q.boost)
                return scores
            case CombinedTerm():
                return self._word_at(q, documents)
            case query.AndMaybe():
                scores = self.scores_at(q.a, documents)
                scores += self.scores_at(q.b, documents) * (scores > 0)
                return scores
            case query.Every() if q.fieldname is None:
                return np.full(len(documents), q.boost, np.float32)
        return lookup(self.found(q), documents, self._size)

    def _every(self, score: float) -> ScoredDocuments:
        return constant(np.arange(self._size), score)

    def _or(self, parts: Sequence[query.Query]) -> ScoredDocuments:
        lists, others = self._lists(parts)
        found = [each.found() for each in lists]
        return union([*found, *map(self._other, others)], self._size)

    def _or_at(self, parts: Sequence[query.Query], documents: Array) -> Array:
        lists, others = self._lists(parts)
        scores = np.zeros(len(documents), np.float32)
        for each in lists:
            scores += each.scores_at(documents, self._size)
        for other in others:
            if isinstance(other, query.Term):
                scores += lookup(self._other(other), documents, self._size)
            else:
                scores += self.scores_at(other, documents)
        return scores

    def _other(self, q: query.Query) -> ScoredDocuments:
        """What a query finds that is no term of a text field."""
        if not isinstance(q, query.Term):
            return self.found(q)
        keywords = self.segment.data.keywords.get(q.fieldname)
        if keywords is None:
            return NOTHING
        documents = keywords.documents_in(*keywords.range_of(q.text))
        return constant(documents.astype(np.int64), q.boost)

    def _lists(self, parts: Sequence[query.Query]) -> tuple[list[TermList], list[query.Query]]:
        """The postings of the terms of text fields among the parts; and the other parts.

        Where a stem and a word share their postings, they are read once, with both weights.
        """
        lists: dict[tuple[int, int], TermList] = {}
        others: list[query.Query] = []
        for part in parts:
            if not isinstance(part, query.Term) or part.fieldname not in self.segment.data.text:
                others.append(part)
                continue
            term = self._snapshot.term(part.fieldname, part.text)
            span = term.spans[self._number]
            if span is None:
                continue
            weight = term.weight * part.boost
            key = (id(span[0]), span[1])
            if key in lists:
                lists[key].weight += weight
            else:
                name = part.fieldname.removesuffix("_stem")
                average = self._snapshot.average_lengths[name]
                lists[key] = TermList(*span, name, average, weight)
        return list(lists.values()), others

    def _combined(self, q: CombinedTerm) -> tuple[list[TermList], float]:
        """The postings of a word in each field, and what the word weighs; looked up once."""
        key = (self._number, q.terms_, q.boost)
        known = self._execution.postings.get(key)
        if known is None:
            made = partial(self._find_word, q.terms_)
            rows, weight = self._snapshot.cached(("word", *key[:2]), made, _ENTRY_BYTES)
            known = ([TermList(*row) for row in rows], q.boost * weight)
            self._execution.postings[key] = known
        return known

    def _find_word(self, terms: Sequence[tuple[str, str]]) -> tuple[list[_Listed], float]:
        rows: list[_Listed] = []
        weight = math.inf
        for field_name, text in terms:
            term = self._snapshot.term(field_name, text)
            if any(term.spans):
                weight = min(weight, term.weight)
            span = term.spans[self._number]
            if span is not None:
                name = field_name.removesuffix("_stem")
                average = self._snapshot.filled_lengths[name]
                rows.append((*span, name, average, FIELD_WEIGHTS[name], normalized))
        return rows, weight if rows else 0.0

    def found_among(self, q: query.Query, documents: Array) -> ScoredDocuments:
        """What `found` gives, of `documents` (int64, ascending) only. Raises QueryTimeout."""
        if self._cost(q) <= len(documents):
            return self.found(q)
        self._clock.check()
        if isinstance(q, query.And) and q.boost == 1.0:
            return self._and(q.subqueries, documents)
        return self._found_at(q, documents)

    def _found_at(self, q: query.Query, documents: Array) -> ScoredDocuments:
        scores = self.scores_at(q, documents)
        return ScoredDocuments(documents, scores).compress(scores > 0)

    def _having_all(self, wanted: Sequence[query.Query]) -> Array | None:
        """The documents that have each of some words, of which most are in many documents.

        None where it is quicker to look at those of one word after the other.
        """
        words = [q for q in wanted if isinstance(q, CombinedTerm)]
        if len(words) < 2 or self._cost(wanted[0]) * _SPARSE < self._size:
            return None
        having: Array | None = None
        for word in words:
            there = self._occurring(self._combined(word)[0]).documents
            having = (
                there if having is None else having.compress(members(having, there, self._size))
            )
        return having

    def _and(self, parts: Sequence[query.Query], among: Array | None = None) -> ScoredDocuments:
        """What all parts find, of the documents `among` (int64, ascending) if they are given."""
        wanted = [part for part in parts if not isinstance(part, query.Not)]
        if len(wanted) > 1:
            wanted.sort(key=self._cost)
        if among is None:
            among = self._having_all(wanted)
        if not wanted:
            found = self._every(1.0)
        else:
            found = self.found(wanted[0]) if among is None else self._found_at(wanted[0], among)
        for part in wanted[1:]:
            if not len(found.documents):
                return NOTHING
            scores = self.scores_at(part, found.documents)
            found = ScoredDocuments(found.documents, found.scores + scores).compress(scores > 0)
        for part in parts:
            if isinstance(part, query.Not):
                found = self._and_not(found, part.query)
        return found

    def _and_not(self, found: ScoredDocuments, unwanted: query.Query) -> ScoredDocuments:
        if not len(found.documents):
            return found
        without = self.found(unwanted).documents
        return found.compress(~members(found.documents, without, self._size))

    def _cost(self, q: query.Query) -> int:
        """About how many postings it takes to evaluate `q`."""
        match q:
            case query.Term() if q.fieldname in self.segment.data.text:
                span = self._snapshot.term(q.fieldname, q.text).spans[self._number]
                return span[2] - span[1] if span else 0
            case CombinedTerm():
                return sum(len(each) for each in self._combined(q)[0])
            case query.Term():
                return self._size >> 3
            case query.And():
                return min((self._cost(sub) for sub in q.subqueries), default=0)
            case query.AndMaybe() | query.AndNot():
                return self._cost(q.a)
            case query.Or():
                return sum(map(self._cost, q.subqueries))
            case query.Phrase():
                costs = (self._cost(query.Term(q.fieldname, word)) for word in q.words)
                return 4 * min(costs, default=0)
        return self._size

    def _phrase(self, q: query.Phrase) -> ScoredDocuments:
        spans = [self._snapshot.term(q.fieldname, word).spans[self._number] for word in q.words]
        there = [(first, last) for _, first, last in filter(None, spans)]
        if not spans or len(there) < len(spans):
            return NOTHING
        postings = self.segment.data.text[q.fieldname]
        documents = phrase_documents(postings, there, q.slop, self._size)
        scores = np.zeros(len(documents), np.float32)
        for word in q.words:
            scores += self.scores_at(query.Term(q.fieldname, word), documents)
        return ScoredDocuments(documents, scores).times(q.boost)

    def _expanded(self, q: query.Prefix | query.Wildcard | query.FuzzyTerm) -> Array:
        data = self.segment.data
        dictionary, postings = data.dictionary(q.fieldname), data.text[q.fieldname]
        match q:
            case query.Prefix():
                return expand.documents_between(
                    postings, *dictionary.with_prefix(q.text.encode("utf-8", "replace")), self._size
                )
            case query.Wildcard():
                ordinals = expand.fitting(dictionary, q.text, self._clock)
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


def _postings_of(lists: Sequence[TermList]) -> _Postings:
    return tuple([(id(each.field), each.first) for each in lists])
