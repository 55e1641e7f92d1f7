"""The console of the API: Swagger UI, from an installed package, no CDN.

The page at /api/docs (`search_app/pages/words.py`) leads to it.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

from flask import Blueprint, Response, render_template, send_from_directory, url_for

blueprint = Blueprint("docs", __name__)

# Swagger UI sets styles from script and draws its arrows from data: addresses.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
FILES = frozenset({"swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"})


def _folder() -> Path:
    # Found without being imported: only its files are wanted, not its blueprint.
    spec = importlib.util.find_spec("flask_swagger_ui")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "dist"


@blueprint.get("/api/docs/console")
def page() -> Response:
    """The page."""
    response = Response(render_template("docs.html"))
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/api/docs/start.js")
def start() -> Response:
    """The few lines that start Swagger UI; a file, for inline script is forbidden."""
    script = (
        "SwaggerUIBundle({"
        f'url: "{url_for("api-docs.openapi_json")}", '
        'dom_id: "#docs", deepLinking: true, validatorUrl: null, tryItOutEnabled: true});\n'
    )
    response = Response(script, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/api/docs/<any(" + ", ".join(f"'{name}'" for name in sorted(FILES)) + "):name>")
def file(name: str) -> Response:
    """A file of Swagger UI."""
    response = send_from_directory(_folder(), name, max_age=86400)
    return response
