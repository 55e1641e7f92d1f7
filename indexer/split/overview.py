"""Pages that say themselves what is on them: a list of contents, the days of a log."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from indexer.clean import Kind
from indexer.dates import is_date_line, read_age, read_dateline
from indexer.page import Line
from indexer.split.alike import begin_story
from indexer.split.bare import FEET
from indexer.split.label import LineRole

_ITEM: Final = re.compile(r"(?:[*•▪·+–-]|\d{1,3}[.)]?)\s+(?=[^\W\d_])")
"""What a line of a list begins with: a bullet, or the number of a page."""
_HEAD: Final = (Kind.BYLINE, Kind.CAPTION)
_MOST_HEAD: Final = 3
_LEAST: Final = 2
_LEAST_WORDS: Final = 2
_LOG_WORDS: Final = 12
_LOGGED: Final = 3
_HEADLINE_CHARS: Final = 160
_PARAGRAPH_CHARS: Final = 60
_ENDS: Final = (".", "!", "?", "…", "؟", "”", "“", "»", '"', ")")


def begin_as_listed(
    lines: Sequence[Line], kinds: Sequence[Kind | None], parts: Sequence[LineRole]
) -> list[LineRole]:
    """The parts of lines, where the headlines of a list of contents begin stories below it.

    The first of them is above all paragraphs, and below or above each is a line of no story:
    sections of one story have their paragraphs right below and above.
    """
    result = list(parts)
    if LineRole.FIRST not in parts:
        return result
    short = {
        number
        for number, line in enumerate(lines)
        if not kinds[number] and _is_headline(line.text, least=_LEAST_WORDS)
    }
    if len(short) < _LEAST:
        return result
    above: dict[str, int] = {}
    found: list[tuple[int, int]] = []
    listed: list[int] = []
    for number, line in enumerate(lines):
        text = _ITEM.sub("", line.text, count=1)
        at = above.setdefault(text, number)
        if at == number or number not in short:
            continue
        first = _first(lines, kinds, number)
        if first is not None:
            found.append((number, first))
            listed.append(at)
            above[text] = len(lines)
    if len(found) < _LEAST:
        return result
    top, paragraph = found[0]
    if any(_is_paragraph(lines[n], kinds[n]) for n in range(paragraph)):
        return result
    if listed != sorted(listed) or listed[-1] >= found[0][0]:
        return result
    for (title, first), (begin, _) in zip(found[1:], found, strict=False):
        if first == title + 1 and (kinds[title - 1] is None or title - 1 == begin):
            return result
    result[:top] = [
        part if part is LineRole.DATE_ABOVE else LineRole.OUTSIDE for part in result[:top]
    ]
    for title, first in found:
        if title and result[title - 1] in (LineRole.BODY, LineRole.INSERT) and kinds[title - 1]:
            result[title - 1] = LineRole.OUTSIDE
        begin_story(lines, result, title, first)
    return result


def begin_by_days(
    lines: Sequence[Line], kinds: Sequence[Kind | None], parts: Sequence[LineRole]
) -> list[LineRole]:
    """The parts of lines, where a log has two days or more, and below each some entries: a
    headline of some words and its paragraphs."""
    result = list(parts)
    days = [
        number
        for number, line in enumerate(lines[:-2])
        if parts[number] is not LineRole.FIRST and _is_day(line.text)
    ]
    groups = [(day, list(_entries(lines, kinds, day + 1))) for day in days]
    groups = [(day, entries) for day, entries in groups if entries]
    if len(groups) < _LEAST or sum(len(entries) for _, entries in groups) < _LOGGED:
        return result
    for (_, entries), (below, _) in itertools.pairwise(groups):
        if entries[-1][1] != below - 1:
            return result
    for day, entries in groups:
        if day and result[day - 1] is LineRole.TITLE:
            result[day - 1] = LineRole.OUTSIDE
        result[day] = LineRole.DATE_ABOVE
        for title, last in entries:
            result[title] = LineRole.TITLE
            result[title + 1 : last + 1] = [LineRole.FIRST] + [LineRole.BODY] * (last - title - 1)
    return result


def _entries(
    lines: Sequence[Line], kinds: Sequence[Kind | None], number: int
) -> Iterator[tuple[int, int]]:
    """Headlines from a line on with the last of the paragraphs right below each."""
    while number + 1 < len(lines):
        text = lines[number].text
        if kinds[number] or not _is_headline(text) or len(text.split()) > _LOG_WORDS:
            return
        last = number
        while last + 1 < len(lines) and _is_prose(lines[last + 1].text) and not kinds[last + 1]:
            last += 1
        if last == number or len(lines[number + 1].text) < _PARAGRAPH_CHARS:
            return
        yield number, last
        number = last + 1


def _first(lines: Sequence[Line], kinds: Sequence[Kind | None], title: int) -> int | None:
    """The paragraph below a headline and at most two lines of who wrote and when."""
    for number in range(title + 1, min(len(lines), title + 1 + _MOST_HEAD)):
        text = lines[number].text
        if _is_paragraph(lines[number], kinds[number]):
            return number
        if kinds[number] not in (None, *_HEAD) or text.endswith(FEET):
            return None
    return None


def _is_headline(text: str, *, least: int = 1) -> bool:
    return (
        len(text) <= _HEADLINE_CHARS
        and len(text.split()) >= least
        and not text.endswith(FEET)
        and not is_date_line(text)
    )


def _is_prose(text: str) -> bool:
    return text.endswith(_ENDS) and not is_date_line(text)


def _is_paragraph(line: Line, kind: Kind | None) -> bool:
    return kind is None and len(line.text) >= _PARAGRAPH_CHARS and _is_prose(line.text)


def _is_day(text: str) -> bool:
    if not is_date_line(text) or read_age(text):
        return False
    read = read_dateline(text)
    return read is not None and not read.modified
