from __future__ import annotations

import re
from pathlib import Path

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from search_app.version import VERSION
from tests.app.conftest import MakeApp
from tests.app.test_search_page import Elements

ROOT = Path(__file__).parents[2]
TAKE_NOTHING = (
    "/api/v1/stats",
    "/api/v1/quality",
    "/api/v1/alerts",
    "/api/v1/corrections/",
    "/api/v1/desk",
)
TAKE_TEXT = ("/api/v1/corrections/import",)


def test_every_answer_to_made_up_requests_is_as_the_document_says(app: Flask) -> None:
    answers = set()
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    for found in document.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode:
            takes_nothing = operation.path.startswith(TAKE_NOTHING)
            takes_values = operation.method == "post" and operation.path not in TAKE_TEXT
            if mode is GenerationMode.NEGATIVE and takes_nothing and not takes_values:
                continue  # there is nothing that could be wrong

            @settings(
                max_examples=12,
                derandomize=True,
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def check(case: schemathesis.Case) -> None:
                answer = case.call_and_validate(headers={"Accept-Encoding": "identity"})
                answers.add((case.path, answer.status_code))

            check()
    assert {path for path, status in answers if status == 200} >= {
        "/api/v1/search",
        "/api/v1/suggest",
        "/api/v1/facets/{field}",
        "/api/v1/export",
        "/api/v1/feed.atom",
        "/api/v1/stats",
    }


def test_the_document_is_openapi_31_and_names_every_route(app: Flask, client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    assert document["openapi"] == "3.1.0"
    assert document["info"]["version"] == VERSION
    rules = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and not rule.rule.endswith("openapi.json")
    }
    assert set(document["paths"]) == rules
    for path in document["paths"].values():
        for method in path.keys() & {"get", "post"}:
            assert path[method]["summary"]
            assert path[method]["operationId"]


def test_the_document_is_not_sent_again_to_who_has_it(client: FlaskClient) -> None:
    tag = client.get("/api/v1/openapi.json").headers["ETag"]
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_the_document_says_what_the_settings_allow(make_app: MakeApp) -> None:
    document = make_app(max_per_page=7).test_client().get("/api/v1/openapi.json").json
    parameters = document["paths"]["/api/v1/search"]["get"]["parameters"]
    (per_page,) = [p for p in parameters if p["name"] == "per_page"]
    assert per_page["schema"] == {
        "type": "integer",
        "minimum": 1,
        "maximum": 7,
        "default": 10,
    }


def test_a_key_that_is_asked_for_stands_in_the_document(make_app: MakeApp) -> None:
    document = make_app(api_key="k").test_client().get("/api/v1/openapi.json").json
    assert set(document["components"]["securitySchemes"]) == {"key", "bearer"}
    assert document["security"] == [{"key": []}, {"bearer": []}]


def test_the_page_to_try_the_api_needs_no_other_host_and_no_inline_script(
    client: FlaskClient,
) -> None:
    page = client.get("/api/docs/console")
    assert page.status_code == 200
    assert page.content_type == "text/html; charset=utf-8"
    assert "script-src 'self';" in page.headers["Content-Security-Policy"]
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(addresses) >= 4
    for address in addresses:
        assert address.startswith("/api/")
        with client.get(address) as answer:
            assert answer.status_code == 200, address
    assert re.findall(r"<script(?![^>]*src=)", page.text) == []
    assert "/api/v1/openapi.json" in client.get("/api/docs/start.js").text


def test_the_version_is_that_of_the_package() -> None:
    assert "version = attr: search_app.version.VERSION\n" in (ROOT / "setup.cfg").read_text()


@pytest.mark.parametrize(("prefix", "url"), [("", "/"), ("/archive", "/archive")])
def test_the_document_says_under_which_prefix_the_server_is(
    client: FlaskClient, prefix: str, url: str
) -> None:
    answer = client.get("/api/v1/openapi.json", environ_overrides={"SCRIPT_NAME": prefix})
    assert answer.get_json()["servers"] == [{"url": url}]


def test_the_page_of_the_api_lists_every_route_with_a_form_that_works(client: FlaskClient) -> None:
    html = client.get("/api/docs?lang=ar").text
    for path in client.get("/api/v1/openapi.json").json["paths"]:
        assert f"<code>{path}</code>" in html
    elements = Elements(html)
    forms = [form["action"] or "" for form in elements.all("form", **{"class": "try"})]
    assert "/api/v1/search" in forms
    assert client.get("/api/v1/stats").status_code == 200
    assert elements.all("input", name="date_from")
    assert elements.all("a", href="/api/docs/console")
