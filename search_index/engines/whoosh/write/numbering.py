"""Numbering the chunks of texts: arithmetic over whole arrays in the place of a dict.

Each chunk becomes a key of 64 bits, mixed from its bytes and its language. Chunks of up to
eight bytes never share a key; two longer ones do with a probability of 2^-64, whatever is
written in them, for the mixing begins with numbers that every process draws for itself.
"""

from __future__ import annotations

import secrets
from hashlib import blake2b
from typing import Final

import numpy as np

from search_index.engines.whoosh.store.segment_file import Array

PADDING: Final = 8
"""So many bytes have to follow the chunks of a text."""
_LONG: Final = 256
_MASKS: Final = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_HALF: Final = np.uint64(32)


def key64(text: bytes) -> int:
    """A 64-bit number for bytes, to compare many at once."""
    return int.from_bytes(blake2b(text, digest_size=8).digest())


def draw_salt() -> int:
    """A number that nobody can know beforehand."""
    return secrets.randbits(64)


def keys_of(text: Array, starts: Array, ends: Array, salts: Array) -> Array:
    """The keys of the chunks `text[starts:ends]` of UTF-8 bytes, salted each (uint64 both).

    The mixing is the finalizer of splitmix64: G. Steele, D. Lea, C. Flood, "Fast Splittable
    Pseudorandom Number Generators" (2014).
    """
    windows = np.ndarray(len(text) - PADDING + 1, "<u8", text, strides=(1,))
    lengths = ends - starts
    keys = _mix(salts ^ (windows[starts] & _MASKS.take(np.minimum(lengths, 8))))
    more = np.flatnonzero(lengths > 8)
    for offset in range(8, _LONG, 8):
        if not len(more):
            return keys
        left = lengths.take(more) - offset
        part = windows[starts.take(more) + offset] & _MASKS.take(np.minimum(left, 8))
        keys[more] = _mix(keys.take(more) ^ part)
        more = more.compress(left > 8)
    for place in more.tolist():
        rest = text[starts[place] + _LONG : ends[place]].tobytes()
        keys[place] ^= np.uint64(key64(rest))
    return keys


def _mix(keys: Array) -> Array:
    keys = (keys ^ (keys >> _HALF)) * _FIRST
    keys = (keys ^ (keys >> _HALF)) * _SECOND
    mixed: Array = keys ^ (keys >> _HALF)
    return mixed


class Numbering:
    """Numbers keys in the order in which they are added: an open hash table of arrays."""

    def __init__(self) -> None:
        self._size = 0
        self._make(16)

    def __len__(self) -> int:
        return self._size

    def _make(self, bits: int) -> None:
        self._bits = bits
        self._last = (1 << bits) - 1
        self._keys = np.zeros(1 << bits, np.uint64)
        self._numbers = np.full(1 << bits, -1, np.int32)

    def find(self, keys: Array) -> Array:
        """The number of each key, -1 where it has none (int32)."""
        slots = self._slots(keys)
        numbers: Array = self._numbers.take(slots)
        others = np.flatnonzero((self._keys.take(slots) != keys) & (numbers >= 0))
        slots = slots.take(others)
        while len(others):
            slots = (slots + 1) & self._last
            numbers[others] = self._numbers.take(slots)
            wrong = (self._keys.take(slots) != keys.take(others)) & (numbers.take(others) >= 0)
            others, slots = others.compress(wrong), slots.compress(wrong)
        return numbers

    def add(self, keys: Array) -> None:
        """Number keys that have none yet, each of which is there once."""
        first, self._size = self._size, self._size + len(keys)
        if self._size * 2 > len(self._keys):
            order = self._numbers.compress(self._numbers >= 0).argsort()
            keys = np.concatenate((self._keys.compress(self._numbers >= 0).take(order), keys))
            self._make(self._size.bit_length() + 2)
            first = 0
        slots = self._slots(keys)
        pending = np.arange(len(keys))
        while len(pending):
            there = slots.take(pending)
            free = self._numbers.take(there) < 0
            # Where several want one slot, the last one gets it.
            self._numbers[there.compress(free)] = pending.compress(free) + first
            left = self._numbers.take(there) != pending + first
            placed = pending.compress(~left)
            self._keys[slots.take(placed)] = keys.take(placed)
            pending = pending.compress(left)
            slots[pending] = (slots.take(pending) + 1) & self._last

    def _slots(self, keys: Array) -> Array:
        return (keys >> np.uint64(64 - self._bits)).astype(np.int64)
