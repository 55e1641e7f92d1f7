"""Where words begin in many values, so that a beginning finds its values without reading all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from search_index.engines.whoosh.store.keyword_fields import value_of
from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.snapshot import Snapshot
from search_index.text.analysis import WORD, word_terms

_END: Final = 10
LINES: Final = np.arange(256) == _END
"""The only byte after which a text begins."""
WORDS: Final = LINES | np.isin(np.arange(256), np.frombuffer(b" \"'()-./:", np.uint8))
"""The bytes after which a text or a word of it begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginnings:
    """`letters` are texts in UTF-8, each after a newline (uint8).

    `places` are where something begins in them, and `owners` the numbers of the values that
    it belongs to (int64 both, ascending).
    """

    letters: Array
    places: Array
    owners: Array

    @classmethod
    def of(cls, texts: Iterable[Sequence[bytes]], between: Array) -> Self:
        """Of the texts (without newlines) of each value; they begin after bytes of `between`."""
        lines: list[bytes] = []
        counts: list[int] = []
        for some in texts:
            lines += some
            counts.append(len(some))
        letters = np.frombuffer(b"\n" + b"\n".join(lines) + b"\n", np.uint8)
        apart = between.take(letters)
        places = np.flatnonzero(apart[:-1] & ~apart[1:]) + 1
        owner_of_line = np.repeat(np.arange(len(counts)), counts)
        owners = owner_of_line.take(np.cumsum(letters == _END).take(places) - 1)
        return cls(letters=letters, places=places, owners=owners)

    def owners_of(self, start: str) -> Array:
        """The values with something that begins so, each once (int64, ascending)."""
        at, owners = self.places, self.owners
        for offset, letter in enumerate(start.encode("utf-8", "replace")):
            if not len(at):
                break
            # No place runs over the end: the newline there equals no letter that is sought.
            fits = self.letters.take(at + offset, mode="clip") == letter
            at, owners = at.compress(fits), owners.compress(fits)
        # The values follow each other as their texts do.
        return owners.compress(np.append(owners[:1] == owners[:1], owners[1:] != owners[:-1]))


def beginnings_of(snapshot: Snapshot, field: str, *, inside: bool) -> Beginnings:
    """Those of the values of a field, numbered as in `Snapshot.merged`; kept with the snapshot.

    A value begins as it is written and as each of its words as they are searched for
    ("almalik" and "malik" of Al-Malik); with `inside` also as it goes on from each word.
    """

    def make() -> Beginnings:
        return Beginnings.of(_texts(snapshot, field), WORDS if inside else LINES)

    return snapshot.cached(("beginnings", field, inside), make, 0)


def _texts(snapshot: Snapshot, field: str) -> Iterator[list[bytes]]:
    for key in snapshot.merged(field).keys:
        folded = key.partition(b"\0")[0]
        words = {
            word.encode("utf-8", "replace")
            for surface in WORD.findall(value_of(key))
            for word, _ in word_terms(surface, "und").exact
        }
        yield [folded, *sorted(words - {folded})]


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
