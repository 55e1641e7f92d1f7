from __future__ import annotations

import json
from pathlib import Path

from benchmarks.live import Server
from search_index import open_engine
from tests.app.conftest import ARTICLES, settings_for, write
from tests.live.conftest import StartServer
from tests.live.waiting import soon


def total(server: Server, path: str = "/api/v1/search") -> int:
    """How many hits an address finds."""
    status, _, body = server.get(path)
    assert status == 200, body
    return int(json.loads(body)["total"])


def test_new_articles_are_found_without_a_restart(
    start_server: StartServer, tmp_path: Path
) -> None:
    write(tmp_path, ARTICLES[:2])
    server = start_server(tmp_path)
    assert total(server) == 2
    write(tmp_path, ARTICLES)
    # A worker looks for a newer state a few times a second, so soon both have seen it.
    assert soon(lambda: {total(server) for _ in range(10)} == {len(ARTICLES)})


def test_pages_fit_together_over_workers_though_the_index_changes(
    start_server: StartServer, tmp_path: Path
) -> None:
    write(tmp_path, ARTICLES)
    server = start_server(tmp_path)
    _, _, body = server.get("/api/v1/search?per_page=1")
    following = json.loads(body)["links"]["next"]
    with open_engine(settings_for(tmp_path)).writer() as writer:
        writer.delete(ARTICLES[0].id)
    assert soon(lambda: {total(server) for _ in range(10)} == {len(ARTICLES) - 1})
    assert {total(server, following) for _ in range(10)} == {len(ARTICLES)}


def test_pages_of_before_a_full_rebuild_are_those_of_then_or_gone(
    start_server: StartServer, tmp_path: Path
) -> None:
    write(tmp_path, ARTICLES)
    server = start_server(tmp_path)
    _, _, body = server.get("/api/v1/search?per_page=1")
    following = json.loads(body)["links"]["next"]
    write(tmp_path, ARTICLES[:1], full=True)
    assert soon(lambda: {total(server) for _ in range(10)} == {1})
    for _ in range(10):
        status, _, body = server.get(following)
        found = json.loads(body)
        assert (status, found.get("total")) in {(200, len(ARTICLES)), (410, None)}


def test_a_server_that_starts_before_there_is_an_index_serves_it_once_it_is_there(
    start_server: StartServer, tmp_path: Path
) -> None:
    server = start_server(tmp_path / "later")
    status, headers, body = server.get("/api/v1/search?q=harbour")
    assert status == 503
    assert headers["Content-Type"] == "application/problem+json"
    assert "python -m indexer" in json.loads(body)["detail"]
    write(tmp_path / "later", ARTICLES)
    assert soon(lambda: {server.get("/readyz")[0] for _ in range(10)} == {200})
    assert total(server) == len(ARTICLES)
