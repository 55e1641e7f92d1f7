"""What of a page is of no story, line by line, and why: nothing is lost in silence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indexer.clean import Kind
from indexer.dates import is_date_line
from indexer.page import Line, Story

_KINDS: Final = {
    Kind.SECTION: "boilerplate: heading of a list of links or of a section",
    Kind.END: "boilerplate: end of a story, such as share buttons or tags",
    Kind.ASIDE: "boilerplate: text about the site or the author, contacts, comments",
    Kind.COMMENT: "boilerplate: a reader's comment",
    Kind.INLINE: "boilerplate: stands between paragraphs, such as an advertisement or “read also”",
    Kind.CAPTION: "boilerplate: caption or credit of a picture",
    Kind.BYLINE: "boilerplate: who wrote, photographed or published, in which section",
    Kind.FURNITURE: "boilerplate: menu, form or notice of the site",
    Kind.LEARNED: "boilerplate: recurs on the site's pages, or again and again on this one",
}
_TITLE: Final = "the headline was taken from this line, which holds more"
_DATELINE: Final = "the date of the story was taken from this line"
_DATE: Final = "a date line, not that of a story"
_NO_STORY: Final = "the page has no story"
_ABOVE: Final = "above the first story, and not its headline or date"
_HEAD: Final = "between headline and body, and part of neither"
_INSIDE: Final = "between two paragraphs of a story, and not like them"
_BETWEEN: Final = "between two stories, and part of neither"
_BELOW: Final = "below the last paragraph of the last story"
BY_PERSON: Final = "taken out by a person"

REASONS: Final = frozenset(_KINDS.values()) | {
    *(_TITLE, _DATELINE, _DATE, _NO_STORY, _ABOVE, _HEAD, _INSIDE, _BETWEEN, _BELOW, BY_PERSON)
}
"""Every reason that can be given."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A line that is in no body.

    `known` says that it is boilerplate by table or recurrence, `used` that a story took its
    headline or date from it.
    """

    line: Line
    reason: str
    known: bool = False
    used: bool = False


def removed_of(
    stories: Sequence[Story], lines: Sequence[Line], kinds: Sequence[Kind | None]
) -> tuple[Removed, ...]:
    """The lines that are no paragraph or headline as a whole, in their order, with the reason."""
    whole = {(line.start, line.end) for story in stories for line in story.paragraphs}
    titles = {story.title.end: story.title for story in stories if story.title}
    parts = [
        (part.start, part.end, reason)
        for story in stories
        for part, reason in ((story.title, _TITLE), (story.dateline, _DATELINE))
        if part
    ]
    starts = sorted(parts)
    spans = [
        (
            min(part.start for part in (story.title, *story.paragraphs) if part),
            story.paragraphs[0].start,
            story.paragraphs[-1].end,
        )
        for story in stories
    ]
    removed = []
    for line, kind in zip(lines, kinds, strict=True):
        if (line.start, line.end) in whole or _is_title(line, titles.get(line.end)):
            continue
        held = _held(line, starts)
        if held:
            removed.append(Removed(line, held, used=True))
        else:
            removed.append(Removed(line, _reason(line, kind, spans), known=kind is not None))
    return tuple(removed)


def _is_title(line: Line, title: Line | None) -> bool:
    """Whether a line is the headline, but for the bullet before it."""
    if title is None:
        return False
    return not any(map(str.isalnum, line.text[: max(title.start - line.start, 0)]))


def _held(line: Line, parts: Sequence[tuple[int, int, str]]) -> str | None:
    """Why a line is not lost that holds a headline or a date; None where it holds neither."""
    at = bisect_left(parts, (line.start,))
    for start, end, reason in parts[at : at + 2]:
        if line.start <= start and end <= line.end:
            return reason
    return None


def _reason(line: Line, kind: Kind | None, spans: Sequence[tuple[int, int, int]]) -> str:
    """Why a line is of no story; of each story there are its top, its first line and its last."""
    if kind is not None:
        return _KINDS[kind]
    if not spans:
        return _NO_STORY
    if is_date_line(line.text):
        return _DATE
    for top, first, last in spans:
        if top < line.start < first:
            return _HEAD
        if first < line.start < last:
            return _INSIDE
    if line.start < min(top for top, _, _ in spans):
        return _ABOVE
    return _BELOW if line.start > max(last for _, _, last in spans) else _BETWEEN
