"""Turning tokens into postings by sorting numbers.

Each occurrence of a term becomes one integer, term above document above position; sorted,
the occurrences of a term lie together in the order that a postings list has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from search_index.engines.whoosh.forms import Forms
from search_index.engines.whoosh.segment_file import Array
from search_index.engines.whoosh.vocabulary import MANY_FORMS, Vocabulary

_POSITION_BITS: Final = 24
_DOCUMENT_BITS: Final = 16
MAX_TOKENS: Final = 1 << _POSITION_BITS
"""More tokens than this are more than a batch may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The surfaces of one field of a batch.

    `surfaces` are their numbers (uint32); document d has those of `[ends[d - 1]:ends[d]]`.
    """

    surfaces: Array
    ends: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Inverted:
    """The postings of one field, by term in ascending order of the dictionary.

    Term t has the postings `[starts[t]:starts[t + 1]]`: `documents` (uint16, ascending),
    `frequencies` (int64) and, where the field has them, `positions` (uint32) one behind the
    other, as many for each posting as its frequency says.
    """

    starts: Array
    documents: Array
    frequencies: Array
    positions: Array | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvertedBatch:
    """A batch inverted: two dictionaries, and for each text field its words and its stems.

    `lengths` are the numbers of positions in each document (int64). `shared[field][t]` is
    the word whose postings are those of stem t as well, -1 where there is none. `forms` are
    the words of each stem.
    """

    words: list[bytes]
    stems: list[bytes]
    exact: dict[str, Inverted]
    stemmed: dict[str, Inverted]
    lengths: dict[str, Array]
    shared: dict[str, Array]
    forms: Forms


def invert(vocabulary: Vocabulary, fields: dict[str, Tokens]) -> InvertedBatch:
    """Invert the tokens of all text fields of a batch."""
    widths = vocabulary.widths()
    exact, offsets = vocabulary.exact()
    offset_of = _Offsets(exact.starts, offsets)
    stem_lists = vocabulary.stem_lists()
    word_keys: dict[str, Array] = {}
    stem_keys: dict[str, Array] = {}
    lengths: dict[str, Array] = {}
    for name, tokens in fields.items():
        surfaces = tokens.surfaces.astype(np.int64)
        counts = np.diff(tokens.ends, prepend=0)
        owners = np.repeat(np.arange(len(counts), dtype=np.uint64), counts)
        after = np.concatenate((np.zeros(1, np.int64), np.cumsum(widths.take(surfaces))))
        lengths[name] = after.take(tokens.ends) - after.take(tokens.ends - counts)
        positions = after[:-1] - np.repeat(after.take(tokens.ends - counts), counts)
        places, words = exact.of(surfaces)
        at = positions.take(places) + offset_of(surfaces, places)
        word_keys[name] = _pack(words, owners.take(places), np.minimum(at, MAX_TOKENS - 1))
        places, stems = stem_lists.of(surfaces)
        stem_keys[name] = _pack(stems, owners.take(places), None)
    words_used, word_ranks = _rank(list(vocabulary.words), word_keys, _POSITION_BITS)
    stems_used, stem_ranks = _rank(list(vocabulary.stems), stem_keys, 0)
    exact_postings = {
        name: _group(keys, word_ranks, len(words_used), _POSITION_BITS)
        for name, keys in word_keys.items()
    }
    stemmed = {
        name: _group(keys, stem_ranks, len(stems_used), 0) for name, keys in stem_keys.items()
    }
    only_forms = vocabulary.only_forms()
    shared = {}
    for name in fields:
        candidates = np.full(len(stems_used), -1, np.int64)
        known = np.flatnonzero((stem_ranks >= 0) & (only_forms > MANY_FORMS))
        candidates[stem_ranks[known]] = word_ranks[only_forms[known]]
        shared[name] = _really_shared(candidates, stemmed[name], exact_postings[name])
    return InvertedBatch(
        words=words_used,
        stems=stems_used,
        exact=exact_postings,
        stemmed=stemmed,
        lengths=lengths,
        shared=shared,
        forms=Forms.from_pairs(
            *(
                ranks.take(n)
                for ranks, n in zip((stem_ranks, word_ranks), vocabulary.pairs(), strict=True)
            ),
            stems=len(stems_used),
        ),
    )


class _Offsets:
    """The offset of each expanded word within its surface."""

    def __init__(self, starts: Array, offsets: Array) -> None:
        self._starts = starts
        self._offsets = offsets
        self._none = not offsets.any()

    def __call__(self, surfaces: Array, places: Array) -> Array | int:
        if self._none:
            return 0
        first = self._starts.take(surfaces)
        counts = self._starts.take(surfaces + 1) - first
        within = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
        offsets: Array = self._offsets.take(np.repeat(first, counts) + within)
        return offsets


def _pack(terms: Array, owners: Array, positions: Array | None) -> Array:
    keys = (terms.astype(np.uint64) << np.uint64(_DOCUMENT_BITS)) | owners
    if positions is not None:
        keys = (keys << np.uint64(_POSITION_BITS)) | positions.astype(np.uint64)
    return keys


def _rank(
    terms: list[str], keys: dict[str, Array], position_bits: int
) -> tuple[list[bytes], Array]:
    """The terms in use in the order of their bytes, and for each number its rank there or -1."""
    used = np.zeros(len(terms), bool)
    shift = np.uint64(_DOCUMENT_BITS + position_bits)
    for packed in keys.values():
        used[(packed >> shift).astype(np.int64)] = True
    numbers = np.flatnonzero(used)
    encoded = [terms[number].encode("utf-8", "replace") for number in numbers]
    order = sorted(range(len(encoded)), key=encoded.__getitem__)
    ranks = np.full(len(terms), -1, np.int64)
    ranks[numbers[order]] = np.arange(len(numbers))
    return [encoded[place] for place in order], ranks


def _group(keys: Array, ranks: Array, terms: int, position_bits: int) -> Inverted:
    shift = np.uint64(_DOCUMENT_BITS + position_bits)
    low = (np.uint64(1) << shift) - np.uint64(1)
    numbers = (keys >> shift).astype(np.int64)
    keys = (ranks.take(numbers).astype(np.uint64) << shift) | (keys & low)
    keys.sort()
    postings = keys >> np.uint64(position_bits)
    first = np.flatnonzero(np.concatenate((np.ones(1, bool), postings[1:] != postings[:-1])))
    first = first[: len(postings)]
    heads = postings.take(first)
    frequencies = np.diff(first, append=len(keys))
    counts = np.bincount((heads >> np.uint64(_DOCUMENT_BITS)).astype(np.int64), minlength=terms)
    return Inverted(
        starts=np.concatenate((np.zeros(1, np.int64), np.cumsum(counts))),
        documents=heads.astype(np.uint16),
        frequencies=frequencies,
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
