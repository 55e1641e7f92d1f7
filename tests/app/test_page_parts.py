from __future__ import annotations

import itertools
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.pages.messages import FOLDER, LOCALES, Messages, direction
from search_app.pages.offers import without_words
from search_app.pages.runs import paragraphs, runs
from search_app.pages.timeline import MOST_BARS, boxes, month_strip, overlaps, year_strip
from search_app.pages.views import pager
from search_index.model.article import NameForm
from search_index.model.hits import FacetValue

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6)
TEXT = st.text(alphabet="ab \n<é😀ع", max_size=50)


@given(TEXT, SPANS)
def test_runs_say_the_whole_text_and_mark_exactly_what_was_asked(
    text: str, marks: list[tuple[int, int]]
) -> None:
    found = runs(text, marks)
    assert "".join(run.text for run in found) == text
    marked = [run.marked for run in found for _ in run.text]
    assert marked == [any(a <= at < b for a, b in marks) for at in range(len(text))]
    assert all(run.text for run in found)


@given(TEXT, SPANS, SPANS)
def test_paragraphs_lose_nothing_but_the_gaps_between_them(
    text: str, marks: list[tuple[int, int]], places: list[tuple[int, int]]
) -> None:
    forms = [NameForm(kind="person", name="A", form="a", offsets=tuple(places))]
    found = paragraphs(text, marks, forms)
    written = ["".join(run.text for piece in one for run in piece.runs) for one in found]
    assert "".join("".join(written).split()) == "".join(text.split())
    assert [one for one in written if not one.strip()] == []


def test_of_names_that_overlap_the_longest_is_underlined() -> None:
    long = NameForm(kind="organization", name="Museum of Oran", form="…", offsets=((0, 14),))
    short = NameForm(kind="place", name="Oran", form="Oran", offsets=((10, 14), (19, 23)))
    ((first, between, second, end),) = paragraphs("Museum of Oran, in Oran.", (), (short, long))
    assert [piece.form for piece in (first, between, second, end)] == [long, None, short, None]


def test_every_text_of_the_interface_is_shown_somewhere() -> None:
    drawn = "".join(
        path.read_text("utf-8")
        for path in FOLDER.parents[1].rglob("*")
        if path.suffix in (".py", ".js", ".html")
    )
    begun = tuple(set(re.findall(r"""["'`](\w+_)(?:\$\{|\{|["'] ~)""", drawn)))
    english = json.loads((FOLDER / "en.json").read_text("utf-8"))
    assert "date_source_" in begun
    shown = set(re.findall(r"\w+", drawn))
    assert [key for key in english if key not in shown and not key.startswith(begun)] == []


def test_every_language_of_the_interface_has_the_same_texts() -> None:
    texts = {name: json.loads((FOLDER / f"{name}.json").read_text("utf-8")) for name in LOCALES}
    english = texts["en"]
    for name, other in texts.items():
        assert other.keys() == english.keys(), name
        for key, value in other.items():
            assert blanks(value) == blanks(english[key]), f"{name}: {key}"
            assert type(value) is type(english[key])
    assert all(len(texts[name]["months"]) == 12 for name in LOCALES)


def blanks(value: Any) -> set[str]:
    return {name for text in flat(value) for name in re.findall(r"{\w+}", text)} - {"{n}"}


def flat(value: Any) -> list[str]:
    match value:
        case dict():
            return [text for inner in value.values() for text in flat(inner)]
        case list():
            return [text for inner in value for text in flat(inner)]
    return [value]


@pytest.mark.parametrize(
    ("language", "number", "text"),
    [
        ("en", 1, "1 article"),
        ("en", 1234, "1,234 articles"),
        ("fr", 0, "0 article"),
        ("fr", 12345, "12\u202f345 articles"),
        ("ar", 2, "مقالان"),
        ("ar", 7, "7 مقالات"),
        ("ar", 11, "11 مقالا"),
        ("ar", 100, "100 مقال"),
    ],
)
def test_numbers_of_articles_follow_the_grammar_of_the_language(
    language: str, number: int, text: str
) -> None:
    assert Messages.load(language).text("articles", n=number) == text


def test_a_name_of_the_other_direction_is_set_apart_from_the_sentence() -> None:
    english, arabic = Messages.load("en"), Messages.load("ar")
    assert english.text("remove", name="Oran") == "Remove Oran"
    assert english.text("remove", name="وهران") == "Remove \u2068وهران\u2069"
    assert arabic.text("remove", name="Oran") == "أزل \u2068Oran\u2069"


def test_dates_are_written_as_precisely_as_they_are_known() -> None:
    french = Messages.load("fr")
    assert french.date("2024-07-16") == "16 juillet 2024"
    assert french.date("2020-09") == "septembre 2020"
    assert french.date("2020") == "2020"
    assert french.span("2019", None) == "depuis 2019"
    assert french.span("2019-01", "2019-03") == "janvier 2019 à mars 2019"


def test_text_of_an_unknown_language_finds_its_direction_itself() -> None:
    assert [direction(one) for one in ("ar", "fr", "und", "")] == ["rtl", "ltr", "auto", "auto"]


def years(*pairs: tuple[str | None, int]) -> tuple[FacetValue, ...]:
    return tuple(FacetValue(value=value, count=count) for value, count in pairs)


def test_years_without_articles_have_their_place_on_the_timeline() -> None:
    row = year_strip(years(("2021", 4), ("2018", 2), (None, 3)), "2019", "2021-05")
    assert [(bar.value, bar.count, bar.chosen) for bar in row.bars] == [
        ("2018", 2, False),
        ("2019", 0, True),
        ("2020", 0, True),
        ("2021", 4, True),
    ]
    assert (row.peak, row.missing) == (4, 3)


def test_a_stray_year_does_not_squeeze_the_others_away() -> None:
    row = year_strip(years(("2021", 4), ("1021", 1)), None, None)
    assert [bar.value for bar in row.bars] == ["1021", "2021"]
    assert len(row.bars) <= MOST_BARS


def test_time_runs_from_the_right_where_the_page_does() -> None:
    row = month_strip(years(("2020-02", 3)), ("2020", "2020"), None, None, ["m"] * 12)
    plain = [box.x for box in boxes(row, mirrored=False)]
    assert [box.x for box in boxes(row, mirrored=True)] == plain[::-1]
    assert [box.height for box in boxes(row, mirrored=False)][:3] == ["0%", "60%", "0%"]


@pytest.mark.parametrize(
    ("value", "first", "last", "inside"),
    [
        ("2020", "2020-06", None, True),
        ("2020", "2021", None, False),
        ("2020-05", "2020-05-09", "2020-05-10", True),
        ("2020-05", "2019", "2020-04", False),
        ("2020-05", None, "2020", True),
    ],
)
def test_a_bar_is_chosen_where_a_part_of_it_is(
    value: str, first: str | None, last: str | None, inside: bool
) -> None:
    assert overlaps(value, first, last) is inside


@pytest.mark.parametrize(
    ("words", "text", "left"),
    [
        ("flood", "flood oasis", "oasis"),
        ("flood", "floods Flood oasis", "floods oasis"),
        ("dry well", 'the "dry  well"~3 of', "the of"),
        ("tunis", "title:tunis news", "news"),
        ("a+b", "c a+b", "c"),
        ("dam", "oasis AND dam", "oasis"),
        ("dam", "dam OR oasis", "oasis"),
    ],
)
def test_the_offer_without_a_word_takes_out_that_word_only(
    words: str, text: str, left: str
) -> None:
    assert without_words(words, text) == left


@given(st.integers(1, 40), st.integers(1, 40))
def test_the_pager_leads_to_the_ends_and_the_neighbours(page: int, last: int) -> None:
    page = min(page, last)
    numbers = pager(page, last)
    assert {1, page, last, max(1, page - 1), min(last, page + 1)} <= set(numbers)
    known = [number for number in numbers if number is not None]
    assert known == sorted(set(known))
    for one, after in itertools.pairwise(numbers):
        assert None in (one, after) or after == one + 1  # type: ignore[operator]
