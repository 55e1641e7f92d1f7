"""Near-duplicates folded into one hit, with exact counts.

OpenSearch folds the hits of a page, but counts all articles, and counts distinct values only
roughly. What is exact: an article that copies none is a hit of its own; copies make one hit
for each story, unless the story's own article is a hit already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from search_index.engines.opensearch.bridge.connection import Deadline
from search_index.engines.opensearch.read.query_compiler import has_value
from search_index.engines.opensearch.read.view import View
from search_index.engines.opensearch.store.dsl import Dsl
from search_index.engines.opensearch.store.mapping import COUNT

_FIELD: Final = "duplicate_of"
_STORIES: Final = 10_000
_CHUNK: Final = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """`total` counts hits after folding; `similar` what is folded into each story of a page."""

    total: int
    similar: Mapping[str, int]


def aggregation(filters: Sequence[Dsl]) -> Dsl:
    """Counts the copies of each story among the hits that pass the filters."""
    stories = {"terms": {"field": _FIELD, "size": _STORIES, "shard_size": _STORIES}}
    return {
        "filter": {"bool": {"filter": [{"exists": {"field": _FIELD}}, *filters]}},
        "aggs": {"stories": stories},
    }


def fold(
    view: View, matching: Dsl, answer: Mapping[str, Any], stories: Iterable[str], deadline: Deadline
) -> Folded:
    """Count the hits of `matching`, folded; `answer` is that of a search with `aggregation`.

    `stories` are those that the page shows.
    """
    matched = int(answer["hits"]["total"]["value"])
    found = answer["aggregations"]["copies"]
    if not found["doc_count"]:
        return Folded(total=matched, similar={})
    copies = _copies(view, matching, found["stories"], deadline)
    shown = [story for story in stories if story in copies]
    originals, there = 0, set[str]()
    for chunk in _chunks(list(copies)):
        body = {
            "query": {
                "bool": {
                    "filter": [matching, {"terms": {"id": chunk}}],
                    "must_not": [{"exists": {"field": _FIELD}}],
                }
            },
            "post_filter": {"terms": {"id": shown}},
            "aggs": {"all": {"value_count": {"field": "id"}}},
            "size": len(shown),
            "_source": False,
            "docvalue_fields": ["id"],
        }
        part = view.search(body, deadline)
        originals += int(part["aggregations"]["all"]["value"])
        there |= {hit["fields"]["id"][0] for hit in part["hits"]["hits"]}
    return Folded(
        total=matched - found["doc_count"] + len(copies) - originals,
        similar={story: copies[story] - (story not in there) for story in shown},
    )


def count_each(
    view: View, values: Sequence[tuple[str, str]], deadline: Deadline
) -> tuple[int, ...]:
    """How many stories the articles tell that have each (field, value); one request for all.

    A value with copies among its articles takes others of its own.
    """
    if not values:
        return ()
    having = [has_value(field, (value,)) for field, value in values]
    body = {
        "query": {"bool": {"filter": view.visible}},
        "size": 0,
        "track_total_hits": False,
        "aggs": {
            "each": {
                "filters": {"filters": {str(place): each for place, each in enumerate(having)}},
                "aggs": {"copies": {"filter": {"exists": {"field": _FIELD}}}},
            }
        },
    }
    buckets = view.search(body, deadline)["aggregations"]["each"]["buckets"]
    counts: list[int] = []
    for place, each in enumerate(having):
        bucket = buckets[str(place)]
        counts.append(bucket["doc_count"])
        if bucket["copies"]["doc_count"]:
            matching: Dsl = {"bool": {"filter": [each, *view.visible]}}
            ask = {"query": matching, "size": 0, "track_total_hits": True}
            answer = view.search({**ask, "aggs": {"copies": aggregation([])}}, deadline)
            counts[-1] = fold(view, matching, answer, [], deadline).total
    return tuple(counts)


def repeats(
    view: View, matching: Dsl, names: Sequence[str], deadline: Deadline
) -> dict[str, Counter[str | None]]:
    """How many of the hits of `matching` only repeat a value for their story.

    For each facet of `names`, by the value's key in the index, None where a hit has no value.
    Taken from the counts of hits it leaves those of stories. It reads the copies among the
    hits, and what they copy.
    """
    found: dict[str, Counter[str | None]] = {name: Counter() for name in names}
    is_copy = {"exists": {"field": _FIELD}}
    told: dict[str, set[tuple[str, str | None]]] = {name: set() for name in names}

    def take(query: Dsl) -> None:
        fields = ["story", *map(COUNT.format, names)]
        body: Dsl = {"query": query, "sort": ["order"], "_source": False, "docvalue_fields": fields}
        for row in view.walk(body, deadline):
            values = row["fields"]
            (story,) = values["story"]
            for name in names:
                for key in values.get(COUNT.format(name), (None,)):
                    if (story, key) in told[name]:
                        found[name][key] += 1
                    told[name].add((story, key))

    take({"bool": {"filter": [matching, is_copy]}})
    stories = sorted({story for name in names for story, _ in told[name]})
    for chunk in _chunks(stories):
        take({"bool": {"filter": [matching, {"terms": {"id": chunk}}], "must_not": [is_copy]}})
    return found


def _copies(
    view: View, matching: Dsl, counted: Mapping[str, Any], deadline: Deadline
) -> dict[str, int]:
    """The copies of every story, however many stories there are."""
    if not counted["sum_other_doc_count"]:
        return {bucket["key"]: bucket["doc_count"] for bucket in counted["buckets"]}
    copies: dict[str, int] = {}
    after: dict[str, str] | None = None
    while True:
        sources = [{"story": {"terms": {"field": _FIELD}}}]
        pages: Dsl = {"size": _STORIES, "sources": sources}
        if after is not None:
            pages["after"] = after
        body = {
            "query": {"bool": {"filter": [matching]}},
            "size": 0,
            "aggs": {"stories": {"composite": pages}},
        }
        found = view.search(body, deadline)["aggregations"]["stories"]
        copies.update((row["key"]["story"], row["doc_count"]) for row in found["buckets"])
        after = found.get("after_key")
        if after is None:
            return copies


def _chunks(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(items), _CHUNK):
        yield items[at : at + _CHUNK]
