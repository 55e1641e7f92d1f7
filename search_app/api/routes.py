"""The routes under /api/v1: parameters → query → hits → presentation."""

from __future__ import annotations

import time
from dataclasses import asdict, replace
from typing import Any

from flask import Response, current_app, g

from search_app.api import quality, quotes
from search_app.api.article_schemas import ArticleSchema
from search_app.api.export import CONTENT_TYPES, citation_response, export_response
from search_app.api.feed import feed_response
from search_app.api.labels import asked_language, labels_of
from search_app.api.openapi import Blueprint
from search_app.api.parameters import (
    Arguments,
    CitationParameters,
    Export,
    ExportParameters,
    FacetParameters,
    FacetRequest,
    FeedParameters,
    HighlightParameters,
    RelatedParameters,
    SearchBody,
    SearchParameters,
    SuggestParameters,
    SuggestRequest,
)
from search_app.api.presentation import SearchAnswer, search_answer
from search_app.api.schemas import (
    FacetSchema,
    RelatedSchema,
    SearchSchema,
    StatsSchema,
    SuggestSchema,
)
from search_app.caching import current_searcher
from search_app.errors import NotFound
from search_app.met_forms import meet, names_of_hits
from search_app.service import service
from search_app.version import VERSION
from search_index.model.hits import Hit
from search_index.model.query import FACET_FIELDS, Query

blueprint = Blueprint("api", __name__, url_prefix="/api/v1", description="Search the archive.")

LINK_HEADER = {
    "Link": {
        "description": "first, prev, next and last page (RFC 8288)",
        "schema": {"type": "string"},
    }
}

SUGGESTION_PAIR = {"type": "array", "items": {"type": ["string", "array"]}}


@blueprint.route("/search")
@blueprint.arguments(SearchParameters(), location="query")
@blueprint.response(200, SearchSchema(), headers=LINK_HEADER)
def search(query: Query) -> tuple[SearchAnswer, dict[str, str]]:
    """Search: ranked, highlighted hits with facets."""
    return _search(query)


@blueprint.route("/search", methods=["POST"])
@blueprint.arguments(SearchBody(), location="json")
@blueprint.response(200, SearchSchema(), headers=LINK_HEADER)
def search_by_body(query: Query) -> tuple[SearchAnswer, dict[str, str]]:
    """Search with the same parameters as a JSON object."""
    return _search(query)


def _search(query: Query) -> tuple[SearchAnswer, dict[str, str]]:
    started = time.perf_counter()
    query = _limited(query)
    with current_searcher(query.snapshot) as searcher:
        hits = service().search(searcher, query)
        took_ms = (time.perf_counter() - started) * 1000
        shown = (*hits.hits, *(hits.other_languages or ()), *(hits.by_meaning or ()))
        names = names_of_hits(query, hits.facets, shown)
        meet(searcher, names, asked_language(), query.timeout_ms)
        snapshot = searcher.snapshot
    answer = search_answer(query, hits, snapshot, took_ms)
    g.hits = hits
    header = answer.links.header()
    return answer, {"Link": header} if header else {}


@blueprint.route("/articles/<article_id>")
@blueprint.arguments(HighlightParameters(), location="query")
@blueprint.response(200, ArticleSchema())
def article(query: Query, article_id: str) -> Hit:
    """One article, whole, with the provenance of every field; `q` marks words."""
    with current_searcher() as searcher:
        found = searcher.article(article_id)
        if found is None:
            raise _no_article()
        return searcher.highlight(found, query)


@blueprint.route("/articles/<article_id>/citation")
@blueprint.arguments(CitationParameters(), location="query")
@blueprint.also_answers(200, {"type": "string"}, CONTENT_TYPES["bibtex"])
@blueprint.also_answers(200, {"type": "string"}, CONTENT_TYPES["ris"])
def citation(form: str, article_id: str) -> Response:
    """One article as a reference for Zotero and other managers: RIS, or BibTeX."""
    with current_searcher() as searcher:
        found = searcher.article(article_id)
    if found is None:
        raise _no_article()
    return citation_response(found, form)


@blueprint.route("/articles/<article_id>/related")
@blueprint.arguments(RelatedParameters(), location="query")
@blueprint.response(200, RelatedSchema())
def related(arguments: dict[str, int], article_id: str) -> dict[str, Any]:
    """The most similar articles."""
    with current_searcher() as searcher:
        hits = service().related(searcher, article_id, size=arguments["size"])
        if hits is None:
            raise _no_article()
        stories = service().stories(searcher, article_id)
    found = {"id": article_id, "hits": hits}
    return found if stories is None else {**found, "similar_stories": stories}


@blueprint.route("/suggest")
@blueprint.arguments(SuggestParameters(), location="query")
@blueprint.response(200, SuggestSchema())
@blueprint.also_answers(200, SUGGESTION_PAIR, "application/x-suggestions+json")
def suggest(arguments: SuggestRequest) -> Response | dict[str, Any]:
    """As-you-type completions: words, entities, titles."""
    with current_searcher() as searcher:
        suggestions = searcher.suggest(arguments.text, size=arguments.size)
    if arguments.format == "opensearch":
        # A browser shows a name and the same word in small letters as two of one kind.
        lines: dict[str, str] = {}
        for each in suggestions:
            lines.setdefault(each.text.casefold(), each.text)
        pair = [arguments.text, list(lines.values())]
        return Response(current_app.json.dumps(pair), content_type="application/x-suggestions+json")
    return {"q": arguments.text, "suggestions": suggestions}


@blueprint.route(
    "/facets/<field>",
    parameters=[
        {
            "in": "path",
            "name": "field",
            "required": True,
            "schema": {"type": "string", "enum": list(FACET_FIELDS)},
        }
    ],
)
@blueprint.arguments(FacetParameters(), location="query")
@blueprint.response(200, FacetSchema())
def facet(arguments: FacetRequest, field: str) -> dict[str, Any]:
    """Values of one facet with counts, for the same query and filters as a search."""
    if field not in FACET_FIELDS:
        raise NotFound(f"There is no such facet; there are {', '.join(FACET_FIELDS)}.")
    query = _limited(arguments.query)
    with current_searcher() as searcher:
        values = searcher.facet(
            query, field, prefix=arguments.prefix, size=arguments.query.facet_size
        )
        names = names_of_hits(query, {field: values}, ())
        meet(searcher, names, asked_language(), query.timeout_ms)
    labels = labels_of(query, {field: values})
    return {"field": field, "values": values} | ({"labels": labels} if labels else {})


@blueprint.route("/export")
@blueprint.arguments(ExportParameters(), location="query")
@blueprint.also_answers(200, {"type": "string"}, CONTENT_TYPES["csv"])
@blueprint.also_answers(200, {"type": "string"}, CONTENT_TYPES["jsonl"])
@blueprint.also_answers(200, {"type": "string"}, CONTENT_TYPES["ris"])
@blueprint.also_answers(200, {"type": "string"}, CONTENT_TYPES["bibtex"])
def export(arguments: Export) -> Response:
    """Every hit of a query, streamed."""
    return export_response(replace(arguments, query=_limited(arguments.query)))


@blueprint.route("/feed.atom")
@blueprint.arguments(FeedParameters(), location="query")
@blueprint.also_answers(200, {"type": "string"}, "application/atom+xml")
def feed(query: Query) -> Response:
    """The newest hits of a query as an Atom feed."""
    return feed_response(_limited(query))


quotes.install(blueprint)
quality.install(blueprint)


@blueprint.route("/stats")
@blueprint.arguments(Arguments(), location="query")
@blueprint.response(200, StatsSchema())
def stats(_: dict[str, Any]) -> dict[str, Any]:
    """Articles, pages, dates, languages, index version, when built."""
    with current_searcher() as searcher:
        found = searcher.stats()
    return {
        **asdict(found),
        "long_sentences": found.long_sentences.to_json(),
        "version": VERSION,
    }


def _limited(query: Query) -> Query:
    return replace(query, timeout_ms=service().settings.query_timeout_ms)


def _no_article() -> NotFound:
    return NotFound("There is no article with this id.")
