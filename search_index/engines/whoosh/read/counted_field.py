"""A keyword field of a snapshot, and what makes it quick to count its values.

That is made when the field is counted again, as a first question waits for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from search_index.engines.whoosh.read.frequent_values import FrequentValues
from search_index.engines.whoosh.read.value_columns import ValueColumns, columns_of
from search_index.engines.whoosh.store.snapshot import Snapshot


class CountedField:
    """The field in all segments; `merged` has the values of all. Safe for many threads."""

    def __init__(self, snapshot: Snapshot, name: str) -> None:
        self.fields = [segment.data.keywords[name] for segment in snapshot.segments]
        self.merged = snapshot.merged(name)
        self._bases = [segment.base for segment in snapshot.segments]
        self._documents = snapshot.documents
        self._is_known = False

    def is_asked_again(self) -> bool:
        """Whether it was counted before."""
        known, self._is_known = self._is_known, True
        return known

    @cached_property
    def columns(self) -> Sequence[ValueColumns]:
        """The values of each document, of each segment."""
        return columns_of(self.fields, self.merged)

    @cached_property
    def frequent(self) -> FrequentValues:
        """Which documents have the most frequent values."""
        return FrequentValues(self.fields, self._bases, self.merged, self._documents)


def counted_field(snapshot: Snapshot, name: str) -> CountedField:
    """The field of this name, one object for all questions."""
    return snapshot.cached(("counted", name), lambda: CountedField(snapshot, name), 0)
