"""What a part of a query finds in one segment, and how such sets are combined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from search_index.engines.whoosh.store.segment_file import Array

_SPARSE: Final = 8
"""Sets of together less than an eighth of the documents are combined by sorting."""


class ScoredDocuments(NamedTuple):
    """Documents of a segment (int64, ascending, each once) and their scores (float32, > 0).

    `firsts` says which of them come before the others whatever they score; None: all alike.
    """

    documents: Array
    scores: Array
    firsts: Array | None = None

    def compress(self, keep: Array) -> ScoredDocuments:
        """Those documents for which `keep` (bool) is set."""
        kept = keep.nonzero()[0]
        if len(kept) == len(self.documents):
            return self
        firsts = None if self.firsts is None else self.firsts.take(kept)
        return ScoredDocuments(self.documents.take(kept), self.scores.take(kept), firsts)

    def times(self, factor: float) -> ScoredDocuments:
        """The same documents, their scores times `factor`."""
        if factor == 1.0:
            return self
        return ScoredDocuments(self.documents, self.scores * np.float32(factor))


NOTHING: Final = ScoredDocuments(np.empty(0, np.int64), np.empty(0, np.float32))


def constant(documents: Array, score: float) -> ScoredDocuments:
    """Documents that all have the same score."""
    return ScoredDocuments(documents, np.full(len(documents), score, np.float32))


def union(parts: Sequence[ScoredDocuments], size: int) -> ScoredDocuments:
    """All documents of the parts, their scores added up; `size` is the segment's."""
    parts = [part for part in parts if len(part.documents)]
    if not parts:
        return NOTHING
    first = parts[0]
    if all([part.documents is first.documents for part in parts]):  # noqa: C419 - made sooner
        scores = first.scores
        for part in parts[1:]:
            scores = scores + part.scores
        return ScoredDocuments(first.documents, scores)
    if sum(len(part.documents) for part in parts) * _SPARSE < size:
        documents = np.concatenate([part.documents for part in parts])
        scores = np.concatenate([part.scores for part in parts])
        order = documents.astype(np.uint16).argsort(kind="stable")
        documents = documents.take(order)
        differs = np.ones(len(documents), bool)
        np.not_equal(documents[1:], documents[:-1], out=differs[1:])
        begins = differs.nonzero()[0]
        sums = np.add.reduceat(scores.take(order), begins)
        return ScoredDocuments(documents.take(begins), sums)
    sums = np.zeros(size, np.float32)
    parts.sort(key=lambda part: -len(part.documents))
    most, rest = parts[0].documents, sum(len(part.documents) for part in parts[1:])
    sums[most] = parts[0].scores
    new: list[Array] = []
    for part in parts[1:]:
        before = sums.take(part.documents)
        if rest * _SPARSE < len(most):
            new.append(part.documents.compress(before == 0))
        before += part.scores
        sums[part.documents] = before
    if new:
        # Words of titles are in the texts as well: there is little to put between the others.
        more = np.concatenate(new)
        documents = most
        if len(more):
            documents = np.concatenate((most, more))
            documents.sort(kind="stable")
    else:
        documents = (sums > 0).nonzero()[0]
    return ScoredDocuments(documents, sums.take(documents))


def lookup(part: ScoredDocuments, documents: Array, size: int) -> Array:
    """The scores that `part` gives to `documents` (int64, ascending), 0 where it has them not."""
    if len(documents) * 16 < len(part.documents) or len(part.documents) < 64:
        if not len(part.documents):
            return np.zeros(len(documents), np.float32)
        places = part.documents.searchsorted(documents)
        places[places == len(part.documents)] = 0
        there = part.documents.take(places) == documents
        scores: Array = part.scores.take(places) * there
        return scores
    sums = np.zeros(size, np.float32)
    sums[part.documents] = part.scores
    return sums.take(documents)


def members(documents: Array, of: Array, size: int) -> Array:
    """Which of `documents` (int64) are in `of`, both ascending, as bools."""
    mask = np.zeros(size, bool)
    mask[of.astype(np.int64, copy=False)] = True  # numbers of another type take twice the time
    return mask.take(documents)
