"""Stories set alike: what stands at a place of their heads in some is the same thing in others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Final

from indexer.clean import Kind
from indexer.dates import is_date_line
from indexer.page import Line
from indexer.split.alike import is_headline
from indexer.split.gathered import Gathered, number_of
from indexer.split.prepare import dated_part

_MOST_HEAD: Final = 10
"""So many lines may be between a headline and its first paragraph."""
_MOST_CAPTION: Final = 160
_MOST_BYLINE_WORDS: Final = 12
_FEW_WORDS: Final = 4
_SEVERAL: Final = 3
_ENDS: Final = (".", "!", "?", "…", "؟", "”", "“", "»", '"', ":")
NUMBER: Final = re.compile(r"\d{1,3}[.)]\s+(?=\S)")
"""What stands before an item of a numbered list."""


def mend_heads(
    found: Sequence[Gathered], lines: Sequence[Line], kinds: Sequence[Kind | None]
) -> None:
    """Take what stands above the paragraphs out of bodies, where the page has several stories.

    A short line that opens a body is the caption or byline that another story of the page
    has at the same place below its headline.
    """
    for _ in range(2):
        places = _places(found, lines, kinds)
        if not places:
            return
        for story in found:
            first = _first(story, lines)
            if first is None or len(story.paragraphs) < 2:
                continue
            line, below = story.paragraphs[:2]
            kind = places.get(first)
            if kind is Kind.CAPTION:
                foreign = len(line.text) < min(_MOST_CAPTION, len(below.text))
            else:
                few = len(line.text.split()) <= _MOST_BYLINE_WORDS
                foreign = kind is Kind.BYLINE and few and not line.text.endswith(_ENDS)
            if foreign and not line.marker:
                del story.paragraphs[0]
                story.dateline = story.dateline or dated_part(line)


def _places(
    found: Sequence[Gathered], lines: Sequence[Line], kinds: Sequence[Kind | None]
) -> dict[int, Kind]:
    """What stands so many lines below the headlines of stories: captions, authors and days."""
    places: dict[int, Kind] = {}
    for story in found:
        first = _first(story, lines)
        if first is None or story.top is None:
            continue
        for place in range(1, first + 1):
            number = story.top + place
            kind = kinds[number]
            if kind is Kind.CAPTION:
                places[place] = kind
            elif place < first and (kind is Kind.BYLINE or _has_day(lines[number])):
                places.setdefault(place, Kind.BYLINE)
    return places


def _has_day(line: Line) -> bool:
    return is_date_line(line.text) or dated_part(line) is not None


def _first(story: Gathered, lines: Sequence[Line]) -> int | None:
    """How many lines below its headline the body of a story begins."""
    if story.title is None or story.top is None:
        return None
    number = number_of(lines, story.paragraphs[0])
    return number - story.top if 0 < number - story.top <= _MOST_HEAD else None


def mend_headlines(
    found: Sequence[Gathered], lines: Sequence[Line], kinds: Sequence[Kind | None]
) -> None:
    """Take the line above what was taken for a headline, where that stands at the place at which
    the others have an author and the line above stands where they have their headlines."""
    places = [_first(story, lines) for story in found]
    bottom = -1
    for story, place in zip(found, places, strict=True):
        top, ceiling = story.top, bottom
        bottom = story.bottom
        if place is None or story.title is None or top is None or top - 1 <= ceiling:
            continue
        others = sum(other == place + 1 for other in places)
        alike = sum(other == place for other in places)
        above = lines[top - 1]
        if (
            others > 0
            and others >= alike
            and kinds[top - 1] is None
            and not is_date_line(above.text)
            and len(story.title.text.split()) <= _FEW_WORDS
            and len(above.text.split()) > len(story.title.text.split())
        ):
            story.title = above
            story.top = top - 1


def mend_labels(
    found: Sequence[Gathered], lines: Sequence[Line], kinds: Sequence[Kind | None]
) -> None:
    """Take the line below what was taken for a headline, where that is the name of a section or an
    office such as half of the stories have right above their headlines."""
    bodies = {line.start for story in found for line in story.paragraphs}
    labelled = [story for story in found if _has_label(story, lines, kinds, bodies)]
    if not labelled or 2 * len(labelled) < len(found):
        return
    for story in found:
        title, top = story.title, story.top
        if title is None or top is None or story in labelled or not _is_label(title.text):
            continue
        below = lines[top + 1]
        opens = below is story.paragraphs[0]
        if (
            is_headline(lines, kinds, top + 1, least=_FEW_WORDS)
            and not below.text.endswith(_ENDS)
            and (len(story.paragraphs) > 1 if opens else below.start < story.paragraphs[0].start)
        ):
            story.title, story.top = below, top + 1
            if opens:
                del story.paragraphs[0]


def _has_label(
    story: Gathered, lines: Sequence[Line], kinds: Sequence[Kind | None], bodies: Set[int]
) -> bool:
    """Whether a few words of no story stand right above a headline of more."""
    if story.title is None or not story.top or len(story.title.text.split()) < _FEW_WORDS:
        return False
    above = lines[story.top - 1]
    return (
        kinds[story.top - 1] is None
        and above.start not in bodies
        and _is_label(above.text)
        and not is_date_line(above.text)
    )


def _is_label(text: str) -> bool:
    return len(text.split()) < _FEW_WORDS and not text.endswith(_ENDS)


def without_common_ends(found: Sequence[Gathered]) -> None:
    """Take off what three stories or more, and half of all, end with: who sent them, say."""
    while True:
        last = Counter(story.paragraphs[-1].text for story in found if len(story.paragraphs) > 1)
        common = {text for text, count in last.items() if count >= max(_SEVERAL, len(found) / 2)}
        if not common:
            return
        for story in found:
            if len(story.paragraphs) > 1 and story.paragraphs[-1].text in common:
                story.paragraphs.pop()


def without_numbers(found: Sequence[Gathered]) -> None:
    """Take the numbers of a list off its headlines, where their paragraphs are set within it."""
    for story in found:
        title = story.title
        number = NUMBER.match(title.text) if title else None
        if not (title and number):
            continue
        if story.paragraphs[0].indent == title.indent + number.end():
            begin = number.end()
            story.title = replace(title, text=title.text[begin:], start=title.start + begin)
