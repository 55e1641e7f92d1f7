"""A page's text as lines, with the marks that say how they were set."""

from __future__ import annotations

import re

from indexer.page import Line

_MARKER = re.compile(r"#{1,6}(?=\s)|[•▪‣◦·●■○*+](?=\s)|[-–—](?=\s)|\d{1,3}[.)](?=\s)")
_HEADING = re.compile(r"\s*#{1,6}\s+(?=\S)")
_LABEL = re.compile(r"(?:title|headline|titre|العنوان)\s*[:：]\s+", re.IGNORECASE)
_EMPHASIS = re.compile(r"^(\*\*|__|\*|_)(\S.*\S)\1$")

_MARKS = frozenset("#•▪‣◦·●■○*+-–—")
_LABELS = frozenset("tThHا")
"""What a label can begin with."""
_LEFT_OPEN = ("**", "__")
"""Marks of bold text that are no others' halves where a line has but one of them."""


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


def _line(content: str, start: int, indent: int, blank: int) -> Line:
    marker = ""
    first = content[0]
    match = _MARKER.match(content) if first in _MARKS or first.isdigit() else None
    if match:
        marker = match.group()
        if marker[0] == "#":
            stripped = content[match.end() :].lstrip()
            start += len(content) - len(stripped)
            content = stripped.rstrip("#").rstrip() or stripped
        elif heading := _HEADING.match(content, match.end()):
            start += heading.end()
            content = content[heading.end() :]
            marker = heading.group().strip() if marker[0].isdigit() else marker
    label = _LABEL.match(content) if content[0] in _LABELS else None
    if label and label.end() < len(content):
        start += label.end()
        content = content[label.end() :]
        marker = "#"
    emphasis = _EMPHASIS.match(content) if content[0] in "*_" else None
    if emphasis:
        start += len(emphasis.group(1))
        content = emphasis.group(2)
        marker = marker or "**"
    elif content[:2] in _LEFT_OPEN and _is_left_open(content, content[:2], content[2:3]):
        start += 2
        content = content[2:]
    elif content[-2:] in _LEFT_OPEN and _is_left_open(content, content[-2:], content[-3:-2]):
        content = content[:-2]
    return Line(content, start, start + len(content), indent, blank, marker)


def _is_left_open(content: str, mark: str, beside: str) -> bool:
    """Whether a mark at an end of a line, next to this character, is the only one of its kind."""
    return content.count(mark) == 1 and beside not in ("", " ", "*", "_")
