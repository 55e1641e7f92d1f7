"""What holds for every address of the application."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.app.conftest import ARTICLES

PAGES = (
    "/",
    f"/articles/{ARTICLES[0].id}",
    "/api/docs",
    "/places/Lund",
    "/trends",
    "/words",
    "/api/docs/console",
)
DATA = (
    "/api/v1/search",
    f"/api/v1/articles/{ARTICLES[0].id}",
    f"/api/v1/articles/{ARTICLES[0].id}/related",
    "/api/v1/suggest",
    "/api/v1/facets/year",
    "/api/v1/quotes",
    "/api/v1/export",
    "/api/v1/feed.atom",
    "/api/v1/stats",
    "/api/v1/people/Ilse Brandt",
    "/api/v1/organizations/Northern Heritage Fund (NHF)",
    "/api/v1/places/Lund",
    "/api/v1/significant",
    "/api/v1/openapi.json",
    "/healthz",
    "/readyz",
    "/metrics",
    "/opensearch.xml",
    "/robots.txt",
)
QUERIED = tuple(url for url in DATA if url.startswith("/api/v1/") and "openapi" not in url)

NASTY = (
    "\r\nX-Injected: 1",
    "\u2028\u202e\u2066",
    "\x00",
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "{{7*7}}${7*7}%7B",
    "../../../etc/passwd",
    "a" * 50_000,
)


@pytest.mark.parametrize("url", PAGES + DATA)
def test_it_answers_get_head_and_options_and_nothing_that_changes(
    client: FlaskClient, url: str
) -> None:
    got = client.get(url)
    assert got.status_code == 200
    head = client.head(url)
    assert (head.status_code, head.content_type, head.data) == (200, got.content_type, b"")
    options = client.options(url)
    assert options.status_code == 200
    assert {"GET", "HEAD", "OPTIONS"} <= set(options.headers["Allow"].split(", "))
    for method in ("PUT", "PATCH", "DELETE", "TRACE"):
        refused = client.open(url, method=method)
        assert refused.status_code == 405
        assert refused.content_type == "application/problem+json"
        assert "GET" in refused.headers["Allow"]


@pytest.mark.parametrize("url", PAGES + DATA)
def test_it_tells_browsers_to_run_nothing_from_elsewhere(client: FlaskClient, url: str) -> None:
    headers = client.get(url).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src 'unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("url", QUERIED)
def test_an_unknown_parameter_is_a_400_that_names_it(client: FlaskClient, url: str) -> None:
    answer = client.get(url, query_string={"wrong one": "x"})
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert [error["field"] for error in answer.json["errors"]] == ["wrong one"]


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize("url", PAGES[:2] + QUERIED)
def test_nothing_that_is_sent_breaks_out_of_the_answer(
    client: FlaskClient, url: str, value: str
) -> None:
    for name in ("q", "person", "cursor", value):
        answer = client.get(url, query_string={name: value}, headers={"X-Request-ID": "\x7f"})
        # a page refuses an address that it would have to repeat in hundreds of links
        assert answer.status_code in {200, 400, 414}
        assert "X-Injected" not in answer.headers
        assert all(len(text) < 8000 for text in answer.headers.values())
        if answer.mimetype == "text/html":
            assert "<script>alert" not in answer.text
            assert "<img" not in answer.text
            assert "49$" not in answer.text


def test_a_browser_gets_an_error_as_a_page_and_a_program_as_a_problem(client: FlaskClient) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for accept, content_type in (
        (browser, "text/html; charset=utf-8"),
        ("*/*", "application/problem+json"),
        ("application/json", "application/problem+json"),
        ("", "application/problem+json"),
    ):
        answer = client.get("/made/up", headers={"Accept": accept})
        assert answer.status_code == 404
        assert answer.content_type == content_type
    of_api = client.get("/api/v1/articles/none", headers={"Accept": browser})
    assert of_api.content_type == "application/problem+json"
