"""Whole pages, each read as an archive of its own, against what a careful reader finds.

`pages/` are annotated in all fields; `layouts/` show how sites of many kinds set their
pages, and only the titles and both ends of the stories are annotated.
"""

from __future__ import annotations

import pytest

from benchmarks.quality_pages import (
    FLOORS,
    LAYOUT_FLOORS,
    LAYOUTS,
    PAGES,
    UNSEEN,
    UNSEEN_FLOORS,
    cases,
    measure,
    read,
    words,
)

CASES = list(cases(PAGES))


def ends(body, wanted):
    """As many words of both ends of a body as are annotated."""
    first, last = wanted["first_words"].split(), wanted["last_words"].split()
    found = body.split()
    return " ".join(found[: len(first)]), " ".join(found[-len(last) :])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_gives_its_stories_whole_and_nothing_else(case):
    found = read(case)
    assert [words(article.title) for article in found] == [
        words(wanted["title"]) for wanted in case.articles
    ]
    assert [
        ends(article.body, wanted) for article, wanted in zip(found, case.articles, strict=True)
    ] == [(words(wanted["first_words"]), words(wanted["last_words"])) for wanted in case.articles]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_gives_the_language_of_each_story(case):
    found = read(case)
    assert [article.language for article in found] == [w["language"] for w in case.articles]


def test_every_field_is_right_as_often_as_its_floor_says():
    scores = measure(CASES)
    assert {field: score.f1 for field, score in scores.items() if score.f1 < FLOORS[field]} == {}


def test_pages_of_many_kinds_of_sites_give_their_stories_as_often_as_the_floor_says():
    scores = measure(list(cases(LAYOUTS)))
    assert scores["articles"].f1 >= LAYOUT_FLOORS["articles"]


def test_unseen_pages_are_read_as_well_as_their_floors_say():
    scores = measure(list(cases(UNSEEN)))
    low = {field for field, floor in UNSEEN_FLOORS.items() if scores[field].f1 < floor}
    assert low == set()


def test_there_are_pages_of_all_three_languages_and_rejected_ones():
    languages = {article["language"] for case in CASES for article in case.articles}
    assert languages >= {"en", "fr", "ar"}
    assert sum(1 for case in CASES if case.rejected) >= 3
    assert len(CASES) >= 40
