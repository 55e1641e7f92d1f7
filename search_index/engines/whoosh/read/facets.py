"""Counting the values of facets over the documents that were found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property, partial
from typing import Final

import numpy as np

from search_index.engines.whoosh.read.counted_field import CountedField, counted_field
from search_index.engines.whoosh.read.duplicate_groups import Duplicates
from search_index.engines.whoosh.read.frequent_values import bits_of, room_for_bits
from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.snapshot import Snapshot
from search_index.engines.whoosh.store.word_beginnings import beginnings_of
from search_index.model.hits import FacetValue
from search_index.schema import alphabetically
from search_index.text.analysis import value_beginnings

WITH_NONE: Final = ("year", "month")
"""The facets that also count articles without a value."""
_FEW: Final = 8
_SORTED: Final = 500
"""So many counts are sorted whole; of more the largest are taken out first."""


class FacetCounts:
    """Counts values over the documents found in each segment (int64, ascending).

    With their `duplicates` those of one group count once. For one question, not for threads.
    """

    def __init__(
        self, snapshot: Snapshot, documents: Sequence[Array], duplicates: Duplicates | None = None
    ) -> None:
        self._snapshot = snapshot
        self._documents = documents
        self._duplicates = duplicates
        self._total = sum(map(len, documents))
        self._missing: dict[int, Array] = {}

    def counts(self, name: str) -> Array:
        """How many of the documents have each value, numbered as in `Snapshot.merged` (int64).

        Few documents are asked for their values; for many it is quicker to go through the
        documents of all values, which lie in one array, and to see which were found.
        """
        of_all = counted_field(self._snapshot, name)
        return self._counts(of_all, again=of_all.is_asked_again())

    def _counts(self, of_all: CountedField, *, again: bool) -> Array:
        merged = of_all.merged
        size = len(merged.keys)
        total = np.zeros(size, np.int64)
        columns = of_all.columns if again else None
        asked: list[Array] = []
        others: list[Array] = []
        for place, segment in enumerate(self._snapshot.segments):
            found, numbers = self._documents[place], merged.numbers[place]
            field = of_all.fields[place]
            if not len(found) or not len(numbers):
                continue
            if len(found) == segment.documents:
                total[numbers] += field.starts[1:] - field.starts[:-1]
            elif columns is not None and len(found) * 2 <= segment.documents:
                asked.append(columns[place].numbers_of(found, partial(self._mask, place)))
            elif columns is not None:
                # What all documents have, without what those have that were not found.
                total[numbers] += field.starts[1:] - field.starts[:-1]
                missed = self._missed(place)
                others.append(columns[place].numbers_of(missed, partial(self._other_mask, place)))
            elif len(found) * _FEW >= segment.documents:
                hits = self._mask(place).take(field.documents)
                total[numbers] += np.add.reduceat(hits, field.starts[:-1], dtype=np.int32)
            else:
                asked.append(numbers.take(field.ordinals_of(found)))
        if asked:
            total += _counted(asked, size)
        if others:
            total -= _counted(others, size)
        return total

    def _missed(self, place: int) -> Array:
        """The documents of a segment that were not found (int64, ascending)."""
        missed = self._missing.get(place)
        if missed is None:
            missed = self._missing[place] = (self._mask(place) == 0).nonzero()[0]
        return missed

    def _other_mask(self, place: int) -> Array:
        return 1 - self._mask(place)

    def _mask(self, place: int) -> Array:
        """Which documents of a segment were found (uint8, 0 or 1)."""
        segment = self._snapshot.segments[place]
        return self._every[segment.base : segment.base + segment.documents]

    @cached_property
    def _every(self) -> Array:
        """Which documents of the snapshot were found (uint8, 0 or 1)."""
        mask = room_for_bits(self._snapshot.documents)
        for segment, found in zip(self._snapshot.segments, self._documents, strict=True):
            mask[found + segment.base if segment.base else found] = 1
        return mask

    @cached_property
    def _bits(self) -> Array:
        return bits_of(self._every)

    def repeated(self, name: str, duplicates: Duplicates) -> tuple[Array, int]:
        """How many of the documents only repeat a value for their story: for each value, for none.

        Taken from the counts of documents it leaves those of stories.
        """
        merged = self._snapshot.merged(name)
        valued: list[Array] = []
        owners: list[Array] = []
        bare: list[Array] = []
        parts = zip(
            self._snapshot.segments, self._documents, duplicates, merged.numbers, strict=True
        )
        for segment, every_found, (places, stories), numbers in parts:
            field = segment.data.keywords[name]
            found = every_found.take(places)
            begin = field.of_starts.take(found)
            held = field.of_starts.take(found + 1) - begin
            bare.append(stories.compress(held == 0))
            if held.any():
                valued.append(numbers.take(field.ordinals_of(found)))
                owners.append(np.repeat(stories, held))
        none = sum(map(len, bare)) - len(np.unique(np.concatenate(bare)))
        size = len(merged.keys)
        if not valued:
            return np.zeros(size, np.int64), none
        every = np.concatenate(valued)
        once = np.unique(np.concatenate(owners) * size + every) % size
        return np.bincount(every, minlength=size) - np.bincount(once, minlength=size), none

    def values(
        self, name: str, *, size: int, active: Sequence[str] = (), prefix: str = ""
    ) -> tuple[FacetValue, ...]:
        """The most frequent values of a facet, ties in alphabetical order.

        Values in `active` are among the result whatever their count. With `prefix` only values
        that have a word beginning so.
        """
        of_all = counted_field(self._snapshot, name)
        merged, again = of_all.merged, of_all.is_asked_again()
        chosen = {number for value in active for number in merged.numbers_of(value)}
        told = None if prefix or chosen or not again else self._frequent(name, of_all, size)
        if told is None:
            told = self._rows(name, self._counts(of_all, again=again), size, chosen, prefix)
        rows, none = told
        found = [
            FacetValue(merged.value(number), count, number in chosen)
            for number, count in rows.items()
        ]
        if none:
            found.append(FacetValue(value=None, count=none))
        if not none and not chosen:
            return tuple(found)
        found.sort(key=lambda row: (-row.count, *alphabetically(row.value)))
        if len(found) > size:
            kept = set(map(id, sorted(found, key=lambda row: not row.active)[:size]))
            found = [row for row in found if id(row) in kept]
        return tuple(found)

    def _rows(
        self, name: str, counts: Array, size: int, chosen: Collection[int], prefix: str
    ) -> tuple[dict[int, int], int]:
        """The numbers of the most frequent values and of the `chosen` ones, and their `counts`.

        Also how many have no value, where that is counted.
        """
        none = 0
        if name in WITH_NONE and not prefix:
            none = self._total - int(counts.sum())
        if self._duplicates is not None:
            repeated, repeated_none = self.repeated(name, self._duplicates)
            counts -= repeated
            none -= min(none, repeated_none)
        there = (counts > 0).nonzero()[0]
        if prefix:
            fits = np.zeros(len(counts), bool)
            beginnings = beginnings_of(self._snapshot, name, inside=False)
            for start in value_beginnings(prefix):
                fits[beginnings.owners_of(start)] = True
            there = there.compress(fits.take(there))
        there, some = _most_frequent(there, counts.take(there), size)
        rows = dict(zip(there.tolist(), some.tolist(), strict=True))
        for number in chosen:
            rows.setdefault(number, int(counts[number]))
        return rows, none

    def _frequent(
        self, name: str, of_all: CountedField, size: int
    ) -> tuple[dict[int, int], int] | None:
        """What `_rows` gives, by the bits of frequent values; None where these do not do."""
        if not of_all.merged.keys:
            return None
        frequent = of_all.frequent
        if frequent.is_of_all and self._duplicates is None:
            return ({0: self._total} if self._total else {}), 0
        rows = frequent.enough(self._total, size)
        if not rows:
            return None
        counts = frequent.counted(self._bits, rows)
        none = frequent.without(self._bits) if name in WITH_NONE else 0
        if self._duplicates is not None:
            repeated, repeated_none = self.repeated(name, self._duplicates)
            counts -= repeated.take(frequent.numbers[:rows])
            none -= min(none, repeated_none)
        numbers = frequent.numbers[:rows]
        order = np.lexsort((numbers, -counts))[:size]
        some = counts.take(order).tolist()
        others = frequent.others(rows)
        if others and (len(some) < size or some[-1] <= others):
            return None
        some = [count for count in some if count > 0]
        return dict(zip(numbers.take(order).tolist(), some, strict=False)), none


def _most_frequent(numbers: Array, counts: Array, size: int) -> tuple[Array, Array]:
    """The `size` numbers with the largest counts, those first; else in their order."""
    if len(numbers) > max(size, _SORTED):
        least = np.partition(counts, len(counts) - size)[len(counts) - size]
        top = np.flatnonzero(counts >= least)
        numbers, counts = numbers.take(top), counts.take(top)
    order = (-counts).argsort(kind="stable")[:size]
    return numbers.take(order), counts.take(order)


def _counted(numbers: Sequence[Array], size: int) -> Array:
    """How often each number below `size` occurs; `size` itself stands for no value."""
    every = np.concatenate(numbers) if numbers[1:] else numbers[0]
    counts: Array = np.bincount(every, minlength=size + 1)[:size]
    return counts
