"""A page's text as lines, with the marks that say how they were set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from indexer.page import Line

_MARKER = re.compile(r"#{1,6}(?=\s)|[•▪‣◦·●■○*+](?=\s)|[-–—](?=\s)|\d{1,3}[.)](?=\s)")
_LABEL = re.compile(r"(?:title|headline|titre|العنوان)\s*[:：]\s+", re.IGNORECASE)
_EMPHASIS = re.compile(r"^(\*\*|__|\*|_)(\S.*\S)\1$")

_MAX_DATED_CHARS = 200
_DATE_FIRST = re.compile(r"(?P<date>.{6,40}?)\s*(?:\s[-–—|•·]|:)\s(?P<title>\S.{14,})")
_DATE_LAST = re.compile(
    r"(?P<title>.{14,}\S)\s*(?:\s[-–—|•·]\s(?P<date>.{6,40})|\((?P<inside>[^()]{6,40})\))"
)
_SENTENCE_END = re.compile(r"[.!?؟…][”\"»’)]*$")
_FEW_WORDS = 3


def lines_of(text: str) -> list[Line]:
    """The lines of a text that hold anything, heading marks stripped, list marks kept."""
    lines: list[Line] = []
    start = blank = 0
    for raw in text.split("\n"):
        content = raw.strip()
        if not content:
            blank += 1
        else:
            indent = len(raw) - len(raw.lstrip())
            lines.append(_line(content, start + indent, indent, blank))
            blank = 0
        start += len(raw) + 1
    return lines


def part_dates(lines: Sequence[Line], *, is_date: Callable[[str], bool]) -> list[Line]:
    """Lines such as "3 May 2019 - The title" or "The title (3 May 2019)" as two lines each."""
    return [part for line in lines for part in _parts(line, is_date)]


def _parts(line: Line, is_date: Callable[[str], bool]) -> Iterator[Line]:
    text = line.text
    if len(text) <= _MAX_DATED_CHARS and any(map(str.isdigit, text)):
        for pattern in (_DATE_FIRST, _DATE_LAST):
            match = pattern.fullmatch(text)
            if not match:
                continue
            day = "date" if match["date"] else "inside"
            title = match["title"]
            if (
                len(title.split()) >= _FEW_WORDS
                and not _SENTENCE_END.search(title)
                and is_date(match[day])
                and not is_date(text)
            ):
                for group in sorted(("title", day), key=match.start):
                    yield replace(
                        line,
                        text=match[group],
                        start=line.start + match.start(group),
                        end=line.start + match.end(group),
                        blank_before=0 if match.start(group) else line.blank_before,
                    )
                return
    yield line


def _line(content: str, start: int, indent: int, blank: int) -> Line:
    marker = ""
    match = _MARKER.match(content)
    if match:
        marker = match.group()
        if marker[0] == "#":
            stripped = content[match.end() :].lstrip()
            start += len(content) - len(stripped)
            content = stripped.rstrip("#").rstrip() or stripped
    label = _LABEL.match(content)
    if label and label.end() < len(content):
        start += label.end()
        content = content[label.end() :]
        marker = "#"
    emphasis = _EMPHASIS.match(content)
    if emphasis:
        start += len(emphasis.group(1))
        content = emphasis.group(2)
        marker = marker or "**"
    return Line(
        text=content,
        start=start,
        end=start + len(content),
        indent=indent,
        blank_before=blank,
        marker=marker,
    )
