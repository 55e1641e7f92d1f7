"""Boosted trees that were learned elsewhere: arrays that are evaluated with numpy alone.

They are grown by LightGBM (Ke et al., 2017) in training/pages and kept as arrays of a .npz file:
of each inner node which measure it asks and up to what value it goes left.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

_AT_ONCE = 64
"""So many lines are looked at together: what is noted of them on the way stays near the core."""


class _Ways(NamedTuple):
    """The nodes as they are walked: node n is at 2n, and its way to the left at 2n + 1.

    `after` is the place that a way leads to, `gain` what is added on it to the mean.
    """

    first: npt.NDArray[np.intp]
    measure: npt.NDArray[np.intp]
    limit: npt.NDArray[np.float32]
    after: npt.NDArray[np.intp]
    value: npt.NDArray[np.float32]
    gain: npt.NDArray[np.float32]


class _Level(NamedTuple):
    """The inner nodes that are equally far from their roots, with where each leads to."""

    nodes: npt.NDArray[np.intp]
    measure: npt.NDArray[np.intp]
    limit: npt.NDArray[np.float32]
    above: npt.NDArray[np.intp]
    below: npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """All nodes of all trees one after the other. A leaf's children are itself."""

    roots: npt.NDArray[np.intp]
    measure: npt.NDArray[np.intp]
    limit: npt.NDArray[np.float32]
    children: npt.NDArray[np.intp]
    """Shape (nodes, 2): where it goes above the limit, and up to it."""
    value: npt.NDArray[np.float32]
    """Of each leaf, and of each inner node the mean of what is below it."""
    depth: int
    _ways: _Ways = field(init=False, repr=False, compare=False)
    _levels: list[_Level] = field(init=False, repr=False, compare=False)
    """From the one that is furthest from the roots."""

    def __post_init__(self) -> None:
        """What numpy takes by is of its own width of integer, or is copied at every step."""
        for name in ("roots", "measure", "children"):
            object.__setattr__(self, name, getattr(self, name).astype(np.intp))
        ways = _Ways(
            first=2 * self.roots,
            measure=self.measure.repeat(2),
            limit=self.limit.repeat(2),
            after=2 * self.children.ravel(),
            value=self.value.repeat(2),
            gain=self.value.take(self.children.ravel()) - self.value.repeat(2),
        )
        object.__setattr__(self, "_ways", ways)
        object.__setattr__(self, "_levels", list(self._inner())[::-1])

    def _inner(self) -> Iterator[_Level]:
        nodes = self.roots
        while True:
            nodes = nodes[self.children[nodes, 0] != nodes]
            if not len(nodes):
                return
            above, below = self.children[nodes].T.copy()
            yield _Level(nodes, self.measure[nodes], self.limit[nodes], above, below)
            nodes = np.concatenate((above, below))

    def chances(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """The chance of each row, shape (rows,)."""
        chances: npt.NDArray[np.float64] = 1 / (1 + np.exp(-self.scores(rows)))
        return chances

    def scores(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """How high each row ranks: its log-odds."""
        parts = [self._sums(rows[at : at + _AT_ONCE]) for at in range(0, len(rows), _AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def weighed(self, row: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """How much each measure of a row, shape (measures,), added to its score.

        On its way to a leaf a row passes nodes of other means; each step is put down to the
        measure that was asked there (Saabas, 2014).
        """
        asked = np.empty((self.depth, len(self.roots)), np.intp)
        gain = np.empty((self.depth, len(self.roots)), np.float32)
        ways = self._ways
        at = ways.first
        for step in range(self.depth):
            ways.measure.take(at, out=asked[step], mode="clip")
            at = at + (row.take(asked[step]) <= ways.limit.take(at))
            ways.gain.take(at, out=gain[step], mode="clip")
            at = ways.after.take(at)
        added = np.bincount(asked.ravel(), gain.ravel(), minlength=len(row))
        return added.astype(np.float64, copy=False)

    def _sums(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        flat = np.ascontiguousarray(rows).ravel()
        base = np.arange(0, flat.size, rows.shape[1])[:, None]
        ways = self._ways
        at = ways.first
        for _ in range(self.depth):
            left = flat.take(base + ways.measure.take(at)) <= ways.limit.take(at)
            at = ways.after.take(at + left)
        sums: npt.NDArray[np.float64] = ways.value.take(at).sum(axis=1, dtype=np.float64)
        return sums

    def least(self, row: npt.NDArray[np.float32], known: npt.NDArray[np.bool_]) -> float:
        """The least chance that a row can have of which only some measures are `known`.

        Where a tree asks for another one, the lower of its two answers counts.
        """
        least = self.value.copy()
        for level in self._levels:
            above, below = least.take(level.above), least.take(level.below)
            taken = np.where(row.take(level.measure) <= level.limit, below, above)
            asked = known.take(level.measure)
            least[level.nodes] = np.where(asked, taken, np.minimum(above, below))
        total = float(least.take(self.roots).sum(dtype=np.float64))
        return 1 / (1 + float(np.exp(-total)))


TREES = "trees.npz"
"""The file of all that reads pages of one story: trees, and the network of looks.py."""


@cache
def shipped() -> Mapping[str, npt.NDArray[Any]]:
    """The arrays of the file that comes with the package, by name, each read when asked for."""
    data = resources.files("indexer.split").joinpath(TREES).read_bytes()
    arrays: Mapping[str, npt.NDArray[Any]] = np.load(io.BytesIO(data), allow_pickle=False)
    return arrays


@cache
def trees(name: str) -> Trees:
    """The trees of this name that come with the package."""
    arrays = shipped()
    return Trees(
        roots=arrays[f"{name}.roots"],
        measure=arrays[f"{name}.measure"],
        limit=arrays[f"{name}.limit"],
        children=arrays[f"{name}.children"],
        value=arrays[f"{name}.value"],
        depth=int(arrays[f"{name}.depth"]),
    )
