"""Where a text names days, months and years: every mention with the words that make it.

Nothing is decided here. A mention may lack its year, may be a range, may be Hijri, and
a numeric one such as 02/03/2019 keeps both of its readings.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from hijridate import Hijri

from indexer.dates.grammar import ORDINALS, patterns
from indexer.dates.joined import join_calendars, join_ranges
from indexer.dates.mention import Mention, in_numbers, possible, year_first
from indexer.dates.own_forms import own_forms
from indexer.language import calendar
from indexer.language.folding import fold, places_without_marks, without_marks
from indexer.language.words import has_digit

__all__ = ["Mention", "find_mentions", "possible"]

# numbers alone do not say of which calendar they are: news on the web is of 1375 to 1412 by the
# Persian one, of 1413 (1992) and later by the Hijri one
_LEAST_HIJRI_YEAR = 1413
_FIRST_GREGORIAN_YEAR = 1600  # years before it are Hijri ones in what we read
_DIGITS = re.compile(r"\d+")
_REACH_CHARS = 80
_LINE_CHARS = 300


def find_mentions(text: str) -> list[Mention]:
    """All dates that `text` names, in order, ranges joined into one mention."""
    if not has_digit(text):
        return []
    return list(_remembered(text)) if len(text) <= _LINE_CHARS else _found(text)


@lru_cache(maxsize=4096)
def _remembered(text: str) -> tuple[Mention, ...]:
    """Those of a line, which is asked for several times while its page is split and dated."""
    return tuple(_found(text))


def _found(text: str) -> list[Mention]:
    found: list[Mention] = []
    for start, end in _windows(text):
        whole = text[start:end]
        places = places_without_marks(whole)
        here = without_marks(whole) if places else whole
        folded = fold(here)
        own = map(_checked, own_forms(here, folded))
        mentions = [*_numeric(folded), *_worded(here, folded), *own]
        if not mentions:
            continue
        mentions.sort(key=lambda mention: (mention.start, -mention.end))
        apart: list[Mention] = []
        for mention in mentions:
            if not apart or mention.start >= apart[-1].end:
                apart.append(mention)
        for mention in join_ranges(folded, join_calendars(folded, apart)):
            first, last = mention.start, mention.end
            if places:
                first, last = places[first], places[last - 1] + 1
            found.append(replace(mention, start=first + start, end=last + start))
    return found


def _windows(text: str) -> list[tuple[int, int]]:
    """The stretches around digits, cut between words: no date is without a digit."""
    windows: list[tuple[int, int]] = []
    for match in _DIGITS.finditer(text):
        if match.end() - match.start() > 4:
            continue
        start = max(0, match.start() - _REACH_CHARS)
        if start:
            start = max(start, text.find(" ", start, match.start()) + 1)
        end = text.find(" ", match.end() + _REACH_CHARS, match.end() + 2 * _REACH_CHARS)
        if end < 0:
            end = min(len(text), match.end() + 2 * _REACH_CHARS)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _century(short: int) -> int:
    """The year of two digits, read as in POSIX: 69..99 are of the last century."""
    return short + (1900 if short >= 69 else 2000)


def _year(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    groups = match.groupdict()
    if groups["year"]:
        return int(groups["year"])
    short = groups.get("short") or groups.get("bare")
    return _century(int(short)) if short else None


def _weekday(word: str | None) -> int | None:
    return calendar.weekdays()[calendar.key(word)] if word else None


# months that are plain words, too, when they are written small and have no year
_PLAIN_WORDS = frozenset({"may", "march", "mar", "dec", "sep", "jan", "mars"})
_NOT_MONTH_FIRST = re.compile(r"[^\x00-\x7f]|mars|mai|ju[ai]|avr|fev|aou|.*bre$|janv")


# "4. listopada" is of October: Poles, whose November that is, write no dot behind the day
_CROATIAN = {"listopada": 10}

# "14 Ordibehesht 99"; a number of which something else is counted is none
_SOLAR_YEAR = re.compile(r"\s*['’]?(?P<year>\d\d)(?!\d)(?=\s*(?:$|[|•·,،؛;)–—-]))")
_SOLAR_CENTURY = 50  # 1350 to 1449: 1971 to 2070


def _with_short_solar_year(folded: str, mention: Mention) -> Mention:
    """A Persian mention with the year of two digits that ends it, as it is where none does."""
    short = _SOLAR_YEAR.match(folded, mention.end)
    if short is None:
        return mention
    year = int(short["year"])
    year += 1300 if year >= _SOLAR_CENTURY else 1400
    return replace(mention, year=year, end=short.end())


def _worded(text: str, folded: str) -> list[Mention]:
    found = []
    for match in patterns().month.finditer(folded):
        if match["solar"]:
            mention = _around(folded, match, calendar.solar_months()[calendar.key(match[0])])
            if mention and mention.year is None:
                mention = _with_short_solar_year(folded, mention)
            converted = _from_solar(mention) if mention else None
            if converted:
                found.append(converted)
            continue
        if match["hijri"]:
            mention = _around(folded, match, calendar.hijri_months()[calendar.key(match[0])])
            converted = _from_hijri(mention) if mention else None
            if converted:
                found.append(converted)
            continue
        number = calendar.months()[calendar.key(match[0])]
        if match[0] in _CROATIAN and folded.endswith((". ", "."), 0, match.start()):
            number = _CROATIAN[match[0]]
        mention = _around(folded, match, number)
        if mention is None:
            continue
        whole = mention.year and mention.day and not mention.month_first
        if match[0] in calendar.AMBIGUOUS_MONTHS and not whole:
            continue
        if mention.year is None:
            # "mars" follows its day, "May" is capitalized
            if mention.month_first and _NOT_MONTH_FIRST.match(match[0]):
                continue
            if match[0] in _PLAIN_WORDS and match[0] != "mars" and text[match.start()].islower():
                continue
        elif mention.year < _FIRST_GREGORIAN_YEAR:
            mention = replace(mention, year=None)
        found.append(_checked(mention))
    return found


def _around(folded: str, month_name: re.Match[str], month: int) -> Mention | None:
    """The mention around the name of a month, None where the name stands alone."""
    forms = patterns()
    start, end = month_name.span()
    window = max(0, start - 70)
    before = forms.before.search(folded, window, start)
    forward = forms.after_month.match(folded, end, end + 60)
    if before and forward and _year(forward) and not before["weekday"]:
        # "Session 12 March 5, 2021": the number before the month belongs to something else
        before = None
    if before and before["last"] and _is_number_of_issue(before, folded):
        before = forms.before.search(folded, before.end("first"), start)
    if before:
        after = forms.after_day.match(folded, end, end + 60)
        if after and after["bare"] and folded[start - 1] not in "-/":
            after = None
        earlier = None if _year(after) else _year_above(folded, before.start())
        last = before["last"]
        day = int(before["first"]) if before["first"] else ORDINALS[calendar.key(before["ordinal"])]
        return Mention(
            start=earlier.start() if earlier else before.start(),
            end=after.end() if after else end,
            year=_year(after) or _year(earlier),
            month=month,
            day=day,
            weekday=_weekday(before["weekday"]),
            last=(month, int(last)) if last else None,
        )
    if forward:
        year = _year(forward)
        ahead = forms.weekday_before.search(folded, window, start)
        earlier = None if year else forms.year_before.search(folded, window, start)
        last = forward["last"]
        opening = ahead or earlier
        return Mention(
            start=opening.start() if opening else start,
            end=forward.end(),
            year=year or _year(earlier),
            month=month,
            day=int(forward["first"]),
            weekday=_weekday(ahead["weekday"]) if ahead else None,
            last=(month, int(last)) if last else None,
            month_first=True,
        )
    alone = forms.after_day.match(folded, end, end + 40)
    if alone and alone["year"]:
        return Mention(start=start, end=alone.end(), year=int(alone["year"]), month=month)
    return None


def _year_above(folded: str, end: int) -> re.Match[str] | None:
    """The year that ends there, with the mark of one: "2021. május 4."."""
    match = patterns().year_before.search(folded, max(0, end - _YEAR_CHARS), end)
    return match if match and match["mark"] else None


def _is_number_of_issue(before: re.Match[str], folded: str) -> bool:
    """Whether the first of two numbers is not a day: "Issue 38 – Monday, 16 September", "14h05,
    12 mars"."""
    if before["first"] is None:
        return False
    if _HOUR.search(folded, max(0, before.start("first") - _HOUR_CHARS), before.start("first")):
        return True
    between = folded[before.end("first") : before.end()]
    backwards = int(before["first"]) >= int(before["last"])
    return backwards or (before["weekday"] is None and bool(patterns().weekday.search(between)))


_HOUR = re.compile(r"\d\s?(?:h|hs|hrs|uhr|heures?)\.?\s?\Z")
_HOUR_CHARS = 12
_YEAR_CHARS = 30
_VERSION = re.compile(r"(?:version|release|section|kapitel|chapter|nr|no|§|art|\bv|\bip)\.?\s*$")


def _numeric(folded: str) -> list[Mention]:
    found = []
    for match in patterns().numeric.finditer(folded):
        if match["s2"] == "." and _VERSION.search(
            folded, max(0, match.start() - 12), match.start()
        ):
            continue
        mention = year_first(match) if match["y"] else _year_last(match)
        if mention is None:
            continue
        ahead = patterns().weekday_before.search(folded, max(0, match.start() - 20), match.start())
        if ahead:
            mention = replace(mention, start=ahead.start(), weekday=_weekday(ahead["weekday"]))
        if mention.year is not None and mention.year < _FIRST_GREGORIAN_YEAR:
            solar = mention.year < _LEAST_HIJRI_YEAR
            converted = _from_solar(mention) if solar else _from_hijri(mention)
            if converted:
                found.append(converted)
            continue
        found.append(_checked(mention))
    return found


def _year_last(match: re.Match[str]) -> Mention | None:
    day, month, year = int(match["a"]), int(match["b"]), int(match["c"])
    if len(match["c"]) == 2:
        # 4.5.21 and 4/5/21
        if match["s2"] == "-" or not 1 <= min(day, month) <= 12 or max(day, month) > 31:
            return None
        year = _century(year)
    return in_numbers(match, year=year, day=day, month=month)


def _checked(mention: Mention) -> Mention:
    """The mention, marked where no calendar has its day; a broken range end is dropped."""
    year = mention.year or 2000  # a leap year: 29 February is possible until a year says no
    if mention.last and not possible(year, *mention.last):
        mention = replace(mention, last=None)
    if not possible(year, mention.month, 1 if mention.day is None else mention.day):
        mention = replace(mention, impossible=True)
    return mention


def _from_hijri(mention: Mention) -> Mention | None:
    """The Gregorian day of a Hijri mention with day and year, None where there is none.

    Converted by the Umm al-Qura calendar (hijridate, 1343 to 1500 AH).
    """
    if mention.year is None or mention.day is None:
        return None
    try:
        day = Hijri(mention.year, mention.month, mention.day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return _converted(mention, day)


def _from_solar(mention: Mention) -> Mention | None:
    """The Gregorian day of a Persian mention with day and year, None where there is none."""
    if mention.year is None or mention.day is None:
        return None
    day = calendar.from_solar(mention.year, mention.month, mention.day)
    return _converted(mention, day) if day else None


def _converted(mention: Mention, day: date) -> Mention:
    return replace(
        mention,
        year=day.year,
        month=day.month,
        day=day.day,
        last=None,
        swapped=None,
        hijri=True,
    )
