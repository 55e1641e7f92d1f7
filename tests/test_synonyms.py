"""Synonyms at question time: who searches for a car finds the automobile, and is told so."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from search_app.application import create_app
from search_index import open_engine
from search_index.engines.base import Searcher
from search_index.errors import SettingError
from search_index.model.article import Article, Source
from search_index.model.hits import Hits
from search_index.model.query import Query
from search_index.search.synonyms import SynonymFile, WidenedSearcher
from search_index.settings import Settings
from search_index.text.query_parser import parse
from search_index.text.synonym_file import BadLine, read_synonyms
from tests.engines.opensearch import settings_for

RULES = """\
# Words of the trade.
lorry, truck, heavy goods vehicle
drought => dry spell   # not the other way
Covid-19, coronavirus
WHO, World Health Organization
AT&T => telephone company

[fr]
camion, poids lourd
pain => baguette
[en]
pain, ache
[ar]
طبيب، دكتور
شاحنة, ناقلة
[*]
festival, fête
AI, artificial intelligence
"""


def article(
    number: int, title: str, body: str = "", language: str = "en", **more: object
) -> Article:
    source = Source(page=f"{number}.txt", position=0)
    return Article(  # type: ignore[arg-type]
        id=f"{number:016x}", source=source, title=title, body=body, language=language, **more
    )


ARCHIVE = (
    article(1, "Lorry overturns", "A lorry blocked the bridge."),
    article(2, "Truck prices", "Every truck costs more."),
    article(3, "New rule on the road", "A heavy goods vehicle must stop here."),
    article(4, "Goods are heavy", "No vehicle of that kind."),
    article(5, "Dry spell goes on", "The fields suffer from the dry spell."),
    article(6, "Drought ends", "The drought is over."),
    article(7, "Coronavirus wave", "The coronavirus spreads."),
    article(8, "Covid-19 figures", "Covid-19 is back."),
    article(9, "Who won the race", "Nobody knows who won."),
    article(
        10,
        "Vaccines for all",
        "The WHO sends vaccines.",
        organizations=("World Health Organization (WHO)",),
    ),
    article(11, "La baguette a cent ans", "Une baguette pour tous.", "fr"),
    article(12, "Back ache", "The ache goes away; a baguette helps."),
    article(13, "Fête au village", "Une fête.", "fr"),
    article(14, "ناقلة على الطريق", "وصلت ناقلة كبيرة.", "ar"),
    article(15, "AI for all", "The AI act."),
    article(16, "Learning machines", "Artificial intelligence learns."),
    article(17, "J’ai fini", "J’ai fini ; on n’ai rien.", "fr"),
    article(18, "دكتور جديد", "وصل دكتور جديد.", "ar"),
)


@pytest.fixture(scope="module")
def rules_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rules") / "synonyms.txt"
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.fixture(scope="module", params=["whoosh", "opensearch", "plain"])
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, rules_file: Path
) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("index")
    engine = open_engine(replace(settings_for(request.param, folder), synonyms=rules_file))
    with engine.writer() as writer:
        for each in ARCHIVE:
            writer.add(each)
    found = engine.searcher()
    yield found
    found.close()


def numbers(hits: Hits) -> list[int]:
    return sorted(int(hit.article.id, 16) for hit in hits.hits)


def found(searcher: Searcher, text: str, **more: object) -> list[int]:
    query = Query(text=text, match="all", per_page=50, typo=False)
    return numbers(searcher.search(replace(query, **more)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("lorry", [1, 2, 3]),
        ("truck", [1, 2, 3]),
        ("heavy goods vehicle", [1, 2, 3, 4]),
        ("Lorry bridge", [1]),
        ("road lorry", [3]),
        ("drought", [5, 6]),
        ("dry spell", [5]),
        ("coronavirus", [7, 8]),
        ("covid-19", [7, 8]),
        ("covid 19", [7, 8]),
        ("WHO", [10]),
        ("who", [9, 10]),
        ("World Health Organization", [10]),
        ("pain", [11, 12]),
        ("festival", [13]),
        ("شاحنة", [14]),
        ("طبيب", [18]),
        ("artificial intelligence", [15, 16]),
        ("AI", [15, 16]),
    ],
)
def test_a_word_finds_what_its_synonyms_find(
    searcher: Searcher, text: str, wanted: list[int]
) -> None:
    assert found(searcher, text) == wanted


def test_other_forms_of_a_word_are_widened_as_it_is(searcher: Searcher) -> None:
    assert {2, 3} <= set(found(searcher, "lorries"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [('"lorry"', [1]), ('"drought"', [6]), ('"heavy goods" vehicle', [3])],
)
def test_what_stands_in_quotes_is_taken_at_its_word(
    searcher: Searcher, text: str, wanted: list[int]
) -> None:
    assert found(searcher, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("lorry -truck", [1, 3]),
        ("truck OR drought", [1, 2, 3, 5, 6]),
        ("title:lorry", [1, 2]),
        ("(heavy goods vehicle) -bridge", [2, 3, 4]),
        ("heavy OR goods OR vehicle", [3, 4]),
        ("lorr*", [1]),
        ("truck^3 bridge", [1]),
    ],
)
def test_operators_hold_for_a_word_and_its_synonyms_and_what_is_unwanted_is_not_widened(
    searcher: Searcher, text: str, wanted: list[int]
) -> None:
    assert found(searcher, text) == wanted


def test_a_synonym_is_marked_where_it_made_the_article_match(searcher: Searcher) -> None:
    hits = searcher.search(Query(text="lorry", match="all")).hits
    marked = {
        int(hit.article.id, 16): hit.highlights["body"][0].html
        for hit in hits
        if hit.highlights.get("body")
    }
    assert "<mark>lorry</mark>" in marked[1]
    assert "<mark>truck</mark>" in marked[2]
    assert "<mark>heavy" in marked[3]
    assert "vehicle</mark>" in marked[3]


def test_a_synonym_of_one_language_is_not_marked_in_another(searcher: Searcher) -> None:
    for hit in searcher.search(Query(text="pain", match="all")).hits:
        html = hit.highlights["body"][0].html
        if hit.article.language == "en":
            assert "<mark>ache</mark>" in html
            assert "<mark>baguette" not in html
        else:
            assert "<mark>baguette</mark>" in html


def test_facets_and_exports_are_of_the_same_articles(searcher: Searcher) -> None:
    query = Query(text="lorry", match="all", facets=("source",), facet_size=50)
    wanted = {"1.txt", "2.txt", "3.txt"}
    assert {row.value for row in searcher.search(query).facets["source"]} == wanted
    assert {row.value for row in searcher.facet(query, "source")} == wanted
    assert {each.source.page for each in searcher.export(query)} == wanted


def test_the_answer_says_what_was_widened(searcher: Searcher) -> None:
    hits = searcher.search(Query(text="heavy goods vehicle drought truck"))
    assert [(each.word, each.synonyms) for each in hits.widened] == [
        ("heavy goods vehicle", ("lorry", "truck")),
        ("drought", ("dry spell",)),
        ("truck", ("lorry", "heavy goods vehicle")),
    ]
    assert searcher.search(Query(text='"drought" bridge')).widened == ()
    french = searcher.search(Query(text="pain", include={"language": ("fr",)}))
    assert [each.synonyms for each in french.widened] == [("baguette",)]


def test_while_somebody_types_it_is_the_same(searcher: Searcher) -> None:
    hits = searcher.ask(Query(text="heavy goods vehicle", prefix="last"))
    assert [each.synonyms for each in hits.widened] == [("lorry", "truck")]


def test_an_article_need_not_have_all_words_but_its_synonyms_count(searcher: Searcher) -> None:
    hits = searcher.search(Query(text="lorry xylophone drought", typo=False))
    assert hits.relaxed
    assert {1, 2, 3, 5, 6} <= set(numbers(hits))


def test_a_word_with_synonyms_is_not_taken_for_misspelt(tmp_path: Path, rules_file: Path) -> None:
    settings = Settings(index_dir=tmp_path, synonyms=rules_file)
    engine = open_engine(settings)
    with engine.writer() as writer:
        writer.add(article(1, "Sorry for the truck", "We are sorry."))
    searcher = engine.searcher()
    hits = searcher.ask(Query(text="lorry bridge", match="any"))
    assert numbers(hits) == [1]
    assert hits.did_you_mean is None
    assert searcher.ask(Query(text="sory", match="any")).did_you_mean == "sorry"


def test_a_misspelt_word_is_corrected_and_then_widened(tmp_path: Path, rules_file: Path) -> None:
    engine = open_engine(Settings(index_dir=tmp_path, synonyms=rules_file))
    with engine.writer() as writer:
        for each in ARCHIVE[:3]:
            writer.add(each)
    hits = engine.searcher().search(Query(text="trucc"))
    assert (hits.corrected, numbers(hits)) == ("truck", [1, 2, 3])
    assert [each.word for each in hits.widened] == ["truck"]


def test_bad_lines_are_named_and_the_others_are_used() -> None:
    lines = "alone|a => b => c|x,, y|=> z|!, ?|good, fine|[deutsch]|ein, zwei|[de]|eins, zwei|[*]"
    text = lines.replace("|", "\n").encode() + b"\n\xff, y\n[en]\nthe, this\n"
    rules, bad = read_synonyms(text)
    assert [line.number for line in bad] == [1, 2, 3, 4, 5, 7, 12, 14, 14]
    assert all(line.reason for line in bad)
    assert set(rules.by_word) >= {"good", "fine", "eins"}
    assert "ein" not in rules.by_word


def test_windows_files_are_read() -> None:
    rules, bad = read_synonyms("\ufeffcar, auto\r\nbus,coach\r\n".encode())
    assert bad == ()
    assert {"car", "auto", "bus", "coach"} <= set(rules.by_word)


def test_a_comma_and_a_sharp_can_belong_to_a_term() -> None:
    rules, bad = read_synonyms(b"C#, C sharp\n1\\,000 => thousand\n")
    assert bad == ()
    assert [each.text for each in rules.by_word["c#"][0].synonyms] == ["C sharp"]
    assert [each.text for each in rules.by_word["1000"][0].synonyms] == ["thousand"]


def test_a_question_of_many_synonyms_stays_small() -> None:
    line = ", ".join(f"word{n}" for n in range(64))
    rules, bad = read_synonyms(line.encode())
    assert bad == ()
    clause = parse(" ".join(f"word{n}" for n in range(60)), synonyms=rules)
    assert repr(clause).count("Synonym(") <= 256
    _, bad = read_synonyms((line + ", one more").encode())
    assert bad == (BadLine(1, "it has more than 64 terms"),)


def test_a_file_that_changes_is_read_again_and_one_that_goes_is_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "synonyms.txt"
    path.write_text("a1, b1\nlonely\n", encoding="utf-8")
    file = SynonymFile(path, check_every_s=0)
    with caplog.at_level(logging.WARNING, "clippings"):
        first = file.rules()
    assert "line 2" in caplog.text
    assert file.rules() is first
    path.write_text("c1, d1\n", encoding="utf-8")
    second = file.rules()
    assert set(second.by_word) >= {"c1", "d1"}
    path.unlink()
    assert file.rules() is second


def test_a_missing_file_is_an_error_at_the_start(tmp_path: Path) -> None:
    settings = Settings(index_dir=tmp_path, synonyms=tmp_path / "none.txt")
    with pytest.raises(SettingError, match=r"CLIPPINGS_SYNONYMS=.*none\.txt cannot be read"):
        create_app(settings)


def test_the_api_and_the_page_say_it_and_no_old_answer_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.txt"
    path.write_text("lorry, truck\n", encoding="utf-8")
    settings = Settings(index_dir=tmp_path / "index", synonyms=path)
    with open_engine(settings).writer() as writer:
        for each in ARCHIVE[:3]:
            writer.add(each)
    client = create_app(settings).test_client()
    answer = client.get("/api/v1/search?q=lorry")
    assert answer.json is not None
    assert answer.json["widened"] == [{"word": "lorry", "with": ["truck"]}]
    assert answer.json["total"] == 2
    page = client.get("/?q=lorry").text
    assert "Also searched for, in place of “lorry”: truck." in page
    etag = {"If-None-Match": answer.headers["ETag"]}
    assert client.get("/api/v1/search?q=lorry", headers=etag).status_code == 304
    path.write_text("lorry, juggernaut\n", encoding="utf-8")
    client.application.extensions["clippings"].searchers._engine._file._next_check = 0.0
    again = client.get("/api/v1/search?q=lorry", headers=etag)
    assert again.status_code == 200
    assert again.json is not None
    assert again.json["widened"] == [{"word": "lorry", "with": ["juggernaut"]}]


def test_the_searcher_has_the_snapshot_of_the_one_below(searcher: Searcher) -> None:
    assert isinstance(searcher, WidenedSearcher)
    assert searcher.snapshot == searcher.inner.snapshot
