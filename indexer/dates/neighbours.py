"""What the stories above and below say of one without a date: newest come first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

_WEEK = timedelta(days=7)
_SLACK = timedelta(days=3)
_FAR = timedelta(days=120)


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """The days known above and below a story, with the positions of their stories."""

    above: date | None
    below: date | None
    above_at: int | None = None
    below_at: int | None = None


class Column:
    """The days of a page's stories in page order, None for a story without one.

    A story of which only the month is known has the first and the last day of it.
    """

    def __init__(self, spans: Sequence[tuple[date, date] | None]) -> None:
        self._spans = list(spans)
        self._known = [position for position, span in enumerate(spans) if span]
        days = [
            (position, span[0])
            for position, span in enumerate(spans)
            if span is not None and span[0] == span[1]
        ]
        pairs = list(pairwise(days))
        self.newest_first = all(below <= above + _SLACK for (_, above), (_, below) in pairs)
        steps = [
            abs((above - below).days) / (lower - upper) for (upper, above), (lower, below) in pairs
        ]
        self._step_days = median(steps) if len(steps) >= 2 else None

    def put(self, position: int, span: tuple[date, date] | None) -> None:
        """Take a story's days as known from now on, but for the order and pace of the page."""
        if self._spans[position] is None and span is not None:
            insort(self._known, position)
        self._spans[position] = span or self._spans[position]

    def between(self, position: int) -> Between:
        """The nearest known days above and below the story at `position`."""
        at, after = bisect_left(self._known, position), bisect_right(self._known, position)
        above = self._known[at - 1] if at else None
        below = self._known[after] if after < len(self._known) else None
        high = self._spans[above] if above is not None else None
        low = self._spans[below] if below is not None else None
        return Between(
            above=high[0] if high else None,
            below=low[1] if low else None,
            above_at=above,
            below_at=below,
        )

    def strays(self, position: int, day: date | None) -> bool:
        """Whether `day` lies months outside of what the neighbours leave to the story."""
        around = self.between(position)
        if day is None or around.above is None or around.below is None:
            return False
        low, high = min(around.above, around.below), max(around.above, around.below)
        return not low - _FAR <= day <= high + _FAR

    def year_of(self, month: int, day: int, weekday: int | None, position: int) -> date | None:
        """The day of a story that leaves out its year, from the days around it."""
        around = self.between(position)
        if around.above is None and around.below is None:
            return None
        low = around.below or (around.above or date.max) - timedelta(days=330)
        high = around.above or (around.below or date.min) + timedelta(days=330)
        low, high = min(low, high), max(low, high)
        ranked = []
        for year in range(low.year - 1, high.year + 2):
            try:
                told = date(year, month, day)
            except ValueError:
                continue
            outside = max((low - told).days, (told - high).days, 0)
            near = min(abs((told - end).days) for end in (around.above, around.below) if end)
            misfit = weekday is not None and told.weekday() != weekday
            if outside <= 45:
                ranked.append((misfit, outside, near, told))
        return min(ranked)[3] if ranked else None

    def day_of_weekday(self, weekday: int, position: int) -> date | None:
        """The only day of that weekday that the neighbours leave, None where there are more."""
        around = self.between(position)
        if not self.newest_first or self._vague(around.above_at) or self._vague(around.below_at):
            return None
        if around.above and around.below:
            low, high = min(around.above, around.below), max(around.above, around.below)
            days = _weekdays(weekday, low, high)
            if not days and high - low < _WEEK:
                # told some days after it happened
                days = _weekdays(weekday, high - timedelta(days=6), high)
            return days[0] if len(days) == 1 else None
        known, at = (
            (around.below, around.below_at) if around.below else (around.above, around.above_at)
        )
        if known is None or at is None or not self._near(at, position):
            return None
        if around.below:
            return _weekdays(weekday, known, known + timedelta(days=6))[0]
        return _weekdays(weekday, known - timedelta(days=6), known)[0]

    def month_of(self, position: int) -> str | None:
        """YYYY-MM where the neighbours agree on the month, YYYY where only on the year."""
        around = self.between(position)
        if around.above and around.below:
            first, last = around.below, around.above
        elif around.below and around.below_at is not None and self._step_days is not None:
            ahead = timedelta(days=self._step_days * (around.below_at - position))
            first, last = around.below, around.below + ahead
        elif around.above and around.above_at is not None and self._step_days is not None:
            back = timedelta(days=self._step_days * (position - around.above_at))
            first, last = around.above - back, around.above
        else:
            return None
        if first.year != last.year:
            return None
        return f"{first:%Y-%m}" if first.month == last.month else f"{first:%Y}"

    def _vague(self, position: int | None) -> bool:
        """Whether of that story only the month is known."""
        span = self._spans[position] if position is not None else None
        return span is not None and span[0] != span[1]

    def _near(self, at: int, position: int) -> bool:
        """Whether the page's pace leaves less than a week between two of its stories."""
        if self._step_days is None:
            return False
        return self._step_days * abs(at - position) < 5


def _weekdays(weekday: int, low: date, high: date) -> list[date]:
    """The days of that weekday from `low` to `high`, both included."""
    first = low + timedelta(days=(weekday - low.weekday()) % 7)
    days = []
    while first <= high:
        days.append(first)
        first += _WEEK
    return days
