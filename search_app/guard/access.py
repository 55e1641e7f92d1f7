"""Who may ask: the API key, the rate limit, and other origins."""

from __future__ import annotations

import hmac
import re

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from search_app.desk.access import asking
from search_app.errors import Problem
from search_app.service import service
from search_index.errors import SettingError
from search_index.settings import Settings

EXPOSED_HEADERS = ("ETag", "Link", "Retry-After", "X-Request-ID")
ALLOWED_HEADERS = (
    "Authorization",
    "Content-Type",
    "If-None-Match",
    "X-API-Key",
    "X-Meilisearch-Client",
    "X-Request-ID",
)

_ORIGIN = re.compile(r"https?://(\[[0-9a-f:.]+\]|[0-9a-z.-]+)(:[0-9]{1,5})?", re.IGNORECASE)
_OPEN_ENDPOINTS = frozenset(
    {
        "health.healthz",
        "health.readyz",
        "meilisearch.health",
        "metrics.metrics",
        "opensearch.description",
        "pages.api_docs",
        "pages.asset",
        "pages.embed",
        "pages.logo",
        "pages.robots",
        "pages.theme",
        "pages.unsubscribe",
        "static",
    }
)
"""What probes and browsers fetch without a key; it tells nothing of the archive's text."""

_OWN_LOGIN = ("corrections.", "desk.", "desk_api.")
"""Blueprints that ask for a user (`search_app.desk.access.require_role`)."""


def _may_read(endpoint: str) -> bool:
    """Whether a user of the desk reads the archive; the key alone manages saved searches."""
    if request.method not in {"GET", "HEAD"} or endpoint.startswith("alerts."):
        return False
    return asking() is not None


def _given_key() -> bytes:
    """The key that the request brings, as the bytes that were sent."""
    header = request.headers.get("X-API-Key", "")
    given = request.authorization
    if not header and given:
        if given.password is not None:
            # As a password too, so that a browser can ask its user for the key of the pages.
            return str(given.password).encode("utf-8", "replace")
        header = given.token or ""
    return header.encode("latin-1", "replace")  # as WSGI hands headers over


def _ask_for_key() -> None:
    wanted = service().settings.api_key
    endpoint = request.endpoint or ""
    if (
        wanted is None
        or request.method == "OPTIONS"
        or endpoint in _OPEN_ENDPOINTS
        or endpoint.startswith(("docs.", "api-docs.", *_OWN_LOGIN))
    ):
        return
    given = _given_key()
    if not hmac.compare_digest(given, wanted.encode()) and not _may_read(endpoint):
        bearer = request.path.startswith("/api/") or endpoint.startswith("meilisearch")
        scheme = "Bearer" if bearer else "Basic"
        raise Problem(
            401,
            "unauthorized",
            "Unauthorized",
            "The API key is wrong."
            if given
            else "Send the API key as `X-API-Key: …` or `Authorization: Bearer …`.",
            headers={"WWW-Authenticate": f'{scheme} realm="Clippings"'},
        )


def _check_origins(origins: tuple[str, ...]) -> None:
    for origin in origins:
        if origin != "*" and not _ORIGIN.fullmatch(origin):
            raise SettingError(
                f"CLIPPINGS_CORS_ORIGINS={','.join(origins)!r} cannot be used: {origin!r} is no "
                "origin; give * or a list as https://a.example,http://localhost:3000."
            )


def _shared(settings: Settings) -> list[str | re.Pattern[str]]:
    """The paths that other origins may call, as patterns of flask-cors."""
    path = settings.meilisearch_path.rstrip("/")
    if settings.meilisearch_path and not path:
        return [r"/api/*", r"/(multi-search|indexes|health|version)(/.*)?$"]
    return [r"/api/*", rf"{path}/.*"] if path else [r"/api/*"]


def install(app: Flask, settings: Settings) -> None:
    """Guard `app`. Raises SettingError."""
    if count := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_prefix=count
        )
    _check_origins(settings.cors_origins)
    app.before_request(_ask_for_key)
    everybody = "*" in settings.cors_origins
    if settings.cors_origins:
        from flask_cors import CORS

        CORS(
            app,
            resources=_shared(settings),
            origins="*" if everybody else list(settings.cors_origins),
            send_wildcard=everybody,
            methods=["GET", "HEAD", "POST", "OPTIONS"],
            allow_headers=list(ALLOWED_HEADERS),
            expose_headers=list(EXPOSED_HEADERS),
            max_age=600,
        )
