"""The forms in which dates are written, as regular expressions over folded text."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from indexer.language import calendar

LETTER_BEFORE = r"(?<![^\W\d_])"
LETTER_AFTER = r"(?![^\W\d_])"
# signs of vowels, which are no letters by themselves: "मे" is May, "में" is no month
_NO_SIGN = r"(?![\u0900-\u0963\u0981-\u0d63])"

_DAY_SUFFIX = r"(?:st|nd|rd|th|er|e|eme|º|ª|°|o\b| er(?= ))?"
_JOIN = r"(?:-|/|&|to|and|until|till|through|et|au|a|und|bis|y|al|e|و|الي غايه|الي|حتي غايه|حتي)"
_ARTICLE = r"(?:(?:the|le|der|dem|den|el)\s+)?"
# a four-digit number after a month is not a year when it counts something
_COUNTED = r"(?:%|people|persons|participants|students|members|personnes|eleves|شخص|مشارك)"
_YEAR = rf"(?P<year>(?:1[3-9]|20)\d\d)(?!\d|[.,:]\d|\s*{_COUNTED})"
_SHORT_YEAR = r"'(?P<short>\d\d)(?!\d)"
_OF_YEAR = r"(?:,|-|/|\.|of|del?|من\s+عام|من\s+سنه|لعام|لسنه|عام|سنه)?"
_HIJRI_ERA = r"(?:\s*(?:هـ|ه|h|ah)(?![^\W\d_]))?"

# "the first" and "the fifth of May" in words: no library has the Arabic ordinals of days
ORDINALS = {
    name: number
    for number, words in enumerate(
        (
            "الاول|فاتح|غره|first|premier",
            "الثاني|second",
            "الثالث",
            "الرابع",
            "الخامس",
            "السادس",
            "السابع",
            "الثامن",
            "التاسع",
            "العاشر",
            "الحادي عشر",
            "الثاني عشر",
            "الثالث عشر",
            "الرابع عشر",
            "الخامس عشر",
            "السادس عشر",
            "السابع عشر",
            "الثامن عشر",
            "التاسع عشر",
            "العشرين",
            "الحادي والعشرين",
            "الثاني والعشرين",
            "الثالث والعشرين",
            "الرابع والعشرين",
            "الخامس والعشرين",
            "السادس والعشرين",
            "السابع والعشرين",
            "الثامن والعشرين",
            "التاسع والعشرين",
            "الثلاثين",
            "الحادي والثلاثين",
        ),
        start=1,
    )
    for name in words.split("|")
}


class Patterns(NamedTuple):
    """The compiled forms; `before` and `after` meet at the name of a month."""

    month: re.Pattern[str]
    before: re.Pattern[str]
    year_before: re.Pattern[str]
    weekday_before: re.Pattern[str]
    after_day: re.Pattern[str]
    after_month: re.Pattern[str]
    numeric: re.Pattern[str]
    between: re.Pattern[str]
    beside: re.Pattern[str]
    weekday: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """Compile the patterns once, on first use."""
    gregorian = calendar.alternation(calendar.months())
    hijri = calendar.alternation(calendar.hijri_months())
    solar = calendar.alternation(calendar.solar_months())
    named = (*calendar.months(), *calendar.hijri_months(), *calendar.solar_months())
    firsts = "".join(sorted({name[0] for name in named}))
    weekday = calendar.alternation(calendar.weekdays())
    ordinal = calendar.alternation(ORDINALS)
    day_of_week = rf"{LETTER_BEFORE}(?P<weekday>{weekday}){LETTER_AFTER}\.?"
    day_words = rf"(?:(?:{weekday})\.?,?\s+)?{_ARTICLE}"
    numbers = (
        rf"(?:(?<![\d.,:/'-])(?P<first>\d{{1,2}}){_DAY_SUFFIX}"
        rf"|{LETTER_BEFORE}(?P<ordinal>{ordinal}))"
        rf"(?:\s*(?:,\s*{_JOIN}?|{_JOIN})\s*{day_words}(?P<last>\d{{1,2}}){_DAY_SUFFIX})*"
    )
    return Patterns(
        month=re.compile(
            # the set of first letters spares trying all names at every letter of a text
            rf"(?=[{firsts}]){LETTER_BEFORE}"
            rf"(?:(?P<gregorian>{gregorian}){LETTER_AFTER}{_NO_SIGN}|(?P<hijri>{hijri}){LETTER_AFTER}"
            rf"|(?P<solar>{solar}){LETTER_AFTER})"
        ),
        before=re.compile(
            rf"(?:{day_of_week}\s*[,(-]?\s*(?:\)\s*)?(?:(?:the|le|الموافق(?:\s+ل)?|ل)\s*)?)?"
            rf"{numbers}\s*(?:of|de|d'|من\s+شهر|من|شهر|ماه|[-/.,])?\s*$"
        ),
        # "2021. május 4.", "2021 m. gegužės 4 d.", "2021. gada 4. maijs"
        year_before=re.compile(rf"{_YEAR}(?P<mark>\s?m\.|\.?\s?gada|\.(?=\s))?\s*[,/-]?\s*$"),
        weekday_before=re.compile(rf"{day_of_week}\s*[,(-]?\s*{_ARTICLE}$"),
        after_day=re.compile(
            rf"\.?\s*(?:[/(]\s*(?:{gregorian})\s*\)?)?\s*"
            rf"(?:{_OF_YEAR}\s*(?:{_YEAR}|{_SHORT_YEAR})|[-/](?P<bare>\d\d)(?![\d/-]))"
            rf"{_HIJRI_ERA}"
        ),
        after_month=re.compile(
            rf"\.?\s*(?P<first>\d{{1,2}})(?!\d|[.:]\d|\s*(?:%|/)|h\d){_DAY_SUFFIX}{LETTER_AFTER}"
            rf"(?:\s*{_JOIN}\s*(?P<last>\d{{1,2}})(?![\d:]){_DAY_SUFFIX}{LETTER_AFTER})?"
            rf"(?:\s*\(?(?:{weekday})\)?)?"
            rf"(?:\s*,?\s*(?:of\s+)?(?:{_YEAR}|{_SHORT_YEAR}))?"
        ),
        numeric=re.compile(
            r"(?<![\w./:-])(?:"
            r"(?P<y>(?:1[3-9]|20)\d\d)(?P<s1>[-/.])(?P<m>\d{1,2})(?P=s1)(?P<d>\d{1,2})"
            r"(?:t\d\d:?\d\d(?::?\d\d(?:\.\d{1,6})?)?(?:z(?!\w)|[+-]\d\d:?\d\d)?)?(?!\d|[-/]\d)"
            r"|(?P<a>\d{1,2})\s?(?P<s2>[-/.])\s?(?P<b>\d{1,2})\s?(?P=s2)\s?"
            r"(?P<c>(?:1[3-9]|20)\d\d|\d\d)(?!\d|[-/.]\d)"
            r")"
        ),
        between=re.compile(rf"\s*,?\s*(?:(?P<both>&|and|et|و)|{_JOIN})\s*{day_words}"),
        beside=re.compile(
            r"\s*[,(/|-]?\s*(?:هـ|ه|م|h|ah)?\s*[,)(/|-]?\s*"
            r"(?:(?:ال|و|ل)?م[وت]افق(?:\s+ل)?|corresponding to|correspondant au|le)?\s*[,(/]?\s*"
        ),
        weekday=re.compile(rf"{LETTER_BEFORE}(?P<weekday>{weekday}){LETTER_AFTER}"),
    )
