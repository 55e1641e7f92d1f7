"""Days that a text names only by their distance: yesterday, hier, أمس, "Thursday's meeting"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from indexer.language import calendar
from indexer.language.folding import fold
from indexer.language.words import blanks_for, spaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """A day named by its weekday, or by its distance in days from when the story was told.

    `start` and `end` are offsets into the text that was read. One of `weekday`
    (0 is Monday) and `distance` (yesterday is -1) is not None.
    """

    start: int
    end: int
    weekday: int | None = None
    distance: int | None = None

    def before(self, told: date) -> date:
        """The day meant in a story of the day `told`: that day or one of the six before it."""
        if self.distance is not None:
            return told + timedelta(days=self.distance)
        return told - timedelta(days=(told.weekday() - (self.weekday or 0)) % 7)


class _Patterns(NamedTuple):
    """`plain` are the first words of the weekdays of plain letters, in the plural as well:
    without one of them text in plain letters names none, which is soon told."""

    plain: frozenset[str]
    weekday: re.Pattern[str]
    distance: re.Pattern[str]


# the words next to a weekday that make it one certain day, and those that do not
_SINGLE_BEFORE = re.compile(
    r"(?:(?:^|[\s(,])(?:on|last|this|late|early|yesterday|today|ce|hier|aujourd'hui|reunion de"
    r"|seance de|rencontre de|session de|ceremonie de|match de|conference de|journee de"
    r"|\w{2,}(?:ed|e|ee|es|ees)|held|met|took place|began|since|depuis|recu|tenue?s?|eu lieu"
    r"|ouverte?s?|offerte?s?|(?:re|per|pro)?mise?s?|prise?s?|faite?s?|conclue?s?|elue?s?)\s*,?"
    r"|(?:^|\W)[وب]?(?:يوم|امس|اليوم|مساء|صباح|ظهر|عصر|ليله|اجتماع|لقاء|جلسه|ندوه|حفل))\s*$"
)
_SINGLE_AFTER = re.compile(
    r"'s\b|\s*(?:morning|afternoon|evening|night|dernier|matin|soir|apres-midi"
    r"|الماضي|المنصرم|الفائت|الجاري|الاخير)"
)
_MANY_BEFORE = re.compile(
    r"(?:every|each|except|next|coming|until|till|by|before|following|most|good|black|holy"
    r"|chaque|tous les|sauf|jusqu'a|avant|كل|ايام|عدا|باستثناء|حتي|قبل)\s+(?:on\s+|le\s+|يوم\s+)?$"
)
_MANY_AFTER = re.compile(
    r"s\b|\s*(?:next|prochain|saint|gras|to |through |المقبل|القادم|من كل)|\s*(?:-|and|et|و)\s*"
)


# no day is known by its distance without one of these
_NEEDED = (
    "yesterday", "hier", "last night", "today", "morning", "afternoon", "evening",
    "aujourd'hui", "ce ", "apres-midi", "امس", "اليوم",
)  # fmt: skip


_BLANKS = blanks_for("")
_FIRST_WORD = re.compile(r"[a-z]+")


@cache
def _patterns() -> _Patterns:
    names = calendar.weekday_names()
    weekday = calendar.alternation(names)
    firsts = "".join(sorted({name[0] for name in names}))
    return _Patterns(
        plain=frozenset(
            first + plural
            for name in names
            if name.isascii()
            for first in _FIRST_WORD.findall(name)[:1]
            for plural in ("", "s")
        ),
        weekday=re.compile(rf"(?=[{firsts}])(?<![^\W\d_])(?P<weekday>{weekday})(?=s?(?![^\W\d_]))"),
        distance=re.compile(
            r"(?P<before_last>the day before yesterday|avant-hier|اول امس)"
            r"|(?<!\w)(?:(?P<yesterday>yesterday|hier|last night|[وب]?امس)"
            r"|(?P<today>earlier today|today|this (?:morning|afternoon|evening)"
            r"|aujourd'hui|ce (?:matin|soir|jour)|cet apres-midi|(?:صباح|مساء|ظهر) (?:هذا )?اليوم))"
            r"(?!\w)"
            # the bare word also means "the day", as in "twice in the day", "the third day"
            rf"|(?<!\bفي )(?<!\bهذا )(?<!\bذلك )(?<!\bمن )(?<!\bمنذ )(?<!\bحتي )(?<!\bالي )(?<=\w )"
            rf"(?P<said_today>اليوم)(?=\s*[,.]|\s+(?:{weekday})(?!\w)|\s+(?!ال|نفس|ذات)\w)"
        ),
    )


def find_relative(text: str) -> list[Relative]:
    """The days that `text` names relative to the day on which it was written.

    Weekdays that are a habit ("every Friday") or lie ahead ("next Friday") are left out.
    """
    folded = fold(text)
    found = []
    patterns = _patterns()
    may_name = not folded.isascii() or not patterns.plain.isdisjoint(
        spaced(folded, _BLANKS).split()
    )
    for match in patterns.weekday.finditer(folded) if may_name else ():
        start, end = match.span()
        before = folded[max(0, start - 40) : start]
        after = folded[end : end + 16]
        if _MANY_BEFORE.search(before) or _MANY_AFTER.match(after):
            continue
        if _SINGLE_BEFORE.search(before) or _SINGLE_AFTER.match(after):
            weekday = calendar.weekdays()[calendar.key(match["weekday"])]
            found.append(Relative(start=start, end=end, weekday=weekday))
    if not any(word in folded for word in _NEEDED):
        return found
    for match in patterns.distance.finditer(folded):
        distance = -2 if match["before_last"] else -1 if match["yesterday"] else 0
        found.append(Relative(start=match.start(), end=match.end(), distance=distance))
    found.sort(key=lambda relative: relative.start)
    return found
