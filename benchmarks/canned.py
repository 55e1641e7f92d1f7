"""The application with one answer to every search: the most that its middleware lets through.

`python -m benchmarks.speed.load` serves it after the real one: what share of its answers a
second the searches reach says what is left to gain by searching faster.
"""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask, Response

from search_app import create_app

ANSWER = "CANNED_ANSWER"
"""Names the file with the body that is answered."""
SEARCH = "/api/v1/search"


def application() -> Flask:
    """The application of the settings, its searches replaced."""
    app = create_app()
    body = Path(os.environ[ANSWER]).read_bytes()

    def answer() -> Response:
        return Response(body, content_type="application/json")

    for rule in app.url_map.iter_rules():
        if rule.rule == SEARCH:
            app.view_functions[rule.endpoint] = answer
    return app
