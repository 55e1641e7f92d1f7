"""A sorted dictionary of terms in a segment file, searched without being loaded.

The terms are in ascending order of their UTF-8 bytes, each followed by a newline; the
place of every 32nd one is kept. A term's number in that order is its ordinal.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Final, overload

import numpy as np

from search_index.engines.whoosh.store.segment_file import SegmentFile, SegmentFileWriter

_BLOCK: Final = 32
_SINGLY: Final = 32
"""So many terms are looked for before the beginnings of all blocks are read."""


def write_dictionary(file: SegmentFileWriter, name: str, terms: Sequence[bytes]) -> None:
    """Write sorted, distinct terms without newlines as the sections `name`.terms and .blocks."""
    blob = b"\n".join([*terms, b""])
    lengths = np.fromiter(map(len, terms), np.int64, len(terms)) + 1
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
    blocks = np.append(starts[:-1:_BLOCK], starts[-1])
    file.add_bytes(f"{name}.terms", blob)
    file.add(f"{name}.blocks", blocks.astype(np.uint32 if len(blob) < 1 << 32 else np.uint64))
    file.add(f"{name}.size", np.array([len(terms)], np.uint32))


class _Heads(Sequence[bytes]):
    """The first term of each block, read when it is first asked for."""

    def __init__(self, dictionary: Dictionary, known: dict[int, bytes]) -> None:
        self._dictionary = dictionary
        self._known = known

    def __len__(self) -> int:
        return self._dictionary.blocks

    @overload
    def __getitem__(self, number: int) -> bytes: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[bytes]: ...
    def __getitem__(self, number: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(number, slice):
            return [self[each] for each in range(len(self))[number]]
        head = self._known.get(number)
        if head is None:
            head = self._known[number] = self._dictionary.term(number * _BLOCK)
        return head


class Dictionary:
    """Looks up terms by their bytes and ranges of terms by their beginning."""

    def __init__(self, file: SegmentFile, name: str) -> None:
        self._file = file
        self._terms = f"{name}.terms"
        self._blocks = f"{name}.blocks"
        self._name = name
        # No `_Heads` is kept: in a circle, files that were merged would wait for the collector.
        self._some_heads: dict[int, bytes] = {}
        self._all_heads: list[bytes] | None = None
        self._looked_for = 0

    @cached_property
    def size(self) -> int:
        """How many terms there are."""
        return int(self._file.read(f"{self._name}.size")[0])

    @cached_property
    def _starts(self) -> list[int]:
        starts: list[int] = self._file.read(self._blocks).tolist()
        return starts

    @property
    def blocks(self) -> int:
        """How many blocks the terms lie in."""
        return len(self._starts) - 1

    @property
    def _heads(self) -> Sequence[bytes]:
        """The first terms of the blocks.

        To look for a term takes a dozen of them: they are read one by one for a first question,
        which would wait for all longer than for anything else, and all at once where more follow.
        """
        if self._all_heads is None:
            self._looked_for += 1
            if self._looked_for <= _SINGLY:
                return _Heads(self, self._some_heads)
            text = self._file.read_bytes(self._terms)
            self._all_heads = [text[at : text.index(b"\n", at)] for at in self._starts[:-1]]
        return self._all_heads

    def _block(self, number: int) -> list[bytes]:
        first, last = self._starts[number], self._starts[number + 1]
        return self._file.read_bytes(self._terms, first, last - 1).split(b"\n")

    def first_not_below(self, term: bytes) -> int:
        """The ordinal of the first term that is not smaller than `term`; `size` if none is."""
        number = bisect_left(self._heads, term)
        if number == 0:
            return 0
        return (number - 1) * _BLOCK + bisect_left(self._block(number - 1), term)

    def find(self, term: bytes) -> int:
        """The ordinal of a term, -1 where it is not there."""
        heads = self._heads
        number = bisect_left(heads, term)
        if number < len(heads) and heads[number] == term:
            return number * _BLOCK
        if number == 0:
            return -1
        block = self._block(number - 1)
        place = bisect_left(block, term)
        if place < len(block) and block[place] == term:
            return (number - 1) * _BLOCK + place
        return -1

    def with_prefix(self, prefix: bytes) -> tuple[int, int]:
        """The range [first, last) of ordinals whose terms begin with UTF-8 bytes `prefix`."""
        first = self.first_not_below(prefix)
        if first == self.size or not self.term(first).startswith(prefix):
            return first, first
        return first, self.first_not_below(prefix + b"\xff")

    def terms(self, first: int = 0, last: int | None = None) -> list[bytes]:
        """The terms of the ordinals [first, last)."""
        last = self.size if last is None else last
        if last <= first:
            return []
        low, high = first // _BLOCK, (last - 1) // _BLOCK + 1
        text = self._file.read_bytes(self._terms, self._starts[low], self._starts[high] - 1)
        return text.split(b"\n")[first - low * _BLOCK : last - low * _BLOCK]

    def term(self, ordinal: int) -> bytes:
        """The term with this ordinal."""
        return self._block(ordinal // _BLOCK)[ordinal % _BLOCK]
