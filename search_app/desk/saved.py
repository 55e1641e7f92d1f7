"""Saved searches at the desk: what is saved, what waits to be sent, and what did not arrive."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response, redirect, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from alerts.adding import add_search, remove_search
from alerts.errors import AlertsUnusable, BadAlert
from alerts.ledger import FoundItem, Ledger, Message, is_there
from alerts.parameters import from_address
from alerts.searches import Searches
from search_app.api.fields import clean
from search_app.desk.access import for_role
from search_app.desk.drawing import desk_href, draw_desk
from search_app.desk.routes import blueprint
from search_app.errors import NotFound, Problem
from search_app.service import service

MOST_FOUND = 10


@blueprint.get("/alerts")
@for_role("curator")
def saved_searches() -> Response:
    """All saved searches, and the outbox."""
    return _draw()


@blueprint.post("/alerts")
@for_role("curator")
def save_search() -> AnyResponse:
    """Save a search; the secret of its webhook is shown this once."""
    given = {
        name: clean(request.form.get(name, "")).strip()
        for name in ("name", "query", "webhook", "mail", "every")
    }
    try:
        search = add_search(service().settings, _wanted(given))
    except BadAlert as error:
        return _draw(400, errors=error.errors, given=given)
    if search.webhook is None:
        session["said"] = {"what": "alert_saved", "ids": []}
        return redirect(desk_href("saved_searches"), 303)
    return _draw(201, secret=search.webhook.secret, of=search.name)


@blueprint.post("/alerts/<alert_id>/remove")
@for_role("curator")
def forget_search(alert_id: str) -> AnyResponse:
    """Forget a saved search, and what waits to be sent for it."""
    if not remove_search(service().settings, clean(alert_id)):
        raise NotFound("There is no saved search with this id.")
    session["said"] = {"what": "alert_removed", "ids": []}
    return redirect(desk_href("saved_searches"), 303)


@blueprint.errorhandler(AlertsUnusable)
def _unusable(error: AlertsUnusable) -> Response:
    return Problem(503, "alerts-unusable", "Saved searches cannot be used", str(error)).response()


def _wanted(given: dict[str, str]) -> dict[str, Any]:
    """The saved search that a form describes. Raises BadAlert."""
    text = given["query"]
    is_address = "=" in text and ("?" in text or "&" in text or text.split("=")[0].isidentifier())
    query: dict[str, Any] = dict(from_address(text)) if is_address else {"q": text} if text else {}
    wanted: dict[str, Any] = {"name": given["name"], "query": query}
    if given["webhook"]:
        wanted["webhook"] = {"url": given["webhook"]}
    if given["mail"]:
        to = [part.strip() for part in given["mail"].splitlines() if part.strip()]
        wanted["mail"] = {"to": to, "every": given["every"] or "run"}
    return wanted


def _draw(status: int = 200, **values: Any) -> Response:
    searches = Searches(service().settings.index_dir)
    loaded = searches.load()
    waiting: tuple[Message, ...] = ()
    lost: tuple[Message, ...] = ()
    found: dict[str, tuple[FoundItem, ...]] = {}
    if is_there(searches.folder):
        with Ledger(searches.folder, only_read=True) as ledger:
            waiting, lost = ledger.waiting(), ledger.given_up()
            found = {one.id: ledger.found(one.id)[:MOST_FOUND] for one in loaded.searches}
    empty: dict[str, Any] = {"errors": (), "given": {}, "secret": None, "of": ""}
    return draw_desk(
        "alerts.html",
        status,
        searches=loaded.searches,
        problems=loaded.problems,
        outbox=[*waiting, *lost],
        found=found,
        moment=_moment,
        feeds=url_for("pages.home") + "api/v1/alerts/",
        said=session.pop("said", None),
        **{**empty, **values},
    )


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(sep=" ", timespec="minutes")[:16]
