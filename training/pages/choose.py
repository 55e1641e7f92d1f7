"""On which pages the reader of one story is to be believed: learned from what both readers say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.page import Line
from indexer.split.gather import Cleaned, find_several, of_found
from indexer.split.gathered import numbers_of
from indexer.split.label import Weights
from indexer.split.looks import Looked
from indexer.split.measures import Matrix
from indexer.split.several import FoundStory, measure_page, not_asked
from indexer.split.single import single_story
from indexer.split.trees import Trees
from training.pages.learn import Models, grow
from training.pages.recombine import MADE
from training.pages.samples import OWN, Sample

_OF_SECOND_READING = 0.6
"""So much the gain counts of a measure for which a page has to be read a second time. Where the
others suffice, that is spared (indexer/split/several.py)."""
_PAGES = {
    "num_leaves": 8,
    "max_depth": 4,
    "learning_rate": 0.08,
    "min_data_in_leaf": 15,
    "feature_contri": [1.0 if known else _OF_SECOND_READING for known in not_asked()],
}
_TIMES = 5
_CLEAR = 0.03
_OWN_WEIGHT = 2.0
_MADE_WEIGHT = 1.0
_SAME_WEIGHT = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """What the reader of several stories finds, with the headline of each."""

    found: tuple[FoundStory, ...]
    titles: tuple[Line | None, ...]


def several_of(sample: Sample, weights: Weights) -> Several:
    """The stories of a sample as the reader of several finds them by these weights."""
    cleaned = [
        Cleaned(line=line, kind=kind) for line, kind in zip(sample.lines, sample.kinds, strict=True)
    ]
    stories = find_several(cleaned, sample.names, weights)
    return Several(
        found=tuple(of_found(sample.lines, one) for one in stories),
        titles=tuple(one.title for one in stories),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """What both readers make of a sample."""

    row: Matrix
    single: tuple[int, ...]
    title: str


def both_of(sample: Sample, seen: Looked, several: Several, headlines: Trees) -> Both | None:
    """None where the reader of one story finds none."""
    story = single_story(sample.lines, seen, headlines=headlines)
    if story is None:
        return None
    single = numbers_of(sample.lines, story.paragraphs)
    return Both(
        row=measure_page(sample.lines, sample.kinds, seen.chances, single, several.found),
        single=tuple(single),
        title=story.title.text if story.title else "",
    )


def choose(rows: Sequence[tuple[Matrix, float, float]]) -> Trees:
    """The trees from rows of measures, label and weight."""
    return grow(
        np.vstack([row for row, _, _ in rows]),
        np.array([label for _, label, _ in rows]),
        np.array([weight for _, _, weight in rows]),
        "pages",
        _PAGES,
        times=_TIMES,
    )


def row_of(
    sample: Sample, seen: Looked, several: Several, models: Models
) -> tuple[Matrix, float, float] | None:
    """What is asked of a page, and which reader is right; None where it is not known."""
    both = both_of(sample, seen, several, models.trees["headline"])
    if both is None:
        return None
    found = several.found
    if sample.tool.startswith(MADE):
        return both.row, float(sample.stories == 1), _MADE_WEIGHT
    if sample.tool == OWN:
        bodies = [set(one.body) for one in found]
        true = {number for number, label in enumerate(sample.labels) if label == 1}
        one_right = sample.stories == 1 and set(both.single) == true
        if one_right and bodies == [true]:
            return both.row, 0.0, _SAME_WEIGHT
        return both.row, float(one_right), _OWN_WEIGHT
    if np.isnan(sample.labels).all():
        return None
    best = max((score(sample, one.body) for one in found), default=0.0)
    worse = len(found) == 1 and best > score(sample, both.single) + _CLEAR
    return both.row, float(not worse), sample.weight


def score(sample: Sample, numbers: Sequence[int]) -> float:
    """F1 in characters of the lines whose label is known."""
    chars = sample.measures[:, 0] * ~np.isnan(sample.labels)
    taken = np.zeros(len(chars))
    taken[list(numbers)] = 1
    true = np.nan_to_num(sample.labels)
    both = float((chars * taken * true).sum())
    return 2 * both / max(1.0, float((chars * taken).sum() + (chars * true).sum()))
