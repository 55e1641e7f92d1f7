"""The cascade of a story's date: the surest source that gives a believable day wins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from indexer.dates.addresses import AddressDate, address_in, published_on, read_address
from indexer.dates.dating import UNDATED, Dating
from indexer.dates.mentions import Mention
from indexer.dates.neighbours import Between, Column
from indexer.dates.numbers import writes_month_first
from indexer.dates.reading import Candidate, Reading, credible, read_story, relatives_of
from indexer.dates.relative import Relative
from indexer.dates.roles import Role
from indexer.dates.years import find_clues, infer_year
from indexer.page import Line, Page, Story
from search_index.article import DateSource, Provenance

_EARLIEST = date(1971, 1, 1)
_NUMERIC = re.compile(r"\d\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d")
_EVENT_BACK = timedelta(days=45)
_EVENT_AHEAD = timedelta(days=800)


def date_stories(page: Page, stories: Sequence[Story], *, today: date) -> tuple[Dating, ...]:
    """Date the stories of one page, one `Dating` for each, none of them after `today`.

    Surest first: the date line; what the file says of itself; the address; a day with its
    year in the text; a day without its year, which the page then has to give; a weekday
    between dated neighbours; the month that the neighbours share. What the file and the
    address say counts for a page of one story only.
    """
    month_first = bool(_NUMERIC.search(page.text)) and writes_month_first(page.text)
    readings = [read_story(story, today=today, month_first=month_first) for story in stories]
    return _Cascade(page, readings, today).run()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """A stretch of the page."""

    start: int
    end: int


class _Cascade:
    """The stories of one page while their dates are being found."""

    def __init__(self, page: Page, readings: Sequence[Reading], today: date) -> None:
        self._page = page
        self._readings = readings
        self._today = today
        self._datings: list[Dating] = [UNDATED] * len(readings)

    def run(self) -> tuple[Dating, ...]:
        """Go through the sources, the surest first."""
        for position, reading in enumerate(self._readings):
            self._datings[position] = self._own_date(position, reading)
        self._complete_years()
        self._fall_back_on_text()
        self._place_weekdays()
        self._ask_neighbours()
        return tuple(
            self._with_event(reading, dating)
            for reading, dating in zip(self._readings, self._datings, strict=True)
        )

    # what a story says by itself

    def _own_date(self, position: int, reading: Reading) -> Dating:
        line = reading.dateline
        if line and self._believable(line.mention) and reading.story.dateline:
            outdated = line.modified and self._told_long_before(reading, line.mention)
            if not outdated:
                sure = 0.7 if line.modified else 0.98
                return self._from_words(
                    reading.story.dateline, line.mention, "dateline", _doubt(line.mention, sure)
                )
        if len(self._readings) == 1:
            stamped = self._from_metadata()
            if stamped:
                return stamped
        addressed = self._from_address(position, reading)
        told = reading.reported
        if addressed and not (addressed.precision == "month" and self._refines(told, addressed)):
            return addressed
        if told and told.mention.year is not None and self._believable(told.mention):
            return self._from_text(told)
        return UNDATED

    def _told_long_before(self, reading: Reading, changed: Mention) -> bool:
        told = reading.reported
        if not told or not told.mention.full or not changed.full:
            return False
        return changed.full - told.mention.full > timedelta(days=60)

    def _from_metadata(self) -> Dating | None:
        stamp = self._page.published
        day = published_on(stamp) if stamp else None
        if day is None or not _EARLIEST <= day <= self._today:
            return None
        why = Provenance(
            field="date", value=day.isoformat(), rule="metadata", words=self._page.published or ""
        )
        return Dating(
            date=day.isoformat(),
            precision="day",
            source="metadata",
            confidence=0.95,
            provenance=(why,),
        )

    def _from_address(self, position: int, reading: Reading) -> Dating | None:
        """The date in the address of the page, or in one on a line above the story."""
        single = len(self._readings) == 1
        if single and self._page.url:
            found = read_address(self._page.url)
            if found and self._in_time(found):
                return _addressed(found, self._page.url, None)
        if single and not self._page.url and "/" in self._page.name:
            found = read_address(f"/{self._page.name}")
            if found and found.day is not None and self._in_time(found):
                return replace(_addressed(found, f"/{self._page.name}", None), confidence=0.75)
        start, end = self._head(position, reading)
        at = start
        for raw in self._page.text[start:end].splitlines(keepends=True):
            inside = address_in(raw.strip()) if "." in raw else None
            if inside:
                found = read_address(inside[0])
                if found and self._in_time(found):
                    offset = at + raw.index(inside[0])
                    return _addressed(found, inside[0], offset)
            at += len(raw)
        return None

    def _head(self, position: int, reading: Reading) -> tuple[int, int]:
        """The stretch of the page above the story, below the one before it."""
        first = reading.story.title or (
            reading.story.paragraphs[0] if reading.story.paragraphs else None
        )
        end = first.start if first else 0
        start = 0
        if position:
            above = self._readings[position - 1].story
            start = above.paragraphs[-1].end if above.paragraphs else 0
        return start, max(start, end)

    def _in_time(self, found: AddressDate) -> bool:
        return _EARLIEST <= date(found.year, found.month, found.day or 1) <= self._today

    @staticmethod
    def _refines(told: Candidate | None, addressed: Dating) -> bool:
        day = told.mention.full if told else None
        return day is not None and day.strftime("%Y-%m") == addressed.date

    def _from_text(self, told: Candidate) -> Dating:
        sure = min(0.92, 0.6 + 0.06 * told.part.weight)
        return self._from_words(told.line, told.mention, "text", _doubt(told.mention, sure))

    def _fall_back_on_text(self) -> None:
        """Take a less likely day with its year where the likelier one's year is not to be had."""
        for position, reading in enumerate(self._readings):
            if self._datings[position].date:
                continue
            for candidate in reading.candidates:
                if (
                    candidate.part.role is Role.REPORTED
                    and candidate.mention.year is not None
                    and credible(candidate)
                    and self._believable(candidate.mention)
                ):
                    self._datings[position] = self._from_text(candidate)
                    break

    # what the page says of a day without its year

    def _yearless(self, position: int) -> tuple[Line, Mention, float] | None:
        """The day without its year by which the undated story at `position` is to be dated."""
        if self._datings[position].date:
            return None
        reading = self._readings[position]
        line = reading.dateline
        if line and reading.story.dateline and line.mention.year is None and line.mention.day:
            return reading.story.dateline, line.mention, 3.0
        told = reading.reported
        if told and told.mention.year is None and told.mention.day:
            return told.line, told.mention, told.part.weight
        return None

    def _complete_years(self) -> None:
        waiting = {
            position: yearless
            for position in range(len(self._readings))
            if (yearless := self._yearless(position))
        }
        if not waiting:
            return
        if any(self._day(position) for position in range(len(self._readings))):
            for position, (line, mention, weight) in waiting.items():
                day = self._column().year_of(
                    mention.month, mention.day or 1, mention.weekday, position
                )
                self._complete(position, line, mention, weight, day, 0.85)
            return
        published = published_on(self._page.published) if self._page.published else None
        if published:
            for position, (line, mention, weight) in waiting.items():
                self._complete(position, line, mention, weight, _latest(mention, published), 0.8)
            return
        mentions = [mention for _, mention, _ in waiting.values()]
        found = infer_year(mentions, find_clues(self._readings), today=self._today)
        if not found:
            return
        sure = 0.8 if found.weekday_fits else 0.6
        clues = tuple(
            self._why("date", str(clue.year), "year", clue.line, clue.start, clue.end)
            for clue in found.clues[:3]
        )
        for (position, (line, mention, weight)), offset in zip(
            waiting.items(), found.offsets, strict=True
        ):
            day = mention.on(found.year - offset)
            self._complete(position, line, mention, weight, day, sure, clues)

    def _complete(
        self,
        position: int,
        line: Line,
        mention: Mention,
        weight: float,
        day: date | None,
        sure: float,
        clues: tuple[Provenance, ...] = (),
    ) -> None:
        if day is None or day > self._today:
            return
        whole = replace(mention, year=day.year)
        sure = _doubt(whole, min(sure, 0.4 + 0.1 * weight))
        dating = self._from_words(line, whole, "text_no_year", sure)
        self._datings[position] = replace(dating, provenance=dating.provenance + clues)

    # what the neighbours say

    def _day(self, position: int) -> date | None:
        dating = self._datings[position]
        return (
            date.fromisoformat(dating.date) if dating.date and dating.precision == "day" else None
        )

    def _column(self) -> Column:
        return Column([self._day(position) for position in range(len(self._datings))])

    def _place_weekdays(self) -> None:
        column = self._column()
        for position, reading in enumerate(self._readings):
            if self._datings[position].date or len(self._readings) == 1:
                continue
            for line, relative in relatives_of(reading.story):
                if relative.weekday is None:
                    continue
                day = column.day_of_weekday(relative.weekday, position)
                if day and day <= self._today:
                    self._datings[position] = self._from_relative(
                        line, relative, day, column.between(position)
                    )
                break

    def _from_relative(self, line: Line, relative: Relative, day: date, around: Between) -> Dating:
        value = day.isoformat()
        why = self._why("date", value, "inferred_weekday", line, relative.start, relative.end)
        return Dating(
            date=value,
            precision="day",
            source="inferred_weekday",
            confidence=0.7 if around.above and around.below else 0.6,
            provenance=(why, *self._neighbour_words(around)),
        )

    def _ask_neighbours(self) -> None:
        column = self._column()
        for position, dating in enumerate(self._datings):
            if dating.date:
                continue
            value = column.month_of(position)
            if value is None:
                continue
            around = column.between(position)
            both = around.above and around.below
            self._datings[position] = Dating(
                date=value,
                precision="month" if len(value) == 7 else "year",
                source="inferred_neighbours",
                confidence=0.6 if both else 0.4,
                provenance=self._neighbour_words(around),
            )

    def _neighbour_words(self, around: Between) -> tuple[Provenance, ...]:
        return tuple(
            replace(self._datings[position].provenance[0], rule="neighbour")
            for position in (around.above_at, around.below_at)
            if position is not None
        )

    # the day of what the story tells

    def _with_event(self, reading: Reading, dating: Dating) -> Dating:
        told = (
            date.fromisoformat(dating.date) if dating.date and dating.precision == "day" else None
        )
        found = self._event(reading, dating, told)
        if not found:
            return dating
        day, line, start, end = found
        why = self._why("event_date", day.isoformat(), "event", line, start, end)
        return replace(dating, event_date=day.isoformat(), provenance=(*dating.provenance, why))

    def _event(
        self, reading: Reading, dating: Dating, told: date | None
    ) -> tuple[date, Line, int, int] | None:
        for candidate in reading.candidates:
            day = self._event_day(candidate, told)
            if day:
                mention = candidate.mention
                return day, candidate.line, mention.start, mention.end
        if told is None:
            return None
        for line, relative in relatives_of(reading.story):
            day = told if dating.source == "inferred_weekday" else relative.before(told)
            return day, line, relative.start, relative.end
        return None

    def _event_day(self, candidate: Candidate, told: date | None) -> date | None:
        mention, role = candidate.mention, candidate.part.role
        if mention.day is None or role is Role.HISTORIC or candidate.part.weight < 1.0:
            return None
        day = mention.full
        if day is None and told is not None:
            day = _latest(mention, told)
            if role is Role.FUTURE and day is not None and day < told:
                day = mention.on(day.year + 1)
        if day is None or told is None:
            return day
        return day if told - _EVENT_BACK <= day <= told + _EVENT_AHEAD else None

    # small things

    def _believable(self, mention: Mention) -> bool:
        if mention.impossible or mention.year is None:
            return False
        return _EARLIEST <= date(mention.year, mention.month, mention.day or 1) <= self._today

    def _from_words(
        self, line: Line, mention: Mention, source: DateSource, confidence: float
    ) -> Dating:
        value = f"{mention.year:04}-{mention.month:02}"
        if mention.day is not None:
            value += f"-{mention.day:02}"
        return Dating(
            date=value,
            precision="day" if mention.day is not None else "month",
            source=source,
            confidence=round(confidence, 2),
            provenance=(self._why("date", value, source, line, mention.start, mention.end),),
        )

    def _why(
        self, field: str, value: str, rule: str, line: Line, start: int, end: int
    ) -> Provenance:
        start, end = line.start + start, line.start + end
        return Provenance(
            field=field,
            value=value,
            rule=rule,
            words=self._page.text[start:end],
            start=start,
            end=end,
        )


def _doubt(mention: Mention, sure: float) -> float:
    """Lower confidence where the weekday contradicts the day, or its order is a guess."""
    if mention.contradicted:
        sure -= 0.25
    if mention.swapped:
        sure -= 0.12
    if mention.hijri:
        sure -= 0.1
    return max(0.1, sure)


def _latest(mention: Mention, told: date) -> date | None:
    """The day without its year that is nearest to `told`, one that has passed if it can be."""
    days = [day for year in (told.year - 1, told.year, told.year + 1) if (day := mention.on(year))]
    if mention.weekday is not None:
        days = [day for day in days if day.weekday() == mention.weekday] or days
    near = [day for day in days if timedelta(days=-180) <= day - told <= timedelta(days=3)]
    return max(near) if near else min(days, key=lambda day: abs(day - told), default=None)


def _addressed(found: AddressDate, url: str, offset: int | None) -> Dating:
    value = f"{found.year:04}-{found.month:02}"
    if found.day is not None:
        value += f"-{found.day:02}"
    why = Provenance(
        field="date",
        value=value,
        rule="url",
        words=url[found.start : found.end],
        start=None if offset is None else offset + found.start,
        end=None if offset is None else offset + found.end,
    )
    return Dating(
        date=value,
        precision="day" if found.day is not None else "month",
        source="url",
        confidence=0.9 if found.day is not None else 0.7,
        provenance=(why,),
    )
