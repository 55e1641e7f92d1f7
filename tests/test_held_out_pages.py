"""How well pages are read to which nothing was fitted: the floors that the README names."""

from __future__ import annotations

import pytest

from benchmarks.quality.pages import (
    ASSORTED,
    ASSORTED_FLOORS,
    BULLETIN_FLOORS,
    BULLETINS,
    CATEGORIES,
    CATEGORY_FLOORS,
    DUMPED,
    DUMPED_FLOORS,
    INSTITUTION_FLOORS,
    INSTITUTIONS,
    NEWSROOM_FLOORS,
    NEWSROOMS,
    PORTAL_FLOORS,
    PORTALS,
    UNSEEN,
    UNSEEN_FLOORS,
    measure,
)
from corpus import AnnotatedPage, load

PAGES = list(load(UNSEEN))
OF_TOOLS = list(load(DUMPED))
OF_PORTALS = list(load(PORTALS))
OF_INSTITUTIONS = list(load(INSTITUTIONS))


@pytest.mark.parametrize(
    ("pages", "floors"),
    [
        (PAGES, UNSEEN_FLOORS),
        (OF_TOOLS, DUMPED_FLOORS),
        (OF_PORTALS, PORTAL_FLOORS),
        (OF_INSTITUTIONS, INSTITUTION_FLOORS),
        (list(load(ASSORTED)), ASSORTED_FLOORS),
        (list(load(CATEGORIES)), CATEGORY_FLOORS),
        (list(load(BULLETINS)), BULLETIN_FLOORS),
        (list(load(NEWSROOMS)), NEWSROOM_FLOORS),
    ],
    ids=[
        "unseen",
        "dumped",
        "portals",
        "institutions",
        "assorted",
        "categories",
        "bulletins",
        "newsrooms",
    ],
)
def test_pages_that_nothing_was_fitted_to_are_read_as_well_as_their_floors_say(
    pages: list[AnnotatedPage], floors: dict[str, float]
) -> None:
    scores = measure(pages)
    low = {field: scores[field].f1 for field in floors}
    assert {field: f1 for field, f1 in low.items() if f1 < floors[field]} == {}


def test_all_three_languages_and_pages_without_a_story_are_measured() -> None:
    stories = [article for page in PAGES for article in page.articles]
    assert {story["language"] for story in stories} >= {"en", "fr", "ar"}
    assert len(stories) >= 150
    assert sum(1 for page in PAGES if page.rejected) >= 5
