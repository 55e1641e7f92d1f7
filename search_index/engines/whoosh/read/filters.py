"""Filters as masks over the documents of a segment, kept for as long as the snapshot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import and_, or_

import numpy as np

from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.snapshot import Segment, Snapshot
from search_index.model.conditions import (
    AllOf,
    AnyOf,
    Condition,
    FirstDayWithin,
    HasAny,
    HasValue,
    NotMet,
)
from search_index.model.query import Query
from search_index.schema import first_day, last_day


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition. `facet` is the field that it includes values of, else None.

    `masks` has an array of bools for each segment: the documents that pass. What depends on them
    alone can be kept with the snapshot under `key`, if there is one.
    """

    facet: str | None
    masks: Sequence[Array]
    key: tuple[str | None, ...] = ()


def filters_of(query: Query, snapshot: Snapshot) -> list[Filter]:
    """The conditions of a query, all of which an article must meet."""
    found: list[Filter] = []
    for name, values in query.include.items():
        if values:
            found.append(Filter(name, _having(snapshot, name, tuple(values))))
    for name, values in query.exclude.items():
        if values:
            without = [~mask for mask in _having(snapshot, name, tuple(values))]
            found.append(Filter(None, without))
    if query.date_from or query.date_to:
        days = (query.date_from, query.date_to)
        masks = snapshot.cached(
            ("dated", *days), lambda: _dated(snapshot, *days), snapshot.documents + 100
        )
        found.append(Filter(None, masks, ("dated", *days)))
    if query.missing_date:
        found.append(Filter(None, [s.data.column("first_day") == 0 for s in snapshot.segments]))
    if query.where is not None:
        found.append(Filter(None, _meeting(snapshot, query.where)))
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


def _meeting(snapshot: Snapshot, condition: Condition) -> Sequence[Array]:
    match condition:
        case HasValue(field, values):
            return _having(snapshot, field, values)
        case HasAny(field):
            return [
                np.diff(segment.data.keywords[field].of_starts) > 0 for segment in snapshot.segments
            ]
        case FirstDayWithin(first, last):
            columns = [segment.data.column("first_day") for segment in snapshot.segments]
            least = max(first or 1, 1)
            return [(days >= least) & (True if last is None else days <= last) for days in columns]
        case AllOf(conditions):
            return _combined(snapshot, conditions, and_, empty=True)
        case AnyOf(conditions):
            return _combined(snapshot, conditions, or_, empty=False)
        case NotMet(inner):
            return [~mask for mask in _meeting(snapshot, inner)]


def _combined(
    snapshot: Snapshot,
    conditions: Sequence[Condition],
    join: Callable[[Array, Array], Array],
    *,
    empty: bool,
) -> Sequence[Array]:
    masks: Sequence[Array] = [np.full(s.documents, empty) for s in snapshot.segments]
    for condition in conditions:
        met = _meeting(snapshot, condition)
        masks = [join(mask, more) for mask, more in zip(masks, met, strict=True)]
    return masks


def _dated(snapshot: Snapshot, first: str | None, last: str | None) -> Sequence[Array]:
    masks = []
    for segment in snapshot.segments:
        mask = segment.data.column("first_day") >= (first_day(first) if first else 1)
        if last:
            mask &= segment.data.column("last_day") <= last_day(last)
        masks.append(mask)
    return masks
