"""The postings of one term in one segment, with what its occurrences are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from search_index.engines.whoosh.read.scored_documents import ScoredDocuments
from search_index.engines.whoosh.read.scoring import Measure, impact, table_of
from search_index.engines.whoosh.store.postings import TextField
from search_index.engines.whoosh.store.segment_file import Array

_FEW: Final = 16
"""Documents are looked up one by one where the postings are so many times more."""


@dataclass(slots=True)
class TermList:
    """Postings `[first:last]` of `field`; scores are what `measure` says, times `weight`.

    `name` is the text field whose lengths count, `average` its average length.
    """

    field: TextField
    first: int
    last: int
    name: str
    average: float
    weight: float
    measure: Measure = impact
    _spread: Array | None = None

    def __len__(self) -> int:
        return self.last - self.first

    def found(self) -> ScoredDocuments:
        """All documents with their scores."""
        return ScoredDocuments(self.documents(), self._scores(None))

    def documents(self) -> Array:
        """All documents (int64, ascending)."""
        return self.field.documents(self.first, self.last).astype(np.int64)

    def scores_at(self, documents: Array, size: int) -> Array:
        """The scores of `documents` (int64, ascending), 0 for those without the term.

        `size` is the number of documents of the segment.
        """
        there = self.field.documents(self.first, self.last)
        if len(documents) * _FEW > len(there):
            if not self._has_long:
                return self._worth(self.spread(size).take(documents))
            sums = np.zeros(size, np.float32)
            sums[there.astype(np.int64)] = self._scores(None)
            return sums.take(documents)
        wanted = documents.astype(np.uint16)
        places = there.searchsorted(wanted)
        places[places == len(there)] = 0
        scores = self._scores(places)
        scores *= there.take(places) == wanted
        return scores

    def spread(self, size: int) -> Array:
        """The code of each document of the segment, 0 of those without the term (uint16)."""
        if self._spread is None:
            self._spread = np.zeros(size, np.uint16)
            self._spread[self.documents()] = self.field.codes(self.first, self.last)
        return self._spread

    @property
    def _has_long(self) -> bool:
        return self.field.has_long and len(self.field.long(self.first, self.last)[0]) > 0

    def _worth(self, codes: Array) -> Array:
        """The scores of postings with these codes, none of which is of a long frequency."""
        scores: Array = table_of(self.measure, self.name, self.average).take(codes)
        scores *= np.float32(self.weight)
        return scores

    def _scores(self, places: Array | None) -> Array:
        codes = self.field.codes(self.first, self.last)
        scores: Array = table_of(self.measure, self.name, self.average).take(
            codes if places is None else codes.take(places)
        )
        if self.field.has_long:
            at, frequencies = self.field.long(self.first, self.last)
            if len(at):
                exact = self.measure(self.name, frequencies, codes.take(at) & 255, self.average)
                if places is None:
                    scores[at] = exact
                else:
                    scores = self._scores(None).take(places) / np.float32(self.weight)
        scores *= np.float32(self.weight)
        return scores
