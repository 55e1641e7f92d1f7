"""A query: what is asked of an index, independent of HTTP and of any engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from search_index.model.conditions import Condition
from search_index.model.reordering import Reordering
from search_index.model.synonyms import Synonyms

Match = Literal["auto", "all", "any"]
Sort = Literal["relevance", "newest", "oldest"]

FACET_FIELDS: tuple[str, ...] = (
    "year",
    "month",
    "person",
    "organization",
    "place",
    "outlet",
    "author",
    "section",
    "speaker",
    "tag",
    "language",
    "source",
)
"""The fields that can be filtered and counted."""

DEFAULT_FACETS: tuple[str, ...] = ("year", "person", "organization", "place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question.

    `text` is what the person typed; with `prefix` "last" its last word may be unfinished.
    `include` and `exclude` map a facet field to values:
    OR within a field, AND across fields. `date_from` and `date_to` are YYYY, YYYY-MM or
    YYYY-MM-DD, inclusive. `where` is a further filter. `offset` counts the hits to pass over
    and wins over `page`. `snapshot` asks for a named snapshot of the index (paging);
    `timeout_ms` None means no limit. `synonyms` widen the words of `text`, and `reordering` puts
    the best hits in another order.
    """

    text: str = ""
    match: Match = "auto"
    prefix: Literal["none", "last"] = "none"
    page: int = 1
    per_page: int = 10
    offset: int | None = None
    sort: Sort = "relevance"
    date_from: str | None = None
    date_to: str | None = None
    missing_date: bool = False
    include: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    where: Condition | None = None
    facets: tuple[str, ...] = DEFAULT_FACETS
    facet_size: int = 10
    highlight: bool = True
    snippet_chars: int = 240
    typo: bool = True
    collapse: bool = True
    explain: bool = False
    snapshot: str | None = None
    timeout_ms: int | None = None
    synonyms: Synonyms | None = field(default=None, repr=False)
    reordering: Reordering | None = field(default=None, repr=False)

    @property
    def order(self) -> Sort:
        """The order of the hits: where nothing is asked for, the newest are the most relevant."""
        if self.sort == "relevance" and not self.text.strip():
            return "newest"
        return self.sort

    @property
    def start(self) -> int:
        """The place of the first hit that is wanted, from 0."""
        return (self.page - 1) * self.per_page if self.offset is None else self.offset

    @property
    def stop(self) -> int:
        """The place after that of the last hit that is wanted."""
        return self.start + self.per_page
