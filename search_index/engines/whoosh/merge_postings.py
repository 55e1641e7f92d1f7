"""Merging the postings of text fields: blocks of each term are moved to their new places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress

import numpy as np
from whoosh.util.numeric import byte_to_length

from search_index.engines.whoosh.forms import Forms
from search_index.engines.whoosh.postings import LONG, PostingArrays
from search_index.engines.whoosh.segment import SegmentData
from search_index.engines.whoosh.segment_file import Array, SegmentFileWriter
from search_index.schema import TEXT_FIELDS

_ZERO = np.zeros(1, np.int64)


@dataclass(frozen=True, kw_only=True)
class Part:
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
    """The living postings of one field of one part, term after term.

    `counts` are per term of the part's dictionary; the others per posting. `positions` are
    as many per posting as its frequency says.
    """

    counts: Array
    documents: Array
    codes: Array
    frequencies: Array
    positions: Array | None = None

    @property
    def starts(self) -> Array:
        """Where the postings of each term begin, one entry more at the end."""
        return np.concatenate((_ZERO, np.cumsum(self.counts)))


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedWords:
    """The dictionary of words after a merge, and what merging the stems needs to know.

    `ordinals[i]` maps the words of part i to the merged dictionary (-1: gone);
    `counts[field]` are the merged postings per word; `blocks[field][i]` those of part i.
    """

    terms: list[bytes]
    ordinals: list[Array]
    counts: dict[str, Array]
    blocks: dict[str, list[Blocks]]
    lengths: dict[str, int]


def merge_exact(file: SegmentFileWriter, parts: Sequence[Part]) -> MergedWords:
    """Merge and write the words of all text fields."""
    blocks = {name: [_exact_blocks(part, name) for part in parts] for name in TEXT_FIELDS}
    used = [
        np.logical_or.reduce([blocks[name][i].counts > 0 for name in TEXT_FIELDS])
        for i in range(len(parts))
    ]
    terms, ordinals = _merge_terms([part.data.words.terms() for part in parts], used)
    counts: dict[str, Array] = {}
    for name in TEXT_FIELDS:
        merged, counts[name] = _merge_blocks(blocks[name], ordinals, len(terms))
        merged.write(file, name)
    return MergedWords(
        terms=terms,
        ordinals=ordinals,
        counts=counts,
        blocks=blocks,
        lengths={name: _total_length(parts, name) for name in TEXT_FIELDS},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedStems:
    """The dictionary of stems after a merge, and the words of each."""

    terms: list[bytes]
    forms: Forms


def merge_stems(file: SegmentFileWriter, parts: Sequence[Part], words: MergedWords) -> MergedStems:
    """Merge and write the stems of all text fields."""
    own = {name: [_own_stems(part, name) for part in parts] for name in TEXT_FIELDS}
    shared = {
        name: [part.data.file.read(f"{name}_stem.shared").astype(np.int64) for part in parts]
        for name in TEXT_FIELDS
    }
    whole = {
        name: [
            _with_shared(stems, to, exact)
            for stems, to, exact in zip(own[name], shared[name], words.blocks[name], strict=True)
        ]
        for name in TEXT_FIELDS
    }
    used = [
        np.logical_or.reduce([whole[name][i].counts > 0 for name in TEXT_FIELDS])
        for i in range(len(parts))
    ]
    terms, ordinals = _merge_terms([part.data.stems.terms() for part in parts], used)
    for name in TEXT_FIELDS:
        to = _still_shared(whole[name], shared[name], ordinals, words, name, len(terms))
        kept = [
            _without(blocks, numbers, to)
            for blocks, numbers in zip(whole[name], ordinals, strict=True)
        ]
        merged, _ = _merge_blocks(kept, ordinals, len(terms), shared=to)
        merged.write(file, f"{name}_stem")
    pairs = [part.data.forms.pairs() for part in parts]
    forms = Forms.from_pairs(
        np.concatenate([o.take(p[0]) for o, p in zip(ordinals, pairs, strict=True)]),
        np.concatenate([o.take(p[1]) for o, p in zip(words.ordinals, pairs, strict=True)]),
        stems=len(terms),
    )
    return MergedStems(terms=terms, forms=forms)


def _total_length(parts: Sequence[Part], name: str) -> int:
    """The words in the living documents; those of deleted ones are known to a byte only."""
    total = 0
    for part in parts:
        gone = part.data.length_bytes(name).compress(~part.keep)
        total += part.data.lengths[name] - sum(map(byte_to_length, gone.tolist()))
    return max(total, 0)


def _exact_blocks(part: Part, name: str) -> Blocks:
    field, file = part.data.text[name], part.data.file
    blocks = _read_blocks(part, name)
    positions = file.read(f"{name}.positions")
    if not part.all_live:
        size = file.length(f"{name}.documents")
        keep = part.keep.take(field.documents(0, size))
        positions = positions.compress(np.repeat(keep, field.frequencies(0, size)))
    return Blocks(
        counts=blocks.counts,
        documents=blocks.documents,
        codes=blocks.codes,
        frequencies=blocks.frequencies,
        positions=positions,
    )


def _own_stems(part: Part, name: str) -> Blocks:
    return _read_blocks(part, f"{name}_stem")


def _read_blocks(part: Part, name: str) -> Blocks:
    field = part.data.text[name]
    size = part.data.file.length(f"{name}.documents")
    starts = part.data.file.read(f"{name}.starts").astype(np.int64)
    documents, codes = field.documents(0, size), field.codes(0, size)
    frequencies = field.frequencies(0, size)
    counts = np.diff(starts)
    if not part.all_live:
        keep = part.keep.take(documents)
        before = np.concatenate((_ZERO, np.cumsum(keep)))
        counts = np.diff(before.take(starts))
        documents, codes = documents.compress(keep), codes.compress(keep)
        frequencies = frequencies.compress(keep)
    return Blocks(
        counts=counts,
        documents=part.numbers.take(documents).astype(np.uint16),
        codes=codes,
        frequencies=frequencies,
    )


def _merge_terms(
    lists: Sequence[list[bytes]], used: Sequence[Array]
) -> tuple[list[bytes], list[Array]]:
    kept = [list(compress(terms, mask.tolist())) for terms, mask in zip(lists, used, strict=True)]
    merged = sorted(set().union(*kept))
    places = {term: place for place, term in enumerate(merged)}
    ordinals = []
    for terms, mask in zip(kept, used, strict=True):
        numbers = np.full(len(mask), -1, np.int64)
        numbers[mask] = np.fromiter(map(places.__getitem__, terms), np.int64, len(terms))
        ordinals.append(numbers)
    return merged, ordinals


def _runs(begins: Array, counts: Array) -> Array:
    """All places of runs that begin at `begins` and are `counts` long, one behind the other."""
    before = np.cumsum(counts) - counts
    places: Array = np.repeat(begins - before, counts) + np.arange(int(counts.sum()))
    return places


def _with_shared(stems: Blocks, shared: Array, words: Blocks) -> Blocks:
    """The stems' postings, those that are kept as a word's filled in."""
    if not (shared >= 0).any():
        return stems
    word = np.maximum(shared, 0)
    counts = np.where(shared >= 0, words.counts.take(word), stems.counts)
    begins = np.where(
        shared >= 0, words.starts.take(word) + len(stems.documents), stems.starts[:-1]
    )
    places = _runs(begins, counts)
    return Blocks(
        counts=counts,
        documents=np.concatenate((stems.documents, words.documents)).take(places),
        codes=np.concatenate((stems.codes, words.codes)).take(places),
        frequencies=np.concatenate((stems.frequencies, words.frequencies)).take(places),
    )


def _still_shared(
    stems: Sequence[Blocks],
    shared: Sequence[Array],
    ordinals: Sequence[Array],
    words: MergedWords,
    name: str,
    terms: int,
) -> Array:
    """For each merged stem the word with the same postings, -1 where there is none.

    That is so where every part keeps the stem as the same word, and the word stands in no
    document besides.
    """
    unknown, different = -2, -1
    to = np.full(terms, unknown, np.int64)
    counts = np.zeros(terms, np.int64)
    for blocks, part_shared, part_ordinals, word_ordinals in zip(
        stems, shared, ordinals, words.ordinals, strict=True
    ):
        there = np.flatnonzero((part_ordinals >= 0) & (blocks.counts > 0))
        stem = part_ordinals.take(there)
        word = part_shared.take(there)
        word = np.where(word >= 0, word_ordinals.take(np.maximum(word, 0)), different)
        known = to.take(stem)
        to[stem] = np.where((known == unknown) | (known == word), word, different)
        counts[stem] += blocks.counts.take(there)
    total = words.counts[name].take(np.maximum(to, 0)) if len(words.terms) else counts
    return np.where((to >= 0) & (total == counts), to, -1)


def _without(blocks: Blocks, ordinals: Array, shared: Array) -> Blocks:
    """The blocks without the terms that are kept as a word's."""
    there = ordinals >= 0
    drop = np.zeros(len(ordinals), bool)
    drop[there] = shared.take(ordinals.compress(there)) >= 0
    keep = np.repeat(~drop, blocks.counts)
    return Blocks(
        counts=np.where(drop, 0, blocks.counts),
        documents=blocks.documents.compress(keep),
        codes=blocks.codes.compress(keep),
        frequencies=blocks.frequencies.compress(keep),
    )


def _merge_blocks(
    parts: Sequence[Blocks],
    ordinals: Sequence[Array],
    terms: int,
    shared: Array | None = None,
) -> tuple[PostingArrays, Array]:
    """The postings of all parts by merged term, and how many each term has."""
    part_counts, part_occurrences = [], []
    for blocks, numbers in zip(parts, ordinals, strict=True):
        part_counts.append(_by_term(blocks.counts, numbers, terms))
        sums = np.concatenate((_ZERO, np.cumsum(blocks.frequencies, dtype=np.int64)))
        occurrences = np.diff(sums.take(blocks.starts))
        part_occurrences.append(_by_term(occurrences, numbers, terms))
    counts = np.sum(part_counts, axis=0)
    starts = np.concatenate((_ZERO, np.cumsum(counts)))
    occurrences = np.sum(part_occurrences, axis=0)
    position_starts = np.concatenate((_ZERO, np.cumsum(occurrences)))
    documents = np.empty(starts[-1], np.uint16)
    codes = np.empty(starts[-1], np.uint16)
    frequencies = np.empty(starts[-1], np.uint32)
    with_positions = parts[0].positions is not None
    wide = any(b.positions is not None and b.positions.itemsize > 2 for b in parts)
    positions = (
        np.empty(position_starts[-1], np.uint32 if wide else np.uint16) if with_positions else None
    )
    at, position_at = starts[:-1].copy(), position_starts[:-1].copy()
    for blocks, here, occurring in zip(parts, part_counts, part_occurrences, strict=True):
        places = _runs(at, here)
        documents[places] = blocks.documents
        codes[places] = blocks.codes
        frequencies[places] = blocks.frequencies
        at += here
        if positions is not None and blocks.positions is not None:
            positions[_runs(position_at, occurring)] = blocks.positions
            position_at += occurring
    long_at = np.flatnonzero(codes >> np.uint16(8) == LONG)
    arrays = PostingArrays(
        starts=starts,
        documents=documents,
        codes=codes,
        long_at=long_at,
        long_frequency=frequencies.take(long_at),
        frequencies=frequencies,
        positions=positions,
        shared=shared,
    )
    return arrays, counts


def _by_term(counts: Array, ordinals: Array, terms: int) -> Array:
    result = np.zeros(terms, np.int64)
    there = ordinals >= 0
    result[ordinals.compress(there)] = counts.compress(there)
    return result
