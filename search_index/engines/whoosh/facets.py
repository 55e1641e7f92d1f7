"""Counting the values of facets over the documents that were found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from search_index.analysis import fold
from search_index.engines.whoosh.beginnings import beginnings_of
from search_index.engines.whoosh.collapse import Told
from search_index.engines.whoosh.segment_file import Array
from search_index.engines.whoosh.snapshot import Snapshot
from search_index.hits import FacetValue
from search_index.schema import alphabetically

WITH_NONE: Final = ("year", "month")
"""The facets that also count articles without a value."""
_FEW: Final = 8
_SORTED: Final = 500
"""So many counts are sorted whole; of more the largest are taken out first."""


def count_values(snapshot: Snapshot, name: str, documents: Sequence[Array]) -> Array:
    """How many of the documents (int64, ascending, for each segment) have each value.

    Numbered as in `Snapshot.merged` (int64). Few documents are asked for their values; for
    many it is quicker to go through the documents of all values, which lie in one array,
    and to see which were found.
    """
    merged = snapshot.merged(name)
    total = np.zeros(len(merged.keys), np.int64)
    asked: list[Array] = []
    for segment, found, numbers in zip(snapshot.segments, documents, merged.numbers, strict=True):
        field = segment.data.keywords[name]
        if not len(found) or not len(numbers):
            continue
        if len(found) == segment.documents:
            total[numbers] += np.diff(field.starts)
        elif len(found) * _FEW < segment.documents:
            asked.append(numbers.take(field.ordinals_of(found)))
        else:
            mask = np.zeros(segment.documents, bool)
            mask[found] = True
            hits = mask.take(field.documents).view(np.uint8)
            total[numbers] += np.add.reduceat(hits, field.starts[:-1], dtype=np.int32)
    if asked:
        total += np.bincount(
            asked[0] if len(asked) == 1 else np.concatenate(asked), minlength=len(total)
        )
    return total


def repeated_values(
    snapshot: Snapshot, name: str, documents: Sequence[Array], told: Told
) -> tuple[Array, int]:
    """How many of the documents only repeat a value for their story: for each value, for none.

    `told` is that of the documents. Taken from the counts of documents it leaves those of
    stories.
    """
    merged = snapshot.merged(name)
    valued: list[Array] = []
    owners: list[Array] = []
    bare: list[Array] = []
    parts = zip(snapshot.segments, documents, told, merged.numbers, strict=True)
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


def facet_values(
    snapshot: Snapshot,
    name: str,
    documents: Sequence[Array],
    *,
    told: Told | None,
    size: int,
    active: Sequence[str] = (),
    prefix: str = "",
) -> tuple[FacetValue, ...]:
    """The most frequent values of a facet, ties in alphabetical order.

    `documents` are those found in each segment; with their `told` those that tell one story
    count once. Values in `active` are among the result whatever their count. With `prefix`
    only values that have a word beginning so.
    """
    merged = snapshot.merged(name)
    counts = count_values(snapshot, name, documents)
    none = 0
    if name in WITH_NONE and not prefix:
        none = sum(map(len, documents)) - int(counts.sum())
    if told is not None:
        repeated, repeated_none = repeated_values(snapshot, name, documents, told)
        counts -= repeated
        none -= min(none, repeated_none)
    there = np.flatnonzero(counts)
    if prefix:
        fits = np.zeros(len(counts), bool)
        fits[beginnings_of(snapshot, name, inside=False).owners_of(fold(prefix))] = True
        there = there.compress(fits.take(there))
    some = counts.take(there)
    if len(there) > max(size, _SORTED):
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
    if len(found) > size:
        kept = set(map(id, sorted(found, key=lambda row: not row.active)[:size]))
        found = [row for row in found if id(row) in kept]
    return tuple(found)
