"""What is known of the date of a story, and why."""

from __future__ import annotations

from dataclasses import dataclass

from search_index.article import DateSource, Precision, Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """The date of a story, as precise as is known: YYYY-MM-DD, YYYY-MM or YYYY.

    `confidence` is between 0 (undated) and 1. `event_date` is the day that the story
    names for what it reports. `provenance` holds offsets into the page's text.
    """

    date: str | None = None
    precision: Precision | None = None
    source: DateSource = "none"
    confidence: float = 0.0
    event_date: str | None = None
    provenance: tuple[Provenance, ...] = ()


UNDATED = Dating()
