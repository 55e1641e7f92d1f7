"""How every engine filters and counts values, whatever it is made of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search_index.engines.base import Engine
from search_index.model.hits import FacetValue
from search_index.model.query import Query
from search_index.model.quote import Quote
from tests.engines.small_archive import (
    ARCHIVE,
    HARBOUR,
    SCHOOL,
    STORM,
    UNDATED,
    article,
    fill,
    titles,
)


def test_the_counts_of_values_are_those_of_searches_for_each_alone(archive: Engine) -> None:
    copy = article("Harbour again", persons=("Ann Lee",), duplicate_of=HARBOUR.id)
    other = article("Copy of none", persons=("Bo Chan",), duplicate_of="0" * 16)
    fill(archive, copy, other)
    searcher = archive.searcher()
    values = [("person", "Ann Lee"), ("person", "bo chan"), ("place", "Odessa"), ("place", "X")]
    alone = [searcher.search(Query(include={name: (value,)})).total for name, value in values]
    assert list(searcher.counts(values)) == alone == [2, 3, 1, 0]
    assert searcher.counts([]) == ()


def test_values_of_one_filter_are_alternatives_and_filters_add_up(archive: Engine) -> None:
    either = Query(include={"person": ("Ann Lee", "Bo Chan")})
    assert set(titles(archive, either)) == {HARBOUR.title, STORM.title, SCHOOL.title}
    both = Query(include={"person": ("Ann Lee",), "place": ("Varna",)})
    assert titles(archive, both) == [STORM.title]
    assert set(titles(archive, Query(exclude={"place": ("Varna",)}))) == {
        HARBOUR.title,
        UNDATED.title,
    }


def test_names_in_filters_are_compared_without_case(archive: Engine) -> None:
    assert len(titles(archive, Query(include={"person": ("ann lee",)}))) == 2


def test_dates_bound_the_hits_to_articles_surely_within_them(archive: Engine) -> None:
    assert titles(archive, Query(date_from="2021-02", date_to="2021-02")) == [STORM.title]
    assert titles(archive, Query(date_from="2020-06")) == [HARBOUR.title, STORM.title]
    assert titles(archive, Query(date_to="2020")) == [SCHOOL.title]
    assert titles(archive, Query(missing_date=True)) == [UNDATED.title]


def test_facets_count_all_hits_and_ignore_their_own_filter(archive: Engine) -> None:
    query = Query(text="harbour", include={"person": ("Bo Chan",)}, per_page=1)
    hits = archive.searcher().search(query)
    assert hits.total == 2
    assert hits.facets["person"] == (
        FacetValue(value="Ann Lee", count=2),
        FacetValue(value="Bo Chan", count=2, active=True),
    )
    assert hits.facets["place"] == (
        FacetValue(value="Odessa", count=1),
        FacetValue(value="Varna", count=1),
    )


CREDITED = (
    article(
        "Ferry", "The ferry is back.", outlet="The Lake Post", authors=("Ann Lee", "Bo Chan"),
        section="Transport",
    ),
    article("Museum", "The museum is new.", outlet="The Lake Post", authors=("Ann Chan",)),
    article("Bridge", "The bridge is old.", outlet="bridge.example", section="Opinion"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("author:lee", {"Ferry"}),
        ("author:chan", {"Ferry", "Museum"}),
        ('author:"Ann Chan"', {"Museum"}),
        ("outlet:lake", {"Ferry", "Museum"}),
        ("outlet:bridge.example", {"Bridge"}),
        ("section:opinion", {"Bridge"}),
        ("author:le", set()),
    ],
)
def test_articles_are_found_by_words_of_who_published_and_wrote_them(
    engine: Engine, text: str, wanted: set[str]
) -> None:
    fill(engine, *CREDITED)
    assert set(titles(engine, Query(text=text, match="all", typo=False))) == wanted


def test_outlets_and_authors_are_stored_counted_and_filtered_by(engine: Engine) -> None:
    fill(engine, *CREDITED)
    query = Query(include={"author": ("Ann Lee",)}, facets=("outlet", "author"))
    hits = engine.searcher().search(query)
    assert [hit.article for hit in hits.hits] == [CREDITED[0]]
    assert hits.facets["outlet"] == (FacetValue(value="The Lake Post", count=1),)
    assert hits.facets["author"] == (
        FacetValue(value="Ann Chan", count=1),
        FacetValue(value="Ann Lee", count=1, active=True),
        FacetValue(value="Bo Chan", count=1),
    )


def test_who_is_quoted_is_stored_counted_and_filtered_by(engine: Engine) -> None:
    said = Quote(
        start=0,
        end=11,
        kind="direct",
        speaker="Lee",
        speaker_start=13,
        speaker_end=16,
        cue="said",
        person="Ann Lee",
    )
    nameless = replace(said, kind="indirect", person=None, cue="")
    quoted = article("Lake", "Cold water, Lee said.", quotes=(said, nameless), persons=("Ann Lee",))
    fill(engine, quoted, *ARCHIVE)
    query = Query(include={"speaker": ("ann lee",)}, facets=("speaker",))

    hits = engine.searcher().search(query)

    assert [hit.article for hit in hits.hits] == [quoted]
    assert hits.facets["speaker"] == (FacetValue(value="Ann Lee", count=1, active=True),)
    assert titles(engine, Query(text='speaker:"Ann Lee"')) == [quoted.title]
    assert titles(engine, Query(text="speaker:lee")) == [quoted.title]


def test_facets_obey_excluded_values_also_of_their_own_field(archive: Engine) -> None:
    query = Query(exclude={"person": ("Bo Chan",)})
    assert archive.searcher().search(query).facets["person"] == (
        FacetValue(value="Ann Lee", count=1),
    )


def test_a_facet_counts_the_hits_that_choosing_its_value_would_give(engine: Engine) -> None:
    copy = article("Harbour again", "The harbour reopened.", duplicate_of=HARBOUR.id, date="2021")
    late = replace(copy, id="late", date="2022", date_precision="year")
    bare = replace(copy, id="bare", date=None, date_precision=None, persons=())
    fill(engine, HARBOUR, copy, late, bare, replace(bare, id="barer"))
    searcher = engine.searcher()
    for collapse in (True, False):
        query = Query(text="harbour", collapse=collapse, facets=("year", "person"))
        facets = searcher.search(query).facets
        assert {row.value: row.count for row in facets["year"]} == (
            {"2021": 1, "2022": 1, None: 1} if collapse else {"2021": 2, "2022": 1, None: 2}
        )
        for name, rows in facets.items():
            for row in rows:
                if row.value is not None:
                    chosen = replace(query, include={name: (row.value,)})
                    assert searcher.search(chosen).total == row.count
        assert searcher.facet(query, "year") == facets["year"]


def test_nothing_is_counted_where_nothing_is_asked_to_be(archive: Engine) -> None:
    for collapse in (True, False):
        hits = archive.searcher().search(Query(facets=(), collapse=collapse))
        assert (hits.total, dict(hits.facets)) == (len(ARCHIVE), {})


def test_an_undated_article_counts_under_null_in_the_facets_of_time(archive: Engine) -> None:
    facets = archive.searcher().search(Query(facets=("year", "month"))).facets
    assert facets["year"] == (
        FacetValue(value="2021", count=2),
        FacetValue(value="2020", count=1),
        FacetValue(value=None, count=1),
    )
    assert facets["month"] == (
        FacetValue(value=None, count=2),
        FacetValue(value="2021-02", count=1),
        FacetValue(value="2021-03", count=1),
    )


def test_the_values_of_a_facet_can_be_searched(archive: Engine) -> None:
    values = archive.searcher().facet(Query(), "person", prefix="cha", size=5)
    assert values == (FacetValue(value="Bo Chan", count=2),)
