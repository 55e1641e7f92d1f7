"""The names of months and weekdays as they are written in the languages that are read.

Babel (the Unicode CLDR) has the tables of all Arabic-speaking countries, whose months
have four families of names. They are kept as calendar_names.txt, which training/calendar_names.py
makes: to take them from the tables of 300 locales takes a third of a second at every start.
hijridate has the Hijri months; what it has not is listed here.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from hijridate import Hijri

from indexer.language.folding import fold

# abbreviations of the others that are plain words of English, French or one another
AMBIGUOUS_MONTHS = frozenset({"ago", "set", "out", "mag", "gen", "lug", "giu", "ott", "مه", "مي"})

# spellings that are common in the press and not in the library
_MORE_HIJRI = {
    "محرم الحرام": 1,
    "صفر الخير": 2,
    "ربيع الثاني": 4,
    "جمادى الآخر": 6,
    "جمادى الثانية": 6,
    "رمضان المبارك": 9,
    "ذي القعدة": 11,
    "ذي الحجة": 12,
    "shaban": 8,
    "chaabane": 8,
    "chaoual": 10,
    "dhul qadah": 11,
    "dhul hijjah": 12,
    "dhu al-hijja": 12,
    "dhou al hijja": 12,
}


def plain_name(name: str) -> str:
    """A name as the tables spell it."""
    return re.sub(r"\s+", " ", fold(name).rstrip(".").strip())


@cache
def _tables() -> Mapping[str, Mapping[str, int]]:
    """The tables of calendar_names.txt by their names."""
    text = resources.files("indexer.language").joinpath("calendar_names.txt").read_text("utf-8")
    tables: dict[str, dict[str, int]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            table = tables.setdefault(line[1:-1], {})
        elif not line.startswith("#"):
            number, _, names = line.partition(": ")
            table.update(dict.fromkeys(names.split("|"), int(number)))
    return tables


def months() -> Mapping[str, int]:
    """Folded name or abbreviation of a Gregorian month → 1..12."""
    return _tables()["months"]


def weekdays() -> Mapping[str, int]:
    """Folded name or abbreviation of a weekday → 0 (Monday) .. 6."""
    return _tables()["weekdays"]


@cache
def weekday_names() -> frozenset[str]:
    """The folded names of the weekdays that are no abbreviations."""
    return frozenset(_tables()["whole weekdays"])


@cache
def hijri_months() -> Mapping[str, int]:
    """Folded name of a Hijri month → 1..12."""
    table: dict[str, int] = {}
    for number in range(1, 13):
        for language in ("en", "ar"):
            name = Hijri(1440, number, 1).month_name(language)
            table[plain_name(name)] = number
            table[plain_name(name).replace("'", "")] = number
    table.update({plain_name(name): number for name, number in _MORE_HIJRI.items()})
    return table


@cache
def solar_months() -> Mapping[str, int]:
    """Folded name of a month of the Persian solar calendar → 1..12."""
    names = (
        ("فروردین",), ("اردیبهشت",), ("خرداد",), ("تیر",), ("مرداد", "امرداد"), ("شهریور",),
        ("مهر",), ("آبان",), ("آذر",), ("دی",), ("بهمن",), ("اسفند", "اسپند"),
    )  # fmt: skip
    return {plain_name(name): number for number, also in enumerate(names, 1) for name in also}


_SOLAR_EPOCH = datetime.date(622, 3, 22).toordinal()
_SOLAR_CYCLE_YEARS, _SOLAR_CYCLE_DAYS = 33, 12_053
_LONG_MONTHS = 6


def from_solar(year: int, month: int, day: int) -> datetime.date | None:
    """The day of the Persian calendar, None where it has none such.

    Leap years by the cycle of 33 years, which agrees with the calendar of Iran from 1244 to
    1472 (1865 to 2094 of ours).
    """
    if not (1244 <= year <= 1472 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    longs = min(month - 1, _LONG_MONTHS)
    first = (
        _SOLAR_EPOCH
        + (year // _SOLAR_CYCLE_YEARS) * _SOLAR_CYCLE_DAYS
        + (year % _SOLAR_CYCLE_YEARS) * 365
        + (year % _SOLAR_CYCLE_YEARS * 8 + 21) // _SOLAR_CYCLE_YEARS
    )
    passed = (month - 1) * 30 + longs
    leap = (year * 8 + 29) % _SOLAR_CYCLE_YEARS < 8
    most = 31 if month <= _LONG_MONTHS else 30 if month < 12 or leap else 29
    if day > most:
        return None
    return datetime.date.fromordinal(first - 367 + passed + day)


def alternation(names: Iterable[str]) -> str:
    """A regular expression that matches any of the names, the longest first."""
    ordered = sorted(set(names), key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in ordered)


def key(words: str) -> str:
    """The words of a match as the tables spell them."""
    return re.sub(r"\s+", " ", words).rstrip(".")
