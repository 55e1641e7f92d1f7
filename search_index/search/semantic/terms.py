"""The words of a passage one by one, as the signs of their vectors.

A vector of a whole passage is a mean of what is in it, and near many questions a little. Whether
each word of a question has a word of like meaning in the passage, in whatever language, is asked
here of those that the vectors hold for near: it finds the right one where several are of the same
field (see docs/adr/0009-meaning.md). A word costs a bit for each dimension.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from search_index.search.semantic.encoder import Array
from search_index.text.analysis import fold, surfaces
from search_index.text.stop_words import STOP_WORDS

SHORTEST: Final = 3
MOST_CHARS: Final = 40
"""A longer word is cut: it is an address, or a text without spaces."""
_STOPPED: Final = frozenset().union(*(STOP_WORDS[name] for name in ("en", "fr", "ar")))


def terms_of(passage: str, most: int) -> tuple[str, ...]:
    """The first words of a passage that say what it is about, each once."""
    found = dict.fromkeys(
        surface.lower()[:MOST_CHARS]
        for surface in surfaces(passage)
        if len(surface) >= SHORTEST and fold(surface) not in _STOPPED
    )
    return tuple(found)[:most]


def signs_of(vectors: Array) -> Array:
    """The signs of the dimensions of vectors (uint64, 64 to a number)."""
    return np.packbits(vectors > 0, axis=1).view(np.uint64)


def agreement(asked: Array, there: Array) -> Array:
    """How well each of some passages has the words that are asked for: the mean, over these, of
    the likeness of the nearest word of it. `asked` has a row for each word, `there` rows for each
    passage (rows of zeros: no word)."""
    bits = 64 * asked.shape[-1]
    different = np.bitwise_count(there[:, :, None, :] ^ asked[None, None, :, :]).sum(-1, np.int32)
    likeness = np.cos(np.pi / bits * different)
    likeness[~there.any(axis=-1)] = -1.0
    result: Array = likeness.max(axis=1).mean(axis=1)
    return result
