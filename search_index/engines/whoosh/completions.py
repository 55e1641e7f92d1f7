"""Where the words of names begin, so that a beginning finds its names without reading all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from search_index.engines.whoosh.facets import count_values
from search_index.engines.whoosh.segment_file import Array
from search_index.engines.whoosh.snapshot import Snapshot

_END: Final = 10
_BETWEEN: Final = np.isin(np.arange(256), np.frombuffer(b"\n \"'()-./:", np.uint8))
"""The bytes behind which a word of a name begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completions:
    """The names of one field, numbered as in `Snapshot.merged`.

    `letters` are their folded forms in UTF-8, each behind a newline (uint8); `words` are the
    places in it where words begin, and `names` the number of the name of each (int64 both,
    ascending); `counts` is how many living articles have each name (int64).
    """

    letters: Array
    words: Array
    names: Array
    counts: Array

    @classmethod
    def of(cls, snapshot: Snapshot, field: str) -> Self:
        """Those of the names of a snapshot that a living article has."""
        every = [segment.living(np.arange(segment.documents)) for segment in snapshot.segments]
        counts = count_values(snapshot, field, every)
        folded = (key.partition(b"\0")[0] for key in snapshot.merged(field).keys)
        text = b"".join(b"\n" + key for key in folded) + b"\n"
        letters = np.frombuffer(text, np.uint8)
        between = _BETWEEN.take(letters)
        words = np.flatnonzero(between[:-1] & ~between[1:]) + 1
        names = np.cumsum(letters == _END).take(words) - 1
        there = counts.take(names) > 0
        return cls(
            letters=letters,
            words=words.compress(there),
            names=names.compress(there),
            counts=counts,
        )

    def of_beginning(self, start: str, size: int) -> list[int]:
        """The `size` most frequent names of which a word, and what follows it, begins so."""
        at, names = self.words, self.names
        for offset, letter in enumerate(start.encode("utf-8", "replace")):
            if not len(at):
                return []
            # No place runs over the end: the newline there equals no letter that is sought.
            fits = self.letters.take(at + offset, mode="clip") == letter
            at, names = at.compress(fits), names.compress(fits)
        names = np.unique(names)
        return [int(names[place]) for place in most(self.counts.take(names), size)]


def most(counts: Array, size: int) -> list[int]:
    """The places of the `size` largest, largest first; where they are equal, the first ones."""
    if size < 1:
        return []
    if len(counts) > size:
        least = np.partition(counts, len(counts) - size)[len(counts) - size]
        places = np.flatnonzero(counts >= least)
    else:
        places = np.arange(len(counts))
    order = (-counts.take(places).astype(np.int64)).argsort(kind="stable")[:size]
    return [int(place) for place in places.take(order)]
