"""What a user gets of pages without titles: stories told apart by how they open."""

from __future__ import annotations

import datetime

import pytest

from indexer.page import Page
from indexer.sources.plain import plain
from indexer.split.openings import formulas
from indexer.study import study

TODAY = datetime.date(2025, 6, 1)
FERRY = (
    "the ferry company said that a third boat would sail between the islands from June, after "
    "two winters in which nobody could be sure to reach the mainland before dark."
)
MARKET = (
    "fishermen and their customers may soon meet under a roof again, since the council voted on "
    "the plans for a covered market that the old quay has wanted for thirty years."
)
SCHOOL = (
    "the school of navigation opened its doors to girls for the first time in its history, and "
    "eleven of them took their places in the first row on the morning of the ceremony."
)
MORE = "“We shall see how long it lasts,” said an old man who had come to watch with his dog."


def bodies(*lines):
    page = Page(name="page.txt", text=plain("\n\n".join(lines)), digest="")
    return [draft.article.body.split("\n\n") for draft in study(page, (), today=TODAY).drafts]


@pytest.mark.parametrize(
    "heads",
    [
        ("Nantes, 4 March 2019 – ", "Brest, March 3 (ZNA) -- ", "Lorient, 2 March – "),
        ("Lisbon: ", "Porto: ", "Faro: "),
        ("LIMA — ", "QUITO — ", "LIMA — "),
    ],
)
def test_briefs_without_titles_are_told_apart_by_their_datelines(heads):
    texts = [head + text for head, text in zip(heads, (FERRY, MARKET, SCHOOL), strict=True)]
    assert bodies("Briefs of the week", texts[0], MORE, texts[1], texts[2]) == [
        [texts[0], MORE],
        [texts[1]],
        [texts[2]],
    ]


def test_news_of_an_office_is_told_apart_by_who_is_named_first():
    first = "The Harbour Master of the Port of Azelle (FPA), Ms. Ruta Vell, heard on Monday that "
    second = "The Harbour Master of the FPA, Ms. Ruta Vell, was told in April that "
    goes_on = "The Harbour Master thanked them. " + MORE
    found = bodies("Archive", first + FERRY, goes_on, second + MARKET, second + SCHOOL)
    assert found == [[first + FERRY, goes_on], [second + MARKET], [second + SCHOOL]]


def test_answers_of_an_interview_open_no_stories_of_their_own():
    answers = ("Marta Quill: " + FERRY, "Jon Reef: " + MARKET, "Marta Quill: " + SCHOOL)
    assert formulas(answers) == frozenset()


def test_a_paragraph_that_alone_has_a_dateline_opens_no_page_of_briefs():
    assert formulas(["Nantes, 4 March 2019 – " + FERRY, MARKET, SCHOOL]) == frozenset()
    assert formulas([MARKET, "Nantes, 4 March 2019 – " + FERRY, SCHOOL]) == frozenset()
    assert formulas([]) == frozenset()
