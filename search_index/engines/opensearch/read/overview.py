"""What an index holds, counted once for each state."""

from __future__ import annotations

from search_index.engines.base import Stats
from search_index.engines.opensearch.bridge.connection import Deadline
from search_index.engines.opensearch.read.view import View
from search_index.engines.opensearch.store.facet_keys import value_of
from search_index.engines.opensearch.store.mapping import COUNT
from search_index.engines.opensearch.store.state import ENGINE
from search_index.schema import SCHEMA_VERSION
from search_index.text.analysis import VERSION


def overview(view: View, deadline: Deadline) -> Stats:
    """Count the articles, their languages, and the days they span."""
    state = view.state
    everything = {"bool": {"filter": view.visible}}
    counted = view.search(
        {
            "query": everything,
            "size": 0,
            "track_total_hits": True,
            "aggs": {"languages": {"terms": {"field": COUNT.format("language"), "size": 1000}}},
        },
        deadline,
    )
    languages = counted["aggregations"]["languages"]["buckets"]
    store = view.connection.request("GET", f"/{state.target}/_stats/store", limit_s=10.0)
    return Stats(
        articles=counted["hits"]["total"]["value"],
        pages=state.pages,
        first_date=_edge(view, "asc", deadline),
        last_date=_edge(view, "desc", deadline),
        languages={value_of(bucket["key"]): bucket["doc_count"] for bucket in languages},
        engine=ENGINE,
        schema_version=SCHEMA_VERSION,
        analysis_version=VERSION,
        snapshot=state.snapshot,
        built=state.built,
        index_bytes=store["_all"]["total"]["store"]["size_in_bytes"],
        long_sentences=state.long_sentences,
    )


def _edge(view: View, order: str, deadline: Deadline) -> str | None:
    """The earliest or latest date, as it is stored."""
    body = {
        "query": {"bool": {"filter": [{"exists": {"field": "date"}}, *view.visible]}},
        "sort": [{"date": order}],
        "size": 1,
        "_source": False,
        "docvalue_fields": ["date"],
        "track_total_hits": False,
    }
    rows = view.search(body, deadline)["hits"]["hits"]
    return str(rows[0]["fields"]["date"][0]) if rows else None
