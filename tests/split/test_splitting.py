"""What a user gets of pages of unknown sites."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.page import Page
from indexer.sources.plain import plain
from indexer.study import study

TODAY = datetime.date(2025, 6, 1)
MENU = "Skip to content\nLagoon Herald\nHome\nNation\nSport\nWeather\nSubscribe for 1 euro"
TITLE = "Ferry to the salt islands runs again"
FIRST = (
    "The ferry between Port Melan and the salt islands has sailed again since Monday, after "
    "the harbour office had closed the quay for eleven weeks."
)
SECOND = "“We had forgotten how the horn sounds,” said the baker of the larger island."
THIRD = "A second boat is to follow in spring."
FOOTER = "Share\nFacebook\nMost read\nGoat found on roof\nBridge painted green\n© Lagoon Herald"


def stories(*blocks, gap="\n"):
    page = Page(name="page.txt", text=plain(gap.join(blocks)), digest="")
    return [draft.article for draft in study(page, (), today=TODAY).drafts]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_story_is_found_between_the_menu_and_the_footer_of_an_unknown_site(gap):
    [story] = stories(
        MENU, TITLE, "By Ada Quill", "12 March 2024", FIRST, SECOND, THIRD, FOOTER, gap=gap
    )
    assert story.title == TITLE
    assert story.body.split("\n\n") == [FIRST, SECOND, THIRD]
    assert story.date == "2024-03-12"


def test_an_advertisement_between_two_paragraphs_is_left_out():
    [story] = stories(TITLE, "12 March 2024", FIRST, "ADVERTISEMENT", SECOND, THIRD, FOOTER)
    assert story.body.split("\n\n") == [FIRST, SECOND, THIRD]
    assert "ADVERTISEMENT" in story.removed


@pytest.mark.parametrize(
    "line",
    [f"12 March 2024 - {TITLE}", f"{TITLE} (12 March 2024)", f"12 March 2024 | {TITLE}"],
)
def test_a_date_on_the_line_of_the_title_is_no_part_of_the_title(line):
    [story] = stories("News", line, FIRST, SECOND, THIRD)
    assert (story.title, story.date) == (TITLE, "2024-03-12")


def test_paragraphs_broken_at_a_fixed_width_are_whole_again():
    [story] = stories(
        TITLE,
        "",
        "The ferry between Port Melan and the salt islands has sailed again since",
        "Monday, after the harbour office had closed the quay for eleven weeks",
        "and three days.",
        "",
        "“We had forgotten how the horn sounds,” said the baker of the larger",
        "island. “Now it wakes the children, and we are all glad of it, even the",
        "cats.”",
    )
    assert story.title == TITLE
    assert [len(part.split("\n")) for part in story.body.split("\n\n")] == [1, 1]
    assert story.body.startswith("The ferry between Port Melan and the salt islands has sailed")


def test_a_name_that_a_link_put_on_a_line_of_its_own_is_back_in_its_sentence():
    [story] = stories(
        TITLE,
        "12 March 2024",
        "The ferry has sailed again since Monday, said a speaker of the",
        "Harbour Office of Port Melan",
        ", which had closed the quay for eleven weeks.",
        SECOND,
    )
    assert "a speaker of the Harbour Office of Port Melan, which had" in story.body


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([TITLE, FIRST, SECOND, THIRD, *MENU.split("\n"), "12 March 2024", ""]),
            st.text(max_size=80),
        ),
        max_size=25,
    )
)
def test_whatever_a_page_holds_its_stories_are_its_own_lines_and_never_overlap(lines):
    page = Page(name="page.txt", text="\n".join(lines), digest="")
    at = -1
    for draft in study(page, (), today=TODAY).drafts:
        [body] = [p for p in draft.article.provenance if p.field == "body"]
        assert body.start is not None
        assert body.end is not None
        assert at < body.start < body.end
        at = body.end
        for paragraph in draft.article.body.split("\n\n"):
            assert paragraph in page.text


@pytest.mark.parametrize("between", [["By Ada Quill", "12 March 2024"], []])
def test_a_sentence_under_the_title_that_sums_the_story_up_opens_its_body(between):
    summed = "Islanders have waited eleven weeks for the boat, and the baker for her flour"
    [story] = stories(MENU, TITLE, summed, *between, FIRST, SECOND, THIRD, FOOTER)
    assert story.title == TITLE
    assert story.body.split("\n\n") == [summed, FIRST, SECOND, THIRD]


def test_briefs_of_one_paragraph_end_where_the_next_title_stands():
    second = "Goat found on the roof of the post office"
    goat = (
        "A goat that had been missing since Sunday was found on the roof of the post office in "
        "Port Melan, where it had eaten most of the flower boxes, the postmistress said."
    )
    found = stories("News in brief", "12 March 2024", TITLE, FIRST, second, goat, FOOTER)
    assert [(each.title, each.body) for each in found] == [(TITLE, FIRST), (second, goat)]


def test_text_below_an_advertisement_makes_no_story_of_its_own():
    offer = "Sign up to our daily bulletin: the top stories every weekday morning"
    more = (
        "The shipping company has promised a discount to all who live on the islands, and the "
        "council of Port Melan will pay for the school children until the summer."
    )
    [story] = stories(MENU, TITLE, "12 March 2024", FIRST, SECOND, offer, more, THIRD, FOOTER)
    assert story.title == TITLE
    assert story.body.split("\n\n")[-2:] == [more, THIRD]
