"""Text cut into runs: what is marked, and what names somebody.

Templates put each run into the page as text; no HTML is ever put together from strings.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from search_index.model.article import NameForm

Offsets = Iterable[tuple[int, int]]
Place = TypeVar("Place", tuple[int, int], tuple[int, int, NameForm])

_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of text that is marked as a whole or not at all."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Runs in a row that are one form of a name, or none."""

    runs: tuple[Run, ...]
    form: NameForm | None = None


def runs(text: str, marks: Offsets) -> tuple[Run, ...]:
    """The whole text as runs; `marks` are (start, end) in code points, in any order."""
    return _runs(text, 0, len(text), _clean(marks, len(text)))


def paragraphs(
    text: str, marks: Offsets, forms: Sequence[NameForm]
) -> tuple[tuple[Piece, ...], ...]:
    """The paragraphs of a body. Of names that overlap, the one that starts first, then the
    longest, is taken; blank paragraphs are left out."""
    spans = _clean(marks, len(text))
    named = _named(forms, len(text))
    found = []
    start = 0
    for gap in [*_BREAK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if text[start:end].strip():
            found.append(_pieces(text, start, end, spans, named))
        start = gap.end() if gap else end
    return tuple(found)


def _named(forms: Sequence[NameForm], size: int) -> list[tuple[int, int, NameForm]]:
    every = [
        (start, end, form)
        for form in forms
        for start, end in form.offsets
        if 0 <= start < end <= size
    ]
    every.sort(key=lambda place: (place[0], -place[1]))
    taken: list[tuple[int, int, NameForm]] = []
    for start, end, form in every:
        if not taken or start >= taken[-1][1]:
            taken.append((start, end, form))
    return taken


def _pieces(
    text: str,
    start: int,
    end: int,
    marks: list[tuple[int, int]],
    named: list[tuple[int, int, NameForm]],
) -> tuple[Piece, ...]:
    pieces = []
    at = start
    for first, last, form in _between(named, start, end):
        first, last = max(first, at), min(last, end)
        if first > at:
            pieces.append(Piece(runs=_runs(text, at, first, marks)))
        pieces.append(Piece(runs=_runs(text, first, last, marks), form=form))
        at = last
    if at < end:
        pieces.append(Piece(runs=_runs(text, at, end, marks)))
    return tuple(pieces)


def _runs(text: str, start: int, end: int, marks: list[tuple[int, int]]) -> tuple[Run, ...]:
    found = []
    at = start
    for first, last in _between(marks, start, end):
        first, last = max(first, at), min(last, end)
        if first > at:
            found.append(Run(text=text[at:first]))
        found.append(Run(text=text[first:last], marked=True))
        at = last
    if at < end:
        found.append(Run(text=text[at:end]))
    return tuple(found)


def _between(places: list[Place], start: int, end: int) -> list[Place]:
    """Those of the places, which are in order and apart, that have a part in start to end."""
    first = bisect_right(places, start, key=lambda place: place[1])
    return places[first : bisect_left(places, end, key=lambda place: place[0])]


def _clean(marks: Offsets, size: int) -> list[tuple[int, int]]:
    """The marks in order, those that touch or overlap made one."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(end, size)) for start, end in marks):
        if start >= end:
            continue
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
