"""Label every line of a page with its part in a story.

A page is read as a sequence: each observation of a line has a weight for each part it could
play, each step from one part to the next has one, and the best sequence as a whole is chosen
(Viterbi, 1967). The weights are those of a linear-chain conditional random field (Lafferty,
McCallum and Pereira, 2001), trained on annotated pages by training/splitter and
kept in weights.json; the shallow text features go back to Kohlschütter et al., "Boilerplate
Detection using Shallow Text Features" (2010).
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib import resources
from itertools import accumulate, chain, repeat

import numpy as np
import numpy.typing as npt


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


_NEVER = -1e9
_INSIDE = frozenset({LineRole.FIRST, LineRole.BODY, LineRole.INSERT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was learned. `rows` has one row per observation, shape (observations, parts), the
    last of zeros for those not known; `steps[b]` lists (part before, weight) for part b.
    `ways` are the steps that are open where no story may begin without a title."""

    numbers: dict[str, int]
    rows: npt.NDArray[np.float64]
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
    first, *rows = emissions(observations, weights).tolist()
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


_LINES_AT_ONCE = 1000


def emissions(observations: Sequence[Sequence[str]], weights: Weights) -> npt.NDArray[np.float64]:
    """How well each line fits each part by itself, shape (lines, parts), in log-odds."""
    unknown = len(weights.rows) - 1
    numbers = weights.numbers
    sums = [np.zeros((0, len(LineRole)))]
    for first in range(0, len(observations), _LINES_AT_ONCE):
        lines = observations[first : first + _LINES_AT_ONCE]
        starts = list(accumulate(map(len, lines), initial=0))
        rows = map(numbers.get, chain.from_iterable(lines), repeat(unknown))
        flat = np.fromiter(rows, np.intp, starts.pop())
        sums.append(np.add.reduceat(weights.rows.take(flat, axis=0), starts, axis=0))
    return np.concatenate(sums)


@cache
def learned() -> Weights:
    """The weights that come with the package."""
    text = resources.files("indexer.split").joinpath("weights.json").read_text("utf-8")
    return weights_of(json.loads(text))


def weights_of(table: dict[str, dict[str, dict[str, float]]]) -> Weights:
    """The weights of a table: by observation and part, and by part and the part below it."""
    names = [part.name.lower() for part in LineRole]
    observed = table["observations"]
    rows = np.zeros((len(observed) + 1, len(LineRole)))
    for number, by_part in enumerate(observed.values()):
        for name, weight in by_part.items():
            rows[number, names.index(name)] = weight
    steps: list[list[tuple[int, float]]] = [[] for _ in LineRole]
    for before, name in itertools.product(names, names):
        if name in table["steps"][before]:
            step = (names.index(before), table["steps"][before][name])
            steps[names.index(name)].append(step)
    return Weights(
        numbers={name: number for number, name in enumerate(observed)},
        rows=rows,
        steps=tuple(map(tuple, steps)),
        start=tuple(table["steps"]["start"].get(name, _NEVER) for name in names),
        end=tuple(table["steps"][name].get("end", _NEVER) for name in names),
    )
