"""The application factory."""

from __future__ import annotations

from flask import Flask

from search_app import api, errors, health, openapi, pages, security
from search_app.searchers import Searchers
from search_app.service import Service
from search_index import open_engine
from search_index.settings import Settings

MAX_BODY_BYTES = 1024 * 1024


def create_app(settings: Settings | None = None, *, searchers: Searchers | None = None) -> Flask:
    """A WSGI application over one index.

    `settings` None reads them from the environment; `searchers` None lends those of the
    engine that they name. The first request opens the index, so the application can
    start before there is one. Raises SettingError.
    """
    settings = Settings.from_environment() if settings is None else settings
    app = Flask("search_app", static_folder="static")
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.url_map.redirect_defaults = False
    app.json.compact = True  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    if searchers is None:
        searchers = Searchers(open_engine(settings))
    Service(settings=settings, searchers=searchers).install(app)
    errors.install(app)
    security.install(app)
    document = openapi.install(app)
    document.register_blueprint(api.blueprint)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(pages.blueprint)
    return app
