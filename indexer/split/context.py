"""What a first look at all lines of a page tells of each: the second look is at this."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indexer.split.measures import Matrix

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
    columns: list[npt.NDArray[np.float64]] = [chances]
    for step in _STEPS:
        for shift in (-step, step):
            moved = np.full(count, -1.0)
            if step < count:
                if shift < 0:
                    moved[step:] = chances[:-step]
                else:
                    moved[:-step] = chances[step:]
            columns.append(moved)
    sums = np.concatenate([[0.0], np.cumsum(mass)])
    whole = np.concatenate([[0.0], np.cumsum(chars)])
    at = np.arange(count)
    for width in _WINDOWS:
        for low, high in (
            (np.maximum(at - width, 0), at),
            (at + 1, np.minimum(at + width + 1, count)),
        ):
            inside = sums[high] - sums[low]
            columns += [inside, inside / np.maximum(whole[high] - whole[low], 1)]
    total = max(sums[-1], 1.0)
    columns += [sums[:-1] / total, (sums[-1] - sums[1:]) / total, np.full(count, total)]
    sure = chances >= _SURE
    columns += _blocks(sure, mass)
    columns.append(np.full(count, chances.max(initial=0)))
    kept = measures[:, [*_KEPT, *flags]]
    return np.hstack([np.stack(columns, axis=1), kept]).astype(np.float32)


def _blocks(sure: npt.NDArray[np.bool_], mass: Chances) -> list[npt.NDArray[np.float64]]:
    """How far the nearest sure lines are, and how heavy the block is that a line stands in."""
    count = len(sure)
    numbers = np.arange(count)
    at = np.flatnonzero(sure)
    if not len(at):
        return [np.full(count, float(count))] * 2 + [np.zeros(count)] * 4
    above = np.maximum.accumulate(np.where(sure, numbers, -count))
    below = np.minimum.accumulate(np.where(sure, numbers, 2 * count)[::-1])[::-1]
    starts = np.flatnonzero(np.diff(at, prepend=-_GAP - 2) > _GAP)
    first, last = at[starts], at[np.append(starts[1:], len(at)) - 1]
    weight = np.add.reduceat(mass[at], starts)
    middle = (last[:-1] + first[1:]) // 2
    block = np.searchsorted(middle, numbers, side="left")
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
