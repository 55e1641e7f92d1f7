"""A live page: entries below the time of day at which each was written are of one story."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from indexer.clean import Kind
from indexer.page import Line

_CLOCK: Final = re.compile(
    r"\W*(?:[01]?\d|2[0-3])\s?[:h.]\s?[0-5]\d(?:\s?[ap]\.?m\.?)?(?: (?:gmt|utc|bst|cet|uhr))?\W*",
    re.IGNORECASE,
)
_ENTRIES: Final = 3
_PROSE: Final = 60


def with_entries(
    lines: Sequence[Line], kinds: Sequence[Kind | None], body: Sequence[int]
) -> list[int]:
    """The lines of a story by their numbers, with the entries that go on below and among them.

    Three lines of it or more, from its first to its last, are a time of day and nothing else.
    """
    first, last = body[0], body[-1]
    if sum(1 for n in range(first, last + 1) if _is_clock(lines[n])) < _ENTRIES:
        return list(body)
    inside = set(body)
    while last + 1 < len(lines) and _opens_entry(lines, kinds, last + 1):
        last += 2
        inside |= {last - 1, last}
    inside |= {n for n in range(first, last) if _opens_entry(lines, kinds, n)}
    return sorted(inside)


def _is_clock(line: Line) -> bool:
    return _CLOCK.fullmatch(line.text) is not None


def _opens_entry(lines: Sequence[Line], kinds: Sequence[Kind | None], number: int) -> bool:
    """Whether a time of day and a paragraph begin at that line."""
    below = number + 1
    return (
        _is_clock(lines[number])
        and below < len(lines)
        and len(lines[below].text) >= _PROSE
        and kinds[below] is None
    )
