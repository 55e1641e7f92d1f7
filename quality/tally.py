"""Counting: pages and articles go by once, a report comes out."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from quality.facts import Facts, days_apart
from quality.report import (
    LONG_CHARS,
    LOW_CONFIDENCE,
    MOST_GAPS,
    MOST_OUTLETS,
    SHORT_CHARS,
    ArchiveReport,
    Days,
    Gap,
    OutletCounts,
    RejectedKind,
)
from search_index.model.sentences import NONE, LongSentences

_DAY: Final = datetime.timedelta(days=1)


@dataclass(slots=True)
class _Outlet:
    kinds: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    first: str | None = None
    last: str | None = None


class Tally:
    """Takes the facts of articles, those of a page one after the other, and all pages."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter()
        self._rejected: Counter[str] = Counter()
        self._languages: Counter[str] = Counter()
        self._sources: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._outlets: dict[str | None, _Outlet] = {}
        self._days: set[str] = set()
        self._page: tuple[str, str | None] | None = None

    def article(self, facts: Facts, *, kind: str) -> None:
        """Count an article, and its page where it is the first of it for its outlet."""
        outlet = self._outlets.setdefault(facts.outlet, _Outlet())
        counted = (
            ("articles", True),
            ("undated", facts.date is None),
            ("low_confidence", facts.date is not None and facts.confidence < LOW_CONFIDENCE),
            ("disagreeing", facts.elsewhere is not None),
            ("untitled", not facts.is_titled),
            ("short", facts.chars < SHORT_CHARS),
            ("long", facts.chars > LONG_CHARS),
            ("near_duplicates", facts.duplicate_of is not None),
        )
        for name, holds in counted:
            if holds:
                self._counts[name] += 1
                outlet.counts[name] += 1
        self._languages[facts.language] += 1
        self._sources[facts.date_source] += 1
        self._reasons.update(facts.reasons)
        if (facts.page, facts.outlet) != self._page:
            self._page = facts.page, facts.outlet
            outlet.kinds[kind] += 1
        if facts.date:
            outlet.first = min(outlet.first or facts.date, facts.date)
            outlet.last = max(outlet.last or facts.date, facts.date)
            if len(facts.date) == len("YYYY-MM-DD"):
                self._days.add(facts.date)

    def disagree(self, articles: int) -> None:
        """Count articles of which another one says that they are of another day."""
        self._counts["disagreeing"] += articles

    def page(self, *, kind: str, reason: str | None, removed: int) -> None:
        """Count a page; `reason` says why it gave nothing."""
        self._counts.update(pages=1, rejected=reason is not None, removed_lines=removed)
        self._kinds[kind] += 1
        if reason is not None:
            self._rejected[reason] += 1

    def report(
        self, *, at: str, snapshot: str, long_sentences: LongSentences = NONE
    ) -> ArchiveReport:
        """What was counted."""
        by_size = sorted(
            self._outlets.items(), key=lambda item: (-item[1].counts["articles"], item[0] or "")
        )
        plain = (
            "pages", "rejected", "articles", "undated", "low_confidence", "disagreeing",
            "untitled", "short", "long", "near_duplicates", "removed_lines",
        )  # fmt: skip
        return ArchiveReport(
            at=at,
            snapshot=snapshot,
            kinds=_sorted(self._kinds),
            rejected_reasons=tuple(
                RejectedKind(reason=reason, pages=pages)
                for reason, pages in _sorted(self._rejected).items()
            ),
            languages=_sorted(self._languages),
            date_sources=_sorted(self._sources),
            removed_reasons=_sorted(self._reasons),
            long_sentences=long_sentences,
            outlets=tuple(_counts(name, outlet) for name, outlet in by_size[:MOST_OUTLETS]),
            more_outlets=max(len(by_size) - MOST_OUTLETS, 0),
            days=_days(self._days),
            **{name: self._counts[name] for name in plain},
        )


def _counts(name: str | None, outlet: _Outlet) -> OutletCounts:
    return OutletCounts(
        outlet=name,
        pages=outlet.kinds.total(),
        kinds=_sorted(outlet.kinds),
        articles=outlet.counts["articles"],
        undated=outlet.counts["undated"],
        low_confidence=outlet.counts["low_confidence"],
        first_date=outlet.first,
        last_date=outlet.last,
    )


def _sorted(counter: Counter[str]) -> Mapping[str, int]:
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))


def _days(known: set[str]) -> Days:
    if not known:
        return Days()
    ordered = sorted(known)
    gaps = []
    without = 0
    for before, after in pairwise(ordered):
        missing = (days_apart(before, after) or 1) - 1
        if missing > 0:
            without += missing
            first = datetime.date.fromisoformat(before) + _DAY
            last = datetime.date.fromisoformat(after) - _DAY
            gaps.append(Gap(first=first.isoformat(), last=last.isoformat(), days=missing))
    gaps.sort(key=lambda gap: (-gap.days, gap.first))
    return Days(
        first=ordered[0],
        last=ordered[-1],
        with_articles=len(ordered),
        without_articles=without,
        gaps=tuple(gaps[:MOST_GAPS]),
    )
