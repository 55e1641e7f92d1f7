"""docs/api.md says what is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
CONSOLE = "\n".join(re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL))
ADDRESSES = sorted(
    {
        url
        for command in re.findall(r"^\$ .*", CONSOLE, re.MULTILINE)
        for url in re.findall(r"http://127\.0\.0\.1:8000(/[^\s'\"|]*)", command)
        if "$" not in url and not url.startswith("/articles")
    }
)


def test_every_route_is_described(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(("api.", "alerts.", "health.", "metrics.", "opensearch.")):
            route = re.sub(r"<(?:\w+:)?(?:article_|alert_)?(\w+)>", r"{\1}", rule.rule)
            assert route in TEXT, route


def test_every_parameter_of_a_search_is_described(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    for parameter in document["paths"]["/api/v1/search"]["get"]["parameters"]:
        name = parameter["name"]
        assert f"`{name}`" in TEXT or name.startswith("exclude_"), name


@pytest.mark.parametrize("url", ADDRESSES)
def test_every_address_of_an_example_is_answered(client: FlaskClient, url: str) -> None:
    if url.startswith("/api/v1/search?per_page=0"):
        assert client.get(url).status_code == 400
    else:
        assert client.get(url).status_code == 200


def test_the_example_of_a_search_has_the_keys_that_there_are(client: FlaskClient) -> None:
    shown = json.loads(CONSOLE.split("\n$ ")[0].split("\n", 1)[1])
    answer = client.get("/api/v1/search?q=harbour&per_page=1&facets=year,place").json
    assert list(shown) == list(answer)
    assert list(shown["hits"][0]) == list(answer["hits"][0])
