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
    groups, group_of, members = _groups(tuple(names), len(values))
    whole = np.bincount(group_of, added)
    told = []
    for group in (-np.abs(whole)).argsort(kind="stable")[:_MOST].tolist():
        weight = float(whole[group])
        if abs(weight) >= _LEAST:
            own = members[group]
            places = [place for place in own if added[place]] if len(own) > 1 else own
            shown = f" {values[places[0]]:.3g}" if len(places) == 1 else ""
            told.append(f"{groups[group]}{shown} ({weight:+.1f})")
    return ", ".join(told)


@lru_cache(maxsize=16)
def _groups(
    names: tuple[str, ...], size: int
) -> tuple[list[str], npt.NDArray[np.intp], list[list[int]]]:
    """The different names in their order, of each of so many measures which is its own, and
    which measures each name has."""
    groups = sorted(set(names))
    number_of = {name: number for number, name in enumerate(groups)}
    own = [number_of[name] for name in names[:size]]
    own += [number_of[names[-1]]] * (size - len(own))
    members: list[list[int]] = [[] for _ in groups]
    for place, group in enumerate(own):
        members[group].append(place)
    return groups, np.array(own, np.intp), members
