"""Stories with the same line between them: a rule, "Share", "3 comments", "Read more"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from indexer.clean import Kind
from indexer.dates import is_date_line
from indexer.page import Line
from indexer.split.alike import begin_story, is_headline
from indexer.split.label import LineRole

_BETWEEN: Final = frozenset(
    {Kind.INLINE, Kind.END, Kind.ASIDE, Kind.COMMENT, Kind.LEARNED, Kind.FURNITURE}
)
_HEAD: Final = (Kind.BYLINE, Kind.CAPTION)
_DIGITS: Final = re.compile(r"\d+")
_SEEN: Final = 2
_MOST_HEAD: Final = 3
_LEAST_WORDS: Final = 2
_STARS: Final = re.compile(r"(?:[*⁂✱★☆•·]\s*){3,}")
_BELOW_STARS: Final = 5
_PARAGRAPH_CHARS: Final = 60
_INSIDE: Final = frozenset({LineRole.BODY, LineRole.INSERT, LineRole.OUTSIDE, LineRole.HEAD})


def begin_parted(
    lines: Sequence[Line], kinds: Sequence[Kind | None], parts: Sequence[LineRole]
) -> tuple[list[LineRole], set[int]]:
    """The parts of lines, where each story begins below the line that is above others, and the
    numbers of the headlines right below it.

    A headline of some words and a paragraph below a line of stars are a story as well: a
    sub-heading is shorter, and what goes on below stars has none.
    """
    result = list(parts)
    keys = [_key(line, kind) for line, kind in zip(lines, kinds, strict=True)]
    seen = Counter(
        keys[number - 1]
        for number, part in enumerate(parts)
        if part is LineRole.TITLE and number and keys[number - 1]
    )
    parting = {key for key, times in seen.items() if times >= _SEEN}
    tops: set[int] = set()
    for number in range(1, len(lines)):
        starred = _STARS.fullmatch(lines[number - 1].text) is not None
        if keys[number - 1] not in parting and not starred:
            continue
        if parts[number] is LineRole.TITLE:
            tops.add(number)
            continue
        first = _first(lines, kinds, number, least=_BELOW_STARS if starred else _LEAST_WORDS)
        if first is None or not set(result[number : first + 1]) <= _INSIDE:
            continue
        result[number - 1] = LineRole.OUTSIDE
        begin_story(lines, result, number, first)
        tops.add(number)
    return result, tops


def _key(line: Line, kind: Kind | None) -> str | None:
    return _DIGITS.sub("", line.text).strip().casefold() if kind in _BETWEEN else None


def _first(
    lines: Sequence[Line], kinds: Sequence[Kind | None], title: int, *, least: int
) -> int | None:
    """The paragraph that begins below a headline of so many words, None where that is none."""
    if not is_headline(lines, kinds, title, least=least):
        return None
    for number in range(title + 1, min(len(lines), title + 2 + _MOST_HEAD)):
        text = lines[number].text
        if kinds[number] in _HEAD or is_date_line(text):
            continue
        return number if len(text) >= _PARAGRAPH_CHARS and not kinds[number] else None
    return None
