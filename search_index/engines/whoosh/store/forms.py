"""The words of each stem: which words a query's stem can have met in a text.

Sections: forms.starts (per stem, where its words begin) and forms.words (ordinals of words).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from search_index.engines.whoosh.store.segment_file import Array, SegmentFile, SegmentFileWriter


def words_of(file: SegmentFile, stem: int) -> Array:
    """The ordinals of the words of one stem, no more read than these."""
    first, last = file.read("forms.starts", stem, stem + 2).tolist()
    return file.read("forms.words", first, last)


def distinct(numbers: Array) -> Array:
    """The numbers in ascending order, each once: by sorting, which is what is quick here."""
    found: Array = np.sort(numbers)
    return found.compress(np.append(found[:1] == found[:1], found[1:] != found[:-1]))


@dataclass(frozen=True, slots=True)
class Forms:
    """Stem s has the words `words[starts[s]:starts[s + 1]]`."""

    starts: Array
    words: Array

    @classmethod
    def from_pairs(cls, stem_ordinals: Array, word_ordinals: Array, *, stems: int) -> Self:
        """From stems and words side by side; pairs with a -1 are left out, each stays once."""
        known = (stem_ordinals >= 0) & (word_ordinals >= 0)
        packed = distinct((stem_ordinals.compress(known) << 32) | word_ordinals.compress(known))
        counts = np.bincount(packed >> 32, minlength=stems)
        starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
        return cls(starts, packed & 0xFFFFFFFF)

    @classmethod
    def read(cls, file: SegmentFile) -> Self:
        """Read what `write` wrote."""
        return cls(file.read("forms.starts"), file.read("forms.words"))

    def write(self, file: SegmentFileWriter) -> None:
        """Write the sections."""
        file.add("forms.starts", self.starts.astype(np.uint32))
        file.add("forms.words", self.words.astype(np.uint32))

    def of(self, stem: int) -> Array:
        """The ordinals of the words of a stem."""
        return self.words[self.starts[stem] : self.starts[stem + 1]]

    def pairs(self) -> tuple[Array, Array]:
        """Stems and words side by side (int64 each)."""
        starts = self.starts.astype(np.int64)
        counts = starts[1:] - starts[:-1]
        return np.repeat(np.arange(len(counts)), counts), self.words.astype(np.int64)
