"""X-Request-ID, and one JSON line a request, without the words of the query by default."""

from __future__ import annotations

import json
import logging
import re
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, request

from search_app.service import service

HEADER = "X-Request-ID"

_GOOD_ID = re.compile(r"[0-9A-Za-z._:-]{1,128}", re.ASCII)
_LOOKED_UP = re.compile(r"(?<=/)(people|organizations|places)/.+", re.DOTALL)
MAX_PATH_CHARS = 300
# What they quote: the address of a request, or the part that could not be read.
_QUOTED = re.compile(r"\?.*|(^Invalid request from ip=\S+):.*", re.DOTALL)

log = logging.getLogger("clippings.access")


class JsonFormatter(logging.Formatter):
    """A log record as one line of JSON; `extra={"fields": {…}}` adds members.

    What gunicorn's messages quote of a request is cut off, for it may be words of a query.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        fields = getattr(record, "fields", None)
        if fields is None:
            line["message"] = record.getMessage()
            if record.name.startswith("gunicorn"):
                line["message"] = _LOOKED_UP.sub(r"\1/…", _QUOTED.sub(r"\1…", line["message"]))
        else:
            line |= fields
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=True, default=str)


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if _GOOD_ID.fullmatch(given) else uuid.uuid4().hex
    g.started = time.perf_counter()


def _path() -> str:
    """The path for the log: who or what is looked up is as private as a query."""
    path = request.path
    if not service().settings.log_queries:
        path = _LOOKED_UP.sub(r"\1/…", path)
    return path if len(path) <= MAX_PATH_CHARS else path[:MAX_PATH_CHARS] + "…"


def _end(response: Response) -> Response:
    response.headers[HEADER] = g.request_id
    if not log.isEnabledFor(logging.INFO):
        return response
    fields: dict[str, Any] = {
        "request_id": g.request_id,
        "client": request.remote_addr,
        "method": request.method,
        "path": _path(),
        "status": response.status_code,
        "bytes": response.content_length,
    }
    if service().settings.log_queries:
        fields["query"] = request.query_string.decode("latin-1")
    started = g.started

    def write() -> None:
        fields["ms"] = round((time.perf_counter() - started) * 1000, 2)
        log.info("request", extra={"fields": fields})

    response.call_on_close(write)
    return response


def install(app: Flask) -> None:
    """Give every request of `app` its id and its line."""
    app.before_request(_begin)
    app.after_request(_end)
