"""Every error as an RFC 9457 problem: what was wrong, where, and what to do."""

from __future__ import annotations

import difflib
import logging
import traceback
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from flask import Flask, Response, json, render_template, request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import HTTPException

from corrections.errors import FileUnusable
from quality.errors import QualityUnusable
from search_app.service import service
from search_index.errors import IndexUnusable, QueryTimeout, SnapshotGone

PROBLEM_TYPE = "application/problem+json"
RETRY_AFTER_S = 5

UNKNOWN = "Unknown parameter."
_ELSEWHERE: Final = {
    "from": ("date_from",),
    "lang": ("language",),
    "limit": ("per_page", "size"),
    "order": ("sort",),
    "order_by": ("sort",),
    "page_size": ("per_page",),
    "query": ("q",),
    "s": ("q",),
    "search": ("q",),
    "since": ("date_from",),
    "size": ("per_page",),
    "sort_by": ("sort",),
    "start": ("page",),
    "offset": ("page",),
    "text": ("q",),
    "to": ("date_to",),
    "until": ("date_to",),
}
"""What other search servers call a parameter, and what it may be here."""
MAX_ERRORS = 100
"""Most errors that one answer lists; who sends more does not read them."""

log = logging.getLogger("clippings")


class Problem(Exception):
    """An error with an answer: `kind` is the last part of its `type`.

    `errors` are (field, message) pairs; `headers` are added to the response, `members` to its
    body.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        title: str,
        detail: str,
        *,
        errors: Iterable[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(title)
        self.status = status
        self.kind = kind
        self.title = title
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.members = dict(members or {})

    def response(self) -> Response:
        """The problem as a response that no cache keeps; a page where a browser asks for one."""
        body: dict[str, Any] = {
            "type": f"urn:clippings:problem:{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": without_paths(self.detail),
            "errors": [{"field": name, "message": message} for name, message in self.errors],
            **self.members,
        }
        if _wants_page():
            page = render_template("error.html", problem=body)
            response = Response(page, self.status, content_type="text/html; charset=utf-8")
        else:
            response = Response(json.dumps(body), self.status, content_type=PROBLEM_TYPE)
        response.headers.update(self.headers)
        response.headers["Cache-Control"] = "no-store"
        return response


class InvalidParameters(Problem):
    """Parameters that are unknown or have values that cannot be used; all of them."""

    def __init__(self, errors: Iterable[tuple[str, str]]) -> None:
        errors = tuple(errors)
        names = list(dict.fromkeys(name for name, _ in errors))
        many = len(names) > 1
        super().__init__(
            400,
            "invalid-parameters",
            "Invalid parameters" if many else "Invalid parameter",
            f"Cannot use {', '.join(names)}; see errors.",
            errors=errors,
        )


class NotFound(Problem):
    """Nothing has this address."""

    def __init__(self, detail: str) -> None:
        super().__init__(404, "not-found", "Not Found", detail)


def without_paths(text: str) -> str:
    """A message without where on this machine the archive lies; names of files stay in it."""
    settings = service().settings
    called: dict[str, str] = {}
    for path, words in (
        (settings.corrections, "the file of corrections"),
        (settings.source, "the folder of the pages"),
        (settings.index_dir, "the folder that the settings name"),
    ):
        if path is not None:
            called |= dict.fromkeys((str(path.resolve()), str(path.absolute())), words)
    for name in sorted(called, key=len, reverse=True):
        if len(name) > 1:
            text = text.replace(name, called[name])
    return text


def _wants_page() -> bool:
    accepted = request.accept_mimetypes
    return not request.path.startswith("/api/") and accepted.quality("text/html") > max(
        accepted.quality("application/json"), accepted.quality(PROBLEM_TYPE)
    )


def flatten(messages: Mapping[Any, Any] | list[Any], known: Iterable[str]) -> list[tuple[str, str]]:
    """Marshmallow's nested messages as (parameter, message) pairs.

    An unknown parameter gets the nearest of the `known` names as an offer.
    """
    pairs = list(dict.fromkeys(islice(_pairs(messages, "body"), MAX_ERRORS)))
    known = tuple(known)
    return [(name, _offer(message, name, known)) for name, message in pairs]


def _pairs(messages: Mapping[Any, Any] | list[Any], name: str) -> Iterator[tuple[str, str]]:
    if isinstance(messages, list):
        yield from ((name, str(message)) for message in messages)
        return
    for key, value in messages.items():
        inner = name if key == "_schema" or isinstance(key, int) else str(key)
        yield from _pairs(value if isinstance(value, Mapping | list) else [value], inner)


def _offer(message: str, name: str, known: tuple[str, ...]) -> str:
    if message != UNKNOWN:
        return message
    near = [other for other in _ELSEWHERE.get(name.lower(), ()) if other in known]
    near = near or difflib.get_close_matches(name, known, n=1)
    if near:
        return f"{UNKNOWN} Did you mean {near[0]}?"
    return f"{UNKNOWN} Known are {', '.join(known)}."


def _limit_mib() -> int:
    return (request.max_content_length or 0) // (1024 * 1024)


def _status_problem(error: HTTPException) -> Problem:
    status = error.code or 500
    kinds = {
        404: ("not-found", "Nothing has this address; /api/docs lists what there is."),
        405: ("method-not-allowed", f"{request.method} is not possible here; see Allow."),
        413: (
            "too-large",
            f"The body of the request is too large; {_limit_mib()} MiB is the limit.",
        ),
        415: ("unsupported-media-type", "Send the body as application/json."),
        429: ("too-many-requests", "This client has used up its rate; see Retry-After."),
    }
    kind, detail = kinds.get(status, ("http-error", error.description or error.name))
    kept = {
        name: value
        for name, value in error.get_headers(request.environ)
        if name.lower() in {"allow", "retry-after", "www-authenticate"}
    }
    return Problem(status, kind, error.name, detail, headers=kept)


def _unusable(error: IndexUnusable) -> Response:
    """Readers learn what to do; where the index is on the server, its log and /readyz say."""
    headers = {"Retry-After": str(RETRY_AFTER_S)}
    return Problem(
        503, "index-unusable", "The index cannot be searched", str(error), headers=headers
    ).response()


def _quality(error: QualityUnusable) -> Response:
    return Problem(503, "report-unusable", "The report cannot be read", str(error)).response()


def _corrections(error: FileUnusable) -> Response:
    return Problem(503, "corrections-unusable", "Corrections cannot be read", str(error)).response()


def _timeout(error: QueryTimeout) -> Response:
    limit = service().settings.query_timeout_ms
    return Problem(
        503,
        "query-timeout",
        "The query took too long",
        f"It was stopped after {limit} ms; ask for less: fewer wildcards, fewer words.",
        headers={"Retry-After": str(RETRY_AFTER_S)},
    ).response()


def _gone(error: SnapshotGone) -> Response:
    return Problem(
        410,
        "cursor-expired",
        "The cursor has expired",
        "The index has changed since and the state that the cursor names is no longer kept; "
        "start again at page 1 without cursor.",
        errors=[("cursor", "Expired.")],
    ).response()


def _unexpected(error: Exception) -> Response:
    # The message of an exception may quote the query, so it is logged on demand only.
    message = f": {error}" if service().settings.log_queries else ""
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("unexpected %s%s\n%s", type(error).__name__, message, frames)
    return Problem(
        500,
        "internal-error",
        "Internal error",
        "The server failed on this request; its log says more.",
    ).response()


def _malformed(error: Exception) -> Response:
    return Problem(
        400, "malformed-body", "Malformed body", "The chunks of the body are not as HTTP has them."
    ).response()


def install(app: Flask) -> None:
    """Answer every error of `app` as a problem."""
    app.register_error_handler(Problem, Problem.response)
    app.register_error_handler(HTTPException, lambda error: _status_problem(error).response())
    app.register_error_handler(Exception, _unexpected)
    app.register_error_handler(ParseException, _malformed)
    app.register_error_handler(IndexUnusable, _unusable)
    app.register_error_handler(QualityUnusable, _quality)
    app.register_error_handler(FileUnusable, _corrections)
    app.register_error_handler(QueryTimeout, _timeout)
    app.register_error_handler(SnapshotGone, _gone)
