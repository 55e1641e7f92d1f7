"""The part that each line of a dump plays, where the one story of its page is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.dates import is_date_line
from indexer.page import Line
from training.pages.truth import same_title

_SURELY_CHARS = 80
_HEAD_LINES = 25
"""So many lines may be between a headline and its story."""
_LEAST_CHARS = 300
_MOST_DOUBTED = 0.2


def parts_of(
    title: str | None, lines: Sequence[Line], labels: Sequence[float]
) -> tuple[str, ...] | None:
    """The letters of the parts (training/splitter/labels.py), None where too little is known.

    The headline is the line of its words that is nearest above the story. A long line of which it
    is not known whether it is of the story is of it between two that are.
    """
    known = np.asarray(labels, dtype=np.float64)
    if title is None or np.isnan(known).mean() > _MOST_DOUBTED:
        return None
    sure = np.flatnonzero(known == 1).tolist()
    same = [n for n, line in enumerate(lines) if same_title(title, line.text)]
    body = [n for n in sure if n not in same]
    if sum(len(lines[n].text) for n in body) < _LEAST_CHARS:
        return None
    first, last = body[0], body[-1]
    tops = [n for n in same if first - _HEAD_LINES <= n < first]
    if not tops:
        return None
    top = tops[-1]
    parts = ["J"] * len(lines)
    parts[top] = "T"
    parts[top + 1 : first] = "M" * (first - top - 1)
    dates = [n for n in range(top + 1, first) if is_date_line(lines[n].text)]
    if dates:
        parts[dates[0]] = "D"
    elif top and is_date_line(lines[top - 1].text):
        parts[top - 1] = "A"
    inside = set(body)
    for number in range(first, last + 1):
        doubted = bool(np.isnan(known[number])) and len(lines[number].text) >= _SURELY_CHARS
        parts[number] = "B" if number in inside or doubted else "I"
    parts[first] = "F"
    parts[last + 1 :] = "Z" * (len(lines) - last - 1)
    return tuple(parts)
