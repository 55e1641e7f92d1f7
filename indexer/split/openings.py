"""How paragraphs begin; some pages part their stories by nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from indexer.dates.mentions import find_mentions
from indexer.entities.gazetteer import fold_place, gazetteer

_WORD = re.compile(r"\w+")
_RUN_WORDS = 4
_WORDS_BEFORE = 2
_HEAD = re.compile(r"(.{2,80}?)(?:\s*[–—]\s*|(?:\s|(?<=\)))-{1,2}\s+|\s*:\s+)(?=\S)")
_IN_BRACKETS = re.compile(r"\([^)]{1,40}\)")
_MOST_WORDS = 5


def formulas(openings: Sequence[str]) -> frozenset[int]:
    """Which of a page's paragraphs open as its first one does.

    With the same words, be it that a verb stands before them, as in the news of an office
    ("The Secretary General of the League, Mr. Sow, received …"); or as agencies do, with a
    place, a day or both before a dash or colon. Empty where no other than the first does.
    """
    if not openings:
        return frozenset()
    own = _runs(openings[0])
    alike = [number for number, text in enumerate(openings) if own & _runs(text)]
    if len(alike) < 2 and _has_dateline(openings[0]):
        alike = [number for number, text in enumerate(openings) if _has_dateline(text)]
    return frozenset(alike) if len(alike) > 1 else frozenset()


def _runs(opening: str) -> set[tuple[str, ...]]:
    """The runs of words with which a paragraph can be said to open."""
    words = _WORD.findall(opening.casefold())
    return {
        tuple(words[at : at + _RUN_WORDS])
        for at in range(_WORDS_BEFORE + 1)
        if at + _RUN_WORDS <= len(words)
    }


@lru_cache(maxsize=4096)
def _has_dateline(opening: str) -> bool:
    head = _HEAD.match(opening)
    if not head:
        return False
    text = _IN_BRACKETS.sub(" ", head[1])
    mentions = find_mentions(text)
    rest = list(text)
    for mention in mentions:
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    words = _WORD.findall("".join(rest))
    if len(words) > _MOST_WORDS:
        return False
    if mentions:
        return True
    place = text.partition(",")[0].strip()
    return fold_place(place) in gazetteer().places
