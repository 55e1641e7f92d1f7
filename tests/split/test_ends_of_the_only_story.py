"""The only story of a page goes on below a table in it, and ends above what heads other things."""

from __future__ import annotations

import numpy as np

from indexer.clean import Kind
from indexer.page import Line
from indexer.split.ends import mend_end
from indexer.split.gather import Cleaned, find_several
from indexer.split.gathered import Gathered
from indexer.split.going_on import joined_on
from indexer.split.observe import observe

STORY = (
    "Bees winter better in straw than in plaster, a trial of two winters in the valley has shown.",
    "Of sixty hives that were weighed each week, those of straw ate a fifth less of their honey.",
)
TABLE = ("Hive", "Weight", "Straw", "9 kg", "Plaster", "14 kg")
REST = (
    "The hives of plaster were warm by day and cold by night, and bees eat when they have to heat.",
    "A second trial has begun with hives of clay.",
)
BELOW = ("Print this article", "About the author", "Lena Ost keeps bees.", "Wax from the valley")


def lines_of(*texts: str) -> list[Line]:
    lines, at = [], 0
    for text in texts:
        lines.append(Line(text, at, at + len(text)))
        at += len(text) + 1
    return lines


def test_a_table_does_not_end_the_story_that_goes_on_below_it() -> None:
    lines = lines_of(*STORY, *TABLE, *REST, *BELOW)
    kinds: list[Kind | None] = [None] * 10 + [Kind.END, Kind.ASIDE, None, None]
    chances = np.array([0.9, 0.9, *[0.4] * 6, 0.9, 0.3, *[0.05] * 4])
    story = Gathered(paragraphs=lines[:2], top=0, bottom=1)
    mend_end(story, lines, kinds, chances)
    assert [line.text for line in story.paragraphs] == [*STORY, *TABLE, *REST]


def test_what_is_hardly_of_a_story_is_not_added_to_it() -> None:
    lines = lines_of(*STORY, *TABLE, *REST, *BELOW)
    kinds: list[Kind | None] = [None] * 10 + [Kind.END, Kind.ASIDE, None, None]
    story = Gathered(paragraphs=lines[:2], top=0, bottom=1)
    mend_end(story, lines, kinds, np.array([0.9, 0.9, *[0.3] * 12]))
    assert [line.text for line in story.paragraphs] == [*STORY]


def test_a_story_ends_above_what_heads_its_author_and_others() -> None:
    lines = lines_of(*STORY, *REST, *BELOW[1:])
    kinds: list[Kind | None] = [None] * 4 + [Kind.ASIDE, None, None]
    story = Gathered(paragraphs=[*lines[:4], *lines[5:]], top=0, bottom=6)
    mend_end(story, lines, kinds, np.array([0.9, 0.9, 0.9, 0.5, 0.1, 0.1, 0.05]))
    assert [line.text for line in story.paragraphs] == [*STORY, *REST]


def test_between_sections_of_the_only_dated_story_may_be_a_caption_or_an_advertisement() -> None:
    head, wall, oven = lines_of("A kiln burns again", "What the wall is for", "Ovens for all")
    text = lines_of(*STORY, *REST)
    day = Line("4 June 2019", 0, 11)
    found = [
        Gathered(title=head, dateline=day, paragraphs=text[:2], top=0, bottom=3),
        Gathered(title=wall, paragraphs=text[2:], top=5, bottom=7),
        Gathered(title=oven, paragraphs=text[:1], top=10, bottom=11),
    ]
    (only,) = joined_on(found)
    assert [line.text for line in only.paragraphs] == [
        *STORY, wall.text, *REST, oven.text, STORY[0],
    ]  # fmt: skip


def test_an_advertisement_between_paragraphs_is_no_headline() -> None:
    lines = lines_of(
        "Idées", "Pour que l'hiver reste à la ruche", "Lena Ost, apicultrice",
        "Publié le 9 mai 2018", *[f"{text} {text}" for text in STORY],
        "La suite après la publicité", *[f"{text} {text}" for text in REST], "Lire aussi",
    )  # fmt: skip
    cleaned = [
        Cleaned(line=line, kind=kind)
        for line, kind in zip(
            lines,
            [None, None, None, None, None, None, Kind.INLINE, None, None, Kind.SECTION],
            strict=True,
        )
    ]
    kinds = [item.kind for item in cleaned]
    found = find_several(cleaned, observe(lines, kinds))
    assert all(story.title is None or "publicité" not in story.title.text for story in found)
