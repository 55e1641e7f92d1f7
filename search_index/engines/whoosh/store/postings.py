"""The postings of a text field on disk: contiguous arrays, read in place.

Of each posting there is the document number (uint16) and a code (uint16): the frequency
of the term, at most 255, above the length of the field in one byte, as Whoosh rounds it.
Scores are looked up by code. The few frequencies above 254 are in a list of their own.

Sections of field f: f.starts (per term, where its postings begin), f.documents, f.codes
(filled up to whole blocks of 64), f.long_at and f.long_frequency (postings of 255 and
more); with positions also f.positions (as many for each posting as its frequency says) and
f.position_starts (where those of every 64th posting begin); for stems f.shared (per term
the word whose postings serve for it too, -1 for none).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from whoosh.util.numeric import byte_to_length

from search_index.engines.whoosh.store.segment_file import Array, SegmentFile, SegmentFileWriter

LONG: Final = 255
STRIDE: Final = 64

LENGTHS: Final = np.array([byte_to_length(byte) for byte in range(256)], np.int64)
"""The length that each of Whoosh's length bytes stands for, ascending."""


def length_bytes(lengths: Array) -> Array:
    """Field lengths as Whoosh rounds them into one byte (uint8)."""
    return np.minimum(LENGTHS.searchsorted(lengths), 255).astype(np.uint8)


def narrow(values: Array) -> Array:
    """The values in the smallest unsigned type that holds them all."""
    largest = int(values.max()) if len(values) else 0
    for dtype in (np.uint8, np.uint16, np.uint32):
        if largest <= np.iinfo(dtype).max:
            return values.astype(dtype)
    return values.astype(np.uint64)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingArrays:
    """The arrays of one field as they go to disk; see the module for their meaning."""

    starts: Array
    documents: Array
    codes: Array
    long_at: Array
    long_frequency: Array
    frequencies: Array | None = None
    positions: Array | None = None
    shared: Array | None = None

    def write(self, file: SegmentFileWriter, field: str) -> None:
        """Write the sections of `field`."""
        file.add(f"{field}.starts", self.starts.astype(np.uint32))
        file.add(f"{field}.documents", self.documents)
        file.add(f"{field}.codes", np.pad(self.codes, (0, -len(self.codes) % STRIDE)))
        file.add(f"{field}.long_at", self.long_at.astype(np.uint32))
        file.add(f"{field}.long_frequency", self.long_frequency.astype(np.uint32))
        if self.positions is not None and self.frequencies is not None:
            ends = np.cumsum(self.frequencies, dtype=np.int64)
            starts = np.concatenate((np.zeros(1, np.int64), ends[STRIDE - 1 :: STRIDE]))
            file.add(f"{field}.position_starts", narrow(starts))
            file.add(f"{field}.positions", narrow(self.positions))
        if self.shared is not None:
            file.add(f"{field}.shared", self.shared.astype(np.int32))


def codes_of(frequencies: Array, bytes_of_documents: Array) -> Array:
    """Frequency above length byte, uint16."""
    high = np.minimum(frequencies, LONG).astype(np.uint16) << np.uint16(8)
    return high | bytes_of_documents


class TextField:
    """Reads the postings of one field of one segment by the ordinals of its dictionary."""

    def __init__(self, file: SegmentFile, field: str, words: TextField | None = None) -> None:
        """`words` are the postings of the words that stems share."""
        self._file = file
        self._starts = f"{field}.starts"
        self._documents = f"{field}.documents"
        self._codes = f"{field}.codes"
        self._field = field
        self._words = words
        self.has_long = file.length(f"{field}.long_at") > 0

    def span(self, term: int) -> tuple[TextField, int, int]:
        """Where the postings of a term stand: in which field, from where to where."""
        if self._words is not None:
            word = int(self._file.read(f"{self._field}.shared", term, term + 1)[0])
            if word >= 0:
                return self._words.span(word)
        first, last = self._file.read(self._starts, term, term + 2).tolist()
        return self, first, last

    def count(self, term: int) -> int:
        """How many documents have the term, deleted ones included."""
        _, first, last = self.span(term)
        return last - first

    def counts(self, first: int, last: int) -> Array:
        """How many documents have each of the words with ordinals [first, last) (int64)."""
        return np.diff(self._file.read(self._starts, first, last + 1).astype(np.int64))

    def documents(self, first: int, last: int) -> Array:
        """The document numbers of postings [first:last], uint16."""
        return self._file.read(self._documents, first, last)

    def codes(self, first: int, last: int) -> Array:
        """The codes of postings [first:last], uint16."""
        return self._file.read(self._codes, first, last)

    def long(self, first: int, last: int) -> tuple[Array, Array]:
        """Those of postings [first:last] with 255 occurrences and more.

        Gives their places counted from `first`, and their frequencies.
        """
        at = self._file.read(f"{self._field}.long_at")
        low, high = np.searchsorted(at, (first, last)).tolist()
        frequencies = self._file.read(f"{self._field}.long_frequency", low, high)
        return at[low:high].astype(np.int64) - first, frequencies

    def frequencies(self, first: int, last: int) -> Array:
        """How often the term occurs in each document of postings [first:last], uint32."""
        frequencies = (self.codes(first, last) >> np.uint16(8)).astype(np.uint32)
        if self.has_long:
            places, exact = self.long(first, last)
            frequencies[places] = exact
        return frequencies

    def positions(self, first: int, last: int) -> tuple[Array, Array]:
        """The positions of postings [first:last], and where each posting's begin.

        The second array has one entry more than there are postings.
        """
        starts = np.zeros(last - first + 1, np.int64)
        np.cumsum(self.frequencies(first, last), out=starts[1:])
        begin = self._position_start(first)
        positions = self._file.read(f"{self._field}.positions", begin, begin + int(starts[-1]))
        return positions, starts

    def _position_start(self, posting: int) -> int:
        block = posting // STRIDE
        start = int(self._file.read(f"{self._field}.position_starts", block, block + 1)[0])
        return start + int(self.frequencies(block * STRIDE, posting).sum())

    def positions_of(self, postings: Array) -> tuple[Array, Array]:
        """The positions of single postings (int64, in any order), one after the other.

        Also how many each has (int64).
        """
        blocks, within = np.divmod(postings, STRIDE)
        rows = self._file.read_rows(self._codes, STRIDE, blocks) >> np.uint16(8)
        if self.has_long and (rows == LONG).any():
            ranges = [(at * STRIDE, (at + 1) * STRIDE) for at in blocks.tolist()]
            rows = np.stack([self.frequencies(*each) for each in ranges])
        each = np.arange(0, len(postings) * STRIDE, STRIDE) + within
        counts = rows.take(each).astype(np.int64)
        starts = self._file.read_rows(f"{self._field}.position_starts", 1, blocks)[:, 0] - counts
        starts += rows.cumsum(axis=1, dtype=np.uint32).take(each)
        name = f"{self._field}.positions"
        if len(counts) and counts.max() < STRIDE << 8:
            return self._file.read_runs(name, starts, counts), counts
        runs = zip(starts.tolist(), (starts + counts).tolist(), strict=True)
        return np.concatenate([self._file.read(name, *run) for run in runs]), counts
