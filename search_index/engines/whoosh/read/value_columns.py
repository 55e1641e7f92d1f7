"""The values of a keyword field in columns: the first of each document, the second, and so on.

To count the values of some documents takes half the time of looking up where those of each
begin.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from search_index.engines.whoosh.store.keyword_fields import KeywordField
from search_index.engines.whoosh.store.segment_file import Array, places_of_runs
from search_index.engines.whoosh.store.snapshot import MergedValues

FILLED: Final = 3
"""A column is made where one of so many documents has a value for it; others are in a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueColumns:
    """The values of the documents of a segment, numbered as in `Snapshot.merged`.

    Column k has the value k of each document, and one number more than there are values where it
    has fewer. `further` are the values that are in no column, `owners` (int64) their documents.
    """

    columns: Sequence[Array]
    owners: Array
    further: Array

    @classmethod
    def of(cls, field: KeywordField, numbers: Array, none: int) -> ValueColumns:
        """Of a field whose ordinals have these `numbers`."""
        begins = field.of_starts[:-1]
        counts = field.of_starts[1:] - begins
        every = numbers.astype(np.uint16 if none < 1 << 16 else np.uint32).take(field.of)
        columns: list[Array] = []
        having = (counts > 0).nonzero()[0]
        while len(having) * FILLED > len(counts):
            values = every.take(begins.take(having) + len(columns))
            if len(having) < len(counts):
                column = np.full(len(counts), none, every.dtype)
                column[having] = values
                values = column
            columns.append(values)
            having = having.compress(counts.take(having) > len(columns))
        more = (counts - len(columns)).take(having)
        places = places_of_runs(begins.take(having) + len(columns), more)
        return cls(columns=columns, owners=having.repeat(more), further=every.take(places))

    def numbers_of(self, documents: Array, mask: Callable[[], Array]) -> Array:
        """The numbers of all values that `documents` have, in any order, with some of none.

        `mask` says which documents (uint8, 0 or 1) these are.
        """
        parts = [column.take(documents) for column in self.columns]
        if len(self.owners):
            parts.append(self.further.take(mask().take(self.owners).nonzero()[0]))
        return np.concatenate(parts) if parts else np.empty(0, np.uint16)


def columns_of(fields: Sequence[KeywordField], merged: MergedValues) -> Sequence[ValueColumns]:
    """The columns of a field, one object for each segment."""
    return [
        ValueColumns.of(field, numbers, len(merged.keys))
        for field, numbers in zip(fields, merged.numbers, strict=True)
    ]
