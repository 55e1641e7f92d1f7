"""Where this archive is, for links that leave it: in feeds, exports, citations and canonical links.

One rule for all of them, as what a client says in `Host` or `X-Forwarded-Host` may be forged, and a
cache hands it on to others. It is, in this order:

1. `CLIPPINGS_SITE_URL`;
2. where `CLIPPINGS_TRUSTED_PROXIES` says that there are some, what the request says;
3. the address of this machine at which the connection came in.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any, Final

from flask import Flask, current_app, request, url_for
from werkzeug.exceptions import SecurityError

from search_app.errors import Problem
from search_app.service import service
from search_index.settings import Settings

_PORTS: Final = {"http": 80, "https": 443}
_KEY: Final = "clippings-links"
_MOST_KEPT: Final = 1000


def kept_url_for(endpoint: str, **values: Any) -> str:
    """What `url_for` gives, kept as every page has dozens of a few addresses; needs a request."""
    known: dict[tuple[str, ...], str] = current_app.extensions.setdefault(_KEY, {})
    key = (request.script_root, endpoint, *values.values())
    found = known.get(key)
    if found is None:
        if len(known) >= _MOST_KEPT:  # of a proxy that has many names for one server
            known.clear()
        found = known[key] = url_for(endpoint, **values)
    return found


def site_root() -> str:
    """The address of the search page, with the last slash; needs a request."""
    settings = service().settings
    if settings.site_url:
        return settings.site_url.rstrip("/") + "/"
    if settings.trusted_proxies:
        return request.root_url
    return f"{request.scheme}://{_own_host()}{request.script_root}/"


def site_url_for(endpoint: str, **values: Any) -> str:
    """The whole address of a page; needs a request."""
    return site_root() + url_for(endpoint, **values)[len(request.script_root) + 1 :]


def _own_host() -> str:
    connection = request.environ.get("gunicorn.socket")
    if getattr(connection, "family", None) == socket.AF_UNIX:
        return "localhost"  # gunicorn takes the name from `Host` there
    name, port = request.environ["SERVER_NAME"], int(request.environ["SERVER_PORT"] or 0)
    host = f"[{name}]" if ":" in name else name
    return host if port in (0, _PORTS.get(request.scheme)) else f"{host}:{port}"


def refuse_other_names(app: Flask, settings: Settings) -> None:
    """Where the name of the site is set, answer its desk under no name of somebody else.

    A page of theirs whose name changes to our address (DNS rebinding) would read what we answer.
    """
    if not settings.site_url:
        return

    def check() -> None:
        endpoint = request.endpoint or ""
        if endpoint.startswith(("desk.", "desk_api.", "corrections.")) and not _is_ours(
            settings.site_url
        ):
            raise Problem(
                421,
                "misdirected",
                "Misdirected request",
                "The desk is not here under this name; use that of CLIPPINGS_SITE_URL.",
            )

    app.before_request(check)


def _is_ours(site: str) -> bool:
    try:
        host = request.host
    except SecurityError:
        return False
    if host.lower() == site.split("://", 1)[1].split("/", 1)[0].lower():
        return True
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    name = name.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
