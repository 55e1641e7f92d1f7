"""Alive, and able to search."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, jsonify

from search_app.api.schemas import HealthSchema
from search_app.service import service
from search_index.model.query import Query

blueprint = Blueprint("health", __name__)

_schema = HealthSchema()
_probe = Query(per_page=1, facets=(), highlight=False, collapse=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What a probe is told."""

    status: str
    snapshot: str
    articles: int


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return _uncached(jsonify(_schema.dump({"status": "ok"})))


@blueprint.get("/readyz")
def readyz() -> Response:
    """The newest index is whole, open and can be searched; else 503 with the reason."""
    searchers = service().searchers
    searchers.check()
    with searchers.borrow() as searcher:
        found = searcher.search(_probe)
        health = Health(status="ok", snapshot=searcher.snapshot, articles=found.total)
    return _uncached(jsonify(_schema.dump(health)))


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
