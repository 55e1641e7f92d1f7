"""Sections of papers and single stories among furniture: what is of a story, and what is not."""

from __future__ import annotations

import datetime

import pytest

from indexer.page import Line, Page
from indexer.sources.plain import plain
from indexer.split.author_box import without_author
from indexer.split.gathered import Gathered
from indexer.split.same_place import mend_headlines, mend_heads
from indexer.study import study

TODAY = datetime.date(2026, 1, 1)
LOCK = (
    "The lock at Overbeck will be closed for most of March while its lower gates are lifted out "
    "and taken to a yard in the harbour, the canal trust said on Tuesday.",
    "Boats can go round by the river when the water is low enough for the weir.",
)
ROOF = (
    "Rain came through the roof of the concert hall on Saturday during the slow movement, and the "
    "cellists played on under two umbrellas that were passed up from the stalls.",
    "The council has asked three builders what a new roof would cost, and one has answered.",
)
GEESE = (
    "Eleven geese that had held up the traffic on the ring road since the weekend were led away by "
    "a retired shepherd with a tin of corn on Monday afternoon.",
    "They are on a farm in Lower Wick now, where they have begun to hold up the tractor.",
)
HEADLINES = (
    "Overbeck lock to close for most of March",
    "Concert goes on under a leaking roof",
    "Shepherd leads geese off the ring road",
)


def read(*lines: str) -> list[tuple[str, list[str]]]:
    page = Page(name="page.txt", text=plain("\n\n".join(lines)), digest="")
    drafts = study(page, (), today=TODAY).drafts
    return [(draft.article.title, draft.article.body.split("\n\n")) for draft in drafts]


ABOUT = (
    (
        "About the trust",
        "The trust has looked after 41 miles of water since 1963 and has two boats.",
    ),
    (
        "Tél. : 00 00 00 00",
        "Le syndicat regroupe onze communes et emploie quatre-vingts personnes.",
    ),
    ("عن الهيئة", "تأسست الهيئة عام 1987 وتشرف على أحد عشر ميناء ويعمل فيها 640 موظفا."),
)


@pytest.mark.parametrize("about", ABOUT)
def test_what_releases_of_a_page_all_end_with_is_of_none(about: tuple[str, str]) -> None:
    found = read(
        "Newsroom",
        *(
            line
            for headline, body in zip(HEADLINES, (LOCK, ROOF, GEESE), strict=True)
            for line in (headline, "3 March 2019", *body, *about)
        ),
    )
    assert found == [
        (headline, list(body))
        for headline, body in zip(HEADLINES, (LOCK, ROOF, GEESE), strict=True)
    ]


@pytest.mark.parametrize("mark", [">>", "»", "→", "▶", ">"])
def test_a_mark_before_each_headline_is_no_part_of_it(mark: str) -> None:
    found = read(
        "Newsroom",
        *(
            line
            for headline, body in zip(HEADLINES, (LOCK, ROOF, GEESE), strict=True)
            for line in (f"{mark} {headline}", "3 March 2019", *body)
        ),
    )
    assert [title for title, _ in found] == list(HEADLINES)


def section(*heads: tuple[str, ...]) -> list[str]:
    lines = ["Local news", "News", "Sport", "Letters"]
    for title, head, body in zip(HEADLINES, heads, (LOCK, ROOF, GEESE), strict=True):
        lines += [title, *head, *body, "Share"]
    return lines


def test_captions_are_in_no_body_where_one_of_them_has_a_credit() -> None:
    found = read(
        *section(
            ("March 1, 2022", "The lower gates last week. | Photo Dora Lind"),
            ("February 28, 2022", "The hall on Sunday."),
            ("February 27, 2022", "The geese by the roundabout."),
        )
    )
    assert found == list(zip(HEADLINES, map(list, (LOCK, ROOF, GEESE)), strict=True))


def gathered(*heads: tuple[str, ...]) -> tuple[list[Line], list[Gathered]]:
    """Lines of a page, and its stories with the last line of each head taken for the headline."""
    lines: list[Line] = []
    found: list[Gathered] = []
    for head, body in zip(heads, (LOCK, ROOF, GEESE), strict=True):
        for text in (*head, *body, "Share"):
            at = lines[-1].end + 1 if lines else 0
            lines.append(Line(text, at, at + len(text)))
        top = len(lines) - 1 - len(body) - len(head)
        found.append(Gathered(lines[top], None, lines[top + len(head) : -1], top, len(lines) - 2))
    return lines, found


def test_a_name_is_no_headline_where_other_stories_have_theirs_one_line_above() -> None:
    names = ("Dora Lind", "Ivo Marsh", "Una Oyelaran")
    lines, found = gathered(*zip(HEADLINES, names, strict=True))
    story = found[1]
    story.title, story.top = lines[story.top + 1], story.top + 1
    mend_headlines(found, lines, [None] * len(lines))
    assert [story.title.text for story in found] == list(HEADLINES)


def test_where_a_story_is_from_opens_no_body_where_others_have_their_day_there() -> None:
    days = ("Wick Herald, 1 March 2022", "Wick Herald, 2 March 2022", "The Overbeck Post, 3 March")
    lines, found = gathered(*zip(HEADLINES, days, strict=True))
    found[2].paragraphs.insert(0, lines[found[2].top + 1])
    mend_heads(found, lines, [None] * len(lines))
    assert [line.text for line in found[2].paragraphs] == list(GEESE)


def test_who_wrote_is_told_below_the_name_by_a_part_of_it() -> None:
    lines, [story, *_] = gathered(*[(title, "Dora Lind") for title in HEADLINES])
    box = ("Dora Lind", "Dora is a reporter who lives on a barge.", "More by Dora", "@doralind")
    at = lines[-1].end
    below = [Line(text, at + n, at + n + 1) for n, text in enumerate(box)]
    body = [*story.paragraphs, *below]
    assert without_author(body, [*lines, *below], story.title) == story.paragraphs


def test_numbers_of_a_list_are_no_part_of_the_headlines_in_it() -> None:
    lines = ["3 results for wick", ""]
    for number, (title, body) in enumerate(
        zip(HEADLINES, (LOCK, ROOF, GEESE), strict=True), start=1
    ):
        lines += [f"    {number}. {title}", f"       0{number}/03/2022 | Section: local"]
        lines += [f"       {paragraph}" for paragraph in body]
    page = Page(name="page.txt", text="\n".join(lines), digest="")
    drafts = study(page, (), today=TODAY).drafts
    assert [draft.article.title for draft in drafts] == list(HEADLINES)


def test_a_numbered_heading_of_markdown_is_the_headline_without_number_and_marks() -> None:
    lines = ["3 results"]
    for number, (title, body) in enumerate(
        zip(HEADLINES, (LOCK, ROOF, GEESE), strict=True), start=1
    ):
        lines += [f"  {number}. #### {title}", f"0{number}/03/2022 | Section: local", *body]
    assert [title for title, _ in read(*lines)] == list(HEADLINES)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("By Dora LindMarch 1, 2022 at 5 pm", ["By Dora Lind", "March 1, 2022 at 5 pm"]),
        ("Par Léa Orme2 mars 2021", ["Par Léa Orme", "2 mars 2021"]),
        ("Von Ute OstDienstag, 1. März 2022", ["Von Ute Ost", "Dienstag, 1. März 2022"]),
        ("نوال السماكالجمعة 30 أكتوبر 2020", ["نوال السماك", "الجمعة 30 أكتوبر 2020"]),
        ("It rained in May 2020 and on Friday 3 May 2019", None),
        ("صلاة يوم الجمعة 30 أكتوبر 2020 في المدينة", None),
    ],
)
def test_a_day_that_was_run_into_the_name_of_who_wrote_is_a_line_of_its_own(
    line: str, parts: list[str] | None
) -> None:
    assert plain(line).split("\n") == (parts or [line])


def single(*below: str, related: tuple[str, ...] = ()) -> list[str]:
    return [
        "Wick Herald",
        "News",
        "Overbeck lock to close for most of March",
        "By Dora Lind",
        "1 March 2022",
        *LOCK,
        *related,
        "The yard has promised to bring the gates of the Overbeck lock back before the boat race "
        "of Easter Monday, for which eleven thousand people came to the towpath last year.",
        "Until then the lock keeper will count swans, as he was asked to by the university.",
        *below,
    ]


@pytest.mark.parametrize(
    "below",
    [
        ("Correction: an earlier version of this story gave another day for the race.",),
        ("Redistribution of stories of the Wick Herald is prohibited without written consent.",),
    ],
)
def test_what_stands_below_a_story_about_the_story_is_none_of_it(below: tuple[str, ...]) -> None:
    plain_story, with_it = read(*single()), read(*single(*below))
    assert with_it == plain_story


def test_a_list_of_related_stories_that_has_words_of_the_story_does_not_end_it() -> None:
    related = (
        "Related",
        "Overbeck lock gates: what the yard will have to mend",
        "Map: where boats can go until Easter Monday",
    )
    assert read(*single(related=related)) == read(*single())


COLUMNS = (
    (
        "The commuter and the clock",
        "I have stood below the clock of platform two for nine winters, and it has been right in "
        "one of them, when it had stopped.",
    ),
    (
        "Teach them to ask for the way",
        "My pupils find every street of the town on a screen and none of them on foot, and I do "
        "not know which of us should be sorry.",
    ),
    (
        "A bridge wants no flags",
        "The county means to hang forty flags on a bridge that has lost four of its lamps, and "
        "calls the one a gift and the other a matter for next year.",
    ),
)


def test_a_column_begins_where_who_wrote_stands_between_headline_and_day() -> None:
    (one, first), (two, second), (three, third) = COLUMNS
    found = read(
        *("Opinion", one, "Posted on September 22, 2017", first, "Let it stop again."),
        *(two, "By Lorna Petrie", "Posted on September 22, 2017", second),
        *("Nobody asks any more.", "The writer is a teacher."),
        *(three, "Posted on September 21, 2017", third, "Write to us"),
    )
    assert [title for title, _ in found] == [one, two, three]
    assert found[1][1] == [second, "Nobody asks any more."]


def test_entries_of_a_log_begin_below_the_days_that_head_it() -> None:
    entries = (
        ("Burglary", "Officers went to a mill where a back door was open and nothing was missing."),
        ("Noise", "A man on Cedar Lane was asked to play his trumpet at some other time of day."),
        ("Found property", "A set of false teeth was handed in at the desk and waits there now."),
    )
    found = read(
        *("Police blotter", "News", "Police blotter", "Compiled by the staff of the Herald"),
        *("Tuesday, March 14, 2023", *entries[0], *entries[1]),
        *("Monday, March 13, 2023", *entries[2], "Last week's blotter"),
    )
    assert [(title, body) for title, [body] in found] == list(entries)


def test_sections_of_a_chronicle_are_no_entries_of_a_log() -> None:
    found = read(
        *("How the dam was lost", "4 June 2021"),
        "The first crack was seen by a boy who fished below the wall, and nobody believed him.",
        *("March 3, 2020", "Engineers from the county came, took eleven pictures and went home."),
        *("March 9, 2020", "The crack had grown by the width of a hand, and the boy was believed."),
    )
    assert len(found) == 1


def test_headlines_of_the_contents_begin_the_stories_of_an_issue() -> None:
    river = "The river that changes its name"
    draft = "In praise of the rough copy"
    stories = (
        "On the right bank they call it the Great One, on the left the Old One, and the map has "
        "the name of a general.",
        "In the boxes of the library sleep nine hundred kilos of second thoughts, and nobody has "
        "asked for one of them in thirty years.",
    )
    found = read(
        *("All issues", "Banks, issue 12", "1 September 2022", f"* {river}", f"* {draft}"),
        *(river, "Irene Salvador", stories[0], "They are both right, says a man with a boat."),
        *("Back to contents", draft, "Paul Monod", stories[1], "The keeper has read a tenth."),
        *("Back to contents", "Banks comes out twice a year."),
    )
    assert [(title, body[0]) for title, body in found] == list(
        zip((river, draft), stories, strict=True)
    )


def test_stories_of_a_newsletter_begin_below_the_line_that_parts_them() -> None:
    items = [(title, body[0]) for title, body in zip(HEADLINES, (LOCK, ROOF, GEESE), strict=True)]
    lines = ["Evening letter", "Tuesday 17 May 2022", "Good evening, here is the news of today."]
    for title, body in items:
        lines += ["---", title, body, "Read more"]
    found = read(*lines, "That is all for today.", "Unsubscribe")
    assert [(title, body) for title, [body] in found] == items


TABLE = ("Town", "Rain (mm)", "Overbeck", "88", "Castle Wick", "61")
LETTER = ("Newsletter", "The best of the valley in your inbox, each Friday.", "Sign up")


@pytest.mark.parametrize("box", [TABLE, LETTER])
def test_a_story_goes_on_below_a_table_or_the_form_of_a_newsletter(box: tuple[str, ...]) -> None:
    text = (
        *("Three camps cleared after storms near Overbeck", "By Dora Lind, 18 June 2023"),
        "Three camps were cleared in the night near Overbeck, where as much rain fell in two hours "
        "as falls in a month.",
        "The six hundred guests slept in a gymnasium; thirty tents went down the river.",
    )
    rest = (
        "“I saw my cool box pass by,” said a father of four who had come from the coast.",
        "The warning holds until tonight.",
    )
    [(_, body)] = read(*text, *box, *rest, "Related stories", "How a storm is born")
    assert body[-2:] == list(rest)


def test_a_german_quotation_is_whole_and_ends_its_paragraph() -> None:
    quoted = "„Gelesen habe ich sie alle“, sagt Vogt. „Gefahren bin ich wenig.“"
    assert plain(f"{quoted}\nHanna Krill\n").split("\n")[:2] == [quoted, "Hanna Krill"]
