"""Where a text names days, months and years: every mention with the words that make it.

Nothing is decided here. A mention may lack its year, may be a range, may be Hijri, and
a numeric one such as 02/03/2019 keeps both of its readings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from hijridate import Hijri

from indexer.dates import names
from indexer.dates.fold import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A date as a text names it.

    `start` and `end` are offsets into the text that was read. `day` is None for a month,
    `year` is None where the text leaves it out. `last` is the last day of a range.
    `weekday` counts from 0 (Monday). `swapped` is the other reading of a numeric date
    that can be read day-first and month-first; the mention itself is read day-first.
    `hijri` marks a date that was converted; `impossible` one such as 32 March.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int | None = None
    weekday: int | None = None
    last: tuple[int, int] | None = None
    swapped: tuple[int, int] | None = None
    form: Literal["words", "numeric", "iso"] = "words"
    month_first: bool = False
    hijri: bool = False
    impossible: bool = False

    @property
    def full(self) -> date | None:
        """The calendar day, where year, month and day are known and possible."""
        if self.year is None or self.day is None or self.impossible:
            return None
        return date(self.year, self.month, self.day)


_DAY_SUFFIX = r"(?:st|nd|rd|th|er|e|eme)?"
_JOIN = r"(?:-|/|&|to|and|until|till|through|et|au|a|و|الي|الى|حتي|ال[يى])"
_YEAR = r"(?P<year>(?:1[3-9]|20)\d\d)(?!\d|[.,:]\d|\s*(?:%|people|persons|participants))"
_SHORT_YEAR = r"'(?P<short>\d\d)(?!\d)"


class _Patterns(NamedTuple):
    month: re.Pattern[str]
    before: re.Pattern[str]
    weekday_before: re.Pattern[str]
    after_day: re.Pattern[str]
    after_month: re.Pattern[str]
    numeric: re.Pattern[str]
    between: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    gregorian = names.alternation(names.months())
    hijri = names.alternation(names.hijri_months())
    weekday = names.alternation(names.weekdays())
    day_of_week = rf"(?<![^\W\d_])(?P<weekday>{weekday})(?![^\W\d_])\.?"
    numbers = (
        rf"(?<![\d.,:/'-])(?P<first>\d{{1,2}}){_DAY_SUFFIX}"
        rf"(?:\s*(?:,|{_JOIN})\s*(?:(?:{weekday})\.?,?\s+)?(?P<last>\d{{1,2}}){_DAY_SUFFIX})*"
    )
    return _Patterns(
        month=re.compile(
            rf"(?<![^\W\d_])(?:(?P<gregorian>{gregorian})|(?P<hijri>{hijri}))(?![^\W\d_])"
        ),
        before=re.compile(
            rf"(?:{day_of_week}\s*[,(-]?\s*(?:\)\s*)?"
            rf"(?:(?:the|le|الموافق|الموافق ل|ل)\s*)?)?"
            rf"{numbers}\s*(?:of|de|d'|من\s+شهر|من|شهر|[-/.,])?\s*$"
        ),
        weekday_before=re.compile(rf"{day_of_week}\s*[,(-]?\s*(?:(?:the|le)\s+)?$"),
        after_day=re.compile(
            rf"\.?\s*(?:[/(]\s*(?:{gregorian})\s*\)?)?\s*"
            rf"(?:,|-|/|\.|of|de|من\s+عام|من\s+سنه|لعام|لسنه|عام|سنه)?\s*"
            rf"(?:{_YEAR}|{_SHORT_YEAR})"
        ),
        after_month=re.compile(
            rf"\.?\s*(?P<first>\d{{1,2}})(?!\d|[.:]\d|\s*(?:%|/)|h\d){_DAY_SUFFIX}(?![^\W\d_])"
            rf"(?:\s*{_JOIN}\s*(?P<last>\d{{1,2}})(?![\d:]){_DAY_SUFFIX}(?![^\W\d_]))?"
            rf"(?:\s*\(?(?:{weekday})\)?)?"
            rf"(?:\s*,?\s*(?:of\s+)?(?:{_YEAR}|{_SHORT_YEAR}))?"
        ),
        numeric=re.compile(
            r"(?<![\w./:-])(?:"
            r"(?P<y>(?:1[3-9]|20)\d\d)(?P<s1>[-/.])(?P<m>\d{1,2})(?P=s1)(?P<d>\d{1,2})"
            r"(?:t\d\d:?\d\d)?(?!\d|[-/]\d)"
            r"|(?P<a>\d{1,2})\s?(?P<s2>[-/.])\s?(?P<b>\d{1,2})\s?(?P=s2)\s?"
            r"(?P<c>(?:1[3-9]|20)\d\d|\d\d)(?!\d|[-/.]\d)"
            r")"
        ),
        between=re.compile(rf"\s*,?\s*{_JOIN}\s*(?:the\s+|le\s+)?(?:(?:{weekday})\.?,?\s+)?"),
    )


# month names that are also plain words: only capitalized, or with a day or year beside them
_CAPITAL_ONLY = {"may", "march", "mar", "dec", "sun", "sep", "jan"}


def find_mentions(text: str) -> list[Mention]:
    """All dates that `text` names, in order, ranges joined into one mention."""
    found: list[Mention] = []
    for start, end in _windows(text):
        here = text[start:end]
        folded = fold(here)
        mentions = [*_numeric(folded), *_worded(here, folded)]
        mentions.sort(key=lambda mention: (mention.start, -mention.end))
        apart: list[Mention] = []
        for mention in mentions:
            if not apart or mention.start >= apart[-1].end:
                apart.append(mention)
        found += [
            replace(mention, start=mention.start + start, end=mention.end + start)
            for mention in _join_ranges(folded, apart)
        ]
    return found


_DIGITS = re.compile(r"\d+")
_REACH_CHARS = 80


def _windows(text: str) -> list[tuple[int, int]]:
    """The stretches around digits, cut between words: no date is without a digit."""
    windows: list[tuple[int, int]] = []
    for match in _DIGITS.finditer(text):
        if match.end() - match.start() > 4:
            continue
        start = max(0, match.start() - _REACH_CHARS)
        if start:
            start = text.rfind(" ", 0, start) + 1
        end = text.find(" ", match.end() + _REACH_CHARS)
        if end < 0:
            end = len(text)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _year(match: re.Match[str]) -> int | None:
    if match["year"]:
        return int(match["year"])
    if match["short"]:
        return _century(int(match["short"]))
    return None


def _century(short: int) -> int:
    """The year of two digits, read as in POSIX: 69..99 are of the last century."""
    return short + (1900 if short >= 69 else 2000)


def _worded(text: str, folded: str) -> list[Mention]:
    patterns = _patterns()
    found = []
    for match in patterns.month.finditer(folded):
        is_hijri = match["hijri"] is not None
        table = names.hijri_months() if is_hijri else names.months()
        month = table[names.key(match[0])]
        mention = _around(folded, match.start(), match.end(), month)
        if mention is None:
            continue
        if match[0] in _CAPITAL_ONLY and not text[match.start()].isupper():
            continue
        if is_hijri:
            converted = _from_hijri(mention)
            if converted is not None:
                found.append(converted)
            continue
        if mention.year is not None and mention.year < 1600:
            mention = replace(mention, year=None)
        found.append(_checked(mention))
    return found


def _around(folded: str, start: int, end: int, month: int) -> Mention | None:
    """The mention around the month name at `start`..`end`, None where it stands alone."""
    patterns = _patterns()
    window = max(0, start - 70)
    before = patterns.before.search(folded, window, start)
    forward = patterns.after_month.match(folded, end, end + 60)
    if before and forward and forward["year"] and not before["weekday"]:
        # "Session 12 March 5, 2021": the number before the month belongs to something else
        before = None
    if before:
        after = patterns.after_day.match(folded, end, end + 60)
        stop = after.end() if after else end
        first, last = int(before["first"]), before["last"]
        return Mention(
            start=before.start(),
            end=stop,
            year=_year(after) if after else None,
            month=month,
            day=first,
            weekday=_weekday(before["weekday"]),
            last=(month, int(last)) if last else None,
        )
    if forward:
        ahead = patterns.weekday_before.search(folded, window, start)
        last = forward["last"]
        return Mention(
            start=ahead.start() if ahead else start,
            end=forward.end(),
            year=_year(forward),
            month=month,
            day=int(forward["first"]),
            weekday=_weekday(ahead["weekday"]) if ahead else None,
            last=(month, int(last)) if last else None,
            month_first=True,
        )
    alone = patterns.after_day.match(folded, end, end + 40)
    if alone and alone["year"]:
        return Mention(start=start, end=alone.end(), year=int(alone["year"]), month=month)
    return None


def _weekday(word: str | None) -> int | None:
    return names.weekdays()[names.key(word)] if word else None


def _numeric(folded: str) -> list[Mention]:
    found = []
    for match in _patterns().numeric.finditer(folded):
        start, end = match.span()
        if match["y"]:
            year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
            if month > 12 >= day:
                month, day = day, month
            mention = Mention(start=start, end=end, year=year, month=month, day=day, form="iso")
        else:
            day, month, year = int(match["a"]), int(match["b"]), int(match["c"])
            if len(match["c"]) == 2:
                if match["s2"] != "/":
                    continue
                year = _century(year)
            month_first = month > 12 >= day
            if month_first:
                day, month = month, day
            both = day <= 12 and month <= 12 and day != month
            mention = Mention(
                start=start,
                end=end,
                year=year,
                month=month,
                day=day,
                form="numeric",
                month_first=month_first,
                swapped=(day, month) if both else None,
            )
        if mention.year is not None and mention.year < 1600:
            converted = _from_hijri(mention)
            if converted:
                found.append(converted)
            continue
        found.append(_checked(mention))
    return found


def _checked(mention: Mention) -> Mention:
    """The mention, marked where no calendar has its day; a broken range end is dropped."""
    year = mention.year or 2000  # a leap year: 29 February is possible until a year says no
    if mention.last and not _possible(year, *mention.last):
        mention = replace(mention, last=None)
    if not _possible(year, mention.month, 1 if mention.day is None else mention.day):
        mention = replace(mention, impossible=True)
    return mention


def _possible(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _from_hijri(mention: Mention) -> Mention | None:
    """The Gregorian day of a Hijri mention with day and year, None where there is none."""
    if mention.year is None or mention.day is None:
        return None
    try:
        day = Hijri(mention.year, mention.month, mention.day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return replace(
        mention,
        year=day.year,
        month=day.month,
        day=day.day,
        last=None,
        swapped=None,
        hijri=True,
    )


def _join_ranges(folded: str, mentions: list[Mention]) -> list[Mention]:
    """Join "30 May to 2 June 2022" into one mention; the first day takes the year."""
    joined: list[Mention] = []
    for mention in mentions:
        if joined and mention.day is not None:
            left = joined[-1]
            gap = folded[left.end : mention.start]
            if (
                left.day is not None
                and left.last is None
                and left.hijri == mention.hijri
                and not left.impossible
                and not mention.impossible
                and len(gap) < 25
                and _patterns().between.fullmatch(gap)
            ):
                year = left.year
                if year is None and mention.year is not None:
                    earlier = (left.month, left.day) <= (mention.month, mention.day)
                    year = mention.year if earlier else mention.year - 1
                joined[-1] = _checked(
                    replace(
                        left,
                        end=mention.end,
                        year=year,
                        last=mention.last or (mention.month, mention.day),
                    )
                )
                continue
        joined.append(mention)
    return joined
