"""How much one search asks of the cluster."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from search_index import open_engine
from search_index.engines.base import Searcher
from search_index.engines.opensearch.bridge.connection import Connection
from search_index.model.query import Query
from tests.engines.opensearch import settings_for
from tests.engines.small_archive import article, fill

Requests = list[str]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Requests:
    """The bodies of the searches that were sent."""
    bodies: Requests = []
    request = Connection.request

    def noted(self: Connection, method: str, path: str, body: Any = None, **options: Any) -> Any:
        if path == "/_search":
            bodies.append(json.dumps(body))
        return request(self, method, path, body, **options)

    monkeypatch.setattr(Connection, "request", noted)
    return bodies


@pytest.fixture
def archive(tmp_path: Path) -> Searcher:
    """Four articles about a harbour, by two persons."""
    engine = open_engine(settings_for("opensearch", tmp_path))
    articles = [
        article(f"Story {n}", "A harbour.", persons=("Ana Ray" if n else "Bo Lee",), date="2021")
        for n in range(4)
    ]
    fill(engine, *articles)
    searcher = engine.searcher()
    searcher.search(Query())
    return searcher


def test_all_pages_of_a_query_count_its_facets_once(archive: Searcher, sent: Requests) -> None:
    first, second = (
        archive.search(Query(text="harbour", page=page, per_page=2)) for page in (1, 2)
    )
    assert [row.count for row in first.facets["person"]] == [3, 1]
    assert second.facets == first.facets
    assert first.hits != second.hits
    assert ["count.person" in body for body in sent] == [True, False]


def test_facets_are_counted_anew_where_anything_else_is_asked(archive: Searcher) -> None:
    def persons(**asked: Any) -> list[tuple[str | None, int]]:
        rows = archive.search(Query(text="harbour", **asked)).facets["person"]
        return [(row.value, row.count) for row in rows]

    everybody = [("Ana Ray", 3), ("Bo Lee", 1)]
    assert persons() == everybody
    assert persons(facet_size=1) == everybody[:1]
    assert persons(exclude={"person": ("Bo Lee",)}) == everybody[:1]
    assert persons(date_from="2022") == []
    assert persons(missing_date=True) == []
    assert archive.search(Query(text="harbour -harbour")).facets["person"] == ()
    assert set(archive.search(Query(text="harbour", facets=("year",))).facets) == {"year"}


def test_a_search_takes_one_request_where_nothing_was_copied(
    archive: Searcher, sent: Requests
) -> None:
    hits = archive.search(Query(text="harbour", include={"person": ("Ana Ray",)}))
    assert (hits.total, len(sent)) == (3, 1)
    assert [row.value for row in hits.facets["person"] if row.active] == ["Ana Ray"]
