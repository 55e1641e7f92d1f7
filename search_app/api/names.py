"""The routes of names: /people/{id}, /organizations/{id} and /places/{id}."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from flask import request
from marshmallow import fields, post_load

from search_app.api.answers import Answer, Rows
from search_app.api.article_schemas import HitRows
from search_app.api.fields import Choice, clean
from search_app.api.parameters import LANGUAGES, Arguments
from search_app.api.routes import blueprint
from search_app.api.schemas import FacetValueSchema
from search_app.caching import current_searcher
from search_app.entities.portrait import KINDS, PATHS, Portrait, portrait
from search_app.errors import NotFound
from search_app.labels import label
from search_app.met_forms import meet
from search_app.service import service


class NameParameters(Arguments):
    """For whom the name is described."""

    lang = Choice(LANGUAGES, metadata={"description": "The language of `label`s."})

    @post_load
    def _load(self, data: dict[str, Any], **_: Any) -> str:
        return str(data.get("lang") or "en")


class WrittenFormSchema(Answer):
    """A form of a name, and in how many of the newest articles it stands."""

    form = fields.String(required=True)
    articles = fields.Integer(required=True)


class TogetherSchema(Answer):
    """A name that occurs in the same articles; `search` finds those that have both."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    label = fields.String(required=True)
    articles = fields.Integer(required=True)
    search = fields.String(required=True)


class EdgeSchema(Answer):
    """Two names of `together` that occur in the same articles, by their ids."""

    first = fields.String(required=True)
    second = fields.String(required=True)
    articles = fields.Integer(required=True)


class PointSchema(Answer):
    """A point on the map, in degrees."""

    latitude = fields.Float(required=True)
    longitude = fields.Float(required=True)


class NameLinksSchema(Answer):
    """Where more is: all articles, a feed of them, the page for people."""

    search = fields.String(required=True)
    feed = fields.String(required=True)
    page = fields.String(required=True)


class RenamedSchema(Answer):
    """Another value that is the same body under an earlier or a later name."""

    id = fields.String(required=True)
    label = fields.String(required=True)


class NameSchema(Answer):
    """A person, an organization or a place of the archive."""

    id = fields.String(required=True, metadata={"description": "The value of its facet."})
    kind = fields.String(required=True)
    label = fields.String(required=True)
    articles = fields.Integer(required=True)
    articles_read = fields.Integer(
        required=True, metadata={"description": "Of how many the forms and edges are."}
    )
    forms = Rows(WrittenFormSchema, required=True)
    years = Rows(FacetValueSchema, required=True)
    together = fields.List(fields.Nested(TogetherSchema), required=True)
    edges = fields.List(fields.Nested(EdgeSchema), required=True)
    latest = HitRows(required=True)
    first = HitRows(required=True)
    predecessors = fields.List(
        fields.Nested(RenamedSchema),
        required=True,
        metadata={
            "description": "What articles or the names file say an organization was called before."
        },
    )
    successors = fields.List(fields.Nested(RenamedSchema), required=True)
    point = fields.Nested(PointSchema, required=True, allow_none=True)
    links = fields.Nested(NameLinksSchema, required=True)


@blueprint.route("/people/<path:name>")
@blueprint.arguments(NameParameters(), location="query")
@blueprint.response(200, NameSchema())
def person(language: str, name: str) -> dict[str, Any]:
    """A person: forms, years, who and what is in the same articles, latest and first."""
    return _described("people", name, language)


@blueprint.route("/organizations/<path:name>")
@blueprint.arguments(NameParameters(), location="query")
@blueprint.response(200, NameSchema())
def organization(language: str, name: str) -> dict[str, Any]:
    """An organization, as `/people/{id}` describes a person."""
    return _described("organizations", name, language)


@blueprint.route("/places/<path:name>")
@blueprint.arguments(NameParameters(), location="query")
@blueprint.response(200, NameSchema())
def place(language: str, name: str) -> dict[str, Any]:
    """A place, as `/people/{id}` describes a person, with its point on the map."""
    return _described("places", name, language)


def _described(path: str, name: str, language: str) -> dict[str, Any]:
    timeout_ms = service().settings.query_timeout_ms
    with current_searcher() as searcher:
        found = portrait(searcher, KINDS[path], clean(name), timeout_ms)
        if found is not None:
            meet(searcher, found.names, language, timeout_ms)
    if found is None:
        facet = f"/api/v1/facets/{KINDS[path]}"
        raise NotFound(f"No article has this name; {facet} lists those that are there.")
    return _answer(found, language)


def _answer(found: Portrait, language: str) -> dict[str, Any]:
    root = request.script_root
    alone = urlencode([(found.kind, found.name)])
    point = None
    if found.latitude is not None:
        point = {"latitude": found.latitude, "longitude": found.longitude}
    return {
        "id": found.name,
        "kind": found.kind,
        "label": label(found.kind, found.name, language),
        "articles": found.articles,
        "articles_read": found.read,
        "forms": found.forms,
        "years": found.facets.get("year", ()),
        "together": [
            {
                "id": node.name,
                "kind": node.kind,
                "label": label(node.kind, node.name, language),
                "articles": node.articles,
                "search": f"{root}/api/v1/search?{_both(found, node.kind, node.name)}",
            }
            for node in found.together
        ],
        "edges": [
            {
                "first": found.nodes[edge.first].name,
                "second": found.nodes[edge.second].name,
                "articles": edge.articles,
            }
            for edge in found.edges
        ],
        "latest": found.latest,
        "first": found.first,
        "predecessors": [_renamed(name, language) for name in found.predecessors],
        "successors": [_renamed(name, language) for name in found.successors],
        "point": point,
        "links": {
            "search": f"{root}/api/v1/search?{alone}",
            "feed": f"{root}/api/v1/feed.atom?{alone}",
            "page": f"{root}/{PATHS[found.kind]}/{quote(found.name, safe='')}",
        },
    }


def _renamed(name: str, language: str) -> dict[str, str]:
    return {"id": name, "label": label("organization", name, language)}


def _both(found: Portrait, kind: str, name: str) -> str:
    suffix = "_all" if kind == found.kind else ""
    return urlencode([(f"{found.kind}{suffix}", found.name), (f"{kind}{suffix}", name)])
