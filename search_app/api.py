"""The routes under /api/v1: parameters → query → hits → presentation."""

from __future__ import annotations

import time
from dataclasses import replace

from search_app.errors import NotFound
from search_app.openapi import Blueprint
from search_app.parameters import HighlightParameters, SearchBody, SearchParameters
from search_app.presentation import SearchAnswer, search_answer
from search_app.schemas import ArticleSchema, SearchSchema
from search_app.service import service
from search_index.hits import Hit
from search_index.query import Query

blueprint = Blueprint("api", __name__, url_prefix="/api/v1", description="Search the archive.")


@blueprint.route("/search")
@blueprint.arguments(SearchParameters(), location="query")
@blueprint.response(200, SearchSchema())
def search(query: Query) -> SearchAnswer:
    """Search: ranked, highlighted hits with facets."""
    return _search(query)


@blueprint.route("/search", methods=["POST"])
@blueprint.arguments(SearchBody(), location="json")
@blueprint.response(200, SearchSchema())
def search_by_body(query: Query) -> SearchAnswer:
    """Search with the same parameters as a JSON object."""
    return _search(query)


def _search(query: Query) -> SearchAnswer:
    started = time.perf_counter()
    shared = service()
    query = replace(query, timeout_ms=shared.settings.query_timeout_ms)
    with shared.searchers.borrow(query.snapshot) as searcher:
        hits = searcher.search(query)
        snapshot = searcher.snapshot
    return search_answer(query, hits, snapshot, (time.perf_counter() - started) * 1000)


@blueprint.route("/articles/<article_id>")
@blueprint.arguments(HighlightParameters(), location="query")
@blueprint.response(200, ArticleSchema())
def article(query: Query, article_id: str) -> Hit:
    """One article, whole, with the provenance of every field; `q` marks words."""
    with service().searchers.borrow() as searcher:
        found = searcher.article(article_id)
        if found is None:
            raise NotFound("There is no article with this id.")
        return searcher.highlight(found, query)
