"""A user can see why a page was read as one story or several, and why a line is its title."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.split.headline_measures import NAMES as OF_HEADLINES
from indexer.split.reasons import reasons
from indexer.split.several import NAMES as OF_PAGES
from indexer.split.trees import trees
from tests.split.test_one_or_several import ANOTHER, FOOTER, LONG_FRAME, MORE, STORY
from tests.split.test_tool_dumps import DUMPS, TITLE, read

LONG = "\n\n".join([*LONG_FRAME * 3, *STORY, *ANOTHER[2:], *MORE, *FOOTER, *LONG_FRAME * 3])
SECOND = "Bakers of the Salt Islands Open a School for Bread"
LIST = "\n\n".join(
    f"{title}\n\n{day} March 2021\n\n{first}\n\n{second}"
    for title, day, first, second in (
        (TITLE, 4, "The harbour council voted on Monday to let a ferry sail at night. " * 3,
         "It is to leave the quay at ten in the evening, and to be back before the bread is sold."),
        (SECOND, 3, "Eleven bakers of the larger island opened a school on Tuesday. " * 3,
         "Its first lesson is about ovens, and the second one about the patience of dough."),
        ("Lighthouse Keeper Retires After Forty Winters", 1,
         "The keeper of the lighthouse of Port Melan went down its stairs for the last time. " * 3,
         "He counted them once more, and there were two hundred and eleven of them, as always."),
    )
)  # fmt: skip


def rules(text: str, field: str) -> list[str]:
    return [
        reason.rule
        for draft in read(text).drafts
        for reason in draft.article.provenance
        if reason.field == field
    ]


@pytest.mark.parametrize("text", [*(dump() for dump in DUMPS.values()), LONG])
def test_the_body_of_a_single_story_says_that_it_is_one_and_by_what(text: str) -> None:
    [rule] = rules(text, "body")
    decision = rule.partition("; ")[2]
    assert decision.startswith("the page was read as one story")
    assert sum(name in decision for name in OF_PAGES) >= 2


def test_the_bodies_of_a_list_say_that_the_page_was_read_as_several() -> None:
    found = rules(LIST, "body")
    assert len(found) == 3
    assert all("the page was read as several (chance 0." in rule for rule in found)


def test_the_title_says_among_how_many_lines_it_was_chosen_and_by_what() -> None:
    [rule] = rules(LONG, "title")
    assert rule.startswith("the best of ")
    assert sum(name in rule for name in OF_HEADLINES) >= 2


@pytest.mark.parametrize("name", ["lines", "context", "headline", "pages"])
def test_what_each_measure_added_makes_up_the_whole_score(name: str) -> None:
    grown = trees(name)
    rows = np.random.default_rng(5).normal(2, 9, (20, int(grown.measure.max()) + 1))
    rows = rows.astype(np.float32)
    begin = float(grown.value[grown.roots].sum())
    for row, score in zip(rows, grown.scores(rows), strict=True):
        assert begin + grown.weighed(row).sum() == pytest.approx(score, abs=1e-3)


def test_measures_of_one_name_are_weighed_together_and_the_heaviest_comes_first() -> None:
    grown = trees("pages")
    row = np.ones((1, int(grown.measure.max()) + 1), dtype=np.float32)
    whole = float(grown.weighed(row[0]).sum())
    assert reasons(grown, row, ["everything"]) == f"everything ({whole:+.1f})"
    told = reasons(grown, row, OF_PAGES)
    weights = [abs(float(part.rpartition("(")[2].rstrip(")"))) for part in told.split("), ")]
    assert weights == sorted(weights, reverse=True)
