"""Boosted trees that were learned elsewhere: arrays that are evaluated with numpy alone.

They are grown by LightGBM (Ke et al., 2017) in training/pages and kept as arrays of a .npz file:
of each inner node which measure it asks and up to what value it goes left.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

_AT_ONCE = 64
"""So many lines are looked at together: what is noted of them on the way stays near the core."""


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

    def __post_init__(self) -> None:
        """What numpy takes by is of its own width of integer, or is copied at every step."""
        for name in ("roots", "measure", "children"):
            object.__setattr__(self, name, getattr(self, name).astype(np.intp))

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
        added = np.zeros(len(row))
        node, children = self.roots, self.children.ravel()
        for _ in range(self.depth):
            asked = self.measure.take(node)
            below = children.take(node * 2 + (row.take(asked) <= self.limit.take(node)))
            gained = self.value.take(below) - self.value.take(node)
            added += np.bincount(asked, gained, minlength=len(row))
            node = below
        return added

    def _sums(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        flat = np.ascontiguousarray(rows).ravel()
        base = np.arange(0, flat.size, rows.shape[1])[:, None]
        node, children = self.roots, self.children.ravel()
        for _ in range(self.depth):
            left = flat.take(base + self.measure.take(node)) <= self.limit.take(node)
            node = children.take(node * 2 + left)
        sums: npt.NDArray[np.float64] = self.value.take(node).sum(axis=1, dtype=np.float64)
        return sums

    def least(self, row: npt.NDArray[np.float32], known: npt.NDArray[np.bool_]) -> float:
        """The least chance that a row can have of which only some measures are `known`.

        Where a tree asks for another one, the lower of its two answers counts.
        """
        children = self.children.ravel()
        nodes = np.arange(0, len(children), 2)
        left = row.take(self.measure) <= self.limit
        asked = known.take(self.measure)
        above = children.take(nodes + (asked & left))
        below = children.take(nodes + (~asked | left))
        least = self.value
        for _ in range(self.depth):
            least = np.minimum(least.take(above), least.take(below))
        total = float(least.take(self.roots).sum(dtype=np.float64))
        return 1 / (1 + float(np.exp(-total)))


@cache
def trees(name: str) -> Trees:
    """The trees of this name that come with the package."""
    data = resources.files("indexer.split").joinpath("trees.npz").read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return Trees(
            roots=arrays[f"{name}.roots"],
            measure=arrays[f"{name}.measure"],
            limit=arrays[f"{name}.limit"],
            children=arrays[f"{name}.children"],
            value=arrays[f"{name}.value"],
            depth=int(arrays[f"{name}.depth"]),
        )
