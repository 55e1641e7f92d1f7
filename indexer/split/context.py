"""What a first look at all lines of a page says of each: the second look is at this."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from indexer.split.measures import Matrix
from indexer.split.runs import begins

Chances = npt.NDArray[np.float64]
"""Of each line, how probably it is of a story, shape (lines,)."""

_STEPS = (1, 2, 3, 4)
_WINDOWS = (3, 8, 20)
_SURE = 0.6
_GAP = 4
_MOST_CHARS = 1200
_KEPT = (0, 1, 2, 3, 5, 6, 8, 9, 11)
"""Measures of the first look that the second sees again, besides the flags."""


def context(measures: Matrix, chances: Chances, *, flags: Sequence[int]) -> Matrix:
    """One row for each line: what it is like, and how sure the lines around it are."""
    count = len(chances)
    chars = np.minimum(measures[:, 0], _MOST_CHARS).astype(np.float64)
    mass = chars * chances
    most = max(_STEPS)
    padded = np.full(count + 2 * most, -1.0)
    padded[most : most + count] = chances
    columns: list[npt.NDArray[np.float64] | float] = [chances]
    for step in _STEPS:
        for shift in (most - step, most + step):
            columns.append(padded[shift : shift + count])
    sums = np.zeros((2, count + 1))
    mass.cumsum(out=sums[0, 1:])
    chars.cumsum(out=sums[1, 1:])
    for low, high in _windows(count):
        inside, whole = sums.take(high, axis=1) - sums.take(low, axis=1)
        columns += [inside, inside / np.maximum(whole, 1)]
    heard = sums[0]
    total = max(heard[-1], 1.0)
    columns += [heard[:-1] / total, (heard[-1] - heard[1:]) / total, total]
    columns += _blocks(chances >= _SURE, mass)
    columns.append(chances.max(initial=0))
    kept = [*_KEPT, *flags]
    result = np.empty((count, len(columns) + len(kept)), dtype=np.float32)
    for number, column in enumerate(columns):
        result[:, number] = column
    result[:, len(columns) :] = measures[:, kept]
    return result


@lru_cache(maxsize=256)
def _windows(count: int) -> list[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
    """Of each line the bounds of the windows above and below it."""
    at = np.arange(count)
    return [
        bounds
        for width in _WINDOWS
        for bounds in (
            (np.maximum(at - width, 0), at),
            (at + 1, np.minimum(at + width + 1, count)),
        )
    ]


def _blocks(sure: npt.NDArray[np.bool_], mass: Chances) -> list[npt.NDArray[np.float64]]:
    """How far the nearest sure lines are, and how heavy the block is that a line is in."""
    count = len(sure)
    numbers = np.arange(count)
    at = sure.nonzero()[0]
    if not len(at):
        return [np.full(count, float(count))] * 2 + [np.zeros(count)] * 4
    above = np.maximum.accumulate(np.where(sure, numbers, -count))
    below = np.minimum.accumulate(np.where(sure, numbers, 2 * count)[::-1])[::-1]
    starts = begins(at, _GAP)
    first, last = at[starts], at[np.append(starts[1:], len(at)) - 1]
    weight = np.add.reduceat(mass[at], starts)
    middle = (last[:-1] + first[1:]) // 2
    block = middle.searchsorted(numbers, side="left")
    heavy = int(weight.argmax())
    return [
        np.minimum(numbers - above, count).astype(np.float64),
        np.minimum(below - numbers, count).astype(np.float64),
        weight[block] / weight.max(),
        np.where(
            numbers < first[heavy], numbers - first[heavy], np.maximum(numbers - last[heavy], 0)
        ).astype(np.float64),
        (numbers >= first[block]) * (numbers <= last[block]) * 1.0,
        np.full(count, float(len(weight))),
    ]
