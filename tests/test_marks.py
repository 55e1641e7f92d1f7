"""Runs of accents: a letter keeps those of any language, and an endless run costs no time."""

from __future__ import annotations

import time

import pytest

from indexer.sources.decode import tidy
from search_app.api.fields import clean
from search_index.text.folding import fold
from search_index.text.marks import MOST_MARKS, without_endless_marks

ENDLESS = "e" + "\u0301\u0323" * 50_000
HALF_WIDTH = "e" + "\uff9e\u0301" * 50_000


@pytest.mark.parametrize("text", [ENDLESS, HALF_WIDTH], ids=["accents", "half-width"])
def test_an_endless_run_of_accents_is_read_and_searched_in_a_moment(text: str) -> None:
    started = time.process_time()
    assert len(tidy(text)) <= 1 + MOST_MARKS
    assert len(clean(text)) <= 1 + MOST_MARKS
    assert fold(text)
    assert time.process_time() - started < 5, "sorting 100,000 accents takes minutes"


@pytest.mark.parametrize(
    "text",
    ["Ngữ pháp tiếng Việt", "مُحَمَّدٌ", "e\u0301\u0323", "—" * 100 + "€" * 100, "z" + "\u0301" * 30],
)
def test_what_people_write_is_left_as_it_is(text: str) -> None:
    assert without_endless_marks(text) == text
