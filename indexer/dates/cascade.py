"""The cascade of dates over the stories of a page: what is surest is asked first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from indexer.dates.addresses import published_on
from indexer.dates.anchors import place_ages, place_relatives
from indexer.dates.beside import date_beside
from indexer.dates.dating import UNDATED, Dating, by_words, dated, words
from indexer.dates.events import latest, with_event
from indexer.dates.headings import date_by_heading, date_by_meeting
from indexer.dates.mentions import Mention
from indexer.dates.neighbours import Between
from indexer.dates.numbers import writes_month_first
from indexer.dates.page_dates import PageDates
from indexer.dates.reading import StoryDates, credible, read_story, relatives_of
from indexer.dates.roles import Role
from indexer.dates.sources import Setting, from_text, own_date
from indexer.dates.years import find_clues, infer_year
from indexer.page import Line, Page, Story
from search_index.model.article import Provenance

_NUMERIC = re.compile(r"\d\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d")


def date_stories(page: Page, stories: Sequence[Story], *, today: date) -> tuple[Dating, ...]:
    """Date the stories of one page, one `Dating` for each, none of them after `today`.

    Surest first: the date line; what the file says of itself; the address; a day with its
    year in the text; a day without its year, which the page then has to give; a weekday
    between dated neighbours; yesterday, where the page gives the day it counts from; the month
    that the neighbours share. What the file and the address say dates a page of one story only.
    """
    month_first = bool(_NUMERIC.search(page.text)) and writes_month_first(page.text)
    readings = tuple(read_story(story, today=today, month_first=month_first) for story in stories)
    setting = Setting(page=page, today=today, single=len(readings) == 1)
    above = [0, *(reading.end for reading in readings)]
    own = [own_date(setting, reading, end) for reading, end in zip(readings, above, strict=False)]
    known = PageDates(setting=setting, readings=readings, datings=own)
    place_ages(known)
    date_by_heading(known)
    date_by_meeting(known)
    date_beside(known)
    _drop_strays(known)
    _complete_years(known)
    _fall_back_on_text(known)
    _place_weekdays(known)
    place_relatives(known)
    _ask_neighbours(known)
    return tuple(with_event(page, reading, dating) for _, reading, dating in known.stories())


_SURE_WEIGHT = 3.5
_ALONE = 0.5


def _drop_strays(known: PageDates) -> None:
    """Forget a day in the text that lies months away from the stories above and below.

    Such a day, without a weekday to speak for it, is one that the story looks back upon.
    """
    column = known.column()
    for position, reading, dating in known.stories():
        told = reading.reported
        doubtful = told is not None and told.part.weight < _SURE_WEIGHT
        if dating.source == "text" and doubtful and column.strays(position, dating.day):
            known.datings[position] = UNDATED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Yearless:
    """The day without its year by which the story at `position` is to be dated."""

    position: int
    line: Line
    mention: Mention
    confidence: float


def _yearless(position: int, reading: StoryDates, *, single: bool) -> _Yearless | None:
    """The day by which a story may be dated: its date line's, or the one that it reports.

    A story that has its page to itself has no neighbours to speak for the year; on real pages
    such a guess was seldom the day of publication.
    """
    line, at = reading.dateline, reading.dateline_at
    if line and at and line.mention.year is None and line.mention.day is not None:
        return _Yearless(position=position, line=at, mention=line.mention, confidence=0.85)
    told = reading.reported
    if told and told.mention.year is None and told.mention.day is not None:
        sure = min(_ALONE if single else 0.85, 0.4 + 0.1 * told.part.weight)
        return _Yearless(position=position, line=told.line, mention=told.mention, confidence=sure)
    return None


def _complete_years(known: PageDates) -> None:
    """Give the days without a year the one that the page gives, where it gives one."""
    waiting = [
        found
        for position, reading in known.undated()
        if (found := _yearless(position, reading, single=known.setting.single)) is not None
    ]
    if not waiting:
        return
    stamp = known.setting.page.published
    published = published_on(stamp) if stamp else None
    if any(dating.span for dating in known.datings):
        column = known.column()
        for one in waiting:
            mention = one.mention
            day = column.year_of(mention.month, mention.day or 1, mention.weekday, one.position)
            _complete(known, one, day)
            column.put(one.position, known.datings[one.position].span)
    elif published:
        for one in waiting:
            _complete(known, one, latest(one.mention, published))
    else:
        _infer_years(known, waiting)


def _infer_years(known: PageDates, waiting: Sequence[_Yearless]) -> None:
    page = known.setting.page
    clues = find_clues(page, known.readings)
    found = infer_year([one.mention for one in waiting], clues, today=known.setting.today)
    if found is None:
        return
    why = tuple(
        words(page, "date", str(clue.year), "year_clue", clue.line, (clue.start, clue.end))
        for clue in found.clues[:3]
    )
    sure = 0.8 if found.weekday_fits else 0.6
    for one, offset in zip(waiting, found.offsets, strict=True):
        one = replace(one, confidence=min(one.confidence, sure))
        _complete(known, one, one.mention.on(found.year - offset), why)


def _complete(
    known: PageDates, one: _Yearless, day: date | None, why: tuple[Provenance, ...] = ()
) -> None:
    if day is None or day > known.setting.today:
        return
    mention = replace(one.mention, year=day.year)
    dating = by_words(known.setting.page, one.line, mention, "text_no_year", one.confidence)
    known.datings[one.position] = replace(dating, provenance=dating.provenance + why)


def _fall_back_on_text(known: PageDates) -> None:
    """Take a less likely day with its year where the likelier one's year is not to be had."""
    column = known.column()
    for position, reading in known.undated():
        for told in reading.candidates:
            dating = from_text(known.setting, told)
            if not dating or told.part.role is not Role.REPORTED or not credible(told):
                continue
            if not column.strays(position, dating.day):
                known.datings[position] = dating
                column.put(position, dating.span)
                break


def _place_weekdays(known: PageDates) -> None:
    """Date "Thursday's meeting" where the neighbours leave one Thursday."""
    setting = known.setting
    if setting.single:
        return
    column = known.column()
    for position, reading in known.undated():
        for line, relative in relatives_of(reading.story):
            if relative.weekday is None:
                continue
            day = column.day_of_weekday(relative.weekday, position)
            if day and day <= setting.today:
                value, around = day.isoformat(), column.between(position)
                span = (relative.start, relative.end)
                known.datings[position] = dated(
                    value,
                    "inferred_weekday",
                    0.7 if around.above and around.below else 0.6,
                    words(setting.page, "date", value, "inferred_weekday", line, span),
                    *_neighbours(known, around),
                )
            break


def _ask_neighbours(known: PageDates) -> None:
    """Date the rest by the month or the year that the stories above and below share."""
    column = known.column()
    for position, _ in known.undated():
        value = column.month_of(position)
        if value:
            around = column.between(position)
            known.datings[position] = dated(
                value,
                "inferred_neighbours",
                0.6 if around.above and around.below else 0.4,
                *_neighbours(known, around),
            )


def _neighbours(known: PageDates, around: Between) -> tuple[Provenance, ...]:
    """The words that date the neighbours."""
    return tuple(
        replace(known.datings[position].provenance[0], rule="neighbour")
        for position in (around.above_at, around.below_at)
        if position is not None
    )
