"""The best hits once more: each takes a part of the score of those that are most like it.

Of articles on one subject some use the words that were asked for more often than others. What
is relevant lies close together (C. J. van Rijsbergen, "Information Retrieval", 1979), so an
article among good hits is better, and one among poor hits poorer, than its own words say;
F. Diaz, "Regularizing Ad Hoc Retrieval Scores" (2005). How much a stem tells is counted among
the hits themselves: it takes no statistics of the archive, so all engines agree.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any, Final, TypeAlias

import numpy as np

from search_index.text.sketch import COUNTED, LEVEL_BITS, NUMBERS

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

SMOOTHED: Final = 100
"""So many of the best hits are compared with each other."""
NEIGHBOURS: Final = 7
"""So many of those that are most like a hit count for it, and those that are like it as much."""
SHARE: Final = 0.5
"""The part of a score that comes from the neighbours."""
_WORTH: Final = 1 + np.log(np.array(COUNTED, np.float64))
"""What the occurrences of each level count: each further one less."""
_ROWS: Final = 4
_PRODUCTS: Final = 1 << 18
"""So many hits are multiplied with all others at once, and so many products made. Of more the BLAS
makes work for several threads, which wait for each other longer than the work takes as soon as
the machine does anything else."""


def smoothed(scores: Array, owners: Array, codes: Array, named: Array) -> Array:
    """The scores of some hits (float64), with the part of their neighbours in them.

    `codes` are those of all their sketches (see `search_index.text.sketch`), `owners` says
    of each which hit's it is. A hit with all of the words in its title (`named`) is what was
    asked for by name: it keeps at least its own score.
    """
    hits = len(scores)
    if hits < 3:
        return scores
    likeness = _likeness(hits, owners, codes)
    np.fill_diagonal(likeness, -1.0)
    last = hits - min(NEIGHBOURS, hits - 1)
    least = np.maximum(np.partition(likeness, last, axis=1)[:, last : last + 1], 0.0)
    weights = np.where(likeness >= least, likeness, 0.0)
    sums = weights.sum(axis=1)
    alone = sums <= 1e-9
    sums[alone] = 1.0
    around = weights.dot(scores) / sums
    around[alone] = scores.min()
    mixed = (1 - SHARE) * scores + SHARE * around
    result: Array = np.where(named, np.maximum(mixed, scores), mixed)
    return result


def _likeness(hits: int, owners: Array, codes: Array) -> Array:
    """The cosine between every two sketches, their stems weighted by how few hits have them."""
    numbers = codes.astype(np.intp)
    stems = numbers >> LEVEL_BITS
    having = np.bincount(stems, minlength=NUMBERS)
    numbers &= (1 << LEVEL_BITS) - 1
    weights = _rarity(hits).take(having.take(stems))
    weights *= _WORTH.take(numbers)
    # Of no stems at all bincount makes integers.
    squares = np.maximum(np.bincount(owners, weights * weights, minlength=hits), 1e-12)
    weights /= np.sqrt(squares, out=squares).take(owners)
    # What only one hit has adds to no product: that is a third of the stems. They go to column 0.
    columns = (having > 1).nonzero()[0]
    wide = len(columns) + 1
    column_of = _COLUMNS.column_of
    column_of[columns] = np.arange(1, wide)
    places = column_of.take(stems)
    column_of[columns] = 0
    blocks = -(-hits // _ROWS)
    places += owners * wide
    table = _COLUMNS.zeros(blocks * _ROWS * wide)
    table[places] = weights
    table = table.reshape(-1, wide)
    width = _PRODUCTS // (_ROWS * blocks * _ROWS)
    products = np.zeros((blocks, _ROWS, blocks * _ROWS), np.float32)
    for first in range(1, wide, width):
        part = table[:, first : first + width]
        products += np.matmul(part.reshape(blocks, _ROWS, -1), part.T)
    return products.reshape(blocks * _ROWS, -1)[:hits, :hits]


class _Columns(threading.local):
    """Room that each question needs, kept for the next of the same thread: to ask the system
    for it again takes longer than to fill it."""

    def __init__(self) -> None:
        self.column_of = np.zeros(NUMBERS, np.intp)
        self._room = np.zeros(0, np.float32)

    def zeros(self, size: int) -> Array:
        """So many zeros, good until the next are asked for."""
        if len(self._room) < size:
            self._room = np.empty(size * 5 // 4, np.float32)
        room: Array = self._room[:size]
        room.fill(0)
        return room


_COLUMNS: Final = _Columns()


@lru_cache(maxsize=128)
def _rarity(hits: int) -> Array:
    """What a stem tells that so many (0, 1, 2 …) of the hits have."""
    having = np.arange(hits + 1)
    table: Array = np.log(1 + (hits - having + 0.5) / (having + 0.5))
    return table
