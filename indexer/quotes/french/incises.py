"""French: incises inside of quotation marks: « Oui, répond-elle. Et demain ? »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from indexer.quotes.french.verbs import finite_forms
from indexer.quotes.records import Span
from indexer.quotes.words import words_of

_LONGEST: Final = 160
_VERBAL: Final = re.compile(
    r"\b(?:est|sont|a|ont|était|c['’]|ne|n['’]|il|elle|je|j['’]|nous|vous|on|que|qu['’]|mais|et)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A quotation without its incise: the stretches that are said, who says it, and the verb."""

    spans: tuple[Span, ...]
    speaker: Span
    cue: Span


@cache
def _pattern() -> re.Pattern[str]:
    finite = "|".join(
        sorted(
            map(re.escape, finite_forms() - {"fait", "font", "voit", "veut"}), key=len, reverse=True
        )
    )
    past = "|".join(
        sorted(map(re.escape, words_of("french")["participle"] - {"fait"}), key=len, reverse=True)
    )
    adjunct = "à|au|aux|sur|dans|devant|en|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier"
    return re.compile(
        rf"""[,»?!…]\s?(?:s['’]|se\s|lui\s|nous\s)?
        (?: (?P<verb>(?:{finite})(?:-t)?-(?:il|elle|ils|elles)) \b
          | (?P<past>(?:a|ont|avait|avaient)(?:-t)?-(?:il|elle|ils|elles)\s(?:\w+\s)?(?:{past})) \b
          | (?P<cue>(?:{finite}|(?:a|ont|avait)\s(?:\w+\s)?(?:{past})))\s
            (?:(?:{adjunct})\b[\w'’ ]{{0,30}}?\s)?
            (?=(?:le|la|l['’]|un|une|son|sa|les|des|ce|cette|M\.|Mme|[A-ZÀ-Þ]) ) )""",
        re.VERBOSE,
    )


def split_at_incises(text: str, start: int, end: int) -> Pieces | None:
    """The quotation text[start:end] without its first incise; None where it has none."""
    if text.find(",", start, end) < 0:
        return None
    match = _pattern().search(text, start, end)
    if match is None:
        return None
    named = match["cue"] is not None
    close = _close(text, match.end(), end, named=named)
    if named and close is None:
        return None
    low = match.end() if named else match.start(match.lastgroup or 0)
    first_end = match.start() + (text[match.start()] in "?!…")
    after = end if close is None else close
    if named:
        comma = text.find(",", low, after)
        speaker = (low, comma if comma >= 0 else after)
    else:
        speaker = (low, match.end())
    while speaker[1] > speaker[0] and text[speaker[1] - 1] in " .,":
        speaker = (speaker[0], speaker[1] - 1)
    spans = [(start, first_end)]
    while after < end and text[after] in " .,;\u00a0":
        after += 1
    if after < end:
        spans.append((after, end))
    kept = tuple((low, high) for low, high in spans if high > low)
    cue = match.span(match.lastgroup or 0)
    return Pieces(kept, speaker, cue) if kept and speaker[1] > speaker[0] else None


def _close(text: str, at: int, end: int, *, named: bool) -> int | None:
    """Where the incise ends: at its full stop, or at a comma that no apposition follows."""
    limit = min(end, at + _LONGEST)
    place = at
    while place < limit:
        mark = text[place]
        if (
            mark in ".?!;:"
            and not text.startswith(".", place - 1)
            and text[place - 1 : place].islower()
        ):
            return place + 1
        if mark == ",":
            stop = next((n for n in range(place + 1, limit) if text[n] in ".,;:?!"), limit)
            if not named or _VERBAL.search(text, place + 1, stop):
                return place + 1
        place += 1
    return None if limit < end else end
