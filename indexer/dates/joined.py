"""Mentions that are one: the ends of a range, and a day by two calendars."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from indexer.dates.grammar import patterns
from indexer.dates.mention import Mention


def join_calendars(folded: str, mentions: list[Mention]) -> list[Mention]:
    """Join a Hijri and a Gregorian date of one day; the Gregorian one is believed."""
    joined: list[Mention] = []
    for mention in mentions:
        left = joined[-1] if joined else None
        if (
            left
            and left.hijri != mention.hijri
            and mention.start - left.end < 25
            and patterns().beside.fullmatch(folded, left.end, mention.start)
        ):
            believed = mention if left.hijri else left
            joined[-1] = replace(
                believed,
                start=left.start,
                end=mention.end,
                weekday=left.weekday if left.weekday is not None else mention.weekday,
            )
        else:
            joined.append(mention)
    return joined


def join_ranges(folded: str, mentions: list[Mention]) -> list[Mention]:
    """Join "30 May to 2 June 2022" into one mention; the first day takes the year."""
    joined: list[Mention] = []
    for mention in mentions:
        whole = _range(folded, joined[-1], mention) if joined else None
        if whole:
            joined[-1] = whole
        else:
            joined.append(mention)
    return joined


_LONGEST_RANGE = timedelta(days=92)
_LONGEST_PAIR = timedelta(days=7)


def _range(folded: str, first: Mention, last: Mention) -> Mention | None:
    """The range from `first` to `last`, None where the two do not make one."""
    if first.day is None or last.day is None or first.last or first.hijri or last.hijri:
        return None
    gap = last.start - first.end < 25 and patterns().between.fullmatch(
        folded, first.end, last.start
    )
    if not gap:
        return None
    year = first.year
    if year is None and last.year is not None:
        in_order = (first.month, first.day) <= (last.month, last.day)
        year = last.year if in_order else last.year - 1
    known = year or 2000
    start, end = first.on(known), last.on(last.year or known)
    if start is None or end is None:
        return None
    if end < start and last.year is None:
        end = last.on(known + 1) or end
    longest = _LONGEST_PAIR if gap["both"] else _LONGEST_RANGE
    if not timedelta(0) < end - start <= longest:
        return None
    return replace(first, end=last.end, year=year, last=last.last or (last.month, last.day))
