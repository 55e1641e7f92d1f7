"""What part each line of a real page plays follows from its headline and its story alone."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from indexer.lines import lines_of
from indexer.page import Line
from training.pages.manners import manner
from training.pages.parts import parts_of

TITLE = "Keeper of the northern lamp finds its key again"
FIRST = "Nobody had seen the key for eleven years when its keeper found it in a jar. " * 3
SECOND = "She told the council that the lamp was as good as new, and asked for a lock. " * 3
PAGE = ("Menu", TITLE, "Menu", TITLE, "By Ama Sow", "4 March 2021", FIRST, "Advertisement", SECOND)
BELOW = ("Share", "Privacy")


def page(*texts: str) -> tuple[list[Line], list[float]]:
    lines = list(lines_of("\n".join(texts)))
    return lines, [float(line.text in (FIRST.strip(), SECOND.strip())) for line in lines]


def test_the_nearest_headline_above_begins_the_story_and_a_foreign_line_does_not_end_it() -> None:
    assert parts_of(TITLE, *page(*PAGE, *BELOW)) == tuple("JJJTMDFIBZZ")


def test_a_day_above_the_headline_is_known_as_such() -> None:
    assert parts_of(TITLE, *page("4 March 2021", TITLE, FIRST, SECOND)) == tuple("ATFB")


@pytest.mark.parametrize("texts", [(FIRST, SECOND), (TITLE, "A line."), ("Another", FIRST, SECOND)])
def test_a_page_without_headline_or_story_is_not_learned_from(texts: tuple[str, ...]) -> None:
    assert parts_of(TITLE, *page(*texts)) is None


def test_a_long_line_that_is_half_known_is_of_the_story_only_within_it() -> None:
    lines, labels = page(TITLE, FIRST, f"{SECOND} {FIRST}", SECOND, f"{FIRST} {SECOND}", "Menu")
    labels[2] = labels[4] = np.nan
    assert parts_of(TITLE, lines, [*labels, *[0.0] * 5][: len(lines)]) is None
    more, known = [*lines, *lines_of("a\nb\nc\nd\ne\nf")], [*labels, *[0.0] * 6]
    assert parts_of(TITLE, more, known) == tuple("TFBBZZZZZZZZ")


def test_a_page_sets_the_days_of_all_its_stories_in_one_way() -> None:
    title, body = Line(TITLE, 0, len(TITLE)), [(Line(FIRST, 0, len(FIRST)), "F")]
    seen = set()
    for seed in range(40):
        way = manner("fr", Random(seed))
        forms = {"".join(part for _, part in way.set(title, [], body)) for _ in range(3)}
        assert len(forms) == 1
        seen |= forms
    assert {"TF", "TDF"} <= seen
    assert any(form.startswith(("AT", "JAT")) for form in seen)
