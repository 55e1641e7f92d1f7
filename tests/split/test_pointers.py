"""What points to other stories within a body is none of it, whatever the language."""

from __future__ import annotations

import pytest

from indexer.lines import lines_of
from indexer.split.pointers import without_pointers
from indexer.split.stories import _closed
from tests.split.test_tool_dumps import OTHERS, TITLE, read

FIRST, SECOND, THIRD = OTHERS
HEADLINES = ("Ferry to the lighthouse sails again", "Who rang the bell of the old school?")
LEAD_INS = (
    "READ ALSO:", "Also read", "Related stories", "You may also like:", "Trending Now",
    "À lire aussi :", "Lire également", "Sur le même sujet", "Lesen Sie auch:", "Lea también",
    "اقرأ أيضًا:", "إقرأ أيضا", "أخبار ذات صلة",
)  # fmt: skip


def without(*texts: str) -> list[str]:
    lines = list(lines_of("\n".join(texts)))
    return [line.text for line in without_pointers(lines, lines)]


@pytest.mark.parametrize("lead_in", LEAD_INS)
def test_a_lead_in_goes_with_the_headlines_below_it_and_the_story_goes_on(lead_in: str) -> None:
    assert without(FIRST, lead_in, *HEADLINES, SECOND) == [FIRST, SECOND]


@pytest.mark.parametrize("lead_in", LEAD_INS)
def test_a_page_with_such_a_list_gives_its_story_without_it(lead_in: str) -> None:
    [draft] = read("\n\n".join([TITLE, FIRST, SECOND, lead_in, *HEADLINES, THIRD])).drafts
    assert draft.article.body.split("\n\n") == [FIRST, SECOND, THIRD]
    assert {lead_in, *HEADLINES} <= set(draft.article.removed)


@pytest.mark.parametrize("text", ["Related costs", "Most read the letter twice", "Lire et écrire"])
def test_a_sub_heading_that_begins_like_a_lead_in_stays(text: str) -> None:
    assert without(FIRST, text, SECOND) == [FIRST, text, SECOND]


def test_a_body_of_nothing_else_is_kept() -> None:
    assert without("Read also", *HEADLINES) == ["Read also", *HEADLINES]


TEASERS = (
    ("‘Not by Car’ and Proud of It, Miller Boasts in Ads", "A campaign shows how he rides."),
    ("Comment choisir un vélo pour ses vacances", "Nos conseils pour ne pas se tromper."),
    ("عشر نصائح لاختيار الكتب المناسبة للأطفال", "تعرف على ما يقوله الخبراء في هذا الباب."),
)


@pytest.mark.parametrize("teaser", TEASERS)
def test_the_sentence_of_a_teaser_goes_where_its_headline_is_of_no_story(
    teaser: tuple[str, str],
) -> None:
    headline, sentence = teaser

    def left(end: str) -> list[str]:
        lines = list(lines_of("\n\n".join([FIRST, SECOND, THIRD, end])))
        return [line.text for line in without_pointers([*lines[:3], lines[4]], lines)]

    assert left(f"{headline}\n{sentence}") == [FIRST, SECOND, THIRD]
    assert left(f"Too late\n{sentence}") == [FIRST, SECOND, THIRD, sentence]
    assert left(f"{headline}\n\n{sentence}") == [FIRST, SECOND, THIRD, sentence]


@pytest.mark.parametrize("teaser", TEASERS)
def test_a_headline_of_other_words_with_a_sentence_below_is_no_end_of_a_story(
    teaser: tuple[str, str],
) -> None:
    assert without(FIRST, SECOND, THIRD, *teaser) == [FIRST, SECOND, THIRD]


def test_a_last_part_stays_where_its_heading_is_short_or_names_what_the_story_names() -> None:
    told = " ".join(FIRST.split()[:6]).rstrip(".,")
    end = "Nothing more was said."
    assert without(FIRST, SECOND, "What comes next", end)[2:] == ["What comes next", end]
    assert without(FIRST, SECOND, f"Again {told}", end)[2:] == [f"Again {told}", end]


@pytest.mark.parametrize("last", ["* About us", "Contact us", "Qui sommes-nous ?", "Impressum"])
def test_a_line_of_every_page_does_not_end_a_story(last: str) -> None:
    lines = list(lines_of("\n".join([FIRST, last, SECOND, last])))
    ends = {line.end for line in lines if line.text == last and not last.startswith("*")}
    assert [line.text for line in _closed(lines, ends)] == [FIRST, lines[1].text, SECOND]
    assert _closed(lines[1:2], ends) == (lines[1],)
