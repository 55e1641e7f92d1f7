"""The day of what a story tells, whether or not it is the day on which it was published."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from indexer.dates.dating import Dating, words
from indexer.dates.mentions import Mention
from indexer.dates.reading import Candidate, StoryDates, relatives_of
from indexer.dates.roles import Role
from indexer.language.folding import fold
from indexer.page import Line, Page

_BACK = timedelta(days=45)  # what is told of an earlier day is looked back upon
_AHEAD = timedelta(days=800)
_PASSED = timedelta(days=180)
_SOON = timedelta(days=3)


def with_event(page: Page, reading: StoryDates, dating: Dating) -> Dating:
    """`dating` with the day that the story names for what it reports or announces.

    A day without its year is completed from the date of the story; yesterday and weekdays
    are counted back from it.
    """
    told = dating.day
    found = _named(reading, told)
    if told and (found is None or _only_opens(reading, found[1:])):
        found = _relative(reading, dating, told) or found
    found = found or (_starting(reading, told) if told else None)
    if found is None:
        return dating
    day, line, span = found
    why = words(page, "event_date", day.isoformat(), "event", line, span)
    return replace(dating, event_date=day.isoformat(), provenance=(*dating.provenance, why))


def latest(mention: Mention, told: date) -> date | None:
    """The day without its year that is nearest to `told`, one that has passed if it can be."""
    days = [day for year in (told.year - 1, told.year, told.year + 1) if (day := mention.on(year))]
    if mention.weekday is not None:
        days = [day for day in days if day.weekday() == mention.weekday] or days
    near = [day for day in days if -_PASSED <= day - told <= _SOON]
    return max(near) if near else min(days, key=lambda day: abs(day - told), default=None)


def _named(reading: StoryDates, told: date | None) -> tuple[date, Line, tuple[int, int]] | None:
    for candidate in reading.candidates:
        day = _day(candidate, told)
        if day:
            return day, candidate.line, (candidate.mention.start, candidate.mention.end)
    return None


# "from 10 February", folded: what begins then is what the story announces
_STARTS = re.compile(
    r"(?:starting(?: on)?|as of|as from|with effect from|a (?:partir|compter) du|des le"
    r"|(?:اعتبارا|ابتداء|انطلاقا|بدايه) من)\s*(?:يوم\s*)?$"
)


def _starting(reading: StoryDates, told: date) -> tuple[date, Line, tuple[int, int]] | None:
    """The day to come on which begins what the title or the first paragraph announces."""
    for candidate in reading.candidates:
        mention, text = candidate.mention, candidate.line.text
        if candidate.paragraph > 0 or not _STARTS.search(fold(text[: mention.start])):
            continue
        day = mention.full or latest(mention, told)
        if day is not None and mention.day and told < day <= told + _AHEAD:
            return day, candidate.line, (mention.start, mention.end)
    return None


def _only_opens(reading: StoryDates, place: tuple[Line, tuple[int, int]]) -> bool:
    """Whether the day at `place` is that of the agency's opening, "Tunis, 3 May 2018 –"."""
    line, (start, _) = place
    return any(
        candidate.part.role is Role.OPENING
        and candidate.line is line
        and candidate.mention.start == start
        for candidate in reading.candidates
    )


def _day(candidate: Candidate, told: date | None) -> date | None:
    mention, role = candidate.mention, candidate.part.role
    if mention.day is None or role is Role.HISTORIC or candidate.part.weight < 1.0:
        return None
    if mention.contradicted:
        return None
    day = mention.full
    if day is None and told is not None:
        day = latest(mention, told)
        if role is Role.FUTURE and day is not None and day < told:
            day = mention.on(day.year + 1)
    if day is None or told is None:
        return day
    return day if told - _BACK <= day <= told + _AHEAD else None


def _is_of_day(reading: StoryDates, line: Line, start: int) -> bool:
    """Whether a weekday is a part of a day that is named whole: "Tuesday, 4 May 2021"."""
    return any(
        candidate.line is line and candidate.mention.start <= start < candidate.mention.end
        for candidate in reading.candidates
        if candidate.mention.day is not None
    )


def _relative(
    reading: StoryDates, dating: Dating, told: date
) -> tuple[date, Line, tuple[int, int]] | None:
    for line, relative in relatives_of(reading.story):
        if _is_of_day(reading, line, relative.start):
            continue
        day = told if dating.source == "inferred_weekday" else relative.before(told)
        return day, line, (relative.start, relative.end)
    return None
