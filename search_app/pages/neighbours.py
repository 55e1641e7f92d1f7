"""The articles before and after one in the search that a reader came from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from search_app.pages.state import PageState
from search_app.service import service
from search_index.engines.base import Searcher
from search_index.errors import QueryTimeout
from search_index.model.hits import Hit

SLACK = 4
"""By how many places an article is looked for where the index has changed since the search."""

_MOST_DIGITS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Where an article is among the hits of a search, from 1, and what is next to it."""

    at: int
    total: int
    previous: Hit | None
    next: Hit | None


def rank_of(text: str | None) -> int | None:
    """The place that an address names, from 1; None where it names none."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS:
        return None
    return int(text) or None


def neighbours(
    searcher: Searcher, article_id: str, came: PageState, at: int, timeout_ms: int
) -> Neighbours | None:
    """One search for the hits around a place; None where the article is not among them."""
    start = max(at - 1 - SLACK, 0)
    query = replace(
        came.query,
        prefix="last",
        offset=start,
        per_page=2 * SLACK + 1,
        facets=(),
        highlight=False,
        timeout_ms=timeout_ms,
    )
    try:
        found = service().search(searcher, query)
    except QueryTimeout:
        return None
    ids = [hit.article.id for hit in found.hits]
    if article_id not in ids:
        return None
    place = ids.index(article_id)
    return Neighbours(
        at=start + place + 1,
        total=found.total,
        previous=found.hits[place - 1] if place else None,
        next=found.hits[place + 1] if place + 1 < len(ids) else None,
    )
