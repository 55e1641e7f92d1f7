"""How often questions find articles over time, as counts and as shares of all articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from search_index.engines.base import Searcher
from search_index.model.query import Query

Unit = Literal["year", "month"]
MOST_QUERIES = 5
MOST_BUCKETS = 600
"""Fifty years of months. Where there are more, the latest are shown."""
_MOST_VALUES = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One question: its articles in each bucket, and those that are in none."""

    text: str
    counts: tuple[int, ...]
    undated: int

    @property
    def total(self) -> int:
        """Its articles, dated or not."""
        return sum(self.counts) + self.undated


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """Buckets of time in their order, the empty ones too, with all articles of each.

    `earlier` counts buckets that were left out because there are too many.
    """

    unit: Unit
    buckets: tuple[str, ...]
    totals: tuple[int, ...]
    undated: int
    earlier: int
    series: tuple[Trend, ...]

    def share(self, trend: Trend, place: int) -> float:
        """The part of a bucket's articles that a question finds, from 0 to 1."""
        total = self.totals[place]
        return trend.counts[place] / total if total else 0.0

    def undated_share(self, trend: Trend) -> float:
        """The same of what has no bucket."""
        return trend.undated / self.undated if self.undated else 0.0


def trends(
    searcher: Searcher, texts: Sequence[str], common: Query, unit: Unit, timeout_ms: int
) -> Trends:
    """Ask each question with the filters of `common`. Raises QueryTimeout.

    Only articles with all words of a question count, and words are taken as they are typed.
    """
    base = replace(common, text="", match="all", typo=False, timeout_ms=timeout_ms)
    whole = _counts(searcher, base, unit)
    found = [_counts(searcher, replace(base, text=text), unit) for text in texts]
    buckets = _buckets([name for name in whole if name is not None], unit)
    earlier = max(0, len(buckets) - MOST_BUCKETS)
    buckets = buckets[earlier:]
    return Trends(
        unit=unit,
        buckets=tuple(buckets),
        totals=tuple(whole.get(bucket, 0) for bucket in buckets),
        undated=whole.get(None, 0),
        earlier=earlier,
        series=tuple(
            Trend(
                text=text,
                counts=tuple(counts.get(bucket, 0) for bucket in buckets),
                undated=counts.get(None, 0),
            )
            for text, counts in zip(texts, found, strict=True)
        ),
    )


def _counts(searcher: Searcher, query: Query, unit: Unit) -> Mapping[str | None, int]:
    return {one.value: one.count for one in searcher.facet(query, unit, size=_MOST_VALUES)}


def _buckets(names: Sequence[str], unit: Unit) -> list[str]:
    """Every year or month from the first to the last, the empty ones too."""
    if not names:
        return []
    first, last = min(names), max(names)
    years = range(int(first[:4]), int(last[:4]) + 1)
    if unit == "year":
        return [f"{year:04}" for year in years]
    months = [f"{year:04}-{month:02}" for year in years for month in range(1, 13)]
    return [month for month in months if first <= month <= last]
