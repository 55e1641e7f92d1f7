"""Turning tokens into postings by sorting numbers.

Each occurrence of a term becomes one integer, term above document above position; sorted,
the occurrences of a term lie together in the order that a postings list has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.write.vocabulary import Lookup

_POSITION_BITS: Final = 24
_DOCUMENT_BITS: Final = 16
MAX_TOKENS: Final = 1 << _POSITION_BITS
"""Words of an article that are further back are all at the last of these positions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The chunks of one field of a batch.

    `chunks` are their numbers (uint32); document d has those of `[ends[d - 1]:ends[d]]`.
    """

    chunks: Array
    ends: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Inverted:
    """The postings of one field, by term in ascending order of the dictionary.

    Term t has the postings `[starts[t]:starts[t + 1]]`: `documents` (uint16, ascending),
    `frequencies` (int64) and, where the field has them, `positions` (uint32) one after the
    other, as many for each posting as its frequency says.
    """

    starts: Array
    documents: Array
    frequencies: Array
    positions: Array | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvertedField:
    """A text field inverted: its words and its stems.

    `lengths` are the numbers of positions in each document (int64). `shared[t]` is the word
    whose postings are those of stem t as well, -1 where there is none.
    """

    exact: Inverted
    stemmed: Inverted
    lengths: Array
    shared: Array


def invert(lookup: Lookup, tokens: Tokens) -> InvertedField:
    """Invert the tokens of a text field of a batch."""
    counts = np.diff(tokens.ends, prepend=0)
    owners = np.repeat(np.arange(len(counts), dtype=np.uint16), counts)
    after = np.concatenate((np.zeros(1, np.int64), np.cumsum(lookup.widths.take(tokens.chunks))))
    begins = after.take(tokens.ends - counts)
    lengths = after.take(tokens.ends) - begins
    positions = after[:-1] - begins.take(owners)
    del after
    positions = np.minimum(positions, MAX_TOKENS - 1).astype(np.uint32)
    exact = _group(
        _exact_keys(lookup, tokens, owners, positions), len(lookup.words), _POSITION_BITS
    )
    del positions
    stemmed = _group(_stem_keys(lookup, tokens, owners), len(lookup.stems), 0)
    return InvertedField(
        exact=exact,
        stemmed=stemmed,
        lengths=lengths,
        shared=_really_shared(lookup.candidates, stemmed, exact),
    )


def count_written(lookup: Lookup, fields: Iterable[Tokens]) -> dict[bytes, int]:
    """How many documents have each of the forms that words are written in."""
    several = np.diff(lookup.written_as.starts) > 0
    keys = [np.zeros(0, np.int64)]
    for tokens in fields:
        counts = np.diff(tokens.ends, prepend=0)
        owners = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
        there = np.flatnonzero(several.take(tokens.chunks))
        places, flat = lookup.written_as.of(tokens.chunks.take(there))
        forms = lookup.written_as.values.take(flat)
        keys.append(forms << _DOCUMENT_BITS | owners.take(there).take(places))
    found = np.unique(np.concatenate(keys)) >> _DOCUMENT_BITS
    articles = np.bincount(found, minlength=len(lookup.written))
    return dict(zip(lookup.written, articles.tolist(), strict=True))


def _exact_keys(lookup: Lookup, tokens: Tokens, owners: Array, positions: Array) -> Array:
    places, flat = lookup.exact.of(tokens.chunks)
    keys: Array = lookup.exact.values.take(flat)
    keys <<= _DOCUMENT_BITS
    keys |= owners.take(places)
    keys <<= _POSITION_BITS
    within = positions.take(places)
    within += lookup.offsets.take(flat).astype(np.uint32)
    keys |= np.minimum(within, MAX_TOKENS - 1)
    return keys.view(np.uint64)


def _stem_keys(lookup: Lookup, tokens: Tokens, owners: Array) -> Array:
    places, flat = lookup.stemmed.of(tokens.chunks)
    keys: Array = lookup.stemmed.values.take(flat)
    keys <<= _DOCUMENT_BITS
    keys |= owners.take(places)
    return keys.view(np.uint64)


def _group(keys: Array, terms: int, position_bits: int) -> Inverted:
    keys.sort()
    postings = keys >> np.uint64(position_bits)
    first = np.flatnonzero(np.concatenate((np.ones(1, bool), postings[1:] != postings[:-1])))
    first = first[: len(keys)]
    heads = postings.take(first)
    del postings
    counts = np.bincount((heads >> np.uint64(_DOCUMENT_BITS)).astype(np.int64), minlength=terms)
    return Inverted(
        starts=np.concatenate((np.zeros(1, np.int64), np.cumsum(counts))),
        documents=heads.astype(np.uint16),
        frequencies=np.diff(first, append=len(keys)),
        positions=(keys & np.uint64(MAX_TOKENS - 1)).astype(np.uint32) if position_bits else None,
    )


def _really_shared(candidates: Array, stems: Inverted, words: Inverted) -> Array:
    """Those candidates whose postings are equal to the stem's, -1 for the others."""
    counts = np.diff(stems.starts)
    there = np.flatnonzero((candidates >= 0) & (counts > 0))
    word = candidates.take(there)
    there = there[words.starts.take(word + 1) - words.starts.take(word) == counts.take(there)]
    word = candidates.take(there)
    sizes = counts.take(there)
    begins = np.cumsum(sizes) - sizes
    within = np.arange(int(sizes.sum())) - np.repeat(begins, sizes)
    left = np.repeat(stems.starts.take(there), sizes) + within
    right = np.repeat(words.starts.take(word), sizes) + within
    same = (stems.documents.take(left) == words.documents.take(right)) & (
        stems.frequencies.take(left) == words.frequencies.take(right)
    )
    shared = np.full(len(candidates), -1, np.int64)
    if len(there):
        equal = np.logical_and.reduceat(same, begins)
        shared[there[equal]] = word[equal]
    return shared
