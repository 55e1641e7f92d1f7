"""Real page dumps, read from beside the project where they are at hand."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from indexer import pipeline
from indexer.report import Report
from search_index.settings import Settings

SETTINGS = Settings.from_environment({})
SHARED = Path(os.environ.get("CLIPPINGS_SHARED", Path(__file__).parents[2] / "shared"))

pytestmark = pytest.mark.skipif(
    not (SHARED / "gold" / "seeds.jsonl").exists(),
    reason=f"the real page dumps are not at {SHARED} (set CLIPPINGS_SHARED)",
)


@pytest.fixture(scope="module")
def wanted():
    text = (SHARED / "gold" / "seeds.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def found():
    return list(pipeline.dry_run([SHARED / "seeds"], SETTINGS, report=Report()))


def words(text):
    return " ".join(text.split())


def test_the_real_pages_give_their_fifteen_articles_with_their_titles(found, wanted):
    assert [(a.source.page, a.source.position, words(a.title)) for a in found] == [
        (w["source"], w["position"], words(w["title"])) for w in wanted
    ]
    assert len(found) == 15


def test_the_bodies_of_the_real_pages_begin_and_end_where_the_stories_do(found, wanted):
    for article, want in zip(found, wanted, strict=True):
        assert words(article.body).startswith(words(want["first_words"]))
        assert words(article.body).endswith(words(want["last_words"]))


def test_real_pages_are_dated_by_their_date_line_or_a_day_with_its_year(found, wanted):
    sure = [
        (article, want)
        for article, want in zip(found, wanted, strict=True)
        if want["date_source"] in ("dateline", "text")
    ]
    assert len(sure) >= 5
    assert [(a.date, a.date_precision, a.date_source) for a, _ in sure] == [
        (w["date"], w["date_precision"], w["date_source"]) for _, w in sure
    ]
