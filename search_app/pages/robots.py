"""What robots may fetch: `/robots.txt`, as the settings say."""

from __future__ import annotations

from flask import Response, url_for

from search_app.pages.routes import blueprint
from search_app.service import service


@blueprint.get("/robots.txt")
def robots() -> Response:
    """All but the API and the desk, or nothing.

    Where nothing is to be listed, robots have to read the pages to see that they say so.
    """
    home = url_for("pages.home")
    closed = [home] if service().settings.robots == "none" else [f"{home}api/", f"{home}desk"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    response = Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
