"""Which year a page leaves unsaid.

A weekday with its day and month fits one year in about six. The years that the stories
mention for what goes on, and those that they mention for what is past or to come, tell
which of these it is. Every clue votes for or against each year; a year is believed only
where something speaks for it and it is ahead of all others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from indexer.dates.mentions import Mention
from indexer.dates.reading import Candidate, StoryDates
from indexer.dates.roles import Role
from indexer.language.folding import fold
from indexer.page import Line, Page

_FIRST_YEAR = 1990
_ENOUGH = 1.0
_AHEAD = 0.75
_AGAINST = -4.0
_WRAP_DAYS = 150

ClueKind = Literal["past", "current", "future", "historic", "era", "footer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """A year that a page mentions: `start` and `end` are offsets into `line`."""

    year: int
    month: int | None
    kind: ClueKind
    line: Line
    start: int
    end: int

    def vote(self, day: date) -> float:
        """How much the clue speaks for a story of that day."""
        ahead = day.year - self.year
        if self.kind == "era":
            return {0: 1.0, 1: 1.0, 2: 0.5}.get(ahead, 0.0 if ahead > 0 else _AGAINST)
        if self.kind == "footer":
            return {0: 1.0, -1: 0.5}.get(ahead, 0.0)
        if self.kind == "future":
            if ahead > 0:
                return _AGAINST
            return {0: 1.5, -1: 1.0}.get(ahead, 0.0) * (1.0 if self.month else 0.4)
        if ahead < 0:
            return _AGAINST
        if self.kind == "historic":
            return 0.0
        if self.month:
            if ahead == 0 and self.month > day.month:
                return -2.0
            return {0: 2.0, 1: 0.7}.get(ahead, 0.0)
        return {0: 1.5 if self.kind == "current" else 1.0, 1: 0.4}.get(ahead, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFound:
    """The year of the newest story without one, and the clues that speak for it."""

    year: int
    offsets: tuple[int, ...]
    clues: tuple[Clue, ...]
    weekday_fits: bool


_BARE_YEAR = re.compile(r"(?<![\d./:-])(?:19|20)\d\d(?!\d|[./:]\d|-\d{1,2}\b)")
_CURRENT = re.compile(
    r"\b(?:this year|edition|season|for|year|during|l'annee|saison|pour|au titre de)\s*,?\s*\(?$"
    r"|(?<!\w)(?:هذا العام|لعام|لسنه|دوره|موسم|خلال)\s*$"
)
_CURRENT_AFTER = re.compile(
    r"\s*(?:edition|season|forum|summit|festival|session|budget|world cup|gala|fair)"
)
_FUTURE = re.compile(
    r"\b(?:until|till|by|end of|horizon|agenda|vision|before|next year,?|to|towards|plan"
    r"|strategy|will .{0,40}|jusqu'en|d'ici(?: a)?|fin(?: de)?|a l'horizon)\s*(?:the |l'an )?$"
    r"|(?<!\w)(?:حتي|بحلول|نهايه|رؤيه|افق|اجنده|خطه|بنهايه)\s*(?:عام|سنه)?\s*$"
    r"|(?:19|20)\d\d\s*[-/]\s*$"
)
_HISTORIC = re.compile(
    r"\b(?:since|founded|established|created|born|dates?|dating|back to|from|of|after"
    r"|depuis|fondee?|creee?|nee?|datant|remonte|de|inscribed|built|opened"
    r"|inscrite?|construite?)\b[^.]{0,40}$"
    r"|(?<!\w)(?:منذ|تاسست?|انشئت?|ولد|من)(?!\w)[^.]{0,40}$"
)
_RIGHTS = re.compile(
    r"(?:©|\([cC]\)|[Cc]opyright|حقوق)[^\n]{0,60}?(?<!\d)(?P<year>20\d\d)(?![\d–-])"
)
_PANDEMIC = re.compile(r"covid|coronavirus|كوفيد|كورونا")
_PANDEMIC_YEAR = 2020


def find_clues(page: Page, readings: Sequence[StoryDates]) -> list[Clue]:
    """The years that the stories and the page's footer mention, each with what for."""
    clues = _footer_clues(page, readings)
    for reading in readings:
        dated: dict[int, list[tuple[int, int]]] = {}
        for candidate in reading.candidates:
            mention = candidate.mention
            if mention.year is not None:
                dated.setdefault(candidate.line.start, []).append((mention.start, mention.end))
                clues.append(_dated_clue(candidate, mention.year))
        lines = [*reading.story.paragraphs]
        if reading.story.title:
            lines.append(reading.story.title)
        for line in lines:
            clues += _line_clues(line, dated.get(line.start, []))
    return clues


def _footer_clues(page: Page, readings: Sequence[StoryDates]) -> list[Clue]:
    bodies = [line for reading in readings for line in reading.story.paragraphs]
    clues = []
    for match in _RIGHTS.finditer(page.text):
        if any(line.start <= match.start() < line.end for line in bodies):
            continue
        line = Line(match[0], match.start(), match.end())
        start, end = match.start("year") - match.start(), match.end("year") - match.start()
        year = int(match["year"])
        clues.append(Clue(year=year, month=None, kind="footer", line=line, start=start, end=end))
    return clues


def _dated_clue(candidate: Candidate, year: int) -> Clue:
    kinds: dict[Role, ClueKind] = {Role.FUTURE: "future", Role.HISTORIC: "historic"}
    mention = candidate.mention
    return Clue(
        year=year,
        month=mention.month,
        kind=kinds.get(candidate.part.role, "past"),
        line=candidate.line,
        start=mention.start,
        end=mention.end,
    )


def _line_clues(line: Line, dated: Sequence[tuple[int, int]]) -> list[Clue]:
    clues = []
    folded = fold(line.text)
    for match in _BARE_YEAR.finditer(folded):
        start, end = match.span()
        if any(first <= start < last for first, last in dated):
            continue
        before = folded[max(0, start - 60) : start]
        kind: ClueKind = "past"
        if _FUTURE.search(before):
            kind = "future"
        elif _CURRENT.search(before) or _CURRENT_AFTER.match(folded, end):
            kind = "current"
        elif _HISTORIC.search(before):
            kind = "historic"
        clues.append(
            Clue(year=int(match[0]), month=None, kind=kind, line=line, start=start, end=end)
        )
    pandemic = _PANDEMIC.search(folded)
    if pandemic:
        clues.append(
            Clue(
                year=_PANDEMIC_YEAR,
                month=None,
                kind="era",
                line=line,
                start=pandemic.start(),
                end=pandemic.end(),
            )
        )
    return clues


def infer_year(
    mentions: Sequence[Mention], clues: Sequence[Clue], *, today: date
) -> YearFound | None:
    """The year that `mentions` leave out, one of each story in page order, newest first.

    `offsets` of the answer tell for each mention how many years before the first it lies:
    going down a page from January to December goes back a year. None where no year is
    ahead of all others.
    """
    offsets = _offsets(mentions)
    # the year of a footer is that of the copy: it only says which fitting weekday is meant
    on_weekday = any(mention.weekday is not None for mention in mentions)
    distinct = {
        (clue.year, clue.month, clue.kind): clue
        for clue in clues
        if on_weekday or clue.kind != "footer"
    }.values()
    scores: list[tuple[float, bool, int]] = []
    for year in range(_FIRST_YEAR, today.year + 1):
        days = [
            mention.on(year - offset) for mention, offset in zip(mentions, offsets, strict=True)
        ]
        known = [day for day in days if day is not None]
        if len(known) < len(days) or known[0] > today:
            continue
        fits = [
            mention.weekday == day.weekday()
            for mention, day in zip(mentions, known, strict=True)
            if mention.weekday is not None
        ]
        score = sum(clue.vote(known[0]) for clue in distinct) + _AGAINST * fits.count(False)
        scores.append((score, all(fits) and bool(fits), year))
    scores.sort(reverse=True)
    if not scores:
        return None
    best = scores[0]
    second = scores[1][0] if len(scores) > 1 else _AGAINST
    if not _sure(best[0], second, scores):
        return None
    newest = mentions[0].on(best[2])
    return YearFound(
        year=best[2],
        offsets=tuple(offsets),
        clues=tuple(clue for clue in distinct if newest and clue.vote(newest) > 0),
        weekday_fits=best[1],
    )


def _sure(best: float, second: float, scores: Sequence[tuple[float, bool, int]]) -> bool:
    if best >= _ENOUGH and best - second >= _AHEAD:
        return True
    # nothing speaks for a year, but all others are impossible
    return best >= 0.0 and [score for score, _, _ in scores if score > _AGAINST / 2] == [best]


def _offsets(mentions: Sequence[Mention]) -> list[int]:
    offsets = [0]
    for above, below in pairwise(mentions):
        rise = (below.month - above.month) * 31 + (below.day or 1) - (above.day or 1)
        step = 1 if rise > _WRAP_DAYS else -1 if rise < -_WRAP_DAYS and offsets[-1] > 0 else 0
        offsets.append(offsets[-1] + step)
    return offsets
