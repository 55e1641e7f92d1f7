"""Days in forms of their own: Han, Thai and Vietnamese ones, with Roman months, with bars."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from babel import Locale

from indexer.dates.mention import Mention, in_numbers, year_first
from indexer.language import calendar
from indexer.language.folding import fold

_HAN = re.compile(r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d\d?)\s?[月월]\s?(?P<d>\d\d?)\s?[日号일]")
_VIETNAMESE = re.compile(
    r"(?<![\w.])(?P<d>\d\d?)\s?,?\s?thang\s(?P<m>\d\d?)\s?(?:,|nam|-|/)?\s?(?P<y>(?:19|20)\d\d)(?!\d)"
)
# small ones are no months: "4 v 2021" is an abbreviation of other things
_ROMAN = re.compile(
    r"(?<![\w.,:/-])(?P<d>\d\d?)(?P<s>\.\s?|\s|-|/)(?P<m>XI{0,2}|IX|IV|VI{0,3}|I{1,3})"
    r"(?:(?P=s)|\s|\.\s?)(?P<y>(?:1[6-9]|20)\d\d)(?![\d-])"
)
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_BARRED = re.compile(
    r"(?<![\d|•·∙])(?P<d>\d\d) ?(?P<s>[|•·∙]) ?(?P<m>\d\d) ?(?P=s) ?(?P<y>(?:19|20)\d\d)(?!\d)"
)
_BARS = frozenset("|•·∙")
_BUDDHIST = 543
_FIRST_BUDDHIST_YEAR = 2400


def own_forms(text: str, folded: str) -> Iterator[Mention]:
    """The days that are written in one of these forms; `folded` is `text` in its one spelling."""
    if "I" in text or "V" in text or "X" in text:
        for match in _ROMAN.finditer(text):
            yield _mention(match, year=int(match["y"]), month=_ROMANS.index(match["m"]) + 1)
    if "thang " in folded:
        yield from map(year_first, _VIETNAMESE.finditer(folded))
    if not _BARS.isdisjoint(folded):
        yield from _barred(folded)
    if not folded.isascii():
        yield from map(year_first, _HAN.finditer(folded))
        if max(folded) >= "\u0e01" and any("\u0e01" <= char <= "\u0e2e" for char in folded):
            yield from _thai(folded)


def _mention(match: re.Match[str], *, year: int, month: int) -> Mention:
    day = int(match["d"])
    return Mention(start=match.start(), end=match.end(), year=year, month=month, day=day)


def _barred(folded: str) -> Iterator[Mention]:
    for match in _BARRED.finditer(folded):
        day, month = int(match["d"]), int(match["m"])
        if 1 <= min(day, month) <= 12 and max(day, month) <= 31:
            yield in_numbers(match, year=int(match["y"]), day=day, month=month)


def _thai(folded: str) -> Iterator[Mention]:
    """Days of the Thai calendar, whose years count from the Buddha; some are of ours."""
    form, months = _thai_form()
    for match in form.finditer(folded):
        year = int(match["y"])
        if year >= _FIRST_BUDDHIST_YEAR:
            year -= _BUDDHIST
        yield _mention(match, year=year, month=months[match["m"]])


@cache
def _thai_form() -> tuple[re.Pattern[str], dict[str, int]]:
    table = Locale("th").months["format"]
    months = {
        fold(name): number
        for width in ("wide", "abbreviated")
        for number, name in table[width].items()
    }
    names = calendar.alternation(months)
    return (
        re.compile(
            rf"(?<!\d)(?P<d>\d\d?)\s?(?P<m>{names})\s?(?:[พค]\.ศ\.\s?)?(?P<y>(?:19|20|24|25)\d\d)(?!\d)"
        ),
        months,
    )
