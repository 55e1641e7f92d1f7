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
_OFTEN: Final = (1 + np.log(np.maximum(np.arange(256, dtype=np.uint8), 1))).astype(np.float64)
"""What so many occurrences count: each further one less."""
_BLOCK: Final = 22
"""So many stems are multiplied at once. Of more the BLAS makes work for several threads, which
wait for each other longer than the work takes as soon as the machine does anything else."""


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
    hits, slots = counts.shape
    kept = counts.ravel()
    places = kept.nonzero()[0]
    rows, stems = places // slots, numbers.ravel().take(places)
    having = np.bincount(stems, minlength=_NUMBERS)
    others = having.take(stems)
    each = np.arange(int(having.max()) + 1)
    rarity = np.log(1 + (hits - each + 0.5) / (each + 0.5))
    weights = _OFTEN.take(kept.take(places)) * rarity.take(others)
    squares = np.bincount(rows, weights * weights, minlength=hits)
    lengths = np.sqrt(np.maximum(squares, 1e-12))
    # What only one hit has adds to no product, and what two have to one: that is half of the stems.
    products = _of_two(rows, stems, weights, (others == 2).nonzero()[0], hits)
    shared = (others > 2).nonzero()[0]
    columns = (having > 2).nonzero()[0]
    column_of = np.empty(_NUMBERS, np.int64)
    column_of[columns] = np.arange(len(columns))
    at = column_of.take(stems.take(shared))
    table = np.zeros((len(columns) // _BLOCK + 1, hits, _BLOCK), np.float32)
    table[at // _BLOCK, rows.take(shared), at % _BLOCK] = weights.take(shared)
    products += np.matmul(table, table.transpose(0, 2, 1)).sum(axis=0)
    products /= np.multiply.outer(lengths, lengths)
    return products


def _of_two(rows: Array, stems: Array, weights: Array, places: Array, hits: int) -> Array:
    """What the stems at these places, each of which two hits have, add to the products."""
    paired = places.take(stems.take(places).argsort(kind="stable"))
    one, other = paired[::2], paired[1::2]
    at, values = rows.take(one) * hits + rows.take(other), weights.take(one) * weights.take(other)
    products = np.bincount(at, values, minlength=hits * hits).reshape(hits, hits)
    result: Array = products.astype(np.float64) + products.T  # of nothing the counts are integers
    return result
