"""The day of a byline is that of the story where a tool wrapped the line in it, or set it lower."""

from __future__ import annotations

import datetime
import textwrap

import pytest

from indexer.dates import read_dateline
from indexer.page import Page
from indexer.sources.plain import plain
from indexer.study import study

TODAY = datetime.date(2026, 11, 22)
STORY = (
    "The keeper of the northern lock has counted every barge that went through since the spring, "
    "and says that one in five of them carried nothing but stones for the new sea wall.",
    "The harbour office had counted half of that, since it only asks for papers between nine and "
    "noon, when most of the boatmen are still asleep at the other end of the canal.",
    "Both lists will be laid side by side in the library of the town, where anybody who owns a "
    "barge may strike out what is wrong and sign with a name that can be read.",
)  # fmt: skip


def wrapped(*blocks: str) -> str:
    return "\n\n".join("\n".join(textwrap.wrap(f"   {block}", 72)) for block in blocks)


def day_of(*blocks: str) -> str | None:
    page = "\n\n".join(["Lock keeper counts barges nobody else has seen", *blocks])
    found = study(Page(name="page.txt", text=plain(page), digest=""), [], today=TODAY)
    [draft] = found.drafts
    return draft.article.date


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Anna Moor, THE HERALD 8:42 a.m. EDT October", "3, 2014"),
        ("Anna Moor, The Daily Herald of the Lagoon, 3", "October 2014"),
        ("Anna Moor, The Daily Herald of the Lagoon, October 3,", "2014"),
        ("Von Anna Moor, Redaktion des Lagunenblatts, 3.", "Oktober 2014, 14:05 Uhr"),
        ("Par Anne Moor, Le Courrier de la lagune, le 3", "octobre 2014 à 14h05"),
        ("Por Ana Moor, El Heraldo de la Laguna, 3 de", "octubre de 2014"),
        ("بقلم سالم علي من مكتب صحيفة البحيرة في المدينة 3", "أكتوبر 2014"),
    ],
)
def test_a_day_that_a_tool_broke_over_two_lines_is_one_day(above: str, below: str) -> None:
    assert day_of(f"   {above}\n   {below}", wrapped(*STORY)) == "2014-10-03"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("The fleet was sold in the long and wet winter", "2014 and 2015 brought back"),
        ("Anna Moor, The Daily Herald, 4 October 2014", "5 October 2014"),
        ("More of it", "3 October 2014"),
    ],
)
def test_lines_that_have_a_day_or_none_stay_apart(above: str, below: str) -> None:
    text = f"{wrapped(*STORY)}\n\n{above}\n{below}"
    assert f"{above}\n{below}" in plain(text)


@pytest.mark.parametrize(
    "byline",
    ["Anna Moor, THE HERALD 3:53 p.m. EST October 3, 2014",
     "Anna Moor, The Herald October 3, 2014 at 3:53 p.m.",
     "Anne Moor, Le Courrier 3 octobre 2014, 14h05",
     "Julie Moor, APS 14h05, 3 octobre 2014",
     "Anna Berg, dpa 3. Oktober 2014, 14:05 Uhr",
     "ANNA MOOR & CARL LIND | 10/3/2014 7:15 AM EDT"],
)  # fmt: skip
def test_a_byline_below_the_standfirst_dates_the_story(byline: str) -> None:
    standfirst = "How do you count barges that come by night? Our reporter asked the lock keeper."
    assert day_of(standfirst, byline, *STORY) == "2014-10-03"


@pytest.mark.parametrize(
    "headline",
    ["Lagoon Council, Harbour Board meet 3 May 2014 10:15",
     "Lagoon Council Opens Bridge, Ferry Stops 3 May 2014",
     "The Old Lock, The New Lock and the barges at 10:15 on 3 May 2014 in pictures"],
)  # fmt: skip
def test_a_headline_that_names_a_day_is_no_byline(headline: str) -> None:
    assert read_dateline(headline) is None


def test_a_caption_below_the_first_paragraph_does_not() -> None:
    caption = "Barges wait at the lock on October 3, 2011, in a picture of the harbour office."
    assert day_of(STORY[0], caption, *STORY[1:]) != "2011-10-03"


CAPTION = (
    "Lock keeper Tom Ansel counts the barges of the morning at the northern lock of the old canal "
    "in the fog on Tuesday, 6 May 2014, while the boatmen sleep.",
)


@pytest.mark.parametrize(
    "line",
    ["Published: 3 October 2014 11:45 AM", "October 3, 2014 3:53 PM EDT", "3. Oktober 2014",
     "Publié le 3 octobre 2014", "نشر في 3 أكتوبر 2014"],
)  # fmt: skip
def test_the_day_of_a_caption_is_not_that_of_the_story_that_has_its_own(line: str) -> None:
    assert day_of(*CAPTION, "Anna Moor", line, *STORY) == "2014-10-03"


def test_a_day_right_behind_a_name_is_that_of_the_story() -> None:
    assert day_of("By Anna Moor2014-10-03 06:40:50 UTC", *STORY) == "2014-10-03"
    assert day_of("By Anna MoorOctober 03, 2014", *STORY) == "2014-10-03"


def test_the_number_of_comments_right_behind_a_day_is_no_part_of_it() -> None:
    links = "[1]Home\n\n[2]Locks and canals\n\n[3]Weather\n\n"
    assert "October 3, 2014 12" in plain(f"{links}By Anna Moor October 3, 2014[4]12")
    linked = "[Home](/) [Weather](/weather)\n\nBy Anna Moor October 3, 2014[12](/story#comments)"
    assert "October 3, 2014 12" in plain(linked)
