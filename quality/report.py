"""The report of an archive: counts of its pages and articles, as of one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Self

from search_index.model.sentences import NONE, LongSentences

LOW_CONFIDENCE: Final = 0.7
"""A date that is less sure counts as one of low confidence."""

SHORT_CHARS: Final = 250
LONG_CHARS: Final = 25_000
"""Stories that are shorter or longer are worth a look: half a story, or several."""

MOST_OUTLETS: Final = 500
MOST_GAPS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedKind:
    """Pages that were rejected for one reason."""

    reason: str
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletCounts:
    """What comes from one outlet; None is what says of no outlet. `kinds` counts its pages."""

    outlet: str | None
    pages: int
    kinds: Mapping[str, int]
    articles: int
    undated: int
    low_confidence: int
    first_date: str | None
    last_date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Days without an article: from the first to the last, both included."""

    first: str
    last: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days of the archive, from the first to the last that an article is of.

    Only articles whose day is known count. `gaps` are the longest, those first.
    """

    first: str | None = None
    last: str | None = None
    with_articles: int = 0
    without_articles: int = 0
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveReport:
    """Counts of an archive after a run; `at` is an instant in UTC (ISO 8601).

    `pages` are all that were read, `rejected` those of them that gave nothing. Dates:
    `undated` have none, `low_confidence` one that is less sure than LOW_CONFIDENCE,
    `disagreeing` one that something else on the page or a copy of the story contradicts.
    `removed_lines` were taken from pages, `removed_reasons` says why for those next to stories,
    `long_sentences` what became of whole sentences.
    """

    at: str
    snapshot: str
    pages: int = 0
    rejected: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    rejected_reasons: tuple[RejectedKind, ...] = ()
    articles: int = 0
    undated: int = 0
    low_confidence: int = 0
    disagreeing: int = 0
    untitled: int = 0
    short: int = 0
    long: int = 0
    near_duplicates: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)
    date_sources: Mapping[str, int] = field(default_factory=dict)
    removed_lines: int = 0
    removed_reasons: Mapping[str, int] = field(default_factory=dict)
    long_sentences: LongSentences = NONE
    outlets: tuple[OutletCounts, ...] = ()
    more_outlets: int = 0
    days: Days = Days()

    def share(self, count: int) -> float:
        """Of all articles."""
        return count / self.articles if self.articles else 0.0

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, with shares; `from_json` reads them back."""
        values = asdict(self)
        values["long_sentences"] = self.long_sentences.to_json()
        for name in ("undated", "low_confidence", "disagreeing", "untitled"):
            values[f"{name}_share"] = round(self.share(getattr(self, name)), 4)
        return values

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Read what `to_json` gave. Raises KeyError, TypeError, ValueError."""
        given = {name: values[name] for name in cls.__dataclass_fields__}
        given["rejected_reasons"] = tuple(RejectedKind(**row) for row in given["rejected_reasons"])
        given["outlets"] = tuple(OutletCounts(**row) for row in given["outlets"])
        days = dict(given["days"])
        days["gaps"] = tuple(Gap(**row) for row in days["gaps"])
        given["days"] = Days(**days)
        sentences = given["long_sentences"]
        names = ("total", "boilerplate", "in_no_story")
        given["long_sentences"] = LongSentences(**{name: sentences[name] for name in names})
        return cls(**given)
