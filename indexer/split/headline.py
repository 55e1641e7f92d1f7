"""The headline of a page's one story, among the lines above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from indexer.page import Line
from indexer.split.context import Chances
from indexer.split.measures import Matrix
from indexer.split.observe import key_of, stems_of

_MOST_CHARS = 260
_NEAREST = 60
_TOP = 4
"""So many lines at the very top are looked at: the page's own title may be there."""
_BELOW = 2
"""So many lines from the first paragraph on may still be the headline."""
_SITE_BEHIND = re.compile(r"\s+(?:[|•·–—:»›/\\-]|::|<|>)\s+|\s*\|\s*")
_SURE = 0.5
_GAP = 8
_HEAVY = 0.4
_MASS_CHARS = 1200


def candidates(lines: Sequence[Line], chances: Chances) -> list[int]:
    """The numbers of the lines among which the headline is looked for."""
    first = begin_of(lines, chances)
    begin = max(0, first - _NEAREST)
    numbers = {
        *range(min(_TOP, first)),
        *range(begin, min(first + _BELOW, len(lines))),
        *(n for n in range(first) if lines[n].marker[:1] == "#"),
    }
    return sorted(n for n in numbers if 2 < len(lines[n].text) <= _MOST_CHARS)


def begin_of(lines: Sequence[Line], chances: Chances) -> int:
    """The number of the line with which most of the story begins."""
    sure = np.flatnonzero(chances >= _SURE)
    if not len(sure):
        return int(chances.argmax())
    starts = np.flatnonzero(np.diff(sure, prepend=-_GAP - 2) > _GAP)
    mass = np.array([min(len(lines[n].text), _MASS_CHARS) for n in sure.tolist()])
    weights = np.add.reduceat(mass, starts)
    heavy = weights >= _HEAVY * weights.max()
    return int(sure[starts[int(heavy.argmax())]])


def measure_headlines(
    lines: Sequence[Line],
    numbers: Sequence[int],
    measures: Matrix,
    contexts: Matrix,
    chances: Chances,
) -> Matrix:
    """One row for each candidate."""
    keys = [key_of(line.text) for line in lines]
    often = Counter(keys)
    sure = np.flatnonzero(chances >= _SURE)
    first = begin_of(lines, chances)
    top = keys[0]
    top_stems = stems_of(lines[0].text)
    story = Counter(stem for n in sure.tolist() for stem in stems_of(lines[n].text))
    texts = [f" {keys[n]} " for n in numbers]
    rows = []
    for place, (number, text) in enumerate(zip(numbers, texts, strict=True)):
        key = keys[number]
        stems = stems_of(lines[number].text)
        size = len(stems) or 1
        told = sum(1 for stem in stems if story[stem])
        held = sum(1 for other in texts if text in other) if len(text) > 12 else 0
        rows.append(
            (
                first - number,
                place,
                len(numbers) - place,
                often[key],
                number == 0,
                bool(key) and top.startswith(key) and key != top,
                bool(key) and key in top,
                len(stems & top_stems) / size,
                len(stems & top_stems) / (len(top_stems) or 1),
                told / size,
                told,
                held,
                max((len(keys[n]) for n in numbers[place + 1 :]), default=0) < len(key),
            )
        )
    own = np.array(rows, dtype=np.float32).reshape(len(numbers), -1)
    at = list(numbers)
    return np.hstack([own, contexts[at], measures[at]])


def without_site(text: str, others: Sequence[str]) -> str:
    """A page's own title without the name of the site behind it or before it.

    `others` are other lines of the page: where one of them is a part of the title, that is the
    headline; else the longest part is.
    """
    parts = [part for part in _SITE_BEHIND.split(text) if part]
    if len(parts) < 2:
        return text
    known = {key_of(other) for other in others}
    for count in range(len(parts) - 1, 0, -1):
        head = text[: _end_of(text, parts, count)]
        if key_of(head) in known:
            return head
    return (
        max(parts, key=len)
        if len(parts[0]) < len(max(parts, key=len)) / 2
        else text[: _end_of(text, parts, max(1, len(parts) - 1))]
    )


def _end_of(text: str, parts: Sequence[str], count: int) -> int:
    at = 0
    for part in parts[:count]:
        at = text.index(part, at) + len(part)
    return at
