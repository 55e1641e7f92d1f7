"""Searches of this dialect, asked of a searcher and answered as Meilisearch would."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from search_app.dialects.meilisearch.attributes import TIMESTAMP, document, facet_of, timestamp
from search_app.dialects.meilisearch.formatting import formatted, positions
from search_app.dialects.meilisearch.parameters import SearchParameters
from search_index.engines.base import Searcher
from search_index.model.article import Article
from search_index.model.hits import FacetValue, Hits
from search_index.model.query import Query

MAX_FACET_VALUES: Final = 100


def search(searcher: Searcher, asked: SearchParameters, timeout_ms: int) -> dict[str, Any]:
    """One answer. Raises QueryTimeout."""
    begin = time.perf_counter()
    query = query_of(asked, timeout_ms)
    hits = searcher.search(query)
    wanted = hits.hits if query.per_page == _size(asked) else ()
    answer: dict[str, Any] = {
        "hits": [_hit(searcher, hit.article, query, asked) for hit in wanted],
        "query": asked.q,
    }
    if asked.facets:
        answer["facetDistribution"] = {
            name: _distribution(hits.facets.get(facet_of(name) or "", ())) for name in asked.facets
        }
        answer["facetStats"] = _stats(searcher, query, hits, asked.facets)
    if asked.page is None:
        answer |= {
            "limit": asked.limit,
            "offset": asked.offset,
            "estimatedTotalHits": hits.total,
        }
    else:
        size = asked.hits_per_page
        answer |= {
            "hitsPerPage": size,
            "page": asked.page,
            "totalPages": -(-hits.total // size) if size else 0,
            "totalHits": hits.total,
        }
    answer["processingTimeMs"] = int((time.perf_counter() - begin) * 1000)
    return answer


def facet_search(
    searcher: Searcher, asked: SearchParameters, name: str, prefix: str, timeout_ms: int
) -> dict[str, Any]:
    """The values of a facet that have a word with this beginning."""
    begin = time.perf_counter()
    values = searcher.facet(
        query_of(asked, timeout_ms), facet_of(name) or name, prefix=prefix, size=MAX_FACET_VALUES
    )
    return {
        "facetHits": [
            {"value": each.value, "count": each.count} for each in values if each.value is not None
        ],
        "facetQuery": prefix or None,
        "processingTimeMs": int((time.perf_counter() - begin) * 1000),
    }


def query_of(asked: SearchParameters, timeout_ms: int) -> Query:
    """The question that the parameters ask."""
    size = _size(asked)
    offset = asked.offset
    if asked.page is not None:
        offset = max(asked.page - 1, 0) * asked.hits_per_page
    facets = tuple(dict.fromkeys(field for name in asked.facets if (field := facet_of(name))))
    return Query(
        text=asked.q,
        match=asked.match,
        offset=offset,
        per_page=max(size, 1),
        sort=asked.sort,
        where=asked.where,
        facets=facets,
        facet_size=MAX_FACET_VALUES,
        highlight=False,
        timeout_ms=timeout_ms,
    )


def _size(asked: SearchParameters) -> int:
    """How many hits are wanted; page 0 has none, as there."""
    if asked.page is None:
        return asked.limit
    return asked.hits_per_page if asked.page else 0


def _hit(
    searcher: Searcher, article: Article, query: Query, asked: SearchParameters
) -> dict[str, Any]:
    whole = document(article)
    names = whole if asked.retrieve is None else asked.retrieve
    hit = {name: whole[name] for name in names if name in whole}
    if not (asked.highlight or asked.crop or asked.positions):
        return hit
    marks: Mapping[str, Sequence[tuple[int, int]]] = {}
    if query.text.strip():
        found = searcher.highlight(article, query).highlights
        marks = {
            name: [
                (piece.start + start, piece.start + end)
                for piece in pieces
                for start, end in piece.offsets
            ]
            for name, pieces in found.items()
        }
    if asked.highlight or asked.crop:
        hit["_formatted"] = formatted(whole, marks, asked)
    if asked.positions:
        hit["_matchesPosition"] = positions(whole, marks)
    return hit


def _distribution(values: Sequence[FacetValue]) -> dict[str, int]:
    return {each.value: each.count for each in values if each.value is not None}


def _stats(
    searcher: Searcher, query: Query, hits: Hits, facets: Sequence[str]
) -> dict[str, dict[str, int]]:
    """The smallest and the largest value of the numeric facets over all hits."""
    numeric = [name for name in facets if name in ("year", TIMESTAMP)]
    if not numeric or not hits.total:
        return {}
    edges: list[str] = []
    for sort in ("oldest", "newest"):
        edge = replace(query, sort=sort, offset=0, per_page=1, facets=())
        found = searcher.search(edge).hits
        if not found or found[0].article.date is None:
            return {}
        edges.append(found[0].article.date)
    found_values = {
        "year": [int(date[:4]) for date in edges],
        TIMESTAMP: [timestamp(date) or 0 for date in edges],
    }
    return {
        name: {"min": min(found_values[name]), "max": max(found_values[name])} for name in numeric
    }
