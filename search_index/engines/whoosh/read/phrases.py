"""Phrases: which documents have words in order, and how near words occur in them.

The positions of a word in several documents become one ascending array of numbers, the
document above the position, so that a whole set of documents is compared at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from search_index.engines.whoosh.read.scored_documents import members
from search_index.engines.whoosh.store.postings import STRIDE, TextField
from search_index.engines.whoosh.store.segment_file import Array

SHIFT: Final = 26
"""Positions are below 2**24; the gap keeps the documents apart whatever the slop."""
MAX_SLOP: Final = 1 << 24
_FEW: Final = 8
"""The members of one ascending array are looked up in another one that is so many times longer."""


def phrase_documents(
    postings: TextField, spans: Sequence[tuple[int, int]], slop: int, size: int
) -> Array:
    """The documents (int64, ascending) that have terms in order.

    `spans` are where the postings of the terms are. Each term is at most `slop`
    positions after the one before; 1 is next to it.
    """
    by_count = sorted(set(spans), key=lambda span: span[1] - span[0])
    documents = postings.documents(*by_count[0]).astype(np.int64)
    for span in by_count[1:]:
        documents = documents.compress(members(documents, postings.documents(*span), size))
    if not len(documents):
        return documents
    reached = occurrences(postings, spans[0], documents)
    for span in spans[1:]:
        following = occurrences(postings, span, documents)
        reached = _next_to(reached, following) if slop == 1 else _near(reached, following, slop)
        if not len(reached):
            return np.empty(0, np.int64)
    owners = reached >> SHIFT
    first = np.concatenate((np.ones(1, bool), owners[1:] != owners[:-1]))
    return documents.take(owners.compress(first))


def _next_to(reached: Array, following: Array) -> Array:
    """The numbers of `following` that are one more than one of `reached`; both are ascending."""
    few, many = sorted((reached + 1, following), key=len)
    if not len(few) or len(few) * _FEW < len(many):
        places = many.searchsorted(few)
        places[places == len(many)] = 0
        return few.compress(many.take(places) == few)
    # Two runs that are sorted are merged, those of the first run before equal ones.
    both = np.concatenate((few << 1, many << 1 | 1))
    both.sort(kind="stable")
    first = both[:-1]
    pairs = (both[1:] - first == 1) & (first & 1 == 0)
    return first.compress(pairs) >> 1


def _near(reached: Array, following: Array, slop: int) -> Array:
    """The numbers of `following` that are at most `slop` more than one of `reached`."""
    before = reached.searchsorted(following) - 1
    distance = following - reached.take(np.maximum(before, 0))
    return following.compress((before >= 0) & (distance <= min(slop, MAX_SLOP)))


def all_occurrences(
    postings: TextField, spans: Sequence[tuple[int, int]], documents: Array
) -> list[Array]:
    """Where each of some terms occurs in few `documents`: `occurrences`, of all terms at once."""
    found = [_places(postings, span, documents) for span in spans]
    every = np.concatenate([places for _, places in found])
    if not len(every):
        return [every] * len(found)
    positions, counts = postings.positions_of(every)
    result: list[Array] = []
    at = behind = 0
    for owners, places in found:
        own = counts[at : at + len(places)]
        size = int(own.sum())
        of_term = positions[behind : behind + size]
        result.append((owners << SHIFT).repeat(own) | of_term)
        at, behind = at + len(places), behind + size
    return result


def _places(postings: TextField, span: tuple[int, int], documents: Array) -> tuple[Array, Array]:
    """Which of the documents a term is in, as places among them, and its postings of these."""
    there = postings.documents(*span)
    if len(there) < len(documents) * _FEW:
        places = members(there, documents, 1 << 16).nonzero()[0]
        if len(places) == len(documents):
            return np.arange(len(documents)), places + span[0]
        return members(documents, there, 1 << 16).nonzero()[0], places + span[0]
    wanted = documents.astype(np.uint16)
    places = there.searchsorted(wanted)
    places[places == len(there)] = 0
    owners = (there.take(places) == wanted).nonzero()[0]
    return owners, places.take(owners) + span[0]


def occurrences(postings: TextField, span: tuple[int, int], documents: Array) -> Array:
    """Where a term occurs in `documents` (int64, ascending), as one ascending array.

    `span` is where its postings stand. Each number is the place of the document in
    `documents`, above the position.
    """
    first, last = span
    if first == last or not len(documents):
        return np.empty(0, np.int64)
    owners, places = _places(postings, span, documents)
    if not len(owners):
        return np.empty(0, np.int64)
    if len(places) * STRIDE < last - first:
        positions, counts = postings.positions_of(places)
    else:
        every, starts = postings.positions(first, last)
        places -= first
        begin = starts.take(places)
        counts = starts.take(places + 1) - begin
        flat = (begin + counts - counts.cumsum()).repeat(counts)
        flat += np.arange(len(flat))
        positions = every.take(flat)
    result: Array = (owners << SHIFT).repeat(counts) | positions
    return result
