"""Filters as masks over the documents of a segment, kept for as long as the snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.snapshot import Segment, Snapshot
from search_index.model.query import Query
from search_index.schema import first_day, last_day


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition. `facet` is the field that it includes values of, else None.

    `masks` has an array of bools for each segment: the documents that pass.
    """

    facet: str | None
    masks: Sequence[Array]


def filters_of(query: Query, snapshot: Snapshot) -> list[Filter]:
    """The conditions of a query, all of which an article must meet."""
    found: list[Filter] = []
    for name, values in query.include.items():
        if values:
            found.append(Filter(name, _having(snapshot, name, tuple(values))))
    for name, values in query.exclude.items():
        if values:
            masks = [~mask for mask in _having(snapshot, name, tuple(values))]
            found.append(Filter(None, masks))
    if query.date_from or query.date_to:
        found.append(Filter(None, _dated(snapshot, query.date_from, query.date_to)))
    if query.missing_date:
        found.append(Filter(None, [s.data.column("first_day") == 0 for s in snapshot.segments]))
    return found


def _having(snapshot: Snapshot, name: str, values: tuple[str, ...]) -> Sequence[Array]:
    def make() -> Sequence[Array]:
        return [_mask(segment, name, values) for segment in snapshot.segments]

    return snapshot.cached(("filter", name, values), make, snapshot.documents + 100)


def _mask(segment: Segment, name: str, values: tuple[str, ...]) -> Array:
    field = segment.data.keywords[name]
    mask = np.zeros(segment.documents, bool)
    for value in values:
        mask[field.documents_in(*field.range_of(value))] = True
    return mask


def _dated(snapshot: Snapshot, first: str | None, last: str | None) -> Sequence[Array]:
    masks = []
    for segment in snapshot.segments:
        mask = segment.data.column("first_day") >= (first_day(first) if first else 1)
        if last:
            mask &= segment.data.column("last_day") <= last_day(last)
        masks.append(mask)
    return masks
