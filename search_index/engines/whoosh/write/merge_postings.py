"""Merging the postings of text fields: blocks of each term are moved to their new places.

The terms are taken in ranges of so many postings, and what is merged goes to files at once:
the memory that it takes grows with the range, not with the segments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import Final, Protocol

import numpy as np
from whoosh.util.numeric import byte_to_length

from search_index.engines.whoosh.store.forms import Forms
from search_index.engines.whoosh.store.postings import LONG, PostingArrays
from search_index.engines.whoosh.store.segment import SegmentData
from search_index.engines.whoosh.store.segment_file import Array, SegmentFileWriter, places_of_runs
from search_index.engines.whoosh.store.term_dictionary import Dictionary
from search_index.engines.whoosh.write.posting_stream import PostingStream
from search_index.schema import TEXT_FIELDS

_ZERO = np.zeros(1, np.int64)
_STEP: Final = 1 << 18
"""So many postings are merged at a time, or all of one term."""


@dataclass(frozen=True, kw_only=True)
class MergingSegment:
    """A segment on its way into a merge: `keep` are its living documents (bools).

    Its first living document becomes document `base` of the merged segment.
    """

    data: SegmentData
    keep: Array
    base: int
    all_live: bool

    @cached_property
    def numbers(self) -> Array:
        """The new number of each document; without meaning for the deleted ones."""
        numbers: Array = np.cumsum(self.keep) - 1 + self.base
        return numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """The living postings of some terms of one segment, term after term.

    `counts` are per term; the others per posting, `documents` by their new numbers.
    `positions` are as many per posting as its frequency says.
    """

    counts: Array
    documents: Array
    codes: Array
    frequencies: Array
    positions: Array | None = None

    @property
    def starts(self) -> Array:
        """Where the postings of each term begin, one entry more at the end."""
        return np.concatenate((_ZERO, np.cumsum(self.counts, dtype=np.int64)))

    @classmethod
    def of(
        cls,
        segment: MergingSegment,
        counts: Array,
        documents: Array,
        codes: Array,
        frequencies: Array,
        positions: Array | None = None,
    ) -> Blocks:
        """From postings as they stand in the segment, deleted documents' ones among them."""
        if not segment.all_live:
            keep = segment.keep.take(documents)
            if positions is not None:
                positions = positions.compress(np.repeat(keep, frequencies))
            documents, codes = documents.compress(keep), codes.compress(keep)
            frequencies = frequencies.compress(keep)
        return cls(
            counts=counts,
            documents=segment.numbers.take(documents).astype(np.uint16),
            codes=codes,
            frequencies=frequencies,
            positions=positions,
        )


class _Field(Protocol):
    """A text field of one segment; `counts` are its living postings per term (uint32)."""

    counts: Array

    def blocks(self, terms: Array) -> Blocks:
        """The postings of terms (int64, ascending)."""


class _Words:
    """The words of a field of one segment."""

    def __init__(self, segment: MergingSegment, name: str) -> None:
        self._segment = segment
        self._field = segment.data.text[name]
        self.starts = segment.data.file.read(f"{name}.starts")
        self.counts = _living_counts(segment, name, self.starts)

    def blocks(self, terms: Array) -> Blocks:
        # What is between two of the terms has no living posting.
        low, high = int(self.starts[terms[0]]), int(self.starts[terms[-1] + 1])
        field = self._field
        return Blocks.of(
            self._segment,
            self.counts.take(terms),
            field.documents(low, high),
            field.codes(low, high),
            field.frequencies(low, high),
            field.positions(low, high)[0],
        )


class _Stems:
    """The stems of a field of one segment, those that are kept as a word's among them."""

    def __init__(self, segment: MergingSegment, name: str, words: _Words) -> None:
        self._segment = segment
        self._name = name
        self._words = words
        file = segment.data.file
        self._starts = file.read(f"{name}_stem.starts")
        self.shared = file.read(f"{name}_stem.shared")
        own = _living_counts(segment, f"{name}_stem", self._starts)
        self.counts = np.where(self.shared >= 0, words.counts.take(np.maximum(self.shared, 0)), own)

    def blocks(self, terms: Array) -> Blocks:
        word = self.shared.take(terms)
        shared = word >= 0
        begins = self._starts.take(terms).astype(np.int64)
        ends = self._starts.take(terms + 1).astype(np.int64)
        begins[shared] = self._words.starts.take(word.compress(shared))
        ends[shared] = self._words.starts.take(word.compress(shared) + 1)
        places = places_of_runs(begins, ends - begins)
        from_word = np.repeat(shared, ends - begins)
        found = [np.empty(len(places), dtype) for dtype in (np.uint16, np.uint16, np.uint32)]
        for name, chosen in ((f"{self._name}_stem", ~from_word), (self._name, from_word)):
            for values, some in zip(found, self._at(name, places.compress(chosen)), strict=True):
                values[chosen] = some
        return Blocks.of(self._segment, self.counts.take(terms), *found)

    def _at(self, name: str, places: Array) -> tuple[Array, Array, Array]:
        """The documents, codes and frequencies of postings."""
        file = self._segment.data.file
        codes = file.read(f"{name}.codes").take(places)
        frequencies = (codes >> np.uint16(8)).astype(np.uint32)
        long = np.flatnonzero(frequencies == LONG)
        if len(long):
            at = np.searchsorted(file.read(f"{name}.long_at"), places.take(long))
            frequencies[long] = file.read(f"{name}.long_frequency").take(at)
        return file.read(f"{name}.documents").take(places), codes, frequencies


def _living_counts(segment: MergingSegment, name: str, starts: Array) -> Array:
    if segment.all_live:
        return np.diff(starts)
    documents = segment.data.file.read(f"{name}.documents")
    before = np.zeros(len(starts), np.uint32)
    total = 0
    for low in range(0, len(documents), _STEP):
        living = np.concatenate((_ZERO, np.cumsum(segment.keep.take(documents[low : low + _STEP]))))
        first, last = np.searchsorted(starts, (low, low + len(living) - 1)).tolist()
        before[first:last] = total + living.take(starts[first:last] - low)
        total += int(living[-1])
    before[np.searchsorted(starts, len(documents)) :] = total
    return np.diff(before)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedWords:
    """The dictionary of words after a merge, and what merging the stems needs to know.

    `ordinals[i]` maps the words of segment i to the merged dictionary (-1: gone);
    `counts[field]` are the merged postings per word; `fields[field][i]` those of segment i.
    """

    terms: list[bytes]
    ordinals: list[Array]
    counts: dict[str, Array]
    fields: dict[str, list[_Words]]
    lengths: dict[str, int]


def merge_exact(file: SegmentFileWriter, segments: Sequence[MergingSegment]) -> MergedWords:
    """Merge and write the words of all text fields."""
    fields = {name: [_Words(segment, name) for segment in segments] for name in TEXT_FIELDS}
    terms, ordinals = _merge_terms([segment.data.words for segment in segments], fields)
    counts = {}
    for name in TEXT_FIELDS:
        kinds = [segment.data.file.read(f"{name}.positions").dtype for segment in segments]
        dtype = max(kinds, key=lambda kind: kind.itemsize)
        with PostingStream(file.folder, positions=dtype) as stream:
            counts[name] = _merge_field(stream, fields[name], ordinals, len(terms))
            stream.write(file, name)
    return MergedWords(
        terms=terms,
        ordinals=ordinals,
        counts=counts,
        fields=fields,
        lengths={name: _total_length(segments, name) for name in TEXT_FIELDS},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedStems:
    """The dictionary of stems after a merge, and the words of each."""

    terms: list[bytes]
    forms: Forms


def merge_stems(
    file: SegmentFileWriter, segments: Sequence[MergingSegment], words: MergedWords
) -> MergedStems:
    """Merge and write the stems of all text fields."""
    fields = {
        name: [
            _Stems(segment, name, exact)
            for segment, exact in zip(segments, words.fields[name], strict=True)
        ]
        for name in TEXT_FIELDS
    }
    terms, ordinals = _merge_terms([segment.data.stems for segment in segments], fields)
    for name in TEXT_FIELDS:
        to = _still_shared(fields[name], ordinals, words, name, len(terms))
        shared = np.append(to, -1)  # the last for stems that are in no article any more (-1)
        own = [np.where(shared.take(each) < 0, each, -1) for each in ordinals]
        with PostingStream(file.folder) as stream:
            _merge_field(stream, fields[name], own, len(terms))
            stream.write(file, f"{name}_stem", shared=to)
    forms = Forms.from_pairs(_ZERO[:0], _ZERO[:0], stems=len(terms))
    for segment, stem_ordinals, word_ordinals in zip(
        segments, ordinals, words.ordinals, strict=True
    ):
        before, more = forms.pairs(), segment.data.forms.pairs()
        forms = Forms.from_pairs(
            np.concatenate((before[0], stem_ordinals.take(more[0]))),
            np.concatenate((before[1], word_ordinals.take(more[1]))),
            stems=len(terms),
        )
    return MergedStems(terms=terms, forms=forms)


def _total_length(segments: Sequence[MergingSegment], name: str) -> int:
    """The words in the living documents; those of deleted ones are known to a byte only."""
    total = 0
    for segment in segments:
        gone = segment.data.length_bytes(name).compress(~segment.keep)
        total += segment.data.lengths[name] - sum(map(byte_to_length, gone.tolist()))
    return max(total, 0)


def _merge_terms(
    dictionaries: Sequence[Dictionary], fields: Mapping[str, Sequence[_Field]]
) -> tuple[list[bytes], list[Array]]:
    """The terms with living postings, and where each segment's terms are put among them."""
    used = [
        np.logical_or.reduce([field.counts > 0 for field in each])
        for each in zip(*fields.values(), strict=True)
    ]
    found: dict[bytes, int] = {}
    for dictionary, mask in zip(dictionaries, used, strict=True):
        found.update(dict.fromkeys(compress(dictionary.terms(), mask.tolist()), 0))
    merged = sorted(found)
    found = {term: place for place, term in enumerate(merged)}
    ordinals = []
    for dictionary, mask in zip(dictionaries, used, strict=True):
        numbers = np.full(len(mask), -1, np.int64)
        places = map(found.__getitem__, compress(dictionary.terms(), mask.tolist()))
        numbers[mask] = np.fromiter(places, np.int64, np.count_nonzero(mask))
        ordinals.append(numbers)
    return merged, ordinals


def _still_shared(
    stems: Sequence[_Stems],
    ordinals: Sequence[Array],
    words: MergedWords,
    name: str,
    terms: int,
) -> Array:
    """For each merged stem the word with the same postings, -1 where there is none.

    That is so where every segment keeps the stem as the same word, and the word occurs in no
    document besides.
    """
    unknown, different = -2, -1
    to = np.full(terms, unknown, np.int64)
    counts = np.zeros(terms, np.int64)
    for field, part_ordinals, word_ordinals in zip(stems, ordinals, words.ordinals, strict=True):
        there = np.flatnonzero((part_ordinals >= 0) & (field.counts > 0))
        stem = part_ordinals.take(there)
        word = field.shared.take(there)
        word = np.where(word >= 0, word_ordinals.take(np.maximum(word, 0)), different)
        known = to.take(stem)
        to[stem] = np.where((known == unknown) | (known == word), word, different)
        counts[stem] += field.counts.take(there)
    total = words.counts[name].take(np.maximum(to, 0)) if len(words.terms) else counts
    return np.where((to >= 0) & (total == counts), to, -1)


def _merge_field(
    stream: PostingStream, fields: Sequence[_Field], ordinals: Sequence[Array], terms: int
) -> Array:
    """Merge the postings of a field, but those of terms whose ordinal is -1.

    Gives how many each merged term has (int64).
    """
    counts = np.zeros(terms, np.int64)
    kept = [np.flatnonzero(numbers >= 0) for numbers in ordinals]
    for field, numbers, own in zip(fields, ordinals, kept, strict=True):
        counts[numbers.take(own)] += field.counts.take(own)
    for first, last in _ranges(counts):
        blocks, places = [], []
        for field, numbers, own in zip(fields, ordinals, kept, strict=True):
            low, high = np.searchsorted(numbers.take(own), (first, last)).tolist()
            if low < high:
                blocks.append(field.blocks(own[low:high]))
                places.append(numbers.take(own[low:high]) - first)
        if blocks:
            stream.append(_merge_blocks(blocks, places, last - first))
    stream.starts = np.concatenate((_ZERO, np.cumsum(counts)))
    return counts


def _ranges(counts: Array) -> Iterator[tuple[int, int]]:
    """Ranges of terms that have some `_STEP` postings together."""
    ends = np.cumsum(counts)
    first = done = 0
    while first < len(counts):
        last = max(first + 1, int(np.searchsorted(ends, done + _STEP, "right")))
        yield first, last
        first, done = last, int(ends[last - 1])


def _merge_blocks(
    segments: Sequence[Blocks], ordinals: Sequence[Array], terms: int
) -> PostingArrays:
    """The postings of all segments by merged term."""
    segment_counts, segment_occurrences = [], []
    for blocks, numbers in zip(segments, ordinals, strict=True):
        segment_counts.append(_by_term(blocks.counts, numbers, terms))
        sums = np.concatenate((_ZERO, np.cumsum(blocks.frequencies, dtype=np.int64)))
        occurrences = np.diff(sums.take(blocks.starts))
        segment_occurrences.append(_by_term(occurrences, numbers, terms))
    counts = np.sum(segment_counts, axis=0)
    starts = np.concatenate((_ZERO, np.cumsum(counts)))
    occurrences = np.sum(segment_occurrences, axis=0)
    position_starts = np.concatenate((_ZERO, np.cumsum(occurrences)))
    documents = np.empty(starts[-1], np.uint16)
    codes = np.empty(starts[-1], np.uint16)
    frequencies = np.empty(starts[-1], np.uint32)
    kinds = [b.positions.dtype for b in segments if b.positions is not None]
    widest = max(kinds, key=lambda kind: kind.itemsize, default=None)
    positions = np.empty(position_starts[-1], widest) if widest is not None else None
    at, position_at = starts[:-1].copy(), position_starts[:-1].copy()
    for blocks, here, occurring in zip(segments, segment_counts, segment_occurrences, strict=True):
        places = places_of_runs(at, here)
        documents[places] = blocks.documents
        codes[places] = blocks.codes
        frequencies[places] = blocks.frequencies
        at += here
        if positions is not None and blocks.positions is not None:
            positions[places_of_runs(position_at, occurring)] = blocks.positions
            position_at += occurring
    long_at = np.flatnonzero(codes >> np.uint16(8) == LONG)
    return PostingArrays(
        starts=starts,
        documents=documents,
        codes=codes,
        long_at=long_at,
        long_frequency=frequencies.take(long_at),
        frequencies=frequencies,
        positions=positions,
    )


def _by_term(counts: Array, ordinals: Array, terms: int) -> Array:
    result = np.zeros(terms, np.int64)
    result[ordinals] = counts
    return result
