"""The names of months and weekdays as they are written in English, French and Arabic.

Babel (the Unicode CLDR) has the tables of all Arabic-speaking countries, whose months
have four families of names; hijridate has the Hijri months. Only what neither of them
has is listed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale
from babel.localedata import locale_identifiers
from hijridate import Hijri

from indexer.language.folding import fold

_LANGUAGES = ("en", "fr", "ar")

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


def _locales() -> Iterable[Locale]:
    for name in locale_identifiers():
        if name.split("_")[0] in _LANGUAGES:
            locale = Locale.parse(name)
            if locale.script is None:
                yield locale


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", fold(name).rstrip(".").strip())


@cache
def months() -> Mapping[str, int]:
    """Folded name or abbreviation of a Gregorian month → 1..12."""
    table: dict[str, int] = {}
    for locale in _locales():
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    if not name[0].isdigit():
                        table.setdefault(_plain(name), number)
    table.update({_plain(name): number for name, number in _MORE_MONTHS.items()})
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


def alternation(names: Iterable[str]) -> str:
    """A regular expression that matches any of the names, the longest first."""
    ordered = sorted(set(names), key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in ordered)


def key(words: str) -> str:
    """The words of a match as the tables spell them."""
    return re.sub(r"\s+", " ", words).rstrip(".")
