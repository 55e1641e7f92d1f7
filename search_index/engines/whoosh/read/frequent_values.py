"""The most frequent values of a keyword field as bits, one for each document of the snapshot.

Of many hits a facet shows some of the values that most articles have. With their bits these are
counted without asking every hit for its values, as long as the least of them is in more hits than
any other value has articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np

from search_index.engines.whoosh.store.keyword_fields import KeywordField
from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.snapshot import MergedValues

_MOST: Final = 48
"""So many values have bits: a hundred thousand articles take 12.5 KB for each."""
_WORD: Final = 64
_LIKELY: Final = 0.75
"""A value is reckoned to be in this part of the hits that it would have by chance, or more."""


def room_for_bits(documents: int) -> Array:
    """A zero (uint8) for each document and what fills up the last word of bits."""
    return np.zeros(-(-documents // _WORD) * _WORD, np.uint8)


def bits_of(mask: Array) -> Array:
    """What `room_for_bits` gave, zeros and ones by now, as bits (uint64)."""
    return np.packbits(mask).view(np.uint64)


class FrequentValues:
    """The values of a field of a snapshot, the most frequent first.

    `numbers` are those of the most frequent ones, as in `Snapshot.merged`; `is_of_all` says
    whether there is one value, which every document has.
    """

    def __init__(
        self,
        fields: Sequence[KeywordField],
        bases: Sequence[int],
        merged: MergedValues,
        documents: int,
    ) -> None:
        """Of the `fields` of segments that begin at `bases`, with so many documents in all."""
        self._documents = documents
        self._fields = list(zip(fields, merged.numbers, bases, strict=True))
        totals = np.zeros(len(merged.keys), np.int64)
        for field, numbers, _ in self._fields:
            totals[numbers] += field.starts[1:] - field.starts[:-1]
        order = np.argsort(-totals, kind="stable")
        self.numbers = order[:_MOST]
        self._totals = totals.take(order)  # deleted documents count
        self.is_of_all = totals.tolist() == [documents]
        each = max(int(totals.sum()) / documents, 1.0)
        # For so many rows and each hit bits are as quick as asking the hit for its values.
        self._worth = 2 * each * _WORD / documents

    @cached_property
    def _bits(self) -> Array:
        """Which documents have each of the most frequent values, in one row for each."""
        rows = []
        for number in self.numbers.tolist():
            mask = room_for_bits(self._documents)
            for field, numbers, base in self._fields:
                for ordinal in (numbers == number).nonzero()[0].tolist():
                    mask[field.documents_in(ordinal, ordinal + 1).astype(np.int64) + base] = 1
            rows.append(bits_of(mask))
        return np.array(rows)

    @cached_property
    def _bare(self) -> Array:
        """Which documents have no value."""
        mask = room_for_bits(self._documents)
        for field, _, base in self._fields:
            none = field.of_starts[1:] == field.of_starts[:-1]
            mask[base : base + len(none)] = none
        return bits_of(mask)

    def enough(self, hits: int, size: int) -> int:
        """So many values are likely to have the `size` that are in most of the hits among them.

        0 where it is quicker to ask the hits for their values.
        """
        most, every = min(hits * self._worth, len(self.numbers)), len(self._totals)
        if min(size, every) > most:
            return 0
        if every <= size:
            return every
        least = float(self._totals[size - 1]) * hits / self._documents * _LIKELY
        wanted = max(size, int((-self._totals).searchsorted(-least, side="right")))
        return wanted if wanted <= most else 0

    def counted(self, found: Array, rows: int) -> Array:
        """How many of the documents `found` (bits) have each of the first values (int64)."""
        ones = np.bitwise_count(self._bits[:rows] & found)
        counts: Array = ones.sum(axis=1, dtype=np.uint32).astype(np.int64)
        return counts

    def without(self, found: Array) -> int:
        """How many of the documents `found` (bits) have no value."""
        return int(np.bitwise_count(self._bare & found).sum(dtype=np.int64))

    def others(self, rows: int) -> int:
        """How many documents a value has at most that is not among the first."""
        return int(self._totals[rows]) if rows < len(self._totals) else 0
