"""Lines that tell a story's age: "3 days ago", « il y a 2 semaines - 98 vues », منذ يومين."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from babel.dates import format_timedelta

from indexer.dates.dateline import HEADLINE, TIME, foreign_words
from indexer.dates.dating import iso
from indexer.language.folding import fold, places_without_marks, without_marks

_MAX_CHARS = 90
_MAX_FOREIGN = 4
_LONGEST = timedelta(days=3650)

# the cheap look that most lines fail; folded
# (each alternative begins with its letter, and only then looks at what is before it, so that the
# letters by which one may begin are looked for first)
_ANY = re.compile(
    r"a(?<!\wa)go\b|i(?<!\wi)l y a\b|منذ|قبل|مضت|yesterday|h(?<!\wh)ier\b|امس|t(?<!\wt)oday\b"
    r"|aujourd'hui|(?:v(?<!\wv)or|h(?<!\wh)ace|h(?<!\wh)a) (?:\d|un|ein)|f(?<!\wf)a\b"
    r"|g(?<!\wg)eleden\b"
    r"|н(?<!\wн)азад\b|т(?<!\wт)ому\b|o(?<!\wo)nce\b|t(?<!\wt)emu\b|s(?<!\ws)edan\b"
    r"|s(?<!\ws)iden\b|l(?<!\wl)alu\b|a(?<!\wa)yer\b|i(?<!\wi)eri\b|g(?<!\wg)estern\b"
    r"|o(?<!\wo)ntem\b|в(?<!\wв)чера\b|d(?<!\wd)un\b|g(?<!\wg)isteren\b|h(?<!\wh)oy\b"
    r"|h(?<!\wh)eute\b|o(?<!\wo)ggi\b|h(?<!\wh)oje\b|с(?<!\wс)егодня\b|b(?<!\wb)ugun\b"
    r"|پيش|پیش|ديروز|دیروز|امروز"
)

_Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]
_Width = Literal["long", "short", "narrow"]
_UNITS: dict[_Unit, timedelta] = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30.5),
    "year": timedelta(days=365),
}
_COUNTS = (1, 2, 3, 11, 100)  # one of each plural form of the three languages
_WORDS = {
    **dict.fromkeys(("a", "an", "one", "un", "une"), 1),
    **{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9},
    **{"ten": 10, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8},
    **{"neuf": 9, "dix": 10},
}
# days by a word of their own: folded pattern and distance
_DAYS = (
    (r"the day before yesterday|avant-hier|(?:اول|قبل) (?:ال)?امس", 2),
    (
        r"yesterday|hier(?: soir| matin)?|(?:ال)?امس|ayer|ieri|gestern|ontem|вчера|dun|د[يی]روز"
        r"|gisteren",
        1,
    ),
    (r"(?:earlier )?today|aujourd'hui|hoy|heute|oggi|hoje|сегодня|bugun|امروز", 0),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """How long before the page was read a story was published, and where the line says so.

    `unit` is one of second, minute, hour, day, week, month, year; `start` and `end` are
    offsets into the line.
    """

    count: int
    unit: str
    start: int
    end: int

    def before(self, read: date) -> str | None:
        """The date as precise as the age is: a day, or of months and years only those."""
        if self.unit == "year":
            return f"{read.year - self.count:04}" if self.count < read.year - 1970 else None
        if self.unit == "month":
            months = read.year * 12 + read.month - 1 - self.count
            return iso(months // 12, months % 12 + 1, None) if months >= 1971 * 12 else None
        length = self.count * next(length for unit, length in _UNITS.items() if unit == self.unit)
        return None if length > _LONGEST else (read - timedelta(days=length.days)).isoformat()


def read_age(text: str) -> Age | None:
    """The age that the line `text` tells, None where the line is anything else.

    Next to it there may be what is next to the day of a date line: a time, labels,
    counters, and a section or an author set apart from it.
    """
    if not 3 <= len(text) <= _MAX_CHARS:
        return None
    folded = fold(without_marks(text))
    if not _ANY.search(folded):
        return None
    match = _pattern().search(folded)
    if match is None:
        return None
    rest = folded[: match.start()] + " " * len(match[0]) + folded[match.end() :]
    unit, _, number = (match.lastgroup or "").split("_")
    count = int(number[1:]) if number[1:] else _number(match[0])
    foreign = _foreign(TIME.sub(lambda time: " " * len(time[0]), rest), match.start())
    if foreign is None or foreign > (_MAX_FOREIGN if count else 0):
        return None
    places = places_without_marks(text)
    start, end = (places[at] if places else at for at in match.span())
    return Age(count=count, unit=unit, start=start, end=end)


def _number(words: str) -> int:
    """The number in the words of an age."""
    found = re.search(r"\d+", words)
    if found:
        return int(found[0])
    return next((_WORDS[word] for word in words.split()[::-1] if word in _WORDS), 1)


# Arabic has no shorter phrases, and « -3 j » is too short to be sure of
_PHRASES: tuple[tuple[str, _Width], ...] = (
    ("en", "long"), ("en", "short"), ("en", "narrow"), ("fr", "long"), ("fr", "short"),
    ("ar", "long"), ("de", "long"), ("es", "long"), ("it", "long"), ("pt", "long"), ("nl", "long"),
    ("ru", "long"), ("uk", "long"), ("tr", "long"), ("fa", "long"), ("pl", "long"), ("sv", "long"),
    ("id", "long"),
)  # fmt: skip
_NUMBER = r"(?:\d{1,3}|" + "|".join(_WORDS) + ")"
_MORE = {
    rf"{_NUMBER}\s?hrs?\.?\s?ago": ("hour", None),
    rf"{_NUMBER}\s?mins?\.?\s?ago": ("minute", None),
    rf"{_NUMBER}\s?wks?\.?\s?ago": ("week", None),
    r"(?:قبل|منذ) \d+ شهور": ("month", None),
    rf"{_NUMBER} jam (?:yang )?lalu": ("hour", None),
    rf"{_NUMBER} hari (?:yang )?lalu": ("day", None),
    r"(?:قبل|منذ) عام": ("year", 1),
    r"(?:قبل|منذ) عامين": ("year", 2),
    r"(?:قبل|منذ) \d+ (?:عام|اعوام)ا?": ("year", None),
}


@cache
def _pattern() -> re.Pattern[str]:
    """A group for each way to tell an age, by name: `day_17_n` has a number, `day_3_n2` is 2.

    The phrases are those of Babel, which has "il y a 3 jours" and قبل يومين with the plurals
    of each language; sites write منذ as often as the قبل that it has.
    """
    ways = {words: ("day", days) for words, days in _DAYS} | _MORE
    for unit, length in _UNITS.items():
        for locale, width in _PHRASES:
            for count in _COUNTS:
                phrase = format_timedelta(
                    -count * length,
                    granularity=unit,
                    threshold=1e9,
                    add_direction=True,
                    format=width,
                    locale=locale,
                )
                words = re.escape(fold(without_marks(phrase))).replace(r"\ ", r"\s?")
                words = words.replace(r"\.", r"\.?").replace("قبل", "(?:قبل|منذ)")
                words = re.sub(r"\\s\?(واحده?)", r"(?: \1)?", words)
                told = None if str(count) in phrase else count
                ways.setdefault(words.replace(str(count), _NUMBER), (unit, told))
    groups = [
        f"(?P<{unit}_{at}_n{'' if count is None else count}>{words})"
        for at, (words, (unit, count)) in enumerate(
            sorted(ways.items(), key=lambda way: -len(way[0]))
        )
    ]
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(groups)})(?![\w-])")


_PART = re.compile(r"[|•·»>/()\[\]–—]|\s-\s")
_BY = re.compile(r"\W*(?:by|par|in|dans|بواسطه|في)\s")


def _foreign(rest: str, at: int) -> int | None:
    """How many words next to the age at `at` are not labels, None where they are not names."""
    foreign = start = 0
    for part in [*_PART.finditer(rest), None]:
        end = part.start() if part else len(rest)
        strange = foreign_words(rest[start:end])
        if len(strange) > 3 or any(HEADLINE.fullmatch(word[0]) for word in strange):
            return None
        if strange and start <= at < end and not _BY.match(rest[at:end].lstrip()):
            return None
        foreign += len(strange)
        start = part.end() if part else end
    return foreign
