"""ETag and 304: an answer changes only with the index and the question."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from flask import Flask, Response, g, request

from search_app.service import service
from search_app.version import VERSION
from search_index.engines.base import Searcher
from search_index.search.synonyms import wording_of


class NotModified(Exception):
    """The client has this answer already."""


@contextmanager
def current_searcher(snapshot: str | None = None) -> Iterator[Searcher]:
    """A searcher to answer the request with; the answer gets its ETag.

    Raises NotModified where the client has the answer of this snapshot, before any search.
    """
    with service().searchers.borrow(snapshot) as searcher:
        mark_answer(searcher.snapshot, wording_of(searcher) + service().meaning)
        yield searcher


def mark_answer(snapshot: str, wording: str = "") -> None:
    """Give the answer its ETag; `wording` is the state of the synonyms
    and of the vectors.

    Raises NotModified where the client has that answer.
    """
    if request.method not in {"GET", "HEAD"}:
        return
    tag = _etag(snapshot, wording)
    g.etag = tag
    if request.if_none_match.contains_weak(tag):
        raise NotModified


def _etag(snapshot: str, wording: str) -> str:
    # The day, because "last month" in a query means another span tomorrow.
    day = datetime.now(UTC).date().isoformat()
    parts = (VERSION, snapshot, wording, day, request.script_root, request.path)
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass"))
    digest.update(b"\0" + request.query_string)
    return digest.hexdigest()[:24]


def _add_headers(response: Response) -> Response:
    tag = g.pop("etag", None)
    if tag and response.status_code in {200, 304}:
        # Weak: took_ms differs, and so do the bytes of a compressed answer.
        response.set_etag(tag, weak=True)
        scope = "private" if service().settings.api_key else "public"
        response.headers["Cache-Control"] = f"{scope}, no-cache"
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def install(app: Flask) -> None:
    """Add cache headers to every response of `app`."""
    app.register_error_handler(NotModified, lambda _: Response(status=304))
    app.after_request(_add_headers)
