"""The names of months and weekdays as they are written in the languages that are read.

Babel (the Unicode CLDR) has the tables of all Arabic-speaking countries, whose months
have four families of names; hijridate has the Hijri months. Only what neither of them
has is listed here.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from babel import Locale
from babel.localedata import locale_identifiers
from hijridate import Hijri

from indexer.language.folding import fold

# the first to name a month or a weekday is believed: "mar" is March before it is a Tuesday
_LANGUAGES = ("en", "fr", "ar", "de", "es", "pt", "it", "nl", "fa")
# of these the whole names only; a name that is one of the above keeps its month
_WIDE_ONLY = (
    "ru",
    "uk",
    "bg",
    "pl",
    "cs",
    "sk",
    "tr",
    "sv",
    "da",
    "nb",
    "fi",
    "el",
    "ro",
    "hu",
    "id",
    "ca",
    "ur",
    "he",
    "sw",
    "hi",
    "mr",
    "ne",
    "bn",
    "gu",
    "pa",
    "ta",
    "te",
    "kn",
    "ml",
    "sr",
    "sr_Latn",
    "bs",
    "hr",
    "sl",
    "mk",
    "be",
    "lt",
    "lv",
    "et",
    "is",
    "sq",
    "az",
    "ka",
    "hy",
)
# abbreviations of the others that are plain words of English, French or one another
AMBIGUOUS_MONTHS = frozenset({"ago", "set", "out", "mag", "gen", "lug", "giu", "ott", "مه", "مي"})

# spellings that are common in the press and in neither library
_MORE_MONTHS = {
    "يونيه": 6,
    "يوليه": 7,
    "جويليا": 7,
    "مايس": 5,
    "تشرين أول": 10,
    "تشرين ثاني": 11,
    "كانون أول": 12,
    "كانون ثاني": 1,
    "تشرين1": 10,
    "تشرين2": 11,
    "كانون1": 12,
    "كانون2": 1,
    "اوغسطس": 8,
    "اغشت": 8,
    "تشرين 1": 10,
    "تشرين 2": 11,
    "كانون 1": 12,
    "كانون 2": 1,
    "maerz": 3,
    "jaenner": 1,
    "sept": 9,
    "setiembre": 9,
    "فبرایر": 2,
    "सितम्बर": 9,
    "अक्तूबर": 10,
    "नवम्बर": 11,
    "दिसम्बर": 12,
    "জানুয়ারী": 1,
    "ফেব্রুয়ারী": 2,
}
_MORE_WEEKDAYS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3, "الثلثاء": 1, "الاتنين": 0}
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


@cache
def _locales() -> tuple[Locale, ...]:
    names = sorted(locale_identifiers())
    locales = [
        Locale.parse(name)
        for language in _LANGUAGES
        for name in names
        if name.split("_")[0] == language
    ]
    return tuple(locale for locale in locales if locale.script is None)


@lru_cache(maxsize=4096)  # most locales of a language have the same names
def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", fold(name).rstrip(".").strip())


# letters with a dot below, which are typed as one, as two, or without the dot
_DOTTED = (("\u095e", "\u092b\u093c", "\u092b"), ("\u09df", "\u09af\u09bc", "\u09df"),
           ("\u0a5e", "\u0a2b\u0a3c", "\u0a2b"))  # fmt: skip


def _spellings(name: str) -> Iterator[str]:
    yield name
    for spellings in _DOTTED:
        whole = name.replace(spellings[0], spellings[1])
        if spellings[1] in whole:
            yield from (whole.replace(spellings[1], spelling) for spelling in spellings)


@cache
def months() -> Mapping[str, int]:
    """Folded name or abbreviation of a Gregorian month → 1..12."""
    table: dict[str, int] = {}
    for locale in _locales():
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    plain = _plain(name)
                    if not name[0].isdigit() and len(plain) > 1:
                        table.setdefault(plain, number)
    for locale in map(Locale.parse, _WIDE_ONLY):
        for context in ("format", "stand-alone"):
            for number, name in locale.months[context]["wide"].items():
                for spelling in _spellings(name):
                    table.setdefault(_plain(spelling), number)
                if locale.language == "he":  # "4 in May"
                    table.setdefault(_plain(f"ב{name}"), number)
    for name, number in _MORE_MONTHS.items():
        table.update({_plain(spelling): number for spelling in _spellings(name)})
    return table


@cache
def weekdays() -> Mapping[str, int]:
    """Folded name or abbreviation of a weekday → 0 (Monday) .. 6."""
    table: dict[str, int] = {}
    for locale in _locales():
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.days[context][width].items():
                    table.setdefault(_plain(name), number)
    for locale in map(Locale.parse, _WIDE_ONLY):
        for number, name in locale.days["format"]["wide"].items():
            table.setdefault(_plain(name), number)
    table.update({_plain(name): number for name, number in _MORE_WEEKDAYS.items()})
    return table


@cache
def weekday_names() -> frozenset[str]:
    """The folded names of the weekdays that are no abbreviations."""
    wide = {
        _plain(name) for locale in _locales() for name in locale.days["format"]["wide"].values()
    }
    return frozenset(wide | {name for name in weekdays() if not name.isascii()})


@cache
def hijri_months() -> Mapping[str, int]:
    """Folded name of a Hijri month → 1..12."""
    table: dict[str, int] = {}
    for number in range(1, 13):
        for language in ("en", "ar"):
            name = Hijri(1440, number, 1).month_name(language)
            table[_plain(name)] = number
            table[_plain(name).replace("'", "")] = number
    table.update({_plain(name): number for name, number in _MORE_HIJRI.items()})
    return table


@cache
def solar_months() -> Mapping[str, int]:
    """Folded name of a month of the Persian solar calendar → 1..12."""
    names = (
        ("فروردین",), ("اردیبهشت",), ("خرداد",), ("تیر",), ("مرداد", "امرداد"), ("شهریور",),
        ("مهر",), ("آبان",), ("آذر",), ("دی",), ("بهمن",), ("اسفند", "اسپند"),
    )  # fmt: skip
    return {_plain(name): number for number, also in enumerate(names, 1) for name in also}


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
