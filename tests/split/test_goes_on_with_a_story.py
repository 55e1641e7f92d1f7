"""What goes on with a story is not read as another one, and what is around it is none of it."""

from __future__ import annotations

import datetime

import pytest

from indexer.clean import Kind, known_kind
from indexer.page import Line, Page
from indexer.sources.plain import plain
from indexer.split.entries import with_entries
from indexer.split.gathered import Gathered
from indexer.split.going_on import joined_on, mend_titles, without_introduction
from indexer.study import study
from search_index.model.article import Article

TODAY = datetime.date(2026, 1, 1)
MENU = ("Home", "News", "Culture", "Sport", "Contact")
KILN = (
    "The last brick kiln on the Sorrel is lit again",
    "4 June 2019",
    "After nineteen years of silence the brick kiln at Sorrel Bridge burns again, tended by four "
    "retired workers and a class of apprentices who had never seen one.",
    "The first firing took six days. Of nine thousand bricks some two hundred cracked, which the "
    "oldest of the men, Alwyn Pell, called a fair price for forgetting.",
)
MORE = (
    "The bricks are meant for the wall of the churchyard, a stretch of which fell down in spring, "
    "and for as many ovens as there are bakers who will order one.",
    "A second firing is planned for August, when the clay of the lower pit has dried.",
)


def read(*lines: str, gap: str = "\n\n") -> list[Article]:
    text = gap.join(lines)
    drafts = study(Page(name="page.txt", text=text, digest=""), (), today=TODAY).drafts
    return [draft.article for draft in drafts]


@pytest.mark.parametrize(
    "part",
    [
        "“Clay remembers the hand, but not the name of it”",
        "«There is no bad clay, only a bad summer»",
    ],
)
def test_a_quotation_in_a_dated_story_begins_no_other(part: str) -> None:
    only = read(*MENU, *KILN, part, *MORE, "Facebook", "Twitter", "Read also", "A mill for sale")
    assert [article.title for article in only] == [KILN[0]]
    assert only[0].date == "2019-06-04"
    assert only[0].body.split("\n\n") == [*KILN[2:], part, *MORE]


def test_the_questions_of_an_interview_begin_no_story() -> None:
    asked = (
        "“A key is a kind of letter”: the locksmith Orla Quist on forty years of doors",
        "by Sven Ater",
        "11 May 2020",
        "4 min read",
        "Orla Quist opens doors for a living, mostly at night and mostly for people in slippers. "
        "We met her in her workshop, the door of which has no lock at all.",
        "How does one become a locksmith in this town?",
        "One locks oneself out. I was nine, it rained, and the man who came let me hold the lamp. "
        "I have not put it down since.",
        "Have the doors changed much in all of those years?",
        "The doors have become better and the frames have become worse; a burglar reads frames. "
        "So I look at the frame first and I say nothing.",
        "Do you ever refuse?",
        "When the dog on the other side does not know the voice on this one, I go home.",
    )
    (only,) = read(*MENU, *asked, "Facebook", "Related", "The bell founder's ear", gap="\n")
    assert only.title == asked[0]
    assert only.date == "2020-05-11"
    assert only.body.split("\n\n") == [*asked[4:]]


ITEMS = (
    ("Chess club finds its clocks", "The eleven clocks that vanished from the chess club in spring "
     "have turned up in the attic of the fire station, where somebody had stored them with the "
     "lanterns. All of them still run, though no two of them agree."),
    ("A bench moves house", "The green bench on the quay has been moved forty metres west so "
     "that it gets the evening sun again. It had stood in the shade of the new customs house "
     "since autumn, and two of its visitors wrote to the council every week."),
    ("Night school teaches Latin", "Latin is taught at the night school once more, after thirty "
     "years. Nineteen people came on the first evening, among them a plumber who says that he "
     "wants to know at last what it is that he bends."),
    ("Bees in the organ", "A swarm of bees that had settled in the organ of Saint Ivo was carried "
     "out on Sunday by the verger and a beekeeper. The service began an hour late, and the "
     "largest of the pipes is said to have been sticky for days."),
)  # fmt: skip


def gathered(*stories: tuple[str, ...], dated: int = 0) -> list[Gathered]:
    """Stories one right below the other, each a title and its paragraphs; some have a day."""
    found: list[Gathered] = []
    number = 0
    for at, (title, *paragraphs) in enumerate(stories):
        lines = [Line(text, 0, len(text)) for text in (title, *paragraphs)]
        story = Gathered(title=lines[0], paragraphs=lines[1:], top=number)
        story.dateline = DAY if at < dated else None
        number += len(lines)
        story.bottom = number - 1
        found.append(story)
    return found


def told(found: list[Gathered]) -> list[tuple[str, list[str], str | None]]:
    return [
        (
            story.title.text if story.title else "",
            [line.text for line in story.paragraphs],
            story.dateline.text if story.dateline else None,
        )
        for story in found
    ]


DAY = Line("6 March 2020", 0, 12)
INTRODUCTION = (
    "Small news of the town",
    "Four things that you may have missed in these last days.",
)


def test_what_introduces_a_round_up_is_no_story_and_its_day_is_that_of_the_items() -> None:
    found = without_introduction(gathered(INTRODUCTION, *ITEMS, dated=1))
    assert told(found) == [(title, [text], DAY.text) for title, text in ITEMS]


@pytest.mark.parametrize(("first", "dated"), [(INTRODUCTION, 2), (ITEMS[3], 1), (INTRODUCTION, 0)])
def test_a_story_above_others_is_no_introduction(first: tuple[str, ...], dated: int) -> None:
    found = gathered(first, *ITEMS[:3], dated=dated)
    assert told(without_introduction(found)) == told(found)


def test_one_or_two_sections_of_the_only_dated_story_are_of_it() -> None:
    parts = (("What the clay pit tells", *MORE), ("The wall", ITEMS[1][1]))
    (only,) = joined_on(gathered((KILN[0], *KILN[2:]), *parts, dated=1))
    assert [line.text for line in only.paragraphs] == [*KILN[2:], *parts[0], *parts[1]]


def test_undated_stories_or_long_headlines_are_no_sections() -> None:
    for found in (
        gathered((KILN[0], *KILN[2:]), ("What the clay tells", *MORE)),
        gathered((KILN[0], *KILN[2:]), ("The orchard school is to close its upper class", *MORE)),
        gathered((KILN[0], *KILN[2:]), *((title, text, text) for title, text in ITEMS), dated=1),
    ):
        assert told(joined_on(found)) == told(found)


def test_the_line_that_says_what_a_section_holds_is_not_the_first_headline() -> None:
    told_above = "Everything that is new from here to there"
    found = gathered((told_above, KILN[0], *KILN[2:]), ITEMS[0], dated=2)
    mend_titles(found)
    assert [(title, body) for title, body, _ in told(found)] == [
        (KILN[0], [*KILN[2:]]),
        (ITEMS[0][0], [ITEMS[0][1]]),
    ]


def test_below_the_first_story_a_headline_without_a_word_of_its_story_stays_one() -> None:
    deck = "Retired workers burn brick at Sorrel Bridge"
    found = gathered(ITEMS[0], ("Smoke over the valley once more", deck, *KILN[2:]), dated=2)
    mend_titles(found)
    assert told(found)[1][:2] == ("Smoke over the valley once more", [deck, *KILN[2:]])


def test_a_standfirst_does_not_take_the_place_of_a_headline() -> None:
    deck = "Retired workers and apprentices tend the fire"
    found = gathered((KILN[0], deck, *KILN[2:]), ITEMS[0], dated=2)
    mend_titles(found)
    assert told(found)[0][:2] == (KILN[0], [deck, *KILN[2:]])


@pytest.mark.parametrize(
    ("byline", "box"),
    [
        ("Ida Marsh-Kemp; 4 June 2019", ["Ida Marsh-Kemp is a potter. She lives in Tarrow."]),
        ("Ida Marsh-Kemp, Reporter", ["Ida Marsh-Kemp", "is a potter and writes on crafts."]),
        ("Texte : Jeanne Aubrac", ["Jeanne Aubrac est potière. Elle vit à Tarrow."]),
        ("Von Ida Marsh-Kemp", ["Ida Marsh-Kemp lebt als Töpferin in Tarrow."]),
    ],
)
def test_who_wrote_a_story_is_not_said_in_its_body(byline: str, box: list[str]) -> None:
    (only,) = read(*MENU, KILN[0], byline, KILN[1], *KILN[2:], *MORE, *box, "Share", "Print")
    assert only.body.split("\n\n") == [*KILN[2:], *MORE]


def test_who_a_story_is_about_stays_in_its_last_line() -> None:
    last = "Alwyn Pell lives above the kiln, in the house in which he was born."
    (only,) = read(*MENU, KILN[0], "Alwyn Pell at the kiln", *KILN[1:], *MORE, last, "Share")
    assert only.body.endswith(last)


ENTRIES = (
    "The Sorrel has risen over its banks in the lower town. What happened, hour by hour.",
    "19:30",
    "The river has stopped rising, and all bridges but the wooden one are open to those who live "
    "beyond them.",
    "16:05",
    "The water stands at four metres and twenty, two hands below the line of 1954.",
    "13.50 Uhr",
    "A rowing boat has been seen in Tanner Street. It belongs to the chemist, who is on his round.",
    "8:00 a.m.",
    "Good morning from the bank of the Sorrel. We shall tell here what happens until the evening.",
    "Popular now",
    "A goat on the roof of the old fire station, and how it was brought down again by four men",
)


def test_all_entries_of_a_live_page_are_in_its_story() -> None:
    lines = [Line(text, 0, len(text)) for text in ENTRIES]
    none = [None] * len(lines)
    assert with_entries(lines, none, [0, 1, 2, 4, 5, 6]) == [*range(9)]
    assert with_entries(lines, none, [0, 1, 2, 3, 4]) == [*range(5)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("2/6 – Two of the four men at the mouth of the kiln. PETRA LINDHOLM", Kind.CAPTION),
        ("Les ouvriers au repos, un matin de juin. J.-P. MARÉCHAL", Kind.CAPTION),
        ("Texte Jeanne Aubrac – Photos Paul Ferrand", Kind.BYLINE),
        ("Words: Ida Marsh Pictures: Tom Oake", Kind.BYLINE),
        ("The men rested. Then they lit it again.", None),
        ("Text messages were sent to all of them, photos followed later", None),
    ],
)
def test_pictures_and_who_took_them_are_known(line: str, kind: Kind | None) -> None:
    assert known_kind(line) is kind


def test_a_day_that_fills_the_width_of_lynx_ends_before_the_buttons_below_it() -> None:
    text = plain(
        "   Published on 4 June 2019 at 18:32, updated on 5 June 2019 at 08:05\n"
        "   [21]Facebook [22]Twitter [23]Send by mail\n\n"
        "   After nineteen years of silence the brick kiln at Sorrel Bridge burns\n"
        "   again, tended by four retired workers and a class of apprentices who\n"
        "   had never seen one. The first firing took six days. Of nine thousand\n"
        "   bricks some two hundred cracked, which the oldest of the men, Alwyn\n"
        "   Pell, called a fair price for forgetting. The bricks are meant for the\n"
        "   wall of the churchyard, a stretch of which fell down in the spring of\n"
        "   this year, and for as many ovens as there are bakers who will order it.\n"
    )
    assert "2019 at 08:05\n" in text
    assert "tended by four retired workers and a class of apprentices who had never seen" in text
