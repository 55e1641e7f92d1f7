"""A query with its text understood, as the searches that answer it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from search_index.engines.opensearch.read import duplicate_groups, facets
from search_index.engines.opensearch.read.query_compiler import Asker, in_days, meeting, name_bonus
from search_index.engines.opensearch.read.view import View
from search_index.engines.opensearch.store.dsl import EVERYTHING, Dsl
from search_index.model.clauses import Clause, Every
from search_index.model.query import Query
from search_index.search.ranking import EXACT, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One reading of a query: `text` is what its words ask for, with scores."""

    query: Query
    view: View
    clause: Clause
    text: Dsl
    relaxed: bool = False

    @classmethod
    def asking(
        cls,
        query: Query,
        view: View,
        languages: tuple[str, ...],
        clause: Clause,
    ) -> Question:
        """What a query asks for whose text was read as `clause`."""
        exact = EXACT if len(words_of(clause, languages)) < 2 else 0.0
        asked = (
            EVERYTHING if isinstance(clause, Every) else Asker(languages, exact=exact).dsl(clause)
        )
        if query.order == "relevance":
            asked = {"bool": {"must": [asked], "should": name_bonus(query.text)}}
        return cls(query=query, view=view, clause=clause, text=asked)

    @property
    def shared(self) -> list[Dsl]:
        """The filters that hold for hits and facets alike."""
        found = list(self.view.visible)
        if self.query.missing_date:
            found.append({"bool": {"must_not": [{"exists": {"field": "first_day"}}]}})
        if self.query.date_from or self.query.date_to:
            found.extend(in_days(self.query.date_from, self.query.date_to))
        if self.query.where is not None:
            found.append(meeting(self.query.where))
        return found

    def matching(self, *, without: str | None = None) -> Dsl:
        """All that a hit must be, as a filter; `without` the filters by one facet field."""
        own = facets.filters(self.query, without=without)
        return {"bool": {"filter": [self.text, *self.shared, *own]}}

    @property
    def sort(self) -> list[Dsl]:
        """The order of the hits; nothing is left to chance."""
        ties = self.view.ties
        best: Dsl = {"_score": {"order": "desc"}}
        if self.query.order == "relevance":
            return [best, *ties]
        days = {"order": "asc" if self.query.sort == "oldest" else "desc", "missing": "_last"}
        sure: Dsl = {"unsure": {"order": "asc", "missing": "_first"}}
        return [*([best] if self.relaxed else []), sure, {"first_day": days}, *ties]

    def hits(self) -> Dsl:
        """The search for the hits alone, all of them."""
        own = facets.filters(self.query)
        text: dict[str, Any] = {"must": [self.text], "filter": [*self.shared, *own]}
        return {"query": {"bool": text}, "sort": self.sort}

    @property
    def counting(self) -> str:
        """What the facets of a snapshot follow from, the same for all pages."""
        query = self.query
        days = (query.date_from, query.date_to, query.missing_date)
        where = None if query.where is None else meeting(query.where)
        values = (dict(query.include), dict(query.exclude), query.collapse)
        return json.dumps([self.text, days, where, values, query.facets, query.facet_size])

    def page(self, start: int, size: int, *, count: bool) -> Dsl:
        """The search for a page of hits, with `count` also for their facets."""
        query = self.query
        own = facets.filters(query)
        shards = self.view.state.shards
        counted: Dsl = {}
        for name in query.facets if count else ():
            counted |= facets.aggregations(
                query,
                name,
                size=query.facet_size,
                shards=shards,
                copies=query.collapse and bool(query.include.get(name)),
            )
        body: Dsl = {
            "query": {"bool": {"must": [self.text], "filter": self.shared}},
            "post_filter": {"bool": {"filter": own}},
            "sort": self.sort,
            "aggs": counted,
            "from": start,
            "size": size,
            "track_scores": True,
            "track_total_hits": True,
            "explain": query.explain,
        }
        if query.collapse:
            body["collapse"] = {"field": "story"}
            body["aggs"]["copies"] = duplicate_groups.aggregation(own)
        return body
