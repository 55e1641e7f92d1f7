"""What was taken for a story or a line between and is none: it goes on with the story above."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import Final

from indexer.clean import Kind
from indexer.dates import is_date_line
from indexer.page import Line
from indexer.split.bare import FEET, is_heading
from indexer.split.gathered import Gathered, number_of
from indexer.split.heads import greets
from indexer.split.label import OF_BODY, LineRole
from indexer.split.observe import stems_of
from indexer.split.openings import opens_anew

_QUOTED: Final = re.compile(r"[“\"«„‘][^“”\"«»„]{10,200}[”\"»“’][.!]?")
_ASKS: Final = ("?", "؟")
_MOST_QUESTION: Final = 200
_SECTIONS: Final = 3
_MOST_BETWEEN: Final = 2
_LEAST_LINES: Final = 2
_FEW_WORDS, _HEADING_WORDS = 4, 6
_MOST_INTRODUCTION: Final = 140
_LEAST_ITEMS: Final = 3
_SHARED: Final = 2
_LETTERS: Final = 2


def with_subheadings(
    lines: Sequence[Line],
    kinds: Sequence[Kind | None],
    seen: Sequence[Sequence[str]],
    parts: Sequence[LineRole],
) -> list[LineRole]:
    """The parts of lines, where what stands between two paragraphs of a story is one of its own.

    A few words are a sub-heading, if nothing tells that they are a caption, an advertisement or
    the like, and a quotation from end to end is said nowhere else: on the pages learned from 374
    of 391 such lines and 53 of 59 such quotations are of the story.
    """
    result = list(parts)
    for number in range(1, len(parts) - 1):
        below = parts[number + 1]
        if (
            parts[number] in (LineRole.INSERT, LineRole.OUTSIDE)
            and result[number - 1] in OF_BODY
            and below in OF_BODY
            and kinds[number] is None
            and _is_of_story(lines[number].text, seen[number])
        ):
            result[number] = result[number + 1] = LineRole.BODY
    return result


_ELSEWHERE: Final = {"words of another line", "stands again below", "stood above"}


def _is_of_story(text: str, names: Sequence[str]) -> bool:
    """Whether a line between two paragraphs is a sub-heading, or a quotation said nowhere else."""
    if _QUOTED.fullmatch(text):
        return _ELSEWHERE.isdisjoint(names)
    return (
        len(text.split()) <= _HEADING_WORDS
        and not text.endswith(FEET)
        and not is_date_line(text)
        and not any(name.startswith("cue=") for name in names)
    )


def joined_on(found: Sequence[Gathered], parted: Set[int] = frozenset()) -> list[Gathered]:
    """The stories without those that are a part of the one right above.

    Below a dated story, what has no day and no line between goes on with it where its headline is
    a quotation, or a question of an interview that has more of them. So do up to three with a few
    words for a headline each, where only the first story of a page has a day; between them
    there may be a caption or an advertisement, and no line that is between stories (`parted`).
    """
    joined: list[Gathered] = []
    sections = _are_sections(found) and not any(story.top in parted for story in found)
    pulled = _pulled(found)
    for story in found:
        above = joined[-1] if joined else None
        if (
            above
            and above.dateline
            and story.title
            and (
                sections
                or (_goes_on(story, above) and (story is pulled or _is_question(story, above)))
            )
        ):
            above.paragraphs += [story.title, *story.paragraphs]
            above.bottom = story.bottom
            continue
        joined.append(story)
    return joined


def _goes_on(story: Gathered, above: Gathered, *, between: int = 0) -> bool:
    return (
        story.top is not None
        and story.top <= above.bottom + 1 + between
        and story.dateline is None
        and not opens_anew(story.paragraphs[0].text)
    )


def _pulled(found: Sequence[Gathered]) -> Gathered | None:
    """The one whose headline is a quotation from end to end, where none else of the page is."""
    quoted = [story for story in found if story.title and _QUOTED.fullmatch(story.title.text)]
    return quoted[0] if len(quoted) == 1 else None


def _is_question(story: Gathered, above: Gathered) -> bool:
    """Whether a headline asks and is answered, and so do other lines above or below it."""
    return (
        story.title is not None
        and story.title.text.rstrip("*_ ").endswith(_ASKS)
        and any(
            line.text.rstrip("*_ ").endswith(_ASKS) and len(line.text) < _MOST_QUESTION
            for one in (above, story)
            for line in one.paragraphs[:-1]
        )
    )


def _are_sections(found: Sequence[Gathered]) -> bool:
    """Whether all stories but the first may be sections of it."""
    if not 1 < len(found) <= 1 + _SECTIONS or len(found[0].paragraphs) < _LEAST_LINES:
        return False
    for story, above in zip(found[1:], found, strict=False):
        most = _FEW_WORDS if len(story.paragraphs) == 1 else _HEADING_WORDS
        if (
            story.title is None
            or len(story.title.text.split()) > most
            or not _goes_on(story, above, between=_MOST_BETWEEN)
        ):
            return False
    return True


def without_introduction(found: Sequence[Gathered]) -> list[Gathered]:
    """The items of a round-up without what introduces them, each with the day that is there.

    That is the headline of the page with its day and a sentence, above three or more undated
    items that are each much longer; or the paragraph with which a letter greets its readers.
    """
    first, *items = found
    titles = [item.title for item in items if item.title]
    if len(items) == len(titles) >= _LETTERS and greets(first.paragraphs[0].text):
        if len(first.paragraphs) == 1:
            return items
        _, head, *body = first.paragraphs
        if body and head.marker.startswith("#") and head.marker == titles[0].marker:
            first.title, first.paragraphs = head, body
            return list(found)
    if (
        len(items) < _LEAST_ITEMS
        or first.dateline is None
        or len(first.paragraphs) > 1
        or any(item.dateline or not item.title for item in items)
    ):
        return list(found)
    size = len(first.paragraphs[0].text)
    smallest = min(sum(len(line.text) for line in item.paragraphs) for item in items)
    if size > _MOST_INTRODUCTION or 2 * size > smallest:
        return list(found)
    for item in items:
        item.dateline = first.dateline
    return items


def mend_titles(found: Sequence[Gathered], lines: Sequence[Line] = ()) -> None:
    """Take the headline that opens a body for its title, where what was taken is of the page.

    The line that says what a page holds stands above its first headline. It has no word of
    the story, and the headline has some. It may have been left out between both.
    """
    story = found[0] if len(found) > 1 else None
    if not story or not story.title or opens_anew(story.title.text):
        return
    head, *body = story.paragraphs
    if len(story.paragraphs) < _SHARED or not is_heading(head):
        above = number_of(lines, head) - 1
        if above < 0 or lines[above].start <= story.title.start:
            return
        head, body = lines[above], story.paragraphs
        if not is_heading(head) or len(head.text.split()) < _FEW_WORDS or is_date_line(head.text):
            return
    words = frozenset[str]().union(*(stems_of(line.text) for line in body))
    if not stems_of(story.title.text) & words and len(stems_of(head.text) & words) >= _SHARED:
        story.title, story.paragraphs = head, body
