"""What the articles of a segment are like: the sketches of `search_index.text.sketch`.

Sections: sketch.numbers (uint16, the most frequent stems first) and sketch.counts (uint8, of
those that occur more than once, which come first; all others occur once), one document after the
other; sketch.starts and sketch.count_starts say where each begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from search_index.engines.whoosh.store.segment_file import Array, SegmentFile, SegmentFileWriter
from search_index.text.sketch import SLOTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketches:
    """Of every document the numbers of its stems, and the counts above 1 of the first of them."""

    starts: Array
    numbers: Array
    count_starts: Array
    counts: Array

    @classmethod
    def of_rows(cls, owners: Array, numbers: Array, counts: Array, documents: int) -> Self:
        """From stems side by side, by document, those that occur more than once first."""
        many = counts > 1
        return cls(
            starts=owners.searchsorted(np.arange(documents + 1)),
            numbers=numbers.astype(np.uint16),
            count_starts=owners.compress(many).searchsorted(np.arange(documents + 1)),
            counts=counts.compress(many).astype(np.uint8),
        )

    @classmethod
    def read(cls, file: SegmentFile) -> Self:
        """All that `write` wrote."""
        return cls(
            starts=file.read("sketch.starts"),
            numbers=file.read("sketch.numbers"),
            count_starts=file.read("sketch.count_starts"),
            counts=file.read("sketch.counts"),
        )

    @classmethod
    def merged(cls, parts: Sequence[tuple[Self, Array]]) -> Self:
        """Those of several segments, each with the bools of the documents that are kept."""
        numbers = [_kept(each.starts, each.numbers, keep) for each, keep in parts]
        counts = [_kept(each.count_starts, each.counts, keep) for each, keep in parts]
        return cls(
            starts=_behind([sizes for sizes, _ in numbers]),
            numbers=np.concatenate([values for _, values in numbers]),
            count_starts=_behind([sizes for sizes, _ in counts]),
            counts=np.concatenate([values for _, values in counts]),
        )

    def write(self, file: SegmentFileWriter) -> None:
        """Write the sections."""
        file.add("sketch.starts", self.starts.astype(np.uint32))
        file.add("sketch.numbers", self.numbers)
        file.add("sketch.count_starts", self.count_starts.astype(np.uint32))
        file.add("sketch.counts", self.counts)


def _kept(starts: Array, values: Array, keep: Array) -> tuple[Array, Array]:
    """How many values each document has that is kept, and these."""
    sizes: Array = np.diff(starts.astype(np.int64))
    if keep.all():
        return sizes, values
    return sizes.compress(keep), values.compress(np.repeat(keep, sizes))


def _behind(sizes: Sequence[Array]) -> Array:
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(np.concatenate(sizes))))


def rows_of(file: SegmentFile, documents: Array) -> tuple[Array, Array]:
    """The numbers (uint16) and counts (uint8) of `documents`, a row of SLOTS for each.

    Only these are read. What a document has less than SLOTS counts 0.
    """
    numbers = np.zeros(len(documents) * SLOTS, np.uint16)
    counts = np.zeros(len(documents) * SLOTS, np.uint8)
    at, places = _spread(file, "sketch.starts", documents)
    numbers[at] = file.read_at("sketch.numbers", places)
    counts[at] = 1
    at, places = _spread(file, "sketch.count_starts", documents)
    counts[at] = file.read_at("sketch.counts", places)
    return numbers.reshape(-1, SLOTS), counts.reshape(-1, SLOTS)


def _spread(file: SegmentFile, name: str, documents: Array) -> tuple[Array, Array]:
    """Where the values of documents go, in rows of SLOTS, and where they are in the file."""
    starts = file.read(name)
    begins = starts.take(documents).astype(np.int64)
    sizes = starts.take(documents + 1) - begins
    behind = sizes.cumsum()
    within = np.arange(int(behind[-1]) if len(behind) else 0)
    within -= (behind - sizes).repeat(sizes)
    owners = np.arange(len(documents)).repeat(sizes)
    return owners * SLOTS + within, begins.repeat(sizes) + within
