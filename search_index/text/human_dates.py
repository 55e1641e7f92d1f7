"""Dates as people write them in a query: "2020", "July 2020", "last month", « mars 2021 »."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from search_index.text.analysis import fold

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_SPAN = re.compile(
    r"(\d{4}(?:-\d{1,2}){0,2})(?:\s*(?:\.\.|–|—|/)\s*|\s+(?:-|to|au|a|bis)\s+)"
    r"(\d{4}(?:-\d{1,2}){0,2})"
)
_LAST = re.compile(
    r"now(?:-(?P<back>\d{1,4})(?P<unit>[dwmy]))?"
    r"|(?:last|past) (?P<last>\d{1,4}) (?P<days>day|week|month|year)s?"
)
_UNIT_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_NUMBERS = re.compile(r"[\d\s./-]+")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEARS = re.compile(r"(\d{4})-(\d{4})")
_COMPARED = re.compile(r"([<>]=?|=)\s*([^<>=].*)")
_WRITTEN = {"year": re.compile(r"\d{4}|.*\*"), "month": re.compile(r"\d{4}-(?:0[1-9]|1[0-2])|.*\*")}
_ALONE = re.compile(r"[<>=]|\d{4}")
"""What begins a date that has no more words."""
_MOST_WORDS = 3
_TO = 2
"""The place of the last day where a word is between two."""
_BETWEEN = ("to", "au", "bis", "-", "–")
_MONTHS = 12
_WEEK = {"last week": -7, "la semaine derniere": -7, "الاسبوع الماضي": -7, "this week": 0}


def date_range(text: str, *, today: date) -> tuple[str | None, str | None] | None:
    """The first and last day that `text` means, as YYYY-MM-DD, or None where it means none.

    `>2020` begins with 2021, `>=2020` with 2020, and both leave the other side open (None);
    `<` and `<=` likewise. Understands English, French and Arabic.
    """
    text = fold(text).strip()
    if found := _SPAN.fullmatch(text) or _YEARS.fullmatch(text):
        low, high = _partial(found[1]), _partial(found[2])
        return (low[0], high[1]) if low and high else None
    if found := _COMPARED.fullmatch(text):
        return _compared(found[1], date_range(found[2], today=today))
    if _PARTIAL.fullmatch(text):
        return _partial(text)
    if found := _LAST.fullmatch(text):
        return _counted_back(found, today)
    if _NUMBERS.fullmatch(text):
        return _numeric(text, today)
    if text in _WEEK:
        monday = today - timedelta(days=today.weekday()) + timedelta(days=_WEEK[text])
        return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    return _spoken(text, today)


def could_be(field: str, value: str) -> bool:
    """Whether a field can have a value: `year` and `month` have years and months alone."""
    return field not in _WRITTEN or _WRITTEN[field].fullmatch(fold(value)) is not None


def date_of_words(
    words: Sequence[str], *, today: date
) -> tuple[int, tuple[str | None, str | None]] | None:
    """The longest date that the first of some words are, of two or three, and of how many."""
    if len(words) > _TO and _ALONE.match(words[0]) and words[1].lower() in _BETWEEN:
        days = date_range(" ".join(words[: _TO + 1]), today=today)
        return (_TO + 1, days) if days is not None else None
    if not words or _ALONE.match(words[0]):
        return None
    texts = [" ".join(words[:count]) for count in range(1, 1 + min(len(words), _MOST_WORDS))]
    meant = [date_range(text, today=today) for text in texts]
    for count in range(len(texts), 1, -1):
        days = meant[count - 1]
        if days is not None and days != meant[count - 2]:
            return count, days
    return None


def _compared(
    sign: str, days: tuple[str | None, str | None] | None
) -> tuple[str | None, str | None] | None:
    if days is None or days[0] is None or days[1] is None:
        return None
    match sign:
        case ">":
            return day_after(days[1]), None
        case ">=":
            return days[0], None
        case "<":
            return None, day_before(days[0])
        case "<=":
            return None, days[1]
    return days


def day_after(day: str) -> str:
    """The next day (YYYY-MM-DD); the last that there is stays."""
    at = date.fromisoformat(day)
    return (at + timedelta(days=1)).isoformat() if at < date.max else day


def day_before(day: str) -> str:
    """The day before (YYYY-MM-DD); the first that there is stays."""
    at = date.fromisoformat(day)
    return (at - timedelta(days=1)).isoformat() if at > date.min else day


def _counted_back(found: re.Match[str], today: date) -> tuple[str, str]:
    """`now-7d`, the day as Elasticsearch writes it, and "last 7 days", which end today."""
    many = int(found["back"] or found["last"] or 0)
    days = many * _UNIT_DAYS[(found["unit"] or found["days"] or "d")[0]]
    first = max(date.min, today - timedelta(days=min(days, today.toordinal() - 1)))
    return first.isoformat(), (today if found["last"] else first).isoformat()


def _numeric(text: str, today: date) -> tuple[str, str] | None:
    """A date in numbers alone: 2021/3/5, 20210305, 5.3.2021, 3/5/2021, 3/2021.

    Between stops the day is first; else the month is, where it can be one.
    """
    if found := _COMPACT.fullmatch(text):
        return _days(int(found[1]), int(found[2]), int(found[3]))
    parts = [part for part in re.split(r"[\s./-]+", text) if part]
    if not 2 <= len(parts) <= 3 or any(len(part) not in (1, 2, 4) for part in parts):
        return None
    numbers = [int(part) for part in parts]
    if len(parts[0]) == 4:
        return _days(numbers[0], numbers[1], numbers[2] if numbers[2:] else None)
    year = numbers[-1] if len(parts[-1]) == 4 else _full_year(numbers[-1], today)
    if len(numbers) == 2:
        return _days(year, numbers[0], None) if len(parts[-1]) == 4 else None
    month, day = numbers[:2]
    return _days(year, day, month) if "." in text or month > _MONTHS else _days(year, month, day)


def _full_year(year: int, today: date) -> int:
    """The year that two digits mean: none that is far ahead."""
    this = today.year % 100
    return today.year - this + year - (100 if year > this + 1 else 0)


def _partial(text: str) -> tuple[str, str] | None:
    found = _PARTIAL.fullmatch(text)
    if found is None:
        return None
    year = int(found[1])
    month, day = (int(part) if part else None for part in found.group(2, 3))
    return _days(year, month, day)


def _days(year: int, month: int | None, day: int | None) -> tuple[str, str] | None:
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    last_month = month or 12
    last = day or calendar.monthrange(year, last_month)[1]
    return first.isoformat(), date(year, last_month, last).isoformat()


def _spoken(text: str, today: date) -> tuple[str, str] | None:
    if not 4 <= len(text) <= 40:
        return None
    found = _parser(today).get_date_data(text)
    if found.date_obj is None:
        return None
    day = found.date_obj.date()
    month = day.month if found.period in {"month", "day"} else None
    return _days(day.year, month, day.day if found.period == "day" else None)


@lru_cache(maxsize=2)
def _parser(today: date) -> Any:
    from dateparser.date import DateDataParser  # slow to import, seldom needed

    noon = datetime.combine(today, time(12))
    return DateDataParser(languages=["en", "fr", "ar"], settings={"RELATIVE_BASE": noon})
