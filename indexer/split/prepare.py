"""Lines as the splitter reads them: a title and the date next to it are two lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.dates import is_date_line
from indexer.dates.mentions import find_mentions
from indexer.lines import lines_of
from indexer.page import Line

_MAX_CHARS = 260
_MIN_WORDS = 2
_BEHIND = re.compile(r"\s*(?:[|•·–—:-]|\s)\s*(?=\S)")
_BEFORE = re.compile(r"\s*(?:[|•·–—(\[-])\s*$")
_NO_TITLE_BEHIND = re.compile(
    r"(?:by|par|at|à|published|posted|updated|mis|publié|modifié|last|نشر|تحديث|آخر|الموافق|من|في)\b",
    re.IGNORECASE,
)
_NO_TITLE_BEFORE = re.compile(
    r"(?:published|posted|updated|written|by|par|publi|mis|on|date|نشر|بتاريخ|تاريخ|تحديث|آخر|last)\b"
    r"|.*\b(?:on|le|by|par|at|du|au|the|of|in|to|until|since|published|posted|updated|في|يوم"
    r"|بتاريخ)$",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!؟،,;:]$")


def prepare(text: str) -> list[Line]:
    """The lines of a page."""
    return [part for line in lines_of(text) for part in apart(line)]


def apart(line: Line) -> Iterator[Line]:
    """A line as it is, or its date and its title as two lines."""
    text = line.text
    cut = _cut(text) if len(text) <= _MAX_CHARS else None
    if cut is None:
        yield line
        return
    (first, first_end), (second, second_end) = cut
    yield _part(line, first, first_end)
    yield _part(line, second, second_end)


def dated_part(line: Line) -> Line | None:
    """The one day that a line names with its year, such as a byline does, as a line."""
    if len(line.text) > _MAX_CHARS:
        return None
    days = [day for day in find_mentions(line.text) if day.full and not day.last]
    return _part(line, days[0].start, days[0].end) if days else None


def _part(line: Line, start: int, end: int) -> Line:
    return Line(
        text=line.text[start:end],
        start=line.start + start,
        end=line.start + end,
        indent=line.indent,
        blank_before=line.blank_before if start == 0 else 0,
        marker=line.marker if start == 0 else "",
    )


def _cut(text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    mentions = find_mentions(text)
    if not mentions or is_date_line(text):
        return None
    first, last = mentions[0], mentions[-1]
    if first.start == 0 and first.day is not None and first.year is not None:
        behind = _BEHIND.match(text, first.end)
        if behind and behind.group() != " ":
            rest = text[behind.end() :]
            if _is_title(rest) and not _NO_TITLE_BEHIND.match(rest):
                return (0, first.end), (behind.end(), len(text))
    if last.day is not None and last.year is not None:
        closing = text[last.end :].strip()
        before = _BEFORE.search(text, 0, last.start)
        if before and closing in ("", ")", "]"):
            rest = text[: before.start()]
            if _is_title(rest) and not _NO_TITLE_BEFORE.match(rest):
                return (0, before.start()), (last.start, last.end)
    return None


def _is_title(text: str) -> bool:
    return (
        len(text.split()) >= _MIN_WORDS and not _ENDED.search(text) and any(map(str.isalpha, text))
    )
