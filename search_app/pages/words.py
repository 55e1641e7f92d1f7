"""The page of significant words, and the page that documents the API."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from flask import Response, current_app, request

from search_app.pages import facets
from search_app.pages.routes import blueprint, draw, messages_for
from search_app.pages.state import PageState, read_state
from search_app.service import service
from search_index.model.query import Query
from search_index.search.significance import significance

SHOWN = 40
_METHODS = ("get", "post", "put", "delete")


@blueprint.get("/words")
def words() -> Response:
    """What the articles of a search say more than the rest."""
    shared = service()
    state = read_state(request.args)
    messages = messages_for(state.lang)
    query = replace(state.query, timeout_ms=shared.settings.query_timeout_ms)
    with shared.searchers.borrow() as searcher:
        found = significance(searcher, query, size=SHOWN)
    return draw(
        "words.html",
        messages,
        state,
        found=found,
        chips=facets.chips(state, messages),
        more=lambda word: state.asking(f"{state.query.text} {word}".strip()).href,
    )


@blueprint.get("/api/docs")
def api_docs() -> Response:
    """The API, read from its OpenAPI document: every route with a form to try it."""
    state = PageState(query=Query(), lang=read_state(request.args).lang)
    return draw("api_docs.html", messages_for(state.lang), state, routes=_routes())


def _routes() -> list[dict[str, Any]]:
    """The operations of the OpenAPI document, in its order."""
    with current_app.test_request_context("/api/v1/openapi.json"):
        answer = current_app.ensure_sync(current_app.view_functions["api-docs.openapi_json"])()
        document = json.loads(answer.get_data())
    found = []
    for path, operations in document["paths"].items():
        for method in _METHODS:
            if method in operations:
                operation = operations[method]
                parameters = [*operations.get("parameters", []), *operation.get("parameters", [])]
                found.append(
                    {
                        "path": path,
                        "method": method.upper(),
                        "summary": operation.get("summary", ""),
                        "parameters": parameters,
                        "can_try": method == "get" and "{" not in path,
                    }
                )
    return found
