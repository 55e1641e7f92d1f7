"""Completions while somebody types, the same from every engine."""

from __future__ import annotations

import pytest

from search_index import open_engine
from search_index.engines.base import Searcher
from search_index.model.query import Query
from tests.engines.opensearch import settings_for
from tests.engines.small_archive import article, fill

ARCHIVE = (
    article("O'Brien wins", "Pat O'Brien spoke of the covid-19 vaccine.", persons=("Pat O'Brien",)),
    article("Oil price up", "The oil price rose.", organizations=("World Grain Office (WGO)",)),
    article("Oil prices", "Of oil prices and an oil price.", persons=("Nadia Al-Zouaghi",)),
    article("Prime", "The prime minister Al-Zouaghi.", persons=("Jeanne d'Arvor",)),
    article("Primer", "A prime minister of covid-1984.", places=("N'Djamena",)),
    article("Pries", "One priest by one prime minister in N'Djamena with N'Golo."),
    article("Ecole", "Hier l'équilibre, aujourd'hui l'équipe.", language="fr"),
    article("Arabic", "اجتماع الوزراء في وزارة", language="ar"),
)


@pytest.fixture(params=["whoosh", "opensearch", "plain"], scope="module")
def searcher(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    engine = open_engine(settings_for(request.param, tmp_path_factory.mktemp("index")))
    fill(engine, *ARCHIVE)
    return engine.searcher()


def offered(searcher: Searcher, typed: str) -> dict[str, list[tuple[str, int]]]:
    rows: dict[str, list[tuple[str, int]]] = {}
    for each in searcher.suggest(typed, size=20):
        rows.setdefault(each.kind, []).append((each.text, each.count))
    return rows


def test_the_whole_line_is_completed_and_counted_with_the_words_before(searcher: Searcher) -> None:
    words = offered(searcher, "oil pri")["word"]
    assert words == [("oil price", 2), ("oil prices", 1)]
    assert offered(searcher, "pri")["word"][0] == ("prime", 3)
    assert ("prime prime", 3) not in offered(searcher, "prime pri")["word"]
    assert offered(searcher, "xylophone pric")["word"][0] == ("xylophone price", 2)
    assert offered(searcher, "title:pries")["word"] == [("title:pries", 1), ("title:priest", 1)]


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("O'Br", "person", "Pat O'Brien"),
        ("O’Br", "person", "Pat O'Brien"),
        ("pat o'br", "person", "Pat O'Brien"),
        ("Al-Z", "person", "Nadia Al-Zouaghi"),
        ("al zou", "person", "Nadia Al-Zouaghi"),
        ("d'Arv", "person", "Jeanne d'Arvor"),
        ("(WG", "organization", "World Grain Office (WGO)"),
        ("N'Dj", "place", "N'Djamena"),
    ],
)
def test_a_name_is_completed_inside_its_marked_words(
    searcher: Searcher, typed: str, kind: str, text: str
) -> None:
    assert (text, 1) in offered(searcher, typed)[kind]


@pytest.mark.parametrize(
    ("kind", "prefix", "value"),
    [
        ("person", "Al-Z", "Nadia Al-Zouaghi"),
        ("person", "o'b", "Pat O'Brien"),
        ("organization", "(WGO", "World Grain Office (WGO)"),
        ("place", "ndj", "N'Djamena"),
    ],
)
def test_a_facet_is_searched_inside_its_marked_words(
    searcher: Searcher, kind: str, prefix: str, value: str
) -> None:
    assert [row.value for row in searcher.facet(Query(), kind, prefix=prefix)] == [value]


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("person:zou*", ["Oil prices"]),
        ("person:(Al-Zouaghi Na*)", ["Oil prices"]),
        ("person:(Pat Zou*)", []),
        ("organization:wg*", ["Oil price up"]),
        ("(place:n'd* OR person:d'arv*)", ["Prime", "Primer"]),
        ("oil -person:na*", ["Oil price up"]),
        ("language:f*", ["Ecole"]),
    ],
)
def test_the_values_of_a_field_are_found_by_their_beginning(
    searcher: Searcher, typed: str, titles: list[str]
) -> None:
    found = searcher.ask(Query(text=typed)).hits
    assert sorted(hit.article.title for hit in found) == titles


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("person:zou", ["Oil prices"]),
        ("person:(nadia al-z", ["Oil prices"]),
        ("oil person:na", ["Oil prices"]),
        ("place:ndjamina", ["Primer"]),
        ("prime AND", ["Pries", "Prime", "Primer"]),
    ],
)
def test_who_types_a_field_sees_what_its_last_word_may_become(
    searcher: Searcher, typed: str, titles: list[str]
) -> None:
    found = searcher.ask(Query(text=typed, prefix="last")).hits
    assert sorted(hit.article.title for hit in found) == titles
