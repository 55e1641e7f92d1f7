"""The best hits once more: each takes a part of the score of those that are most like it.

Of articles on one subject some use the words that were asked for more often than others. What
is relevant lies close together (C. J. van Rijsbergen, "Information Retrieval", 1979), so an
article among good hits is better, and one among poor hits poorer, than its own words say;
F. Diaz, "Regularizing Ad Hoc Retrieval Scores" (2005). How much a stem tells is counted among
the hits themselves: it takes no statistics of the archive, so all engines agree.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

SMOOTHED: Final = 100
"""So many of the best hits are compared with each other."""
NEIGHBOURS: Final = 7
"""So many of those that are most like a hit count for it."""
SHARE: Final = 0.5
"""The part of a score that comes from the neighbours."""
_NUMBERS: Final = 1 << 16


def smoothed(scores: Array, numbers: Array, counts: Array, named: Array) -> Array:
    """The scores of some hits (float64), with the part of their neighbours in them.

    Row i of `numbers` and `counts` is the sketch of hit i (see `search_index.text.sketch`),
    filled up with counts of 0. A hit with all of the words in its title (`named`) is what was
    asked for by name: it keeps at least its own score.
    """
    if len(scores) < 3:
        return scores
    likeness = _likeness(numbers, counts)
    np.fill_diagonal(likeness, -1.0)
    nearest = min(NEIGHBOURS, len(scores) - 1)
    near = np.argpartition(-likeness, nearest - 1, axis=1)[:, :nearest]
    weights = np.maximum(np.take_along_axis(likeness, near, 1), 0.0)
    sums = weights.sum(axis=1)
    alone = sums <= 1e-9
    around = (weights * scores.take(near)).sum(axis=1) / np.where(alone, 1.0, sums)
    mixed = (1 - SHARE) * scores + SHARE * np.where(alone, scores.min(), around)
    result: Array = np.where(named, np.maximum(mixed, scores), mixed)
    return result


def _likeness(numbers: Array, counts: Array) -> Array:
    """The cosine between every two sketches, their stems weighted by how few hits have them."""
    hits = len(numbers)
    rows, places = counts.nonzero()
    stems = numbers[rows, places]
    having = np.bincount(stems, minlength=_NUMBERS)
    rarity = np.log(1 + (hits - having + 0.5) / (having + 0.5))
    weights = (1 + np.log(counts[rows, places])) * rarity.take(stems)
    squares = np.bincount(rows, weights * weights, minlength=hits)
    # What only one hit has adds to no product.
    shared = having.take(stems) > 1
    columns = np.cumsum(having > 1) - 1
    table = np.zeros((hits, int(columns[-1]) + 1), np.float32)
    table[rows.compress(shared), columns.take(stems.compress(shared))] = weights.compress(shared)
    table /= np.sqrt(np.maximum(squares, 1e-12))[:, None]
    result: Array = (table @ table.T).astype(np.float64)
    return result
