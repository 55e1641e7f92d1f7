"""Filters of any shape, and hits from any place on: the same answers from every engine."""

from __future__ import annotations

import datetime

import pytest

from search_index.engines.base import Engine
from search_index.model.conditions import (
    AllOf,
    AnyOf,
    Condition,
    FirstDayWithin,
    HasAny,
    HasValue,
    NotMet,
)
from search_index.model.query import Query
from tests.engines.small_archive import ARCHIVE, HARBOUR, SCHOOL, STORM, UNDATED, fill

ANN = HasValue("person", ("ann lee",))
BO = HasValue("person", ("Bo Chan",))
VARNA = HasValue("place", ("Varna",))
YEAR_2021 = FirstDayWithin(
    datetime.date(2021, 1, 1).toordinal(), datetime.date(2021, 12, 31).toordinal()
)


@pytest.fixture
def archive(engine: Engine) -> Engine:
    fill(engine, *ARCHIVE)
    return engine


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        (ANN, {HARBOUR, STORM}),
        (HasValue("person", ("Ann Lee", "Bo Chan")), {HARBOUR, STORM, SCHOOL}),
        (AllOf((ANN, BO)), {HARBOUR}),
        (AnyOf((AllOf((ANN, VARNA)), HasValue("language", ("fr",)))), {STORM, UNDATED}),
        (NotMet(ANN), {SCHOOL, UNDATED}),
        (AllOf((NotMet(BO), NotMet(HasValue("language", ("fr",))))), {STORM}),
        (HasAny("person"), {HARBOUR, STORM, SCHOOL}),
        (NotMet(HasAny("year")), {UNDATED}),
        (YEAR_2021, {HARBOUR, STORM}),
        (FirstDayWithin(None, datetime.date(2020, 1, 1).toordinal()), {SCHOOL}),
        (FirstDayWithin(None, None), {HARBOUR, STORM, SCHOOL}),
        (NotMet(FirstDayWithin(None, None)), {UNDATED}),
        (AllOf(()), set(ARCHIVE)),
        (AnyOf(()), set()),
    ],
)
def test_a_condition_lets_through_just_the_articles_that_meet_it(
    archive: Engine, condition: Condition, wanted: set[object]
) -> None:
    query = Query(where=condition, facets=("person",))
    hits = archive.searcher().search(query)
    assert {hit.article for hit in hits.hits} == wanted
    assert hits.total == len(wanted)
    counted = sum(value.count for value in hits.facets["person"])
    assert counted == sum(len(article.persons) for article in ARCHIVE if article in wanted)


def test_a_condition_holds_for_a_search_by_words_too(archive: Engine) -> None:
    hits = archive.searcher().search(Query(text="harbour", where=NotMet(VARNA)))
    assert [hit.article for hit in hits.hits] == [HARBOUR]


def test_hits_can_be_had_from_any_place_on(archive: Engine) -> None:
    searcher = archive.searcher()
    order = [hit.article for hit in searcher.search(Query()).hits]
    for offset in range(5):
        query = Query(offset=offset, per_page=2, page=7)
        found = [hit.article for hit in searcher.search(query).hits]
        assert found == order[offset : offset + 2]
    ranked = [hit.article for hit in searcher.search(Query(text="harbour")).hits]
    assert len(ranked) == 3
    after_one = searcher.search(Query(text="harbour", offset=1, per_page=2)).hits
    assert [hit.article for hit in after_one] == ranked[1:]
