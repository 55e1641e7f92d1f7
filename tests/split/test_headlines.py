"""The title of an article is the headline of its page, wherever that stands."""

from __future__ import annotations

import pytest

from indexer.page import Line
from indexer.split.headline import is_no_headline, told_by, without_site
from tests.split.test_one_or_several import FOOTER, FRAME, LONG_FRAME, MORE, STORY
from tests.split.test_tool_dumps import read

TITLE, *BODY = STORY
SHARE = ("Share", "Facebook", "Twitter", "Copy link", "*", "*", "Print")
MENU = tuple(f"Section {name}" for name in ("Nation", "Sport", "Tides", "Letters", "Books", "Food"))


def title_of(*blocks: tuple[str, ...]) -> str:
    [draft] = read("\n\n".join(line for block in blocks for line in block)).drafts
    return draft.article.title


@pytest.mark.parametrize(
    "between",
    [
        SHARE,
        ("By Ines Calder", "4 March 2021", "5 min read"),
        (*SHARE, "By Ines Calder and Ama Sow", "Updated 4 March 2021, 10:12"),
        MENU,
    ],
    ids=["share-buttons", "byline-and-date", "both", "menu"],
)
def test_what_stands_between_headline_and_story_does_not_take_its_place(
    between: tuple[str, ...],
) -> None:
    page = (LONG_FRAME, (TITLE,), between, tuple(BODY), MORE, FOOTER, LONG_FRAME)
    assert title_of(*page) == TITLE


def test_a_headline_that_stands_three_times_is_the_title() -> None:
    page = (LONG_FRAME, (TITLE,), SHARE, (TITLE, *BODY), MORE, ("Comments", TITLE), FOOTER)
    assert title_of(*page) == TITLE


def test_the_title_of_the_page_is_the_headline_without_the_site() -> None:
    page = ((f"{TITLE} | The Lagoon Herald",), FRAME, tuple(BODY), MORE, FOOTER, LONG_FRAME)
    assert title_of(*page) == TITLE


@pytest.mark.parametrize(
    ("text", "others", "title"),
    [
        ("Ferry sails again - Lagoon Herald", (), "Ferry sails again"),
        ("Ferry sails again | News | Lagoon Herald", (), "Ferry sails again | News"),
        ("Ferry sails again | News | Lagoon Herald", ("FERRY SAILS AGAIN",), "Ferry sails again"),
        ("Lagoon Herald » Ferry to the islands sails", ("Ferry to the islands sails",),
         "Ferry to the islands sails"),
        ("Le bac : une charte pour les îles", (), "Le bac : une charte pour les îles"),
        ("عودة العبّارة إلى الجزر - صحيفة المرفأ", (), "عودة العبّارة إلى الجزر"),
        ("Goats at sea – what the keeper of the lighthouse saw", (),
         "Goats at sea – what the keeper of the lighthouse saw"),
        ("Goats - Part 2", ("Goats - Part 2",), "Goats - Part 2"),
        ("One line without any mark", (), "One line without any mark"),
    ],
)  # fmt: skip
def test_the_site_is_cut_off_and_nothing_that_belongs_to_the_headline(
    text: str, others: tuple[str, ...], title: str
) -> None:
    assert without_site(text, others) == title


@pytest.mark.parametrize("above", [1, 2, 3])
@pytest.mark.parametrize(
    "title",
    ["Night ferry of the lagoon 2.0 - The Winter Timetable",
     "Open days January – May on the island of the bakers",
     "Der Nachtdampfer im Herbst | Ein Fahrplan"],
)  # fmt: skip
def test_a_mark_within_a_headline_near_the_top_does_not_end_it(title: str, above: int) -> None:
    lines = tuple(Line(text=text, start=0, end=1) for text in (*FRAME[:above], title, *BODY))
    assert told_by(lines, above) == title
    named = tuple(Line(text=text, start=0, end=1) for text in (f"{title} - Herald", title, *BODY))
    assert told_by(named, 0) == title


@pytest.mark.parametrize(
    "line",
    ["COAST19-lighthouse-1160x768.jpg", "https://archive.example.org/2007/02/lighthouse",
     "« Which boat would you take?", "Next story »", "keeper@lighthouse.example", "[Herald logo]",
     "{{ story.title }}", "logo powered by: Cookie Keeper", "Warning: open_page(): Access denied",
     "Posted by the Harbour Office of the Lagoon", "80 comment(s) - last by a keeper of goats",
     "#alternate alternate alternate"],
)  # fmt: skip
def test_addresses_files_and_arrows_right_above_a_story_are_no_headline(line: str) -> None:
    assert is_no_headline(line)
    page = (LONG_FRAME, (TITLE, line), tuple(BODY), MORE, FOOTER, LONG_FRAME)
    assert title_of(*page) == TITLE


@pytest.mark.parametrize(
    "title",
    ["Buses powered by hydrogen cross the lagoon", "« Nous reviendrons », dit le gardien",
     "»Nein« sagt der Rat zum Leuchtturm", "Der Rat sagt »Nein«", "A keeper writes to 11 mayors",
     "Alternate bridges for the lagoon", "11 commentators on one boat"],
)  # fmt: skip
def test_headlines_with_quotations_and_numbers_may_be_chosen(title: str) -> None:
    assert not is_no_headline(title)


@pytest.mark.parametrize("between", [" ", "  ", ""])
def test_a_headline_that_stands_twice_on_its_line_is_told_once(between: str) -> None:
    lines = tuple(Line(text=text, start=0, end=1) for text in (*FRAME[:5], TITLE + between + TITLE))
    assert told_by(lines, 5) == TITLE


def test_words_that_are_said_twice_stay() -> None:
    lines = tuple(Line(text=text, start=0, end=1) for text in (*FRAME[:5], "Goats! Goats!"))
    assert told_by(lines, 5) == "Goats! Goats!"
