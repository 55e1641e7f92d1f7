"""A page that is but a headline, a day and a sentence is a story, in any language."""

from __future__ import annotations

import datetime

import pytest

from indexer.page import Page
from indexer.study import study

NOTES = (
    ("Guards watch wells", "16 July 2024", "The guards of the wells met today."),
    ("Well dry", "2 May 2021", "The council met at noon."),
    ("Puits à sec", "2 mai 2021", "Le conseil s'est réuni à midi."),
    ("Brunnen versiegt", "2. Mai 2021", "Der Rat trat am Mittag zusammen."),
    ("Pozo seco", "2 de mayo de 2021", "El pleno se reunió a mediodía."),
    ("بئر جافة", "2 ماي 2021", "اجتمع المجلس ظهر اليوم في القرية."),
)


def read(*lines: str) -> list[tuple[str, str | None, str]]:
    page = Page(name="page.txt", text="\n\n".join(lines), digest="")
    drafts = study(page, (), today=datetime.date(2026, 1, 1)).drafts
    return [(d.article.title, d.article.date, d.article.body) for d in drafts]


@pytest.mark.parametrize(("title", "day", "text"), NOTES)
def test_a_note_is_a_story_with_the_day_below_or_above_its_headline(
    title: str, day: str, text: str
) -> None:
    for head in ((title, day), (day, title)):
        [(found, date, body)] = read(*head, text)
        assert (found, body) == (title, text)
        assert date
        assert date.startswith(("2021-05-02", "2024-07-16"))


@pytest.mark.parametrize(
    "lines",
    [
        ("Guards watch wells", "The guards of the wells met today."),
        ("Sign in", "16 July 2024", "Forgot your password? Create an account."),
        ("Page not found", "16 July 2024", "The page you asked for does not exist."),
        ("Guards", "16 July 2024", "Wells, Guards, Wells"),
    ],
)
def test_a_notice_or_what_has_no_day_or_sentence_is_none(lines: tuple[str, ...]) -> None:
    assert read(*lines) == []
