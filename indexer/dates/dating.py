"""What is known of the date of a story, and why."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

from indexer.dates.mentions import Mention
from indexer.page import Line, Page
from search_index.model.article import DateSource, Precision, Provenance

EARLIEST = datetime.date(1600, 1, 1)
# what machines write for no date: zero in a counter of seconds, in the zones west of it, too
_ZEROS = (datetime.date(1969, 12, 31), datetime.date(1970, 1, 1))


def possible_day(day: datetime.date, today: datetime.date) -> bool:
    """Whether something can have been published on `day`: it is no zero and not to come."""
    return EARLIEST <= day <= today and day not in _ZEROS


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """The date of a story, as precise as is known: YYYY-MM-DD, YYYY-MM or YYYY.

    `confidence` is between 0 (undated) and 1. `event_date` is the day that the story
    names for what it reports. `provenance` holds offsets into the page's text.
    """

    date: str | None = None
    precision: Precision | None = None
    source: DateSource = "none"
    confidence: float = 0.0
    event_date: str | None = None
    provenance: tuple[Provenance, ...] = ()

    @property
    def day(self) -> datetime.date | None:
        """The date, where it is known to the day."""
        if self.date is None or self.precision != "day":
            return None
        return datetime.date.fromisoformat(self.date)

    @property
    def span(self) -> tuple[datetime.date, datetime.date] | None:
        """The first and the last day that the date may mean, None for a year or nothing."""
        if self.date is None or self.precision == "year":
            return None
        if self.precision == "day":
            day = datetime.date.fromisoformat(self.date)
            return day, day
        year, month = int(self.date[:4]), int(self.date[5:7])
        return (
            datetime.date(year, month, 1),
            datetime.date(year, month, calendar.monthrange(year, month)[1]),
        )


UNDATED = Dating()


def dated(value: str, source: DateSource, confidence: float, *provenance: Provenance) -> Dating:
    """The dating by `value`, whose length says its precision."""
    precision: Precision = {4: "year", 7: "month"}.get(len(value), "day")  # type: ignore[assignment]
    return Dating(
        date=value,
        precision=precision,
        source=source,
        confidence=round(max(0.1, confidence), 2),
        provenance=provenance,
    )


def iso(year: int, month: int, day: int | None) -> str:
    """YYYY-MM-DD, without the day where there is none."""
    return f"{year:04}-{month:02}" + ("" if day is None else f"-{day:02}")


def words(
    page: Page, field: str, value: str, rule: str, line: Line, span: tuple[int, int]
) -> Provenance:
    """The provenance of a value from the words at `span` of a line of the page."""
    start, end = line.start + span[0], line.start + span[1]
    return Provenance(
        field=field, value=value, rule=rule, words=page.text[start:end], start=start, end=end
    )


def believable(mention: Mention, today: datetime.date) -> bool:
    """Whether a mention has its year, is in the calendar, and does not lie after `today`."""
    if mention.impossible or mention.year is None:
        return False
    if mention.day is None:
        return EARLIEST <= datetime.date(mention.year, mention.month, 1) <= today
    return possible_day(datetime.date(mention.year, mention.month, mention.day), today)


def by_words(
    page: Page, line: Line, mention: Mention, source: DateSource, confidence: float
) -> Dating:
    """The dating by a mention that has its year.

    Confidence is lower where the weekday contradicts the day, where it is a guess which
    of two numbers is the month, and where the day was converted from the Hijri calendar.
    """
    assert mention.year is not None  # the caller has asked `believable`
    value = iso(mention.year, mention.month, mention.day)
    if mention.contradicted:
        confidence -= 0.25
    if mention.swapped:
        confidence -= 0.12
    if mention.hijri:
        confidence -= 0.1
    span = (mention.start, mention.end)
    return dated(value, source, confidence, words(page, "date", value, source, line, span))
