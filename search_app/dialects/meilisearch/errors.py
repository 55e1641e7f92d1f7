"""Errors in the form of Meilisearch: message, code, type, link."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import HTTPException

from search_app.errors import Problem
from search_index.errors import IndexUnusable, QueryTimeout


class DialectError(Exception):
    """A request that cannot be answered. `code` is one of Meilisearch's error codes."""

    def __init__(self, code: str, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status

    def response(self) -> Response:
        """The error as Meilisearch sends it."""
        return _response(self.status, self.code, self.message)


def _response(status: int, code: str, message: str, **headers: str) -> Response:
    kind = {401: "auth", 403: "auth", 500: "internal", 503: "internal", 504: "internal"}
    body: dict[str, Any] = {
        "message": message,
        "code": code,
        "type": kind.get(status, "invalid_request"),
        "link": f"https://docs.meilisearch.com/errors#{code}",
    }
    response = jsonify(body)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    response.headers.update(headers)
    return response


def _problem(error: Problem) -> Response:
    """What the guards of the application raise, such as a wrong key or too many requests."""
    codes = {
        401: "invalid_api_key" if "wrong" in error.detail else "missing_authorization_header",
        429: "too_many_search_requests",
        503: "too_many_search_requests",
    }
    status = 403 if codes.get(error.status) == "invalid_api_key" else error.status
    code = codes.get(error.status, "bad_request")
    return _response(status, code, error.detail, **error.headers)


def _http(error: HTTPException) -> Response:
    codes = {404: "not_found", 405: "method_not_allowed", 413: "payload_too_large"}
    status = error.code or 500
    return _response(status, codes.get(status, "bad_request"), error.description or error.name)


def _unusable(error: IndexUnusable) -> Response:
    return _response(503, "internal", str(error), **{"Retry-After": "5"})


def _timeout(_: QueryTimeout) -> Response:
    return _response(503, "internal", "The query took too long; ask for less.")


def install(blueprint: Blueprint) -> None:
    """Answer every error of the routes of `blueprint` in this form."""
    blueprint.register_error_handler(DialectError, DialectError.response)
    blueprint.register_error_handler(Problem, _problem)
    blueprint.register_error_handler(HTTPException, _http)
    blueprint.register_error_handler(IndexUnusable, _unusable)
    blueprint.register_error_handler(QueryTimeout, _timeout)
