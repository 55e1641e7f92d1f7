"""A story while its lines are gathered."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from indexer.page import Line

_END = attrgetter("end")


@dataclass(slots=True)
class Gathered:
    """Its lines, and the numbers of its first and last one among those of the page."""

    title: Line | None = None
    dateline: Line | None = None
    paragraphs: list[Line] = field(default_factory=list)
    top: int | None = None
    bottom: int = 0
    formula: bool = False


def number_of(lines: Sequence[Line], line: Line) -> int:
    """The number of a line of a page, also where the line was cut at its beginning."""
    return bisect_left(lines, line.end, key=_END)


def numbers_of(lines: Sequence[Line], some: Sequence[Line]) -> list[int]:
    """The numbers of those of some lines that are of a page, in ascending order."""
    found = {number_of(lines, line) for line in some}
    ends = {line.end for line in some}
    return sorted(number for number in found if number < len(lines) and lines[number].end in ends)
