"""How paragraphs begin; some pages part their stories by nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import cache, lru_cache
from importlib import resources
from itertools import islice

from indexer.dates.mentions import find_mentions
from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.page import Line
from indexer.split.label import FORMULA
from indexer.split.look import Seen, bucket

_WORD = re.compile(r"\w+")
_RUN_WORDS = 4
_WORDS_BEFORE = 2
_HEAD = re.compile(r"(.{2,80}?)(?:\s*[–—]\s*|(?:\s|(?<=\)))-{1,2}\s+|\s*:\s+)(?=\S)")
_DASHES = "–—-:"
_IN_BRACKETS = re.compile(r"\([^)]{1,40}\)")
_MOST_WORDS = 5


def formulas(openings: Sequence[str]) -> frozenset[int]:
    """Which of a page's paragraphs open as its first one does.

    With the same words, be it that a verb comes before them, as in the news of an office
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
    most = _WORDS_BEFORE + _RUN_WORDS
    words = [match[0] for match in islice(_WORD.finditer(opening.casefold()), most)]
    return {
        tuple(words[at : at + _RUN_WORDS])
        for at in range(_WORDS_BEFORE + 1)
        if at + _RUN_WORDS <= len(words)
    }


@lru_cache(maxsize=4096)
def _has_dateline(opening: str) -> bool:
    head = _HEAD.match(opening) if any(map(opening.__contains__, _DASHES)) else None
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


@cache
def _openers(group: str) -> re.Pattern[str]:
    patterns = _groups("openers.txt")[group]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _groups(file: str) -> dict[str, list[str]]:
    text = resources.files("indexer.split").joinpath(file).read_text("utf-8")
    groups: dict[str, list[str]] = {}
    patterns: list[str] = []
    for line in text.splitlines():
        if re.fullmatch(r"\[\w+\]", line):
            patterns = groups.setdefault(line[1:-1], [])
        elif line and not line.startswith("# ") and line != "#":
            patterns.append(line)
    return groups


_OPENING_CHARS = 320


def opens_anew(paragraph: str) -> bool:
    """Whether a paragraph opens as that of a story of its own does."""
    opening = paragraph[:_OPENING_CHARS]
    way = _way(opening)
    return way is not _Way.ON and (way is _Way.ANEW or _has_dateline(opening))


class _Way(Enum):
    """How a paragraph opens by its first words."""

    ON = "goes on"
    ANEW = "anew"
    PLAIN = ""


@lru_cache(maxsize=4096)
def _way(opening: str) -> _Way:
    if _openers("continues").match(opening):
        return _Way.ON
    return _Way.ANEW if _openers("opens").match(opening) else _Way.PLAIN


def note_openings(lines: Sequence[Line], seen: Sequence[Seen], result: Sequence[list[str]]) -> None:
    """Whether a paragraph goes on or starts over, and which open as the page's first one does."""
    whole: list[int] = []
    for number, (line, own) in enumerate(zip(lines, seen, strict=True)):
        if own.prose < 0.4:
            continue
        way = _way(line.text[:_OPENING_CHARS])
        if way is not _Way.PLAIN:
            result[number].append(f"opens: {way.value}")
        if own.prose >= 0.9 and not (whole and way is _Way.ON):
            whole.append(number)
    alike = formulas([lines[number].text[:_OPENING_CHARS] for number in whole])
    many = bucket(len(alike), (2, 4))
    for number in (whole[at] for at in alike):
        above = seen[number - 1].shape if number else "start"
        result[number] += [FORMULA, f"formula of {many}", f"formula of {many} below {above}"]
