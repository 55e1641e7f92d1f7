"""The timeline: articles per year, and per month where few years are chosen.

`static/js/timeline.js` draws the same from the API's facets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search_index.model.hits import FacetValue

MOST_BARS = 120
MOST_YEARS_IN_MONTHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One year (YYYY) or month (YYYY-MM). `label` is set where the axis names it."""

    value: str
    count: int
    chosen: bool
    label: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Bars in a row. `peak` is the largest count, `missing` counts what has no bar.

    Where what has no bar is drawn next to the bars (of years), the peak is at least that.
    """

    unit: str
    bars: tuple[Bar, ...]
    peak: int
    missing: int


def year_strip(values: Sequence[FacetValue], first: str | None, last: str | None) -> Strip:
    """A bar for each year from the first that has articles to the last.

    `first` and `last` are the ends of the chosen span. Where that would be more than
    MOST_BARS bars, years without articles are left out.
    """
    counts = _counts(values)
    years = sorted(int(value) for value in counts)
    if years and years[-1] - years[0] < MOST_BARS:
        years = list(range(years[0], years[-1] + 1))
    step = -(-len(years) // 8)
    labels = {year for year in years if year % max(step, 1) == 0}
    return _strip(
        "year", [(f"{year:04}", str(year) if year in labels else None) for year in years],
        counts, values, first, last,
    )  # fmt: skip


def months_to_show(first: str | None, last: str | None, years: Strip) -> tuple[str, str] | None:
    """The first and last year whose months are to be shown; None where that is too much."""
    if not years.bars or not (first or last):
        return None
    low, high = years.bars[0].value, years.bars[-1].value
    start = max((first or low)[:4], low)
    end = min((last or high)[:4], high)
    if not 0 <= int(end) - int(start) < MOST_YEARS_IN_MONTHS:
        return None
    return start, end


def month_strip(
    values: Sequence[FacetValue],
    years: tuple[str, str],
    first: str | None,
    last: str | None,
    names: Sequence[str],
) -> Strip:
    """A bar for each month of the years; `names` are the short names of the months."""
    span = range(int(years[0]), int(years[1]) + 1)
    wanted = []
    for year in span:
        for month in range(1, 13):
            label = names[month - 1] if len(span) == 1 else str(year) if month == 1 else None
            wanted.append((f"{year:04}-{month:02}", label))
    return _strip("month", wanted, _counts(values), values, first, last)


def overlaps(value: str, first: str | None, last: str | None) -> bool:
    """Whether a year or month has a part in a span; an open span has everything."""
    if first and value[: len(first)] < first[: len(value)]:
        return False
    return not (last and value[: len(last)] > last[: len(value)])


def _strip(
    unit: str,
    wanted: Iterable[tuple[str, str | None]],
    counts: dict[str, int],
    values: Sequence[FacetValue],
    first: str | None,
    last: str | None,
) -> Strip:
    narrowed = bool(first or last)
    missing = sum(value.count for value in values if value.value is None)
    bars = tuple(
        Bar(
            value=value,
            count=counts.get(value, 0),
            chosen=narrowed and overlaps(value, first, last),
            label=label,
        )
        for value, label in wanted
    )
    return Strip(
        unit=unit,
        bars=bars,
        peak=max([bar.count for bar in bars] + [missing if unit == "year" else 0]),
        missing=missing,
    )


def _counts(values: Sequence[FacetValue]) -> dict[str, int]:
    return {value.value: value.count for value in values if value.value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A bar as drawn, in percent of the strip.

    `x` and `width` are the bar's share of the strip, the inner ones what is filled of it.
    `amount` says whether the count is written above it.
    """

    bar: Bar
    x: str
    inner: str
    middle: str
    width: str
    inner_width: str
    y: str
    height: str
    top: str
    amount: bool


TOP_PERCENT = 18
BASE_PERCENT = 78
"""Where the highest bar ends and where all begin; the rest is for counts and labels."""
GAP = 0.24
MOST_AMOUNTS = 36
"""With more bars, only the count of the highest is written."""
FEW_BARS = 14
"""So many counts find room on a narrow screen, too."""


def boxes(strip: Strip, *, mirrored: bool) -> list[Box]:
    """The bars as drawn, in the order of time; `mirrored` starts at the right."""
    last = len(strip.bars) - 1
    return [
        _box(bar, last - place if mirrored else place, strip)
        for place, bar in enumerate(strip.bars)
    ]


def _box(bar: Bar, column: int, strip: Strip) -> Box:
    count = len(strip.bars)
    height = bar_height(bar.count, strip.peak)
    return Box(
        bar=bar,
        x=_percent(column, count),
        inner=_percent(column + GAP / 2, count),
        middle=_percent(column + 0.5, count),
        width=_percent(1, count),
        inner_width=_percent(1 - GAP, count),
        y=f"{BASE_PERCENT - height}%",
        height=f"{height}%",
        top=f"{BASE_PERCENT - height - 4}%",
        amount=bar.count > 0 and (count <= MOST_AMOUNTS or bar.count == strip.peak),
    )


def bar_height(count: int, peak: int) -> int:
    """The height of a bar in percent, of the same scale for all up to the peak."""
    return max(3, count * (BASE_PERCENT - TOP_PERCENT) // peak) if count else 0


def _percent(part: float, whole: int) -> str:
    return f"{round(part * 100 / whole, 2):g}%"
