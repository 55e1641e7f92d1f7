"""A line is of a page's one story as surely as trees and a network say together."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.split.looks import both, look_twice, network
from indexer.split.measures import look_at
from indexer.split.observe import observe
from indexer.split.prepare import prepare
from indexer.split.trees import trees

HEADLINE = "Weavers of Orrin mend the old mill race"
STORY = [
    "The mill race above Orrin carries water again, nine years after a storm filled it with sand.",
    "Eleven weavers dug for six weekends, and a farmer lent oxen to pull out the last rock.",
    "“We did it for the noise,” said Ketty Varn, who has the loom nearest to the wheel.",
]
PAGE = "\n\n".join(
    ["Home", "Crafts", "Sign in", HEADLINE, "4 May 2019", *STORY, "Share", "Read more", "About us"]
)


def test_the_chance_of_a_line_is_between_those_of_the_trees_and_of_the_network() -> None:
    lines = prepare(PAGE)
    kinds = [None] * len(lines)
    names = observe(lines, kinds)
    looked = look_twice(lines, kinds, look_at(lines, kinds), names)
    by_trees = trees("context").chances(looked.contexts)
    by_network = 1 / (1 + np.exp(-network().scores(names)[:, 0]))
    least, most = np.minimum(by_trees, by_network), np.maximum(by_trees, by_network)
    assert (least - 1e-3 <= looked.chances).all()
    assert (looked.chances <= most + 1e-3).all()
    assert not np.allclose(looked.chances, by_trees, atol=1e-3)


def test_of_a_story_in_its_frame_the_paragraphs_are_told_from_all_else() -> None:
    lines = prepare(PAGE)
    kinds = [None] * len(lines)
    looked = look_twice(lines, kinds, look_at(lines, kinds), observe(lines, kinds))
    assert [
        line.text for line, of_it in zip(lines, looked.chances >= 0.5, strict=True) if of_it
    ] == (STORY)
    assert lines[int(looked.headlines.argmax())].text == HEADLINE


@pytest.mark.parametrize("sure", [-1000.0, 0.0, 1000.0])
def test_one_of_the_two_is_never_so_sure_that_the_other_counts_for_nothing(sure: float) -> None:
    lines = prepare(PAGE)
    kinds = [None] * len(lines)
    looked = look_twice(lines, kinds, look_at(lines, kinds), observe(lines, kinds))
    scores = np.full((len(lines), 2), sure, np.float32)
    again = both(looked.measures, looked.contexts, trees("context"), scores)
    assert ((again.chances > 0.0001) & (again.chances < 0.9999)).all()
    assert len(np.unique(again.chances.round(6))) > 5
    assert np.exp(again.headlines).sum() == pytest.approx(1)
