"""`match=auto`: all words first; where few have them, what has most of their weight or is near."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search_index.engines.base import Engine
from search_index.model.article import Article, Source
from search_index.model.query import Query, Sort


def article(number: int, title: str, date: str | None = None, **more: object) -> Article:
    source = Source(page=f"page{number}.txt", position=0)
    return Article(  # type: ignore[arg-type]
        id=f"{number:016x}", source=source, title=title, body="", language="en", date=date, **more
    )


ARCHIVE = (
    article(1, "Lantern makers of Varna", "2019", persons=("Ann Lee",)),
    article(2, "Lantern makers strike", "2021", persons=("Bo Chan",)),
    article(3, "Varna lantern festival", "2020"),
    article(4, "Makers of clocks in Varna"),
    *(article(n, f"Makers and traders, part {n}", "2018") for n in range(5, 20)),
)


@pytest.fixture
def archive(engine: Engine) -> Engine:
    with engine.writer() as writer:
        for each in ARCHIVE:
            writer.add(each)
    return engine


def found(archive: Engine, query: Query) -> list[int]:
    return [int(hit.article.id, 16) for hit in archive.searcher().search(query).hits]


def test_those_with_all_words_come_first_and_those_with_most_of_their_weight_follow(
    archive: Engine,
) -> None:
    query = Query(text="lantern makers Varna")
    hits = archive.searcher().search(query)
    assert hits.relaxed
    assert (hits.total, hits.total_all_words) == (4, 1)
    numbers = found(archive, query)
    assert numbers[0] == 1
    # Nearly every article has "makers": that alone is not most of the weight.
    assert set(numbers[1:]) == {2, 3, 4}


def test_ten_articles_with_all_words_are_enough(archive: Engine) -> None:
    hits = archive.searcher().search(Query(text="makers traders"))
    assert (hits.relaxed, hits.total, hits.total_all_words) == (False, 15, None)


def test_a_word_that_no_article_has_does_not_empty_the_answer(archive: Engine) -> None:
    query = Query(text="lantern xylophone makers", typo=False)
    hits = archive.searcher().search(query)
    assert (hits.relaxed, hits.total_all_words) == (True, 0)
    assert hits.total == len(ARCHIVE)
    assert 2 in found(archive, query)[:2]


def test_all_words_come_first_by_date_as_well(archive: Engine) -> None:
    assert found(archive, Query(text="lantern makers Varna", sort="newest")) == [1, 2, 3, 4]
    assert found(archive, Query(text="lantern makers Varna", sort="oldest")) == [1, 3, 2, 4]


def test_pages_facets_and_exports_are_of_the_same_articles(archive: Engine) -> None:
    query = Query(text="lantern makers Varna", per_page=2)
    pages = [found(archive, Query(text=query.text, per_page=2, page=n)) for n in (1, 2, 3)]
    whole = found(archive, Query(text=query.text))
    assert [number for page in pages for number in page] == whole
    searcher = archive.searcher()
    assert {int(a.id, 16) for a in searcher.export(query)} == set(whole)
    years = {row.value: row.count for row in searcher.search(query).facets["year"]}
    assert years == {"2019": 1, "2020": 1, "2021": 1, None: 1}
    assert {row.value for row in searcher.facet(query, "person")} == {"Ann Lee", "Bo Chan"}


def test_filters_hold_for_those_that_follow(archive: Engine) -> None:
    query = Query(text="lantern makers Varna", include={"person": ("Bo Chan",)})
    hits = archive.searcher().search(query)
    assert [int(hit.article.id, 16) for hit in hits.hits] == [2]
    assert (hits.relaxed, hits.total_all_words) == (True, 0)
    assert {row.value for row in hits.facets["person"]} >= {"Bo Chan"}


def test_of_a_long_question_what_comes_nearest_is_found_in_any_case(archive: Engine) -> None:
    query = Query(text="lantern makers of Varna part strike", per_page=30, typo=False)
    short = Query(text="lantern makers Varna", per_page=30)
    long = Query(text="lantern makers Varna lantern makers", per_page=30)
    assert archive.searcher().search(short).total_all_words == 1
    assert archive.searcher().search(short).total == 4
    hits = archive.searcher().search(long)
    assert (hits.total_all_words, hits.total) == (1, len(ARCHIVE))
    assert hits.hits[0].article.id == ARCHIVE[0].id
    assert archive.searcher().search(query).relaxed


LONG = "lantern makers strike Varna"
CHANCE = replace(
    article(30, "What else happened", "2022"),
    body="Makers strike. " + "The harbour was quiet all day. " * 40 + "A lantern hung in Varna.",
)


@pytest.mark.parametrize(
    ("text", "sort", "leads"),
    [
        (LONG, "relevance", False),
        ("what is the lantern makers' strike of Varna", "relevance", False),
        ("lantern strike Varna", "relevance", True),
        (LONG, "oldest", True),
    ],
)
def test_all_words_by_chance_come_first_in_short_questions_and_not_in_long_ones(
    archive: Engine, text: str, sort: Sort, leads: bool
) -> None:
    with archive.writer() as writer:
        writer.add(CHANCE)
        for number in range(40, 50):
            writer.add(replace(article(number, "Quiet days"), body="Nothing happened."))
    hits = archive.searcher().search(Query(text=text, sort=sort, per_page=30))
    assert (hits.relaxed, hits.total_all_words, hits.all_words_first) == (True, 1, leads)
    assert CHANCE.id in {hit.article.id for hit in hits.hits}
    assert (hits.hits[0].article.id == CHANCE.id) is leads


@pytest.mark.parametrize("text", ["makers", '"lantern makers of"', "lantern AND Varna", "Varna -x"])
def test_what_leaves_no_choice_is_not_relaxed(archive: Engine, text: str) -> None:
    hits = archive.searcher().search(Query(text=text))
    assert not hits.relaxed
    assert hits.total_all_words is None


def test_unwanted_words_and_fields_stay_as_they_were_asked_for(archive: Engine) -> None:
    assert 3 not in found(archive, Query(text="lantern makers Varna -festival"))
    assert found(archive, Query(text="lantern makers Varna date:2021")) == [2]
