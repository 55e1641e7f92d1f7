"""The routes under /api/v1/alerts: saved searches, and the feed of each."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response, request
from marshmallow import fields, post_load

from alerts.errors import AlertsUnusable, BadAlert
from alerts.ledger import FoundItem, Ledger, is_there
from alerts.model import SavedSearch
from alerts.parameters import Saved
from alerts.searches import Searches
from search_app.api.answers import Answer
from search_app.api.feed import ATOM, NEVER, add_text, xml_text
from search_app.api.fields import Choice, Text, Values
from search_app.api.openapi import Blueprint
from search_app.api.parameters import Arguments
from search_app.errors import InvalidParameters, NotFound, Problem
from search_app.links import site_root
from search_app.service import service

blueprint = Blueprint(
    "alerts", __name__, url_prefix="/api/v1/alerts", description="Saved searches and alerts."
)

View = TypeVar("View", bound=Callable[..., Any])


class WebhookBody(Arguments):
    """Where new articles are posted to."""

    typed = True
    url = Text(required=True, empty=False, metadata={"description": "https:// or http://."})
    secret = Text(
        metadata={"description": "whsec_ and base64 of 24 to 64 bytes; absent: one is made."}
    )


class MailBody(Arguments):
    """Who gets new articles by mail."""

    typed = True
    to = Values(Text(empty=False), required=True, metadata={"description": "Addresses."})
    every = Choice(
        ("run", "day", "week"),
        load_default="run",
        metadata={"description": "After each run of the indexer, or in one mail a day or week."},
    )


class AlertBody(Arguments):
    """A search to be saved."""

    typed = True
    name = Text(required=True, empty=False, metadata={"description": "What people call it."})
    query = fields.Dict(
        keys=fields.String(),
        load_default=dict,
        metadata={
            "description": "The parameters of a search that select articles, as of POST /search; "
            "none: all that is new."
        },
    )
    webhook = fields.Nested(WebhookBody)
    mail = fields.Nested(MailBody)

    @post_load
    def _load(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return data


class WebhookSchema(Answer):
    """Where new articles are posted to."""

    url = fields.String(required=True)
    secret = fields.String(
        metadata={"description": "In the answer to the request that saved it, and nowhere else."}
    )


class MailSchema(Answer):
    """Who gets new articles by mail."""

    to = fields.List(fields.String(), required=True)
    every = fields.String(required=True)


class AlertSchema(Answer):
    """A saved search."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    query = fields.Dict(keys=fields.String(), required=True)
    created = fields.String(required=True, metadata={"description": "An instant in UTC."})
    webhook = fields.Nested(WebhookSchema, required=True, allow_none=True)
    mail = fields.Nested(MailSchema, required=True, allow_none=True)
    feed = fields.String(required=True, metadata={"description": "Path of its Atom feed."})
    waiting = fields.Integer(
        required=True, metadata={"description": "Messages that wait to be sent."}
    )
    given_up = fields.Integer(
        required=True, metadata={"description": "Messages that are not tried again."}
    )


class ProblemOfAlertSchema(Answer):
    """A saved search that cannot be used."""

    alert = fields.String(required=True)
    message = fields.String(required=True)


class AlertsSchema(Answer):
    """All saved searches."""

    alerts = fields.List(fields.Nested(AlertSchema), required=True)
    problems = fields.List(
        fields.Nested(ProblemOfAlertSchema),
        required=True,
        metadata={"description": "Entries of the file that cannot be used, and why."},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A saved search as an answer shows it."""

    id: str
    name: str
    query: dict[str, Any]
    created: str
    webhook: dict[str, str] | None
    mail: dict[str, Any] | None
    feed: str
    waiting: int = 0
    given_up: int = 0


def _managed(view: View) -> View:
    """A route for who has the key; what goes wrong becomes a problem."""

    @wraps(view)
    def guarded(*arguments: Any, **options: Any) -> Any:
        if service().settings.api_key is None:
            raise Problem(
                403,
                "alerts-need-a-key",
                "Forbidden",
                "Saved searches send mail and post to other servers, so they can be managed here "
                "only where CLIPPINGS_API_KEY is set; use `clippings alerts` on the server.",
            )
        return _told(view)(*arguments, **options)

    return cast(View, guarded)


def _told(view: View) -> View:
    """A route whose errors become problems."""

    @wraps(view)
    def telling(*arguments: Any, **options: Any) -> Any:
        try:
            return view(*arguments, **options)
        except BadAlert as error:
            raise InvalidParameters(error.errors) from None
        except (AlertsUnusable, OSError) as error:
            text = str(error) if isinstance(error, AlertsUnusable) else error.strerror
            raise Problem(
                503,
                "alerts-unusable",
                "Saved searches cannot be used",
                f"{text or 'The folder of the index cannot be written.'}",
            ) from None

    return cast(View, telling)


@blueprint.route("")
@blueprint.arguments(Arguments(), location="query")
@blueprint.response(200, AlertsSchema())
@_managed
def alerts(_: dict[str, Any]) -> dict[str, Any]:
    """All saved searches, and what waits to be sent for them."""
    searches = Searches(service().settings.index_dir)
    loaded = searches.load()
    counts = _counts(searches)
    return {
        "alerts": [_shown(search, counts) for search in loaded.searches],
        "problems": loaded.problems,
    }


@blueprint.route("", methods=["POST"])
@blueprint.arguments(AlertBody(), location="json")
@blueprint.response(201, AlertSchema())
@_managed
def add_alert(given: dict[str, Any]) -> tuple[Shown, dict[str, str]]:
    """Save a search: from now on what is new for it is sent after each run of the indexer."""
    from alerts.adding import add_search  # imports what sends mail

    search = add_search(service().settings, given)
    shown = _shown(search, {}, secret=True)
    return shown, {"Location": f"{request.script_root}/api/v1/alerts/{search.id}"}


@blueprint.route("/<alert_id>")
@blueprint.arguments(Arguments(), location="query")
@blueprint.response(200, AlertSchema())
@_managed
def alert(_: dict[str, Any], alert_id: str) -> Shown:
    """One saved search."""
    searches = Searches(service().settings.index_dir)
    return _shown(_found(searches, alert_id), _counts(searches))


@blueprint.route("/<alert_id>", methods=["DELETE"])
@blueprint.arguments(Arguments(), location="query")
@blueprint.response(204)
@_managed
def remove_alert(_: dict[str, Any], alert_id: str) -> Response:
    """Forget a saved search, and what waits to be sent for it."""
    from alerts.adding import remove_search

    if not remove_search(service().settings, alert_id):
        raise _no_alert()
    return Response(status=204)


@blueprint.route("/<alert_id>/feed.atom")
@blueprint.arguments(Arguments(), location="query")
@blueprint.also_answers(200, {"type": "string"}, "application/atom+xml")
@_told
def alert_feed(_: dict[str, Any], alert_id: str) -> Response:
    """What was found for a saved search, the last found first, as an Atom feed."""
    searches = Searches(service().settings.index_dir)
    search = _found(searches, alert_id)
    found: tuple[FoundItem, ...] = ()
    if is_there(searches.folder):
        with Ledger(searches.folder, only_read=True) as ledger:
            found = ledger.found(search.id)
    response = Response(_atom(search, found), content_type="application/atom+xml; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag(weak=True)
    return cast(Response, response.make_conditional(request))


def _found(searches: Searches, alert_id: str) -> SavedSearch:
    search = searches.load().find(alert_id)
    if search is None:
        raise _no_alert()
    return search


def _no_alert() -> NotFound:
    return NotFound("There is no saved search with this id.")


def _counts(searches: Searches) -> dict[tuple[str, bool], int]:
    """How many messages of each search wait, and are given up."""
    counts: dict[tuple[str, bool], int] = {}
    if is_there(searches.folder):
        with Ledger(searches.folder, only_read=True) as ledger:
            for message in (*ledger.waiting(), *ledger.given_up()):
                key = (message.alert, message.given_up)
                counts[key] = counts.get(key, 0) + 1
    return counts


def _shown(
    search: SavedSearch, counts: dict[tuple[str, bool], int], *, secret: bool = False
) -> Shown:
    values = search.to_json()
    webhook = values.get("webhook")
    if webhook is not None and not secret:
        del webhook["secret"]
    return Shown(
        id=search.id,
        name=search.name,
        query=values["query"],
        created=search.created,
        webhook=webhook,
        mail=values.get("mail"),
        feed=f"{request.script_root}/api/v1/alerts/{search.id}/feed.atom",
        waiting=counts.get((search.id, False), 0),
        given_up=counts.get((search.id, True), 0),
    )


def _atom(search: SavedSearch, found: tuple[FoundItem, ...]) -> bytes:
    title = service().settings.title
    root = Element("feed", xmlns=ATOM)
    site = site_root()
    address = f"{site}api/v1/alerts/{search.id}/feed.atom"
    add_text(root, "id", address)
    add_text(root, "title", f"{title}: {search.name}")
    add_text(root, "updated", _instant(found[0].at) if found else search.created or NEVER)
    SubElement(root, "link", rel="self", type="application/atom+xml", href=address)
    pairs = urlencode(_pairs(search.parameters))
    page = f"{site}?{pairs}"
    SubElement(root, "link", rel="alternate", type="text/html", href=page)
    add_text(SubElement(root, "author"), "name", title)
    for each in found:
        item = each.item
        entry = SubElement(root, "entry")
        add_text(entry, "id", f"urn:clippings:article:{item.id}")
        add_text(entry, "title", item.title or "Untitled")
        add_text(entry, "updated", _instant(each.at))
        href = f"{site}articles/{item.id}"
        SubElement(entry, "link", rel="alternate", type="text/html", href=href)
        if item.outlet:
            add_text(SubElement(entry, "author"), "name", item.outlet)
        for name in (*item.persons, *item.organizations, *item.places):
            SubElement(entry, "category", term=xml_text(name))
        add_text(entry, "summary", item.excerpt)
    text: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + text


def _pairs(parameters: Saved) -> list[tuple[str, str]]:
    return [(name, value) for name, values in parameters.items() for value in values]


def _instant(at: float) -> str:
    instant = datetime.datetime.fromtimestamp(at, datetime.UTC)
    return instant.isoformat(timespec="seconds").replace("+00:00", "Z")
