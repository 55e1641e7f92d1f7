"""The server starts with what an answer needs, and imports the rest when that is asked for."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from pathlib import Path

from flask.testing import FlaskClient

LATER = (
    "alerts.adding",
    "dateparser",
    "filelock",
    "flask_cors",
    "flask_limiter",
    "indexer",
    "opensearchpy",
    "rapidfuzz",
    "search_app.dialects.meilisearch",
    "search_index.engines.opensearch",
    "search_index.engines.reference",
    "search_index.engines.whoosh.write.writer",
    "search_index.search.semantic.hybrid",
    "smtplib",
)
"""What a server that was just started does not have."""


def test_nothing_is_imported_that_writes_sends_or_forgives_before_that_is_asked_for(
    tmp_path: Path,
) -> None:
    code = "import json, sys; import wsgi; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={"CLIPPINGS_INDEX_DIR": str(tmp_path)},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(json.loads(run.stdout))
    assert "search_index.engines.whoosh.read.reader" in imported
    assert "search_index.search.service" in imported
    assert not imported.intersection(LATER)


def test_the_document_is_whole_though_it_is_written_when_it_is_first_asked_for(
    client: FlaskClient,
) -> None:
    first, second = (client.get("/api/v1/openapi.json").get_json() for _ in range(2))
    assert first == second
    assert {"/api/v1/search", "/api/v1/alerts", "/api/v1/stats"} <= set(first["paths"])
    assert "DEFAULT_ERROR" in first["components"]["responses"]


def test_who_imports_the_application_keeps_the_garbage_collection_that_was_on() -> None:
    import search_app

    assert callable(search_app.create_app)
    assert gc.isenabled()
