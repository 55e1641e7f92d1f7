"""On which pages the reader of one story is to be believed: learned from what both readers say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.split.measures import Matrix
from indexer.split.several import measure_page
from indexer.split.single import Looked, single_story
from indexer.split.stories import Cleaned, find_several, of_found
from indexer.split.trees import Trees
from training.pages.learn import Models, Read, grow
from training.pages.samples import OWN, TOOLS, Sample

_PAGES = {"num_leaves": 8, "max_depth": 4, "learning_rate": 0.1, "min_data_in_leaf": 8}
_CLEAR = 0.03
_OWN_WEIGHT = 4.0
_RECOMBINED_WEIGHT = 2.0
_SAME_WEIGHT = 0.3


def choose(rows: Sequence[tuple[Matrix, float, float]]) -> Trees:
    """The trees from rows of measures, label and weight."""
    return grow(
        np.vstack([row for row, _, _ in rows]),
        np.array([label for _, label, _ in rows]),
        np.array([weight for _, _, weight in rows]),
        "pages",
        _PAGES,
    )


def row_of(sample: Sample, seen: Read, models: Models) -> tuple[Matrix, float, float] | None:
    """What is asked of a page, and which reader is right; None where it is not known."""
    looked = Looked(measures=sample.measures, contexts=seen.contexts, chances=seen.chances)
    story = single_story(sample.lines, looked, headlines=models["headline"])
    if story is None:
        return None
    ends = {line.end for line in story.paragraphs}
    single = [number for number, line in enumerate(sample.lines) if line.end in ends]
    cleaned = [
        Cleaned(line=line, kind=kind) for line, kind in zip(sample.lines, sample.kinds, strict=True)
    ]
    found = [of_found(sample.lines, one) for one in find_several(cleaned)]
    row = measure_page(sample.lines, sample.kinds, seen.chances, single, found)
    if sample.tool not in TOOLS and sample.tool != OWN:
        return row, 0.0, _RECOMBINED_WEIGHT
    if sample.tool == OWN:
        several = [set(one.body) for one in found]
        true = {number for number, label in enumerate(sample.labels) if label == 1}
        one_right = sample.stories == 1 and set(single) == true
        if one_right and several == [true]:
            return row, 0.0, _SAME_WEIGHT
        return row, float(one_right), _OWN_WEIGHT
    if np.isnan(sample.labels).all():
        return None
    best = max((_score(sample, one.body) for one in found), default=0.0)
    worse = len(found) == 1 and best > _score(sample, single) + _CLEAR
    return row, float(not worse), sample.weight


def _score(sample: Sample, numbers: Sequence[int]) -> float:
    """F1 in characters of the lines whose label is known."""
    chars = sample.measures[:, 0] * ~np.isnan(sample.labels)
    taken = np.zeros(len(chars))
    taken[list(numbers)] = 1
    true = np.nan_to_num(sample.labels)
    both = float((chars * taken * true).sum())
    return 2 * both / max(1.0, float((chars * taken).sum() + (chars * true).sum()))
