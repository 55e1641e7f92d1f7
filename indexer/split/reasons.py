"""Why trees decided as they did, in words: the measures that weighed most."""

from __future__ import annotations

from collections.abc import Sequence

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
    values, last = row[0], len(names) - 1
    added = trees.weighed(values)
    if of is not None:
        added = np.where(of, added, 0)
    places: dict[str, list[int]] = {}
    whole: dict[str, float] = {}
    numbers = np.flatnonzero(added)
    for number, weight in zip(numbers.tolist(), added[numbers].tolist(), strict=True):
        name = names[number] if number < last else names[last]
        if name in whole:
            places[name].append(number)
            whole[name] += weight
        else:
            places[name] = [number]
            whole[name] = 0.0 + weight
    heaviest = sorted(whole, key=lambda name: (-abs(whole[name]), name))[:_MOST]
    shown = {
        name: f" {values[places[name][0]]:.3g}" if len(places[name]) == 1 else ""
        for name in heaviest
    }
    return ", ".join(
        f"{name}{shown[name]} ({whole[name]:+.1f})"
        for name in heaviest
        if abs(whole[name]) >= _LEAST
    )
