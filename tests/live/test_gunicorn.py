from __future__ import annotations

import json
from pathlib import Path

from tests.app.conftest import ARTICLES, write
from tests.live.conftest import StartServer


def test_gunicorn_serves_searches_and_pages(start_server: StartServer, tmp_path: Path) -> None:
    write(tmp_path / "index", ARTICLES)
    server = start_server(tmp_path / "index")
    status, headers, body = server.get("/api/v1/search?q=harbour")
    assert status == 200
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body)["total"] == 3
    status, headers, body = server.get("/?q=harbour")
    assert status == 200
    assert b"Harbour museum" in body.replace(b"<mark>", b"").replace(b"</mark>", b"")


def test_a_query_of_ten_thousand_characters_is_answered(
    start_server: StartServer, tmp_path: Path
) -> None:
    write(tmp_path / "index", ARTICLES)
    server = start_server(tmp_path / "index")
    status, _, body = server.get("/api/v1/search?q=" + "%D9%85" * 10_000)
    assert status == 200
    assert json.loads(body)["query"]["q"] == "م" * 10_000
