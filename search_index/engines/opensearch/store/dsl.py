"""Queries in OpenSearch's words, as what holds them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

Dsl: TypeAlias = dict[str, Any]

NOTHING: Final[Dsl] = {"match_none": {}}
EVERYTHING: Final[Dsl] = {"match_all": {}}


def any_of(queries: Sequence[Dsl]) -> Dsl:
    """At least one of the queries, their scores added up."""
    if not queries:
        return NOTHING
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": list(queries), "minimum_should_match": 1}}
