"""Phrases: which documents have words in order, and how near words stand in them.

The positions of a word in several documents become one ascending array of numbers, the
document above the position, so that a whole set of documents is compared at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from search_index.engines.whoosh.postings import TextField
from search_index.engines.whoosh.segment_file import Array

_SHIFT: Final = 26
"""Positions are below 2**24; the gap keeps the documents apart whatever the slop."""
MAX_SLOP: Final = 1 << 24


def phrase_documents(postings: TextField, ordinals: Sequence[int], slop: int, size: int) -> Array:
    """The documents (int64, ascending) that have the terms in this order.

    Each term stands at most `slop` positions behind the one before; 1 is next to it.
    """
    spans = {ordinal: postings.span(ordinal)[1:] for ordinal in ordinals}
    by_count = sorted(set(ordinals), key=lambda o: spans[o][1] - spans[o][0])
    documents = postings.documents(*spans[by_count[0]]).astype(np.int64)
    for ordinal in by_count[1:]:
        mask = np.zeros(size, bool)
        mask[postings.documents(*spans[ordinal])] = True
        documents = documents.compress(mask.take(documents))
    if not len(documents):
        return documents
    reached = occurrences(postings, ordinals[0], documents)
    for ordinal in ordinals[1:]:
        following = occurrences(postings, ordinal, documents)
        before = reached.searchsorted(following) - 1
        distance = following - reached.take(np.maximum(before, 0))
        reached = following.compress((before >= 0) & (distance <= min(slop, MAX_SLOP)))
        if not len(reached):
            return np.empty(0, np.int64)
    owners = reached >> _SHIFT
    first = np.concatenate((np.ones(1, bool), owners[1:] != owners[:-1]))
    return documents.take(owners.compress(first))


def occurrences(postings: TextField, ordinal: int, documents: Array) -> Array:
    """Where a term stands in `documents` (int64, ascending), as one ascending array.

    Each number is the place of the document in `documents`, above the position.
    """
    _, first, last = postings.span(ordinal)
    if first == last:
        return np.empty(0, np.int64)
    there = postings.documents(first, last)
    wanted = documents.astype(np.uint16)
    places = there.searchsorted(wanted)
    places[places == len(there)] = 0
    owners = np.flatnonzero(there.take(places) == wanted)
    places = places.take(owners)
    positions, starts = postings.positions(ordinal)
    begin = starts.take(places)
    counts = starts.take(places + 1) - begin
    before = np.repeat(np.cumsum(counts) - counts, counts)
    flat = np.repeat(begin, counts) + (np.arange(len(before)) - before)
    result: Array = (np.repeat(owners, counts) << _SHIFT) | positions.take(flat).astype(np.int64)
    return result
