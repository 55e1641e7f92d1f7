"""Label every line of a page with its part in a story.

A page is read as a sequence: a small network (network.py) says of each line how well it fits each
part it could play, each step from one part to the next has a weight, and the best sequence as a
whole is chosen (Viterbi, 1967). Both were learned together, as a linear-chain conditional random
field (Lafferty, McCallum and Pereira, 2001) over the network (Lample et al., "Neural Architectures
for Named Entity Recognition", 2016), from annotated pages by training/splitter, and are kept in
weights.npz; the shallow text features go back to Kohlschütter et al., "Boilerplate Detection using
Shallow Text Features" (2010).
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib import resources
from typing import IO

import numpy as np
import numpy.typing as npt

from indexer.split.network import Network, network_of


class LineRole(IntEnum):
    """What a line is to the story it is in or near."""

    OUTSIDE = 0
    DATE_ABOVE = 1
    TITLE = 2
    DATE_BELOW = 3
    HEAD = 4
    """Below a title and no part of the body: author, picture, counters."""
    FIRST = 5
    BODY = 6
    INSERT = 7
    """Between two paragraphs of a story and of none."""
    AFTER = 8
    """Below the last story of the page."""


OF_BODY = (LineRole.FIRST, LineRole.BODY)
"""What the paragraphs of a story are."""


WEIGHTS = "weights.npz"

_NEVER = -1e9
_INSIDE = frozenset({LineRole.FIRST, LineRole.BODY, LineRole.INSERT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was learned: `steps[b]` lists (part before, weight) for part b. `ways` are the steps
    that are open where no story may begin without a title."""

    network: Network
    steps: tuple[tuple[tuple[int, float], ...], ...]
    start: tuple[float, ...]
    end: tuple[float, ...]
    ways: tuple[tuple[tuple[int, float], ...], ...] = field(init=False)

    def __post_init__(self) -> None:
        ways = list(self.steps)
        ways[LineRole.FIRST] = tuple(
            (before, weight) for before, weight in ways[LineRole.FIRST] if before not in _INSIDE
        )
        object.__setattr__(self, "ways", tuple(ways))


FORMULA = "opens: formula of the page"
"""Only where this is seen may a story follow on another one with nothing between them."""


def label(observations: Sequence[Sequence[str]], weights: Weights | None = None) -> list[LineRole]:
    """The best sequence of parts for lines of which these things were seen."""
    if not observations:
        return []
    weights = weights or learned()
    first, *rows = weights.network.scores(observations).tolist()
    scores = [start + own for start, own in zip(weights.start, first, strict=True)]
    back: list[list[int]] = []
    for row, names in zip(rows, observations[1:], strict=True):
        came: list[int] = []
        reached: list[float] = []
        for own, steps in zip(
            row, weights.steps if FORMULA in names else weights.ways, strict=True
        ):
            best, best_score = 0, -math.inf
            for before, weight in steps:
                score = scores[before] + weight
                if score > best_score:
                    best, best_score = before, score
            came.append(best)
            reached.append(max(best_score, _NEVER) + own)
        back.append(came)
        scores = reached
    ends = [score + end for score, end in zip(scores, weights.end, strict=True)]
    part = ends.index(max(ends))
    parts = [part]
    for came in reversed(back):
        part = came[part]
        parts.append(part)
    return [LineRole(part) for part in reversed(parts)]


@cache
def learned() -> Weights:
    """The weights that come with the package."""
    return read(io.BytesIO(resources.files("indexer.split").joinpath(WEIGHTS).read_bytes()))


def read(file: IO[bytes]) -> Weights:
    """The weights of a .npz file."""
    with np.load(file, allow_pickle=False) as kept:
        network = network_of(kept.__getitem__)

        def of(name: str) -> npt.NDArray[np.float32]:
            kept_one: npt.NDArray[np.generic] = kept[name]
            return kept_one.astype(np.float32)

        steps = [
            tuple((before, weight) for before, weight in enumerate(column) if math.isfinite(weight))
            for column in of("steps").T.tolist()
        ]
        return Weights(
            network=network,
            steps=tuple(steps),
            start=_known(of("start").tolist()),
            end=_known(of("end").tolist()),
        )


def _known(weights: list[float]) -> tuple[float, ...]:
    return tuple(weight if math.isfinite(weight) else _NEVER for weight in weights)
