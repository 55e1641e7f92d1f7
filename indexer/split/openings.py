"""How paragraphs begin, and by which of these beginnings a page without titles parts its stories."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from indexer.dates.mentions import find_mentions
from indexer.entities.gazetteer import fold_place, gazetteer

_WORD = re.compile(r"\w+")
_FORMULA_WORDS = 6
_HEAD = re.compile(r"(.{2,80}?)(?:\s*[–—]\s*|(?:\s|(?<=\)))-{1,2}\s+|\s*:\s+)(?=\S)")
_IN_BRACKETS = re.compile(r"\([^)]{1,40}\)")
_MOST_WORDS = 5
_DATELINE = "a dateline"


def formulas(openings: Sequence[str]) -> frozenset[int]:
    """Which of a page's paragraphs open as its first one does.

    With the same words, or as agencies do: with a place, a day, or both before a dash or
    colon. Empty where no other than the first does.
    """
    if not openings:
        return frozenset()
    for kind in (_first_words, _dateline):
        own = kind(openings[0])
        alike = [number for number, text in enumerate(openings) if own and kind(text) == own]
        if len(alike) > 1:
            return frozenset(alike)
    return frozenset()


def _first_words(opening: str) -> str | None:
    words = _WORD.findall(opening.casefold())[:_FORMULA_WORDS]
    return " ".join(words) if len(words) == _FORMULA_WORDS else None


@lru_cache(maxsize=4096)
def _dateline(opening: str) -> str | None:
    head = _HEAD.match(opening)
    if not head:
        return None
    text = _IN_BRACKETS.sub(" ", head[1])
    mentions = find_mentions(text)
    rest = list(text)
    for mention in mentions:
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    words = _WORD.findall("".join(rest))
    if len(words) > _MOST_WORDS:
        return None
    if mentions:
        return _DATELINE
    place = text.partition(",")[0].strip()
    return _DATELINE if fold_place(place) in gazetteer().places else None
