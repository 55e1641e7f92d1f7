"""Chinese and Japanese that lynx and w3m wrapped is read as whole as text with spaces is."""

from __future__ import annotations

import datetime

import pytest

from indexer.page import Page
from indexer.sources.plain import plain
from indexer.study import study

TITLE = "运河管理处决定明年春天重修北门老水闸"
STORY = (
    "运河管理处星期一宣布，北门的老水闸将在明年春天重修，工程预计持续十一个星期，其间来往的货船要绕行"
    "南边的支流，管理处会在两岸各设一个临时码头。",
    "看守水闸三十年的安师傅说，今年每五条船里就有一条装着修海堤的石头，闸门的木板已经换过四次，再换就"
    "不如造一座新的，他把每条船的名字都写在本子上。",
    "船工们担心绕行会让运费上涨，管理处答应在工程期间免收过闸的费用，并且每个月在图书馆公布一次进度，"
    "镇上的人都可以去看，也可以把意见写在旁边。",
    "水闸建于一百二十年前，当时用了两千块从山里运来的石头，如今最下面的三层仍然没有动过，工程师说它们"
    "还可以再用一百年。",
)
MENU = ("首页", "新闻", "天气", "船期", "关于我们")


def wrapped(text: str, letters: int) -> str:
    return "\n".join(text[at : at + letters] for at in range(0, len(text), letters))


@pytest.mark.parametrize("letters", [39, 72])
def test_lines_that_a_tool_wrapped_between_letters_are_joined_without_a_space(letters: int) -> None:
    page = "\n\n".join(wrapped(text, letters) for text in (*MENU, TITLE, *STORY))
    assert [line for line in plain(page).split("\n") if line] == [*MENU, TITLE, *STORY]


def test_paragraphs_that_were_not_wrapped_stay_apart() -> None:
    page = "\n".join([TITLE, *STORY])
    assert plain(page) == page


def test_a_headline_without_spaces_is_found() -> None:
    text = "\n\n".join([*MENU, TITLE, "2019年3月14日", *STORY, "版权所有"])
    page = Page(name="page.txt", text=text, digest="")
    [draft] = study(page, (), today=datetime.date(2026, 1, 1)).drafts
    assert draft.article.title == TITLE
    assert draft.article.body == "\n\n".join(STORY)
