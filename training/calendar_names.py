"""Makes indexer/language/calendar_names.txt: `python -m training.calendar_names`.

The names of months and weekdays of Babel (the Unicode CLDR), and what it has not. A test holds the
file equal to what is made here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.localedata import locale_identifiers

from indexer.language.calendar import plain_name

FILE: Final = Path(__file__).parents[1] / "indexer" / "language" / "calendar_names.txt"
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
                    plain = plain_name(name)
                    if not name[0].isdigit() and len(plain) > 1:
                        table.setdefault(plain, number)
    for locale in map(Locale.parse, _WIDE_ONLY):
        for context in ("format", "stand-alone"):
            for number, name in locale.months[context]["wide"].items():
                for spelling in _spellings(name):
                    table.setdefault(plain_name(spelling), number)
                if locale.language == "he":  # "4 in May"
                    table.setdefault(plain_name(f"ב{name}"), number)
    for name, number in _MORE_MONTHS.items():
        table.update({plain_name(spelling): number for spelling in _spellings(name)})
    return table


@cache
def weekdays() -> Mapping[str, int]:
    """Folded name or abbreviation of a weekday → 0 (Monday) .. 6."""
    table: dict[str, int] = {}
    for locale in _locales():
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.days[context][width].items():
                    table.setdefault(plain_name(name), number)
    for locale in map(Locale.parse, _WIDE_ONLY):
        for number, name in locale.days["format"]["wide"].items():
            table.setdefault(plain_name(name), number)
    table.update({plain_name(name): number for name, number in _MORE_WEEKDAYS.items()})
    return table


@cache
def weekday_names() -> frozenset[str]:
    """The folded names of the weekdays that are no abbreviations."""
    wide = {
        plain_name(name) for locale in _locales() for name in locale.days["format"]["wide"].values()
    }
    return frozenset(wide | {name for name in weekdays() if not name.isascii()})


def text() -> str:
    """What is in the file."""
    lines = ["# Names of months and weekdays, folded; made by training/calendar_names.py."]
    whole = {name: number for name, number in weekdays().items() if name in weekday_names()}
    tables = {"months": months(), "weekdays": weekdays(), "whole weekdays": whole}
    for title, table in tables.items():
        lines.append(f"[{title}]")
        for number in sorted(set(table.values())):
            names = "|".join(sorted(name for name in table if table[name] == number))
            lines.append(f"{number}: {names}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
