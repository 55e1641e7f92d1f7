"""What the lines around a line and the page as a whole say of it: a small network, in numpy.

Each observation of a line has a weight for every part of a story and a row of an embedding. The
rows of a line are added; so is what the page has in the mean and at the most; then each of a few
looks adds what is at the line and so many lines above and below it (residual dilated convolutions,
after Strubell et al., "Fast and Accurate Entity Recognition with Iterated Dilated Convolutions",
2017). One was learned in training/splitter, together with the steps from part to part (label.py),
another in training/pages, of the lines of a page of one story (looks.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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

    `seen` has the shape (members, 3 * width, width), `bias` (members, 1, width), `added`
    (members, width, width).
    """

    reach: int
    seen: Array
    bias: Array
    added: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What was learned, once or by several members whose mean counts.

    `rows` has the shape (observations + 1, parts), `embedding` (observations + 1, members *
    width), both with a last row of zeros for what is not known; `bias` (members * width,);
    `page` (members, 2 * width, width); `parts` (members, width, parts).
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
            return np.zeros((0, self.rows.shape[1]), np.float32)
        own, lines = self._sums(observations)
        np.tanh(lines, out=lines)
        count, members = len(lines), len(self.page)
        of_members = np.ascontiguousarray(lines.reshape(count, members, -1).swapaxes(0, 1))
        whole = np.concatenate([of_members.mean(axis=1), of_members.max(axis=1)], axis=1)
        of_members += whole[:, None, :] @ self.page
        around = sum(look.reach for look in self.looks)
        for first in range(0, count, _LINES_AT_ONCE):
            last = min(first + _LINES_AT_ONCE, count)
            top = max(0, first - around)
            seen = self._looked(of_members[:, top : last + around])[:, first - top : last - top]
            own[first:last] += _product(seen, self.parts).sum(axis=0)
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
        """Lines after all looks, shape (members, lines, width)."""
        members, count, width = lines.shape
        for look in self.looks:
            near = np.zeros((members, count, 3 * width), np.float32)
            near[:, look.reach :, :width] = lines[:, : -look.reach]
            near[:, :, width : 2 * width] = lines
            near[:, : -look.reach, 2 * width :] = lines[:, look.reach :]
            seen = _product(near, look.seen)
            seen += look.bias
            np.maximum(seen, 0, out=seen)
            lines = lines + _product(seen, look.added)
        return lines


def network_of(kept: Callable[[str], npt.NDArray[np.generic]]) -> Network:
    """The network whose arrays these are, by name; `names` are the observations, one a line."""
    names = kept("names").tobytes().decode().split("\n")

    def of(name: str) -> Array:
        return kept(name).astype(np.float32)

    def of_observations(name: str) -> Array:
        rows = of(name)
        return np.concatenate([rows, np.zeros_like(rows[:1])])

    return Network(
        numbers={name: number for number, name in enumerate(names)},
        rows=of_observations("rows"),
        embedding=of_observations("embedding"),
        bias=of("bias"),
        page=of("page"),
        looks=tuple(
            Look(reach=reach, seen=seen, bias=bias[:, None, :], added=added)
            for reach, seen, bias, added in zip(
                kept("reach").tolist(), of("seen"), of("seen bias"), of("added"), strict=True
            )
        ),
        parts=of("parts"),
    )


def _product(lines: Array, weights: Array) -> Array:
    """The product of matrices, shape (members, lines, …), by so few lines at once that no thread is
    woken: each core has its own page.

    A threaded one takes twice the time of processors, and much more where these are busy.
    """
    parts = [lines[:, at : at + _BLOCK] @ weights for at in range(0, lines.shape[1], _BLOCK)]
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)
