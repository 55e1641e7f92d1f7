"""Shedding: a worker that has too much to do says so at once, instead of queueing for ever.

A few requests of a worker run at a time, a few more wait a moment for their turn, and
the rest get 503 with Retry-After. Probes, metrics and static files always pass.
"""

from __future__ import annotations

from flask import Flask, g, request

from search_app.errors import Problem
from search_app.guard.gate import Gate

_GUARDED = ("api.", "alerts.", "corrections.", "desk.", "desk_api.", "pages.", "meilisearch.")
_UNGUARDED = frozenset(
    {
        *("api.export", "pages.asset", "pages.theme", "pages.logo", "pages.robots"),
        "meilisearch.health",
    }
)
"""Files cost nothing, and exports, which may stream for long, have places of their own."""
WAITING_FOR_OTHERS = frozenset(
    {
        *("desk.save", "desk.act", "desk.name", "desk.take_back"),
        *("desk.page", "desk.upload", "desk.run"),
        *("desk_api.desk_page", "desk_api.start_desk_job", "desk_api.store_desk_file"),
        *("corrections.add_correction", "corrections.import_corrections"),
        *("corrections.export_corrected_pages", "corrections.undo_correction"),
    }
)
"""What waits for a program of its own (`search_app.desk.processes`): few do so at a time, and
none of them takes the place of a search meanwhile."""


def overloaded() -> Problem:
    """The answer to a request that found no place."""
    return Problem(
        503,
        "overloaded",
        "Too much to do",
        "The server has more requests than it can answer in time; try again later.",
        headers={"Retry-After": "1"},
    )


def install(app: Flask, gate: Gate) -> None:
    """Guard the searching routes of `app`."""

    def enter() -> None:
        endpoint = request.endpoint or ""
        if not endpoint.startswith(_GUARDED) or endpoint in _UNGUARDED | WAITING_FOR_OTHERS:
            return
        if not gate.enter():
            raise overloaded()
        g.entered = True

    def leave(_: BaseException | None) -> None:
        if g.pop("entered", False):
            gate.leave()

    app.before_request(enter)
    app.teardown_request(leave)
