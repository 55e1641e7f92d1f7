"""GET /api/v1/quotes: who said what."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import request

from search_app.api.fields import Choice, Text, Values, Whole
from search_app.api.openapi import Blueprint
from search_app.api.parameters import MAX_PAGE, Filters, to_query
from search_app.api.presentation import query_pairs
from search_app.api.quote_schemas import QuotesSchema
from search_app.caching import current_searcher
from search_app.service import service
from search_index.model.quote import QUOTE_KINDS
from search_index.search.quotations import Quotation, QuotationQuery, find_quotations


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLinks:
    """Addresses of a page of quotations and of those around it."""

    self: str
    next: str | None
    prev: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotesAnswer:
    """What is answered; `QuotesSchema` says what each means."""

    total: int
    total_is_exact: bool
    page: int
    per_page: int
    total_pages: int
    took_ms: float
    quotes: tuple[Quotation, ...]
    links: QuoteLinks


def _about(text: str) -> dict[str, Any]:
    return {"description": text}


class QuoteParameters(Filters):
    """Which quotations are asked for: the words in them, who speaks, and in which articles."""

    q = Text(
        load_default="",
        metadata=_about(
            "Words that stand in the quotation itself, in the language of a search. Empty: all, "
            "newest first."
        ),
    )
    person = Values(Text(empty=False), metadata=_about("Only what one of these persons says."))
    kind = Values(
        Choice(QUOTE_KINDS),
        metadata=_about("direct: between quotation marks; indirect: in the article's own words."),
    )
    page = Whole(1, MAX_PAGE, load_default=1, metadata=_about("Page of quotations, from 1."))
    per_page = Whole(1, None, load_default=10, metadata=_about("Quotations on a page."))
    sort = Choice(
        ("newest", "oldest"),
        load_default="newest",
        metadata=_about("Order, by the date of the article."),
    )

    def to_arguments(self, data: dict[str, Any]) -> QuotationQuery:
        """What the route gets."""
        persons, kinds = data.pop("person", []), data.pop("kind", [])
        return QuotationQuery(query=to_query(data), persons=tuple(persons), kinds=tuple(kinds))


def install(blueprint: Blueprint) -> None:
    """Add the route."""

    @blueprint.route("/quotes")
    @blueprint.arguments(QuoteParameters(), location="query")
    @blueprint.response(200, QuotesSchema())
    def quotes(asked: QuotationQuery) -> QuotesAnswer:
        """Who said what: quotations by speaker and by their words, with where they are."""
        started = time.perf_counter()
        timeout_ms = service().settings.query_timeout_ms
        asked = replace(asked, query=replace(asked.query, timeout_ms=timeout_ms))
        with current_searcher() as searcher:
            found = find_quotations(searcher, asked)
        query = asked.query
        total_pages = -(-found.total // query.per_page)
        return QuotesAnswer(
            total=found.total,
            total_is_exact=found.is_exact,
            page=query.page,
            per_page=query.per_page,
            total_pages=total_pages,
            took_ms=(time.perf_counter() - started) * 1000,
            quotes=found.quotations,
            links=_links(asked, total_pages),
        )


def _links(asked: QuotationQuery, total_pages: int) -> QuoteLinks:
    page = asked.query.page
    pairs = [pair for pair in query_pairs(asked.query) if pair[0] != "sort"]
    pairs += [("person", person) for person in asked.persons]
    pairs += [("kind", kind) for kind in asked.kinds]
    if asked.query.sort == "oldest":
        pairs.append(("sort", "oldest"))
    path = request.script_root + "/api/v1/quotes"

    def address(number: int) -> str:
        return f"{path}?{urlencode([*pairs, ('page', str(number))])}"

    return QuoteLinks(
        self=address(page),
        next=address(page + 1) if page < total_pages else None,
        prev=address(min(page - 1, max(total_pages, 1))) if page > 1 else None,
    )
