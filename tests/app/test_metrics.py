from __future__ import annotations

from pathlib import Path

from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from search_app import create_app
from tests.app.conftest import ARTICLES, MakeApp, settings_for


def samples(app: Flask) -> dict[tuple[str, ...], float]:
    """Every sample: its name and the values of its labels, without those of buckets."""
    answer = app.test_client().get("/metrics")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain")
    return {
        (sample.name, *(value for name, value in sorted(sample.labels.items()) if name != "le")): (
            sample.value
        )
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_requests_are_counted_per_route_not_per_address(make_app: MakeApp) -> None:
    app = make_app()
    client = app.test_client()
    for article in ARTICLES:
        client.get(f"/api/v1/articles/{article.id}")
    client.get("/api/v1/articles/none")
    client.get("/made/up")
    client.open("/api/v1/search", method="BREW")
    found = samples(app)
    route = "/api/v1/articles/<article_id>"
    assert found["clippings_requests_total", "GET", route, "200"] == len(ARTICLES)
    assert found["clippings_requests_total", "GET", route, "404"] == 1
    assert found["clippings_requests_total", "GET", "unmatched", "404"] == 1
    assert found["clippings_requests_total", "other", "unmatched", "405"] == 1
    assert found["clippings_request_seconds_count", "GET", route] == len(ARTICLES) + 1
    assert not any("made" in part for key in found for part in key)


def test_searches_are_counted_by_what_they_found(make_app: MakeApp) -> None:
    app = make_app()
    client = app.test_client()
    client.get("/api/v1/search?q=harbour")
    client.get("/api/v1/search?q=xyzzyx")
    client.post("/api/v1/search", json={"person": "Nobody"})
    found = samples(app)
    assert found["clippings_searches_total", "hits"] == 1
    assert found["clippings_searches_total", "nothing"] == 2


def test_the_index_shows_its_size_and_age(app: Flask) -> None:
    found = samples(app)
    assert found["clippings_index_up",] == 1
    assert found["clippings_index_articles",] == len(ARTICLES)
    assert found["clippings_index_bytes",] > 0
    assert 0 <= found["clippings_index_age_seconds",] < 3600


def test_an_index_that_is_not_there_shows_as_down(tmp_path: Path) -> None:
    found = samples(create_app(settings_for(tmp_path / "none")))
    assert found["clippings_index_up",] == 0
    assert ("clippings_index_articles",) not in found
