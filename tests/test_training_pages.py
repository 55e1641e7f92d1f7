"""Pages that the splitter learns from are still read as they were learned.

These are regressions of training and no measure: how well pages are read that nobody has
seen is asked of corpus/held_out (test_held_out_pages.py).
"""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.quality.pages import (
    GOLDEN,
    GOLDEN_FLOORS,
    LAYOUT_FLOORS,
    LAYOUTS,
    measure,
    read,
    words,
)
from corpus import AnnotatedPage, load
from search_index.model.article import Article

pytestmark = pytest.mark.training_regression

PAGES = {page.name: page for page in load(GOLDEN)}


@cache
def found(name: str) -> tuple[Article, ...]:
    return tuple(read(PAGES[name]))


def ends(body: str, wanted: dict[str, str]) -> tuple[str, str]:
    """As many words of both ends of a body as are annotated."""
    first, last = wanted["first_words"].split(), wanted["last_words"].split()
    got = body.split()
    return " ".join(got[: len(first)]), " ".join(got[-len(last) :])


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_gives_its_stories_whole_and_nothing_else(page: AnnotatedPage) -> None:
    articles = found(page.name)
    assert [words(article.title) for article in articles] == [
        words(wanted["title"]) for wanted in page.articles
    ]
    assert [
        ends(article.body, wanted) for article, wanted in zip(articles, page.articles, strict=True)
    ] == [(words(wanted["first_words"]), words(wanted["last_words"])) for wanted in page.articles]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_gives_the_language_of_each_story(page: AnnotatedPage) -> None:
    assert [a.language for a in found(page.name)] == [w["language"] for w in page.articles]


def test_every_field_is_right_as_often_as_its_floor_says() -> None:
    scores = measure(list(PAGES.values()))
    low = {field: score.f1 for field, score in scores.items() if score.f1 < GOLDEN_FLOORS[field]}
    assert low == {}


def test_pages_of_many_kinds_of_sites_give_their_stories_as_often_as_the_floor_says() -> None:
    scores = measure(list(load(LAYOUTS)))
    low = {field: scores[field].f1 for field, floor in LAYOUT_FLOORS.items()}
    assert {field: f1 for field, f1 in low.items() if f1 < LAYOUT_FLOORS[field]} == {}
