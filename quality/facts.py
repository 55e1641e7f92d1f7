"""What the report and the queues want to know of one article and one page."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from quality.report import LONG_CHARS, LOW_CONFIDENCE, SHORT_CHARS
from search_index.model.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One article, without its text. `elsewhere` is another date that something gives for it."""

    id: str
    page: str
    outlet: str | None
    language: str
    date: str | None
    date_source: str
    confidence: float
    is_titled: bool
    chars: int
    duplicate_of: str | None
    reasons: Counter[str]
    elsewhere: str | None = None

    def doubts(self) -> list[tuple[str, float, str]]:
        """(queue, how doubtful from 0 to 1, in which words) of what is not sure."""
        found = []
        if self.date is None:
            found.append(("undated", 1.0, ""))
        elif self.confidence < LOW_CONFIDENCE:
            found.append(("low", 1 - self.confidence, self.date_source))
        if self.elsewhere is not None:
            found.append(("disagreeing", _distance(self.date, self.elsewhere), self.elsewhere))
        if not self.is_titled:
            found.append(("untitled", 1.0, ""))
        if self.chars < SHORT_CHARS:
            found.append(("short", 1 - self.chars / SHORT_CHARS, str(self.chars)))
        if self.chars > LONG_CHARS:
            found.append(("long", 1 - LONG_CHARS / self.chars, str(self.chars)))
        return found


def facts_of(article: Article, *, elsewhere: str | None = None) -> Facts:
    """The facts of an article."""
    return Facts(
        id=article.id,
        page=article.source.page,
        outlet=article.outlet,
        language=article.language,
        date=article.date,
        date_source=article.date_source,
        confidence=article.date_confidence,
        is_titled=bool(article.title.strip()),
        chars=len(article.body),
        duplicate_of=article.duplicate_of,
        reasons=Counter(reason for reason in article.removed_reasons if reason),
        elsewhere=elsewhere,
    )


def days_apart(one: str, other: str) -> int | None:
    """Between two days; None where one of them is not a day."""
    try:
        first, second = (datetime.date.fromisoformat(day) for day in (one, other))
    except ValueError:
        return None
    return abs((first - second).days)


def _distance(date: str | None, other: str) -> float:
    """Near 1 for dates that are years apart."""
    apart = days_apart(date or "", other)
    return 0.5 if apart is None else apart / (apart + 30)
