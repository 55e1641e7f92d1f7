"""How probably each line of a page that has one story is of it, and how like its headline.

Boosted trees look twice (trees.py): first at every line with its neighbours and its place on the
page, then at what the first look made of the lines around. A small network (network.py), learned
from the same pages, reads what is observed of all lines. Both are right about as often and wrong on
other lines, so what counts is between the two, in log-odds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from indexer.clean import Kind
from indexer.page import Line
from indexer.split.context import Chances, context
from indexer.split.look import Seen
from indexer.split.measures import SEEN_AGAIN, Matrix, measure
from indexer.split.network import Network, network_of
from indexer.split.trees import Trees, shipped, trees

OF_NETWORK = "network"
"""What the names of its arrays begin with."""
_SHARE = 0.35
_HEARD = 9.2
"""No look is surer than that, in log-odds: one in ten thousand."""

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was seen of a page, one row or number a line.

    `chances` say how probably it is of the story, `by_trees` so without the network, `headlines`
    how probably it is the headline, as a logarithm.
    """

    measures: Matrix
    contexts: Matrix
    chances: Chances
    by_trees: Chances
    headlines: Scores


def look_twice(
    lines: Sequence[Line],
    kinds: Sequence[Kind | None],
    seen: Sequence[Seen],
    observations: Sequence[Sequence[str]],
) -> Looked:
    """What is seen of the lines of a page that has one story."""
    return looked(
        measure(lines, kinds, seen), observations, trees("lines"), trees("context"), network()
    )


def looked(
    measures: Matrix,
    observations: Sequence[Sequence[str]],
    first: Trees,
    second: Trees,
    network: Network,
) -> Looked:
    """What these trees and this network see of the lines of a page."""
    contexts = context(measures, first.chances(measures), flags=SEEN_AGAIN)
    return both(measures, contexts, second, network.scores(observations))


def both(
    measures: Matrix, contexts: Matrix, second: Trees, scores: npt.NDArray[np.float32]
) -> Looked:
    """What the second look and the scores of a network, shape (lines, 2), are together."""
    sure = np.clip(second.scores(contexts), -_HEARD, _HEARD)
    other = np.clip(scores[:, 0].astype(np.float64), -_HEARD, _HEARD)
    headlines = scores[:, 1].astype(np.float64)
    top = headlines.max(initial=-np.inf)
    return Looked(
        measures=measures,
        contexts=contexts,
        chances=1 / (1 + np.exp(-((1 - _SHARE) * sure + _SHARE * other))),
        by_trees=1 / (1 + np.exp(-sure)),
        headlines=headlines - top - np.log(np.exp(headlines - top).sum()),
    )


@cache
def network() -> Network:
    """The network that comes with the package."""
    return network_of(lambda name: shipped()[f"{OF_NETWORK}.{name}"])
