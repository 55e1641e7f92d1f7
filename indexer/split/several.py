"""One story or several? Decided for a page as a whole, by what two readers make of it.

One reader takes the page for a single story (single.py), the other finds where stories begin
and end (label.py). Boosted trees learned on which pages the first is to be believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.clean import Kind
from indexer.dates import is_date_line
from indexer.page import Line
from indexer.split.context import Chances
from indexer.split.measures import Matrix
from indexer.split.runs import begins
from indexer.split.trees import trees

_FULL_CHARS = 300
_HEADLINE_WORDS = 5
_SHORT_CHARS = 60
_SURE = 0.5
_ONE = 0.5
_GAP = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A story that the reader of several found: its lines by number, whether it has a title
    and a date line of its own."""

    body: tuple[int, ...]
    titled: bool
    dated: bool
    title_words: int = 0
    anew: bool = False
    """Whether it opens like a story of its own, or as the page's first one does."""


_MEASURES = 32
_MARGIN = 1e-9


def is_surely_one(
    lines: Sequence[Line], kinds: Sequence[Kind | None], chances: Chances, single: Sequence[int]
) -> bool:
    """Whether the page is the one story of these lines whatever the other reader would find.

    The second reading is then spared, which is a quarter of the work on a page.
    """
    row = measure_page(lines, kinds, chances, single, ())
    return trees("pages").least(row[0], not_asked()) >= _ONE + _MARGIN


def not_asked() -> npt.NDArray[np.bool_]:
    """Of each measure of a page whether it is the same whatever the reader of several found."""
    known = np.zeros(_MEASURES, dtype=np.bool_)
    known[[0, 3, *range(13, 25)]] = True
    return known


def is_one(
    lines: Sequence[Line],
    kinds: Sequence[Kind | None],
    chances: Chances,
    single: Sequence[int],
    found: Sequence[Found],
) -> bool:
    """Whether the page is best read as the one story of these lines."""
    row = measure_page(lines, kinds, chances, single, found)
    return float(trees("pages").chances(row)[0]) >= _ONE


def measure_page(
    lines: Sequence[Line],
    kinds: Sequence[Kind | None],
    chances: Chances,
    single: Sequence[int],
    found: Sequence[Found],
) -> Matrix:
    """What is asked of a page, shape (1, measures)."""
    sizes_of = [len(line.text) for line in lines]
    chars = np.array(sizes_of, dtype=np.float64)
    one = set(single)
    both = {number for story in found for number in story.body}
    union = sum([sizes_of[n] for n in one | both])
    sizes = sorted([sum([sizes_of[n] for n in story.body]) for story in found], reverse=True)
    means = [float(chances[list(story.body)].mean()) for story in found]
    count = len(found)
    of_one = sum([sizes_of[n] for n in one])
    sure = np.flatnonzero(chances >= _SURE)
    starts = len(begins(sure, _GAP)) if len(sure) else 0
    first, last = (min(one), max(one)) if one else (0, 0)
    weights = chars * (chars > 80)
    middle = sorted(sizes_of)
    row = (
        len(lines),
        count,
        sum(sizes),
        of_one,
        sum([sizes_of[n] for n in one & both]) / (union or 1),
        sizes[0] / sum(sizes) if sizes else 0,
        sizes[1] / sizes[0] if count > 1 else 0,
        sum(size >= _FULL_CHARS for size in sizes),
        sum(story.titled for story in found) / (count or 1),
        sum(story.dated for story in found) / (count or 1),
        float(np.mean(means)) if means else 0,
        min(means, default=0),
        max(means, default=0),
        starts,
        (last - first + 1 - len(one)) / (last - first + 1),
        first,
        len(lines) - last,
        sum(kind is not None for kind in kinds) / len(lines),
        sum([size < _SHORT_CHARS for size in sizes_of]) / len(lines),
        (middle[(len(lines) - 1) // 2] + middle[len(lines) // 2]) / 2,
        sum(is_date_line(line.text) for line in lines),
        float((chances * weights).sum() / (weights.sum() or 1)),
        float(chances[list(one)].mean()) if one else 0,
        float(chances.max(initial=0)),
        len(one),
        len(one & both) / (len(one) or 1),
        len(one & both) / (len(both) or 1),
        sum(story.title_words for story in found) / (count or 1),
        min((story.title_words for story in found), default=0),
        sum(story.title_words >= _HEADLINE_WORDS for story in found) / (count or 1),
        sum(story.anew for story in found) / (count or 1),
        sum(story.anew for story in found),
    )
    return np.array([row], dtype=np.float32)
