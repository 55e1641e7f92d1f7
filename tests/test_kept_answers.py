"""A question that comes again is answered with what was found, and only while that holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from search_index import open_engine
from search_index.engines.base import Searcher
from search_index.model.article import Article
from search_index.model.hits import Hit, Hits
from search_index.model.query import Query
from search_index.model.reordering import Reordering
from search_index.search import kept_answers
from search_index.search.kept_answers import KeptAnswers, key_of
from search_index.settings import Settings
from tests.engines.small_archive import HARBOUR, STORM, fill

QUERY = Query(text="harbour", include={"person": ("Ann Lee",)})


@pytest.fixture
def searcher(tmp_path: Path) -> Searcher:
    engine = open_engine(replace(Settings.from_environment({}), index_dir=tmp_path))
    fill(engine, HARBOUR, STORM)
    return engine.searcher()


def test_a_question_that_came_twice_is_not_searched_for_a_third_time(searcher: Searcher) -> None:
    first, second = searcher.ask(QUERY), searcher.ask(QUERY)
    third = searcher.ask(replace(QUERY, timeout_ms=50))
    assert first == second
    assert first is not second
    assert third is second


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "storm"},
        {"match": "any"},
        {"page": 2},
        {"per_page": 5},
        {"sort": "oldest"},
        {"date_from": "2020"},
        {"date_to": "2024"},
        {"missing_date": True},
        {"include": {}},
        {"exclude": {"place": ("Varna",)}},
        {"facets": ("year",)},
        {"facet_size": 1},
        {"highlight": False},
        {"snippet_chars": 100},
        {"typo": False},
        {"collapse": False},
        {"explain": True},
    ],
)
def test_another_question_has_another_answer(changes: dict[str, Any], searcher: Searcher) -> None:
    for _ in range(2):
        searcher.ask(QUERY)
    other = replace(QUERY, **changes)
    assert key_of(other) != key_of(QUERY)
    answered, searched = searcher.ask(other), searcher.search(other)
    assert (answered.total, answered.hits) == (searched.total, searched.hits)
    assert answered.facets == searched.facets


def test_last_month_is_another_one_tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    class Tomorrow(date):
        @classmethod
        def today(cls) -> date:
            return date(2099, 1, 1)

    today = key_of(QUERY)
    monkeypatch.setattr(kept_answers, "date", Tomorrow)
    assert key_of(QUERY) != today


def test_what_is_put_in_another_order_or_asked_in_lists_is_not_kept() -> None:
    class Backwards:
        depth = 10

        def order(self, articles: Any, scores: Any, *, corrected: Any) -> Any:
            raise NotImplementedError

    reordering: Reordering = Backwards()
    assert key_of(replace(QUERY, reordering=reordering)) is None
    assert key_of(replace(QUERY, include={"person": ["Ann Lee"]})) is None  # type: ignore[dict-item]


def test_the_kept_answers_take_no_more_memory_than_they_may() -> None:
    def answer(text: str) -> Hits:
        article: Article = replace(HARBOUR, body=text * 5_000)
        return Hits(total=1, hits=(Hit(article=article, score=1.0),))

    kept = KeptAnswers(most_bytes=100_000)
    for _ in range(2):
        kept.keep("large", answer("long " * 10))
        for number in range(20):
            kept.keep(number, answer("a"))
    assert kept.get("large") is None
    assert kept.get(0) is None
    assert kept.get(19) == answer("a")
    assert 5 < sum(kept.get(number) is not None for number in range(20)) < 15
