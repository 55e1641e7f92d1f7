from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from search_app import create_app
from search_app.searchers import Searchers
from search_index import open_engine
from tests.app.conftest import ARTICLES, settings_for, write


def test_a_server_with_an_index_is_alive_and_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json["articles"] == len(ARTICLES)
    assert ready.headers["Cache-Control"] == "no-store"


def test_without_an_index_it_is_alive_not_ready_and_says_what_to_do(tmp_path: Path) -> None:
    client = create_app(settings_for(tmp_path / "none")).test_client()
    assert client.get("/healthz").status_code == 200
    for url in ("/readyz", "/api/v1/search?q=x"):
        answer = client.get(url)
        assert answer.status_code == 503
        assert answer.content_type == "application/problem+json"
        assert "python -m indexer" in answer.json["detail"]
        assert int(answer.headers["Retry-After"]) > 0
    assert str(tmp_path) not in client.get("/api/v1/search?q=x").text


def test_an_index_that_appears_later_is_served_without_a_restart(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    engine = open_engine(settings)
    app = create_app(settings, searchers=Searchers(engine, check_every_s=0))
    client = app.test_client()
    assert client.get("/readyz").status_code == 503
    write(tmp_path, ARTICLES)
    assert client.get("/readyz").status_code == 200
    assert client.get("/api/v1/search").json["total"] == len(ARTICLES)
