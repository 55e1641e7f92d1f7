"""Old pages part their stories by bold lines and line breaks only; each is a story."""

from __future__ import annotations

import pytest

from tests.containers import PARAGRAPHS, Reader, reader


@pytest.fixture
def read(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return reader(tmp_path_factory.mktemp("pages"))


STORIES = (
    ("Ferries sail across the sound", "4 May 2021"),
    ("Bakery opens an hour early", "5 May 2021"),
    ("Pupils rebuild an old engine", "6 May 2021"),
    ("Quay is closed for repairs", "7 May 2021"),
)


@pytest.mark.parametrize(
    "form",
    [
        "<font size=2><b><a href='n.htm'>{title}</a></b></font><br><font size=1>{day}</font><br>"
        "<font size=2>{text}</font><br><br>",
        "<b>{title}</b><br>{day}<br>{text}<br><br>",
        "<strong><a href='n.htm'>{title}</a></strong><br><i>{day}</i><br>{text}<br><hr>",
        "<b><font color=navy>{title}</font></b> ({day})<br>{text}<br><br>",
    ],
)
@pytest.mark.parametrize("around", ["<table><tr><td>{}</td></tr></table>", "<center>{}</center>"])
def test_each_story_below_a_bold_line_is_one(read: Reader, form: str, around: str) -> None:
    rows = "".join(
        form.format(title=title, day=day, text=PARAGRAPHS[number % 3])
        for number, (title, day) in enumerate(STORIES)
    )
    body = around.format(f"<font size=4><b>Port News</b></font><br><br>{rows}")
    page = f"<html><head><title>Port News</title></head><body>{body}</body></html>"
    articles, _ = read("old.html", page.encode())
    assert [(one.title, (one.date or "")[-1:]) for one in articles] == [
        (title, day[0]) for title, day in STORIES
    ]


def test_bold_words_within_one_story_are_no_stories(read: Reader) -> None:
    text = "<br><br>".join(f"<b>What is new</b><br>{one}" for one in PARAGRAPHS)
    page = (
        "<html><head><title>Ferries sail across the sound</title></head><body><table><tr><td>"
        f"<font size=4><b>Ferries sail across the sound</b></font><br>4 May 2021<br>{text}"
        "</td></tr></table></body></html>"
    )
    articles, _ = read("old.html", page.encode())
    assert len(articles) == 1
