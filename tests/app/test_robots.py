"""What search engines may do is a setting, and said in `/robots.txt` and in every answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from search_index.errors import SettingError
from search_index.settings import TABLE
from tests.app.conftest import MakeApp

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("robots", "closed", "tag"),
    [
        ("index", ["/api/", "/desk"], None),
        ("noindex", ["/api/", "/desk"], "noindex"),
        ("none", ["/"], "noindex"),
    ],
)
def test_robots_are_told_what_the_setting_says(
    make_app: MakeApp, robots: str, closed: list[str], tag: str | None
) -> None:
    client = make_app(robots=robots, api_key="s3cret").test_client()
    answer = client.get("/robots.txt")
    assert answer.content_type.startswith("text/plain")
    assert re.findall("^Disallow: (.*)$", answer.text, re.M) == closed
    for path in ("/", "/api/v1/search", "/nothing", "/robots.txt"):
        given = client.get(path, headers={"X-API-Key": "s3cret"})
        assert given.headers.get("X-Robots-Tag") == tag, path


def test_another_value_is_an_error_that_names_the_values(make_app: MakeApp) -> None:
    with pytest.raises(SettingError, match="index, noindex or none"):
        make_app(robots="no")


def test_the_page_on_privacy_names_what_is_logged_of_a_request_and_the_settings() -> None:
    page = (DOCS / "privacy.md").read_text("utf-8")
    assert "CLIPPINGS_ROBOTS" in page
    assert "CLIPPINGS_LOG_QUERIES" in page
    settings = {f"CLIPPINGS_{row.name.upper()}" for row in TABLE}
    assert set(re.findall("CLIPPINGS_[A-Z_]+", page)) <= settings
