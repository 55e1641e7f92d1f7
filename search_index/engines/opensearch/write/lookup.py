"""What a writer asks of an index: keys of documents, and exact counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from search_index.engines.opensearch.bridge.connection import Connection
from search_index.engines.opensearch.store.dsl import Dsl

LIST: Final = 10_000
"""So many ids or pages go into one request."""


def of_ids(ids: Sequence[str]) -> Dsl:
    """A filter for the articles with these ids."""
    return {"terms": {"id": list(ids)}}


def of_pages(pages: Sequence[str]) -> Dsl:
    """A filter for the articles of these pages."""
    return {"terms": {"page": list(pages)}}


def keys_and_pages(
    connection: Connection, index: str, filters: Sequence[Dsl]
) -> Iterator[tuple[str, str]]:
    """The keys and pages of the documents that pass the filters."""
    after: list[Any] | None = None
    while True:
        body: Dsl = {
            "query": {"bool": {"filter": list(filters)}},
            "sort": [{"order": "asc"}],
            "size": LIST,
            "_source": False,
            "docvalue_fields": ["page"],
        }
        if after is not None:
            body["search_after"] = after
        rows = _search(connection, index, body)["hits"]["hits"]
        for row in rows:
            yield row["_id"], row["fields"]["page"][0]
        if len(rows) < LIST:
            return
        after = rows[-1]["sort"]


def count(connection: Connection, index: str, filters: Sequence[Dsl]) -> int:
    """How many documents pass the filters."""
    body = {"query": {"bool": {"filter": list(filters)}}, "size": 0, "track_total_hits": True}
    return int(_search(connection, index, body)["hits"]["total"]["value"])


def pages(
    connection: Connection, index: str, filters: Sequence[Dsl], among: Sequence[str] | None = None
) -> Iterator[list[str]]:
    """The pages that have a document that passes the filters, each once, many at a time."""
    limits = [*filters, *([of_pages(among)] if among is not None else [])]
    after: Dsl | None = None
    while True:
        buckets: Dsl = {"size": LIST, "sources": [{"page": {"terms": {"field": "page"}}}]}
        if after is not None:
            buckets["after"] = after
        body = {
            "query": {"bool": {"filter": limits}},
            "size": 0,
            "aggs": {"pages": {"composite": buckets}},
        }
        found = _search(connection, index, body)["aggregations"]["pages"]
        yield [bucket["key"]["page"] for bucket in found["buckets"]]
        after = found.get("after_key")
        if after is None:
            return


def _search(connection: Connection, index: str, body: Dsl) -> dict[str, Any]:
    """Search all shards or fail: what is counted here is committed."""
    answer: dict[str, Any] = connection.request(
        "POST", f"/{index}/_search", body, params={"allow_partial_search_results": "false"}
    )
    return answer
