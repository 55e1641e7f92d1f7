"""A date as a text names it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A date as a text names it.

    `start` and `end` are offsets into the text that was read. `day` is None for a month,
    `year` is None where the text leaves it out. `last` is the (month, day) that ends a
    range. `weekday` counts from 0 (Monday). `swapped` is the (month, day) of the other
    reading of a numeric date that can be read both ways; the mention itself is read
    day-first. `hijri` marks a date that was converted, `impossible` one such as 32 March.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int | None = None
    weekday: int | None = None
    last: tuple[int, int] | None = None
    swapped: tuple[int, int] | None = None
    form: Literal["words", "numeric", "iso"] = "words"
    month_first: bool = False
    hijri: bool = False
    impossible: bool = False

    @property
    def full(self) -> date | None:
        """The calendar day, where year, month and day are known and possible."""
        if self.year is None or self.day is None or self.impossible:
            return None
        return date(self.year, self.month, self.day)

    @property
    def contradicted(self) -> bool:
        """Whether the weekday next to the date is not that of its day."""
        day = self.full
        return day is not None and self.weekday is not None and day.weekday() != self.weekday

    def on(self, year: int) -> date | None:
        """The day that the mention names in `year`, None where that year lacks it."""
        if self.day is None or self.impossible or not possible(year, self.month, self.day):
            return None
        return date(year, self.month, self.day)


def possible(year: int, month: int, day: int) -> bool:
    """Whether the calendar has this day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def year_first(match: re.Match[str]) -> Mention:
    """The day of the groups y, m and d; where m is no month, they are the other way round."""
    month, day = int(match["m"]), int(match["d"])
    if month > 12 >= day:
        month, day = day, month
    return Mention(
        start=match.start(), end=match.end(), year=int(match["y"]), month=month, day=day, form="iso"
    )


def in_numbers(match: re.Match[str], *, year: int, day: int, month: int) -> Mention:
    """A day and a month in numbers, read day-first where both ways are possible."""
    month_first = month > 12 >= day
    if month_first:
        day, month = month, day
    return Mention(
        start=match.start(),
        end=match.end(),
        year=year,
        month=month,
        day=day,
        form="numeric",
        month_first=month_first,
        swapped=(day, month) if 1 <= day <= 12 and 1 <= month <= 12 and day != month else None,
    )
