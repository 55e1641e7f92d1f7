"""What the lines around a line and the page as a whole say of it: a small network, in numpy.

Each observation of a line has a weight for every part of a story and a row of an embedding. The
rows of a line are added; so is what the page has in the mean and at the most; then each of a few
looks adds what is at the line and so many lines above and below it (residual dilated convolutions,
after Strubell et al., "Fast and Accurate Entity Recognition with Iterated Dilated Convolutions",
2017). It was learned in training/splitter, together with the steps from part to part (label.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, repeat

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

_LINES_AT_ONCE = 1000
_BLOCK = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is at a line and `reach` lines above and below it, to what it adds.

    `seen` has the shape (3 * width, width), `bias` (width,), `added` (width, width).
    """

    reach: int
    seen: Array
    bias: Array
    added: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What was learned.

    `rows` has the shape (observations + 1, parts), `embedding` (observations + 1, width), both
    with a last row of zeros for what is not known; `bias` (width,); `page` (2 * width, width);
    `parts` (width, parts).
    """

    numbers: Mapping[str, int]
    rows: Array
    embedding: Array
    bias: Array
    page: Array
    looks: tuple[Look, ...]
    parts: Array

    def scores(self, observations: Sequence[Sequence[str]]) -> Array:
        """How well each line fits each part by itself, shape (lines, parts), in log-odds."""
        if not observations:
            return np.zeros((0, self.parts.shape[1]), np.float32)
        own, lines = self._sums(observations)
        np.tanh(lines, out=lines)
        whole = np.concatenate([lines.mean(axis=0), lines.max(axis=0)])
        lines += whole @ self.page
        around = sum(look.reach for look in self.looks)
        for first in range(0, len(lines), _LINES_AT_ONCE):
            last = min(first + _LINES_AT_ONCE, len(lines))
            top = max(0, first - around)
            seen = self._looked(lines[top : last + around])[first - top : last - top]
            own[first:last] += _product(seen, self.parts)
        return own

    def _sums(self, observations: Sequence[Sequence[str]]) -> tuple[Array, Array]:
        """Of each line the weights of its observations, and its place in the embedding."""
        unknown = len(self.rows) - 1
        own, places = [], []
        for first in range(0, len(observations), _LINES_AT_ONCE):
            lines = observations[first : first + _LINES_AT_ONCE]
            starts = list(accumulate(map(len, lines), initial=0))
            numbers = map(self.numbers.get, chain.from_iterable(lines), repeat(unknown))
            flat = np.fromiter(numbers, np.intp, starts.pop())
            own.append(np.add.reduceat(self.rows.take(flat, axis=0), starts, axis=0))
            places.append(np.add.reduceat(self.embedding.take(flat, axis=0), starts, axis=0))
        return np.concatenate(own), np.concatenate(places) + self.bias

    def _looked(self, lines: Array) -> Array:
        """Lines after all looks, shape (lines, width)."""
        count, width = lines.shape
        for look in self.looks:
            near = np.zeros((count, 3 * width), np.float32)
            near[look.reach :, :width] = lines[: -look.reach]
            near[:, width : 2 * width] = lines
            near[: -look.reach, 2 * width :] = lines[look.reach :]
            seen = _product(near, look.seen)
            seen += look.bias
            np.maximum(seen, 0, out=seen)
            lines = lines + _product(seen, look.added)
        return lines


def _product(lines: Array, weights: Array) -> Array:
    """The product of matrices by so few lines that no thread is woken: each core has its own page.

    A threaded one takes twice the time of processors, and much more where these are busy.
    """
    parts = [lines[at : at + _BLOCK] @ weights for at in range(0, len(lines), _BLOCK)]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
