"""The application factory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_compress import Compress

from search_app import caching, encodings, errors, links, pages
from search_app.api import alerts, corrections, desk_names, docs, every_route, openapi, opensearch
from search_app.api.json_text import JsonText
from search_app.bounds import MAX_BODY_BYTES
from search_app.desk import access as desk_access
from search_app.guard import access, overload, security
from search_app.guard.gate import Gate
from search_app.routing import LazyRule
from search_app.searchers import Searchers
from search_app.service import Service
from search_app.watch import health, metrics, request_log
from search_index import open_engine
from search_index.search.synonyms import ready
from search_index.settings import Settings

COMPRESSED_TYPES = [
    "application/atom+xml",
    "application/javascript",
    "application/json",
    "application/opensearchdescription+xml",
    "application/problem+json",
    "application/x-ndjson",
    "image/svg+xml",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
    "text/plain",
]


class Application(Flask):
    """Flask, without its question to each function of each request whether it is asynchronous."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself: none of ours is."""
        return func


def create_app(
    settings: Settings | None = None,
    *,
    searchers: Searchers | None = None,
    gate: Gate | None = None,
) -> Flask:
    """A WSGI application over one index.

    `settings` None reads them from the environment; `searchers` None lends those of the
    engine that they name, `gate` None lets in as many as they say. The first request opens
    the index, so the application can start before there is one. Raises SettingError, and
    UsersUnusable where the desk is on.
    """
    settings = Settings.from_environment() if settings is None else settings
    app = Application("search_app")
    app.url_rule_class = LazyRule
    app.json = JsonText(app)
    app.url_map.merge_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["COMPRESS_MIMETYPES"] = COMPRESSED_TYPES
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.config["COMPRESS_ALGORITHM_STREAMING"] = ["br", "gzip"]
    if searchers is None:
        searchers = Searchers(ready(open_engine(settings)))
    exports = Gate(running=settings.max_exports)
    if gate is None:
        gate = Gate(
            running=settings.max_searches,
            waiting=settings.max_waiting,
            wait_s=settings.max_wait_ms / 1000,
        )
    semantic = None
    if settings.semantic:
        from search_index.search.semantic import encoders
        from search_index.search.semantic.hybrid import Semantic

        semantic = Semantic(settings.index_dir, encoders())
    service = Service(settings=settings, searchers=searchers, exports=exports, semantic=semantic)
    service.install(app)
    errors.install(app)

    # What comes first here sees a request first and its answer last.
    request_log.install(app)
    encodings.install(app)
    Compress(app)
    caching.install(app)
    security.install(app, settings)
    if settings.rate_limit is not None:
        # Its library takes a seventh of the time to import everything.
        from search_app.guard import rate_limit

        rate_limit.install(app, settings)
    access.install(app, settings)
    overload.install(app, gate)
    metrics.install(app)

    document = openapi.install(app, settings)
    document.register_blueprint(every_route.blueprint)
    document.register_blueprint(alerts.blueprint)
    document.register_blueprint(corrections.blueprint)
    document.register_blueprint(desk_names.blueprint)  # that of desk.py, with its names
    for blueprint in (docs.blueprint, health.blueprint, opensearch.blueprint, pages.blueprint):
        app.register_blueprint(blueprint)
    if settings.meilisearch_path:
        from search_app.dialects import meilisearch

        meilisearch.install(app, settings)
    if settings.desk:
        from search_app.desk.pages import blueprint as desk

        links.refuse_other_names(app, settings)
        desk_access.install(app, settings)
        app.register_blueprint(desk)
    return app
