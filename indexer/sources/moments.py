"""Dates as exports write them: epochs, RFC 822, ISO 8601 in part, objects of databases, words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final

MAX_CHARS: Final = 200
_DEPTH: Final = 4

# 2021-05-04, 2021/05, 2021.5.4, 20210504, with any time after it
_YEAR_FIRST = re.compile(
    r"(?:D:)?(?P<year>[12]\d{3})(?:"
    r"(?P<sign>[-/.])(?P<month>\d{1,2})(?:(?P=sign)(?P<day>\d{1,2}))?(?!\d)"
    r"|(?P<month2>[01]\d)(?P<day2>[0-3]\d)(?=T|\D|\d{4,6}|$))?"
    r"(?P<rest>.*)",
    re.DOTALL,
)
_TIME_BEHIND = re.compile(
    r"(?:[T\s_,]+|at |à )?\d{1,2}:?\d{2}.*|[T\s]?\d{2}[\d:.]*Z?|\s*", re.DOTALL
)
_NUMBER = re.compile(r"[-+]?\d{1,20}(?:\.\d+)?")
_ZONED_CTIME = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) \d\d:\d\d(?::\d\d)? "
    r"(?:[A-Z]{2,5} |[+-]\d{4} )?(\d{4})"
)
_CLOCK = re.compile(
    r"[\s,]+(?:at\s+|à\s+|um\s+|a las\s+|الساعة\s+)?\d{1,2}[:h]\d{2}(?::\d{2})?.*$", re.IGNORECASE
)
_MONTH_FIRST = re.compile(r"(0?[1-9]|1[0-2])[-/.]([12]\d{3})")
_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_INSIDE: Final = (
    "$date", "$numberLong", "$numberDecimal", "$numberDouble", "$numberInt", "date", "datetime",
    "iso", "value", "rendered", "seconds", "_seconds", "raw", "text", "content", "#text", "@value",
    "published", "timestamp", "at", "utc", "local", "date-parts",
)  # fmt: skip
_FIRST_EPOCH: Final = 100_000_000
_LAST_EPOCH: Final = 10_000_000_000
_EXCEL_DAYS: Final = range(20_000, 80_000)
_EXCEL_START: Final = date(1899, 12, 30)
_ZERO: Final = "1970-01-01"
_NAME = re.compile(r"[^\W\d_]{3}|[\u3400-\u9fff\uac00-\ud7af]")
_YEAR = re.compile(r"[12]\d{3}")
_LANGUAGES: Final = ["en", "fr", "ar", "es", "de", "it", "pt", "nl", "tr", "fa", "ru", "zh"]
_YEARS: Final = range(1500, 2200)


def iso_of(value: object, depth: int = 0) -> str | None:
    """`2021-05-04`, or `2021-05` or `2021` where no more is said; None where nothing is.

    The day is the one that the time stamp writes, in its own zone; that of an epoch is the
    day in UTC. Zero is what machines write for no date.
    """
    found = _iso_of(value, depth)
    return None if found == _ZERO else found


def _iso_of(value: object, depth: int) -> str | None:
    if isinstance(value, bool) or value is None or depth > _DEPTH:
        return None
    if isinstance(value, int | float):
        return _of_number(value)
    if isinstance(value, str):
        return _of_text(value.strip())
    if isinstance(value, Mapping):
        return _of_object(value, depth)
    if isinstance(value, list | tuple):
        if all(type(item) is int for item in value) and (
            len(value) >= 3 or (len(value) == 2 and value[0] in _YEARS)
        ):
            return _of_parts(*value[:3])  # as time.struct_time and CSL write it
        return next((found for item in value[:20] if (found := iso_of(item, depth + 1))), None)
    return None


def _of_object(value: Mapping[str, object], depth: int) -> str | None:
    if isinstance(value.get("year"), int | str):
        return _of_parts(value.get("year"), value.get("month"), value.get("day"))
    for name in _INSIDE:
        if name in value and (found := iso_of(value[name], depth + 1)):
            return found
    return None


def _of_parts(year: object, month: object = None, day: object = None) -> str | None:
    """An ISO date of parts, as far as they are numbers that can be."""
    numbers = []
    for part in (year, month, day):
        try:
            numbers.append(int(str(part)))
        except ValueError:
            break
    if not numbers or numbers[0] not in _YEARS:
        return None
    if numbers[1:2] and not 1 <= numbers[1] <= 12:
        return None
    if len(numbers) == 3 and numbers[2]:
        try:
            return date(*numbers).isoformat()
        except ValueError:
            return None
    return "-".join([f"{numbers[0]:04}", *(f"{month:02}" for month in numbers[1:2])])


def _of_number(value: float) -> str | None:
    if value != value or value in (float("inf"), float("-inf")):
        return None
    whole = int(value)
    if whole in _YEARS:
        return str(whole)
    if whole in _EXCEL_DAYS:
        return (_EXCEL_START + timedelta(days=whole)).isoformat()
    if 15_000_101 <= whole <= 21_991_231:
        return _of_parts(whole // 10_000, whole // 100 % 100, whole % 100)
    if 15_000_101_000_000 <= whole <= 21_991_231_235_959 and (
        found := _of_parts(whole // 10**10, whole // 10**8 % 100, whole // 10**6 % 100)
    ):
        return found
    size = abs(whole)
    while size >= _LAST_EPOCH:  # milliseconds, microseconds, nanoseconds
        size //= 1000
    if size < _FIRST_EPOCH:
        return None
    seconds = size if whole > 0 else -size
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date().isoformat()


def _of_text(text: str) -> str | None:
    if not text or len(text) > MAX_CHARS:
        return None
    if _NUMBER.fullmatch(text):
        month_first = _MONTH_FIRST.fullmatch(text)
        return _of_parts(month_first[2], month_first[1]) if month_first else _of_number(float(text))
    match = _YEAR_FIRST.fullmatch(text)
    if match and int(match["year"]) in _YEARS and _TIME_BEHIND.fullmatch(match["rest"]):
        month, day = match["month"] or match["month2"], match["day"] or match["day2"]
        if month is not None or not match["rest"].strip():
            return _of_parts(match["year"], month, day)
    if found := _MONTH_FIRST.fullmatch(text):
        return _of_parts(found[2], found[1])
    return _of_mail(text) or _of_words(text)


def _of_mail(text: str) -> str | None:
    """RFC 822, as feeds and mail write it, and the form of C's ctime."""
    if match := _ZONED_CTIME.fullmatch(text):
        month = match[1].lower()
        return _of_parts(match[3], _MONTHS.index(month) + 1, match[2]) if month in _MONTHS else None
    if not re.match(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-][A-Za-z]{3}[\s-]\d{2,4}\s+\d", text):
        return None
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, IndexError, TypeError):
        return None


@lru_cache(maxsize=10_000)
def _of_words(text: str) -> str | None:
    """As people write it; rules for the languages of date lines first, then a library's."""
    if not any(char.isdigit() for char in text):
        return None
    from indexer.dates import read_dateline  # its tables take longer than a run without exports

    for form in dict.fromkeys((text, _CLOCK.sub("", text))):
        line = read_dateline(" ".join(form.split()))
        if line is None:
            continue
        mention = line.mention
        if mention.year is not None and not mention.impossible:
            return _of_parts(mention.year, mention.month, mention.day)
    return _of_other_words(_CLOCK.sub("", text))


def _of_other_words(text: str) -> str | None:
    import dateparser

    if not (_YEAR.search(text) and _NAME.search(text)):
        return None
    settings: dict[str, object] = {"PARSERS": ["absolute-time"], "DATE_ORDER": "DMY"}
    for parts, form in ((["day", "month", "year"], "%Y-%m-%d"), (["month", "year"], "%Y-%m")):
        wanted = settings | {"REQUIRE_PARTS": parts}
        found = dateparser.parse(text, languages=_LANGUAGES, settings=wanted)
        if found and found.year in _YEARS:
            return str(found.strftime(form))
    return None
