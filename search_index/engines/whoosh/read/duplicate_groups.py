"""Folding near-duplicates: of each duplicate group only the best ranked article stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from search_index.engines.whoosh.read.deadline import Clock
from search_index.engines.whoosh.read.selection import Selection
from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.snapshot import Snapshot


def has_copies(snapshot: Snapshot) -> bool:
    """Whether there are near-duplicates at all."""
    return any(len(segment.data.duplicates) for segment in snapshot.segments)


def stories(snapshot: Snapshot) -> Sequence[Array]:
    """For each document of each segment the number of its story, -1 where it is the only one.

    int64; made once for a snapshot that `has_copies`.
    """
    return snapshot.cached("stories", lambda: _number_stories(snapshot), 0)


def _number_stories(snapshot: Snapshot) -> Sequence[Array]:
    copied = [
        segment.data.column("story_key").take(segment.data.duplicates)
        for segment in snapshot.segments
    ]
    known = np.unique(np.concatenate(copied))
    numbered = []
    for segment in snapshot.segments:
        numbers = np.full(segment.documents, -1, np.int64)
        keys = segment.data.column("story_key")
        places = np.minimum(known.searchsorted(keys), len(known) - 1)
        there = np.flatnonzero(known.take(places) == keys)
        numbers[there] = places.take(there)
        numbered.append(numbers)
    return numbered


Duplicates = Sequence[tuple[Array, Array]]
"""For each segment the places, among its documents that were found, of those in a duplicate
group, and the numbers of these groups (int64)."""


def duplicates_in(snapshot: Snapshot, documents: Sequence[Array]) -> Duplicates | None:
    """Which of the documents found (ascending, for each segment) are in a duplicate group; None
    where there are no groups."""
    if not has_copies(snapshot):
        return None
    duplicates = []
    for numbers, found in zip(stories(snapshot), documents, strict=True):
        of_found = numbers.take(found)
        places = np.flatnonzero(of_found >= 0)
        duplicates.append((places, of_found.take(places)))
    return duplicates


def count_stories(snapshot: Snapshot, field: str, value: str, clock: Clock) -> int:
    """How many stories the living articles with a value tell. Raises QueryTimeout."""
    clock.check()
    single, duplicates = 0, [np.zeros(0, np.int64)]
    numbered = stories(snapshot) if has_copies(snapshot) else None
    for place, segment in enumerate(snapshot.segments):
        keywords = segment.data.keywords[field]
        found = segment.living(keywords.documents_in(*keywords.range_of(value)).astype(np.int64))
        of_found = numbered[place].take(found) if numbered is not None else None
        if of_found is None:
            single += len(found)
        else:
            single += int((of_found < 0).sum())
            duplicates.append(of_found.compress(of_found >= 0))
    return single + len(np.unique(np.concatenate(duplicates)))


def fold_stories(selection: Selection, duplicates: Duplicates) -> tuple[Selection, Counter[int]]:
    """The selection with one article for each story, and how many each story had."""
    places = [where for where, _ in duplicates]
    story = np.concatenate([numbers for _, numbers in duplicates])
    if len(story) < 2:
        return selection, Counter(story.tolist())
    keys = np.concatenate([k.take(p) for k, p in zip(selection.keys, places, strict=True)])
    order = np.lexsort((np.arange(len(story)), -keys, story))
    again = np.zeros(len(story), bool)
    again[order[1:]] = story.take(order[1:]) == story.take(order[:-1])
    documents, kept_keys = [], []
    at = 0
    for found, found_keys, where in zip(selection.documents, selection.keys, places, strict=True):
        keep = np.ones(len(found), bool)
        keep[where] = ~again[at : at + len(where)]
        at += len(where)
        documents.append(found.compress(keep))
        kept_keys.append(found_keys.compress(keep))
    return Selection(documents, kept_keys), Counter(story.tolist())
