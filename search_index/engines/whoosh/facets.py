"""Counting the values of facets over the documents that were found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from search_index.analysis import WORD, fold, word_terms
from search_index.engines.whoosh.keywords import KeywordField
from search_index.engines.whoosh.segment_file import Array
from search_index.engines.whoosh.snapshot import Snapshot
from search_index.hits import FacetValue
from search_index.schema import alphabetically

WITH_NONE: Final = ("year", "month")
"""The facets that also count articles without a value."""
_FEW: Final = 8


def count_in_segment(field: KeywordField, documents: Array, size: int) -> Array:
    """How many of `documents` (int64, ascending) have each value, by ordinal (int64).

    Few documents are asked for their values; for many it is quicker to go through the
    documents of all values, which lie in one array, and to see which were found.
    """
    values = field.dictionary.size
    if not values or not len(documents):
        return np.zeros(values, np.int64)
    if len(documents) == size:
        return np.diff(field.starts)
    if len(documents) * _FEW < size:
        begin = field.of_starts.take(documents)
        counts = field.of_starts.take(documents + 1) - begin
        before = np.cumsum(counts) - counts
        flat = np.repeat(begin - before, counts) + np.arange(int(counts.sum()))
        return np.bincount(field.of.take(flat), minlength=values)
    mask = np.zeros(size, bool)
    mask[documents] = True
    hits = mask.take(field.documents).view(np.uint8)
    counted: Array = np.add.reduceat(hits, field.starts[:-1], dtype=np.int32)
    return counted


def count_values(snapshot: Snapshot, name: str, documents: Sequence[Array]) -> Array:
    """The counts of a facet over all segments, numbered as in `Snapshot.merged`."""
    merged = snapshot.merged(name)
    counts = [
        count_in_segment(segment.data.keywords[name], found, segment.documents)
        for segment, found in zip(snapshot.segments, documents, strict=True)
    ]
    if len(counts) == 1:
        return counts[0]
    total = np.zeros(len(merged.keys), np.int64)
    for numbers, part in zip(merged.numbers, counts, strict=True):
        total[numbers] += part
    return total


def facet_values(
    snapshot: Snapshot,
    name: str,
    documents: Sequence[Array],
    *,
    size: int,
    active: Sequence[str] = (),
    prefix: str = "",
) -> tuple[FacetValue, ...]:
    """The most frequent values of a facet, ties in alphabetical order.

    `documents` are those found in each segment. Values in `active` are among the result
    whatever their count. With `prefix` only values that have a word beginning so.
    """
    merged = snapshot.merged(name)
    counts = count_values(snapshot, name, documents)
    none = 0
    if name in WITH_NONE and not prefix:
        none = sum(map(len, documents)) - int(counts.sum())
    there = np.flatnonzero(counts)
    if prefix:
        start = fold(prefix)
        fits = [_has_word(merged.value(i), start) for i in there.tolist()]
        there = there.compress(np.array(fits, bool))
    some = counts.take(there)
    if len(there) > size:
        least = np.partition(some, len(some) - size)[len(some) - size]
        top = np.flatnonzero(some >= least)
        there, some = there.take(top), some.take(top)
    order = (-some).argsort(kind="stable")[:size]
    rows = dict(zip(there.take(order).tolist(), some.take(order).tolist(), strict=True))
    chosen = {number for value in active for number in merged.numbers_of(value)}
    for number in chosen:
        rows.setdefault(number, int(counts[number]))
    found = [
        FacetValue(value=merged.value(number), count=count, active=number in chosen)
        for number, count in rows.items()
    ]
    if none:
        found.append(FacetValue(value=None, count=none))
    if not none and not chosen:
        return tuple(found)
    found.sort(key=lambda row: (-row.count, *alphabetically(row.value)))
    kept = sorted(found, key=lambda row: not row.active)[:size]
    return tuple(row for row in found if row in kept)


def _has_word(value: str, start: str) -> bool:
    folded = fold(value)
    return folded.startswith(start) or any(
        word.startswith(start)
        for surface in WORD.findall(value)
        for word, _ in word_terms(surface, "und").exact
    )
