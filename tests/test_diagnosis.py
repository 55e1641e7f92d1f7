from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index import open_engine
from search_index.engines.base import Searcher
from search_index.model.article import Article, Source
from search_index.model.hits import Diagnosis
from search_index.model.query import Query
from search_index.search import diagnosis
from tests.engines.opensearch import settings_for


def article(number: int, title: str, body: str, **fields: Any) -> Article:
    source = Source(page=f"{number}.txt", position=0)
    return Article(
        id=f"{number:016x}", source=source, title=title, body=body, language="en", **fields
    )


ARTICLES = (
    article(
        1, "Harbour museum", "The museum by the harbour opened.", date="2021", persons=("Ann Lee",)
    ),
    article(2, "Harbour ferry", "The ferry leaves the harbour.", date="2022", places=("Lund",)),
    article(3, "School garden", "Children plant apple trees.", date="2023", persons=("Omar Said",)),
)


@pytest.fixture(scope="module", params=["whoosh", "opensearch", "plain"])
def searcher(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("index")
    engine = open_engine(settings_for(request.param, folder))
    with engine.writer() as writer:
        for each in ARTICLES:
            writer.add(each)
    return engine.searcher()


@pytest.fixture(autouse=True)
def _time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "BUDGET_MS", 60_000)


def reasons(searcher: Searcher, text: str = "", **fields: Any) -> list[tuple[str, str, int]]:
    """Part, name and loosened total of each reason."""
    hits = searcher.ask(Query(text=text, **{"match": "all", **fields}))
    assert hits.total == 0
    return [(reason.part, reason.name, reason.loosened_total) for reason in hits.diagnosis]


def test_a_search_that_finds_something_needs_no_reasons(searcher: Searcher) -> None:
    hits = searcher.ask(Query(text="harbour"))
    assert hits.total == 2
    assert hits.diagnosis == ()


def test_a_word_that_no_article_has_is_named_and_what_there_is_without_it(
    searcher: Searcher,
) -> None:
    (reason,) = diagnosis.diagnose(searcher, Query(text="harbour xylophone", match="all"))
    assert reason == Diagnosis(
        part="word",
        name="xylophone",
        message="No article has “xylophone”.",
        loosened_total=2,
    )


def test_the_only_word_of_a_query_is_named_without_an_offer(searcher: Searcher) -> None:
    assert reasons(searcher, "xylophone") == [("word", "xylophone", 0)]


@pytest.mark.parametrize("text", ["harbour xylo", "harbour AND xylo", '"harbour" xylo'])
def test_a_word_that_is_being_typed_is_named_once_as_it_was_typed(
    searcher: Searcher, text: str
) -> None:
    assert reasons(searcher, text, prefix="last") == [("word", "xylo", 2)]
    assert reasons(searcher, "xylo", prefix="last") == [("word", "xylo", 0)]


def test_a_word_that_is_being_typed_is_not_called_absent_where_others_begin_so(
    searcher: Searcher,
) -> None:
    query = Query(text="apple harb", match="all", prefix="last")
    found = {reason.name: reason.message for reason in searcher.ask(query).diagnosis}
    assert found["harb"] == "Nothing is left with “harb”; without it there are 1."


def test_what_helps_most_is_named_first(searcher: Searcher) -> None:
    query = Query(text="harbour", include={"person": ("Omar Said",)})
    by_filter, by_word = diagnosis.diagnose(searcher, query)
    assert by_filter == Diagnosis(
        part="filter",
        name="person",
        message="Nothing is left with person Omar Said; without it there are 2.",
        loosened_total=2,
    )
    assert (by_word.part, by_word.name, by_word.loosened_total) == ("word", "harbour", 1)


def test_a_value_that_no_article_has_comes_first(searcher: Searcher) -> None:
    found = reasons(searcher, "garden", include={"place": ("Atlantis",), "year": ("2021",)})
    assert found[0] == ("filter", "place", 0)


@pytest.mark.parametrize(
    ("fields", "name", "total"),
    [
        ({"date_from": "2023"}, "date", 2),
        ({"date_from": "2024", "date_to": "2020"}, "date", 2),
        ({"missing_date": True}, "missing", 2),
        ({"exclude": {"year": ("2021", "2022")}}, "exclude_year", 2),
    ],
)
def test_every_kind_of_filter_can_be_the_reason(
    searcher: Searcher, fields: dict[str, Any], name: str, total: int
) -> None:
    assert ("filter", name, total) in reasons(searcher, "harbour", **fields)


def test_words_that_never_meet_are_each_offered_to_be_left_out(searcher: Searcher) -> None:
    assert reasons(searcher, "museum ferry") == [("word", "museum", 1), ("word", "ferry", 1)]


def test_three_words_that_never_meet_are_offered_as_any_word(searcher: Searcher) -> None:
    assert reasons(searcher, "museum ferry apple") == [("combination", "", 3)]


def test_a_phrase_is_named_as_a_phrase(searcher: Searcher) -> None:
    assert ("phrase", "ferry museum", 2) in reasons(searcher, 'harbour "ferry museum"')


def test_an_operator_goes_with_the_word_that_it_joined(searcher: Searcher) -> None:
    assert reasons(searcher, "harbour AND xylophone") == [("word", "xylophone", 2)]
    assert reasons(searcher, "xylophone AND harbour") == [("word", "xylophone", 2)]


def test_filters_that_exclude_each_other_are_named(searcher: Searcher) -> None:
    found = reasons(searcher, include={"person": ("Ann Lee",), "place": ("Lund",)})
    assert found == [("filter", "person", 1), ("filter", "place", 1)]


def test_a_misspelt_word_is_offered_right_where_it_may_not_be_corrected(
    searcher: Searcher,
) -> None:
    corrected = searcher.search(Query(text="musem")).corrected
    hits = searcher.ask(Query(text="musem", typo=False))
    assert hits.total == 0
    assert hits.did_you_mean == corrected


@pytest.mark.parametrize(
    ("text", "fields", "offer"),
    [
        ("musem", {}, "museum"),
        ("harbour musem", {"match": "all"}, "harbour museum"),
        ("harbour musem", {"match": "any"}, "harbour museum"),
        ("harbour musem", {"typo": False}, "harbour museum"),
        ("musem garden", {}, "museum garden"),
        ("ferry OR musem", {}, "ferry OR museum"),
        ("title:musem OR garden -feryr", {}, "title:museum OR garden -feryr"),
        ("harbour museum", {"match": "any"}, None),
        ("harbour xylophone", {}, None),
        ("harb* OR garden", {}, None),
    ],
)
def test_the_right_spelling_is_offered_whether_or_not_it_was_searched(
    searcher: Searcher, text: str, fields: dict[str, Any], offer: str | None
) -> None:
    hits = searcher.ask(Query(text=text, **fields))
    assert hits.did_you_mean == offer
    if hits.corrected:
        assert hits.corrected == offer
    if offer:
        assert searcher.search(Query(text=offer, typo=False)).total


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text(st.sampled_from('ab "()-+:*~[]\x00é م😀ANDOT'), max_size=40),
    year=st.sampled_from([(), ("1999",), ("2021", "1999")]),
)
def test_whatever_is_typed_reasons_are_few_and_their_offers_find_something(
    searcher: Searcher, text: str, year: tuple[str, ...]
) -> None:
    query = Query(text=text, include={"year": year} if year else {})
    for reason in searcher.ask(query).diagnosis:
        assert reason.part in {"word", "phrase", "filter", "combination"}
        assert 0 <= reason.loosened_total <= len(ARTICLES)
        assert reason.message
    assert len(searcher.ask(query).diagnosis) <= diagnosis.MAX_REASONS


def test_the_time_for_reasons_is_bounded(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnosis, "BUDGET_MS", 0)
    assert diagnosis.diagnose(searcher, Query(text="harbour xylophone", match="all")) == []
