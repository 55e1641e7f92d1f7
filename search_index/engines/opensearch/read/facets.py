"""Counting the values of facet fields, each over the hits that its own filter would let in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from search_index.engines.opensearch.read.query_compiler import has_value
from search_index.engines.opensearch.store.dsl import Dsl
from search_index.engines.opensearch.store.facet_keys import END, plain, value_of
from search_index.engines.opensearch.store.mapping import COUNT
from search_index.engines.opensearch.store.tokens import beginning
from search_index.model.hits import FacetValue
from search_index.model.query import Query
from search_index.schema import alphabetically
from search_index.text.analysis import fold, value_beginnings

_ANY: Final = f"[^{END}]*"
_SPECIAL: Final = re.compile(r"[^\w\u00a0]")
FIRST_SHARD_SIZE: Final = 1000
TIME: Final = ("year", "month")
"""Facets in which articles without a value are counted under None."""
MAX_BUCKETS: Final = 60_000
_PARTS: Final = ("values", "none", "active", "copies")


def filters(query: Query, *, without: str | None = None) -> list[Dsl]:
    """The filters of a query by values; `without` a field whose wanted values are left out."""
    found: list[Dsl] = []
    for wanted, by_field in ((True, query.include), (False, query.exclude)):
        for name, values in by_field.items():
            if (wanted and name == without) or not values:
                continue
            has = has_value(name, values)
            found.append(has if wanted else {"bool": {"must_not": [has]}})
    return found


def aggregations(
    query: Query,
    name: str,
    *,
    size: int,
    shards: int,
    copies: bool,
    prefix: str = "",
    shard_size: int = 0,
) -> Dsl:
    """The aggregations that count one facet; `read` reads what `answer` takes of their answers.

    One shard tells exact counts of just what is asked for; of several each tells more. With
    `copies` the near-duplicates are counted for `has_copies`.
    """
    terms: Dsl = {
        "field": COUNT.format(name),
        "size": size,
        "shard_size": size if shards == 1 else max(shard_size, 20 * size, FIRST_SHARD_SIZE),
        "order": [{"_count": "desc"}, {"_key": "asc"}],
    }
    if prefix:
        terms["include"] = having_prefix(value_beginnings(prefix))
    parts: Dsl = {"values": {"terms": terms}}
    if name in TIME and not prefix:
        parts["none"] = {"missing": {"field": COUNT.format(name)}}
    if chosen := query.include.get(name):
        folded = "|".join(literal(plain(fold(value))) for value in chosen)
        parts["active"] = {
            "terms": {
                "field": COUNT.format(name),
                "size": 10 * len(chosen),
                "min_doc_count": 0,
                # Not simply ".*" at the end: OpenSearch 2.19 fails on a plain prefix that
                # comes after all values.
                "include": f"({folded}){END}{_ANY}{END}.*",
            }
        }
    if copies:
        parts["copies"] = {"filter": {"exists": {"field": "duplicate_of"}}}
    if own := filters(query, without=name):
        return {name: {"filter": {"bool": {"filter": own}}, "aggs": parts}}
    return {f"{name}:{part}": counted for part, counted in parts.items()}


def has_copies(answer: Mapping[str, Any]) -> bool:
    """Whether there are near-duplicates among the articles that a facet counted."""
    return "copies" in answer and bool(answer["copies"]["doc_count"])


def answer(counted: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Of the answers to the aggregations of a search those to one facet, by what they count."""
    whole: Mapping[str, Any] | None = counted.get(name)
    if whole is not None:
        return whole
    parts = {part: counted.get(f"{name}:{part}") for part in _PARTS}
    return {part: found for part, found in parts.items() if found is not None}


def is_exact(answer: Mapping[str, Any]) -> bool:
    """Whether no shard can have held back a part of a count."""
    return not answer["values"]["doc_count_error_upper_bound"]


def read(
    answer: Mapping[str, Any],
    active: Iterable[str],
    *,
    size: int,
    repeated: Mapping[str | None, int],
) -> tuple[FacetValue, ...]:
    """The values of a facet from the answer to its aggregation, the most frequent first.

    Values in `active` are among the result whatever their count. `repeated` (see
    `duplicate_groups.repeats`) is taken from the counts; the answer must have as many values more.
    """
    chosen = set(map(fold, active))
    counts: dict[str | None, int] = {}
    for part in ("active", "values"):
        for bucket in answer.get(part, {}).get("buckets", ()):
            key = bucket["key"]
            counts[value_of(key)] = bucket["doc_count"] - repeated.get(key, 0)
    if answer.get("none", {}).get("doc_count"):
        counts[None] = answer["none"]["doc_count"] - repeated.get(None, 0)
    found = [
        FacetValue(value=value, count=count, active=value is not None and fold(value) in chosen)
        for value, count in counts.items()
    ]
    found.sort(key=lambda row: (-row.count, *alphabetically(row.value)))
    kept = set(sorted(found, key=lambda row: not row.active)[:size])
    return tuple(row for row in found if row in kept)


def having_prefix(starts: Sequence[str]) -> str:
    """A pattern for the keys of values that begin in one of these ways or have a word that does."""
    whole = "|".join(f"{literal(plain(start))}.*" for start in starts)
    word = "|".join(literal(beginning(start)) for start in starts)
    return f"{whole}|{_ANY}{END}{_ANY}{END}.* ({word}).*"


def literal(text: str) -> str:
    """A pattern for just this text."""
    return _SPECIAL.sub(lambda match: "\\" + match.group(), text)
