"""Why trees decided as they did, in words: the measures that weighed most."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from indexer.split.measures import Matrix
from indexer.split.trees import Trees

_MOST = 4
_LEAST = 0.05


def reasons(
    trees: Trees, row: Matrix, names: Sequence[str], *, of: npt.NDArray[np.bool_] | None = None
) -> str:
    """The measures of a row, shape (1, measures), that weighed most, heaviest first.

    Each with its value and with what it added to the log-odds. Measures of one name are taken
    together, without a value; those after the last name have that name. With `of`, only of the
    measures that it marks.
    """
    values = row[0]
    added = trees.weighed(values)
    if of is not None:
        added = np.where(of, added, 0)
    groups, group_of = _groups(tuple(names), len(values))
    whole = np.bincount(group_of, added)
    told = []
    for group in (-np.abs(whole)).argsort(kind="stable")[:_MOST].tolist():
        weight = float(whole[group])
        if abs(weight) >= _LEAST:
            [places] = (added * (group_of == group)).nonzero()
            shown = f" {values[places[0]]:.3g}" if len(places) == 1 else ""
            told.append(f"{groups[group]}{shown} ({weight:+.1f})")
    return ", ".join(told)


@lru_cache(maxsize=16)
def _groups(names: tuple[str, ...], size: int) -> tuple[list[str], npt.NDArray[np.intp]]:
    """The different names in their order, and of each of so many measures which is its own."""
    groups = sorted(set(names))
    number_of = {name: number for number, name in enumerate(groups)}
    own = [number_of[name] for name in names[:size]]
    own += [number_of[names[-1]]] * (size - len(own))
    return groups, np.array(own, np.intp)
