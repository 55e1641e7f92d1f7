"""What the articles of a segment are like: the sketches of `search_index.text.sketch`.

Sections: sketch.codes (uint16, the most frequent stems first), one document after the other, and
sketch.starts, which says where each begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from search_index.engines.whoosh.store.segment_file import Array, SegmentFile, SegmentFileWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketches:
    """The codes of every document: those of document i are `codes[starts[i]:starts[i + 1]]`."""

    starts: Array
    codes: Array

    @classmethod
    def of_rows(cls, owners: Array, codes: Array, documents: int) -> Self:
        """From documents and codes side by side, by document."""
        return cls(
            starts=owners.searchsorted(np.arange(documents + 1)), codes=codes.astype(np.uint16)
        )

    @classmethod
    def read(cls, file: SegmentFile) -> Self:
        """All that `write` wrote."""
        return cls(starts=file.read("sketch.starts"), codes=file.read("sketch.codes"))

    @classmethod
    def merged(cls, parts: Sequence[tuple[Self, Array]]) -> Self:
        """Those of several segments, each with the bools of the documents that are kept."""
        kept = [_kept(each.starts, each.codes, keep) for each, keep in parts]
        sizes = np.concatenate([np.zeros(1, np.int64), *(sizes for sizes, _ in kept)])
        return cls(starts=np.cumsum(sizes), codes=np.concatenate([codes for _, codes in kept]))

    def write(self, file: SegmentFileWriter) -> None:
        """Write the sections."""
        file.add("sketch.starts", self.starts.astype(np.uint32))
        file.add("sketch.codes", self.codes)


def _kept(starts: Array, codes: Array, keep: Array) -> tuple[Array, Array]:
    """How many codes each document has that is kept, and these."""
    sizes: Array = np.diff(starts.astype(np.int64))
    if keep.all():
        return sizes, codes
    return sizes.compress(keep), codes.compress(np.repeat(keep, sizes))


def codes_of(file: SegmentFile, documents: Array) -> tuple[Array, Array]:
    """How many codes each of `documents` has (int64), and these one after the other (uint16)."""
    starts = file.read("sketch.starts")
    begins = starts.take(documents).astype(np.int64)
    sizes = starts.take(documents + 1) - begins
    return sizes, file.read_runs("sketch.codes", begins, sizes)
