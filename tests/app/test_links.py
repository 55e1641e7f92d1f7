"""Links that leave the archive: what a client says of its address decides none of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.app.conftest import ARTICLES, MakeApp
from tests.app.test_every_route import DATA, PAGES

FORGED = {
    "Host": "evil.example",
    "Forwarded": "host=evil.example;proto=https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "666",
    "X-Forwarded-Prefix": "/evil.example",
    "X-Forwarded-Server": "evil.example",
    "X-Host": "evil.example",
    "X-Original-URL": "/evil.example",
    "X-Rewrite-URL": "/evil.example",
}
DOWNLOADS = tuple(f"/api/v1/export?format={form}" for form in ("csv", "jsonl", "ris", "bibtex"))
OF_ARTICLE = tuple(f"/api/v1/articles/{ARTICLES[0].id}?format={form}" for form in ("ris", "bibtex"))
ELSEWHERE = ("/static", "/static/js", "/articles", "/desk", "//", "/api/v1/nothing", "/?q=harbour")
ALL = (*PAGES, *DATA, *DOWNLOADS, *OF_ARTICLE, *ELSEWHERE)


@pytest.mark.parametrize("site_url", ["", "https://news.example/archive/"])
def test_no_answer_holds_the_name_that_a_client_made_up(make_app: MakeApp, site_url: str) -> None:
    client = make_app(site_url=site_url).test_client()
    for url in ALL:
        answer = client.get(url, headers=FORGED)
        said = answer.get_data(as_text=True) + str(answer.headers)
        assert "evil" not in said, url
        assert ":666" not in said, url


def test_links_have_the_address_of_the_setting(make_app: MakeApp) -> None:
    client = make_app(site_url="https://news.example/archive/").test_client()
    site = "https://news.example/archive/"
    own = f"{site}articles/{ARTICLES[0].id}"
    feed = client.get("/api/v1/feed.atom?q=museum").text
    assert f"<id>{site}api/v1/feed.atom?q=museum</id>" in feed
    assert f'href="{own}"' in feed
    assert f'href="{site}?q=museum"' in feed
    assert f'template="{site}?q={{searchTerms}}"' in client.get("/opensearch.xml").text
    assert f'<link rel="canonical" href="{own}">' in client.get(f"/articles/{ARTICLES[0].id}").text
    assert f'"{site}people/Ilse%20Brandt"' in client.get("/people/Ilse Brandt").text
    for url in DOWNLOADS:
        assert (own in client.get(url).text) is ("jsonl" not in url), url


def test_behind_a_proxy_that_is_trusted_links_have_its_address(make_app: MakeApp) -> None:
    client = make_app(trusted_proxies=1).test_client()
    said = {"X-Forwarded-Host": "news.example", "X-Forwarded-Proto": "https"}
    feed = client.get("/api/v1/feed.atom", headers=said).text
    assert "<id>https://news.example/api/v1/feed.atom</id>" in feed


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({"SERVER_NAME": "192.0.2.7", "SERVER_PORT": "8000"}, "http://192.0.2.7:8000/"),
        ({"SERVER_NAME": "::1", "SERVER_PORT": "8000"}, "http://[::1]:8000/"),
        ({"SERVER_NAME": "192.0.2.7", "SERVER_PORT": "80"}, "http://192.0.2.7/"),
    ],
)
def test_without_a_setting_links_have_the_address_that_the_connection_came_in_at(
    make_app: MakeApp, environment: dict[str, str], address: str
) -> None:
    client = make_app().test_client()
    feed = client.get("/api/v1/feed.atom", headers=FORGED, environ_overrides=environment).text
    assert f"<id>{address}api/v1/feed.atom</id>" in feed


def test_what_scripts_draw_is_known_by_the_address_of_the_settings(make_app: MakeApp) -> None:
    app = make_app(site_url="https://archive.example/news")
    page = app.test_client().get("/", headers={"Host": "elsewhere.example"}).text
    assert 'data-site="https://archive.example/news/"' in page
    script = (Path(app.root_path) / "static/js/coins.js").read_text("utf-8")
    assert "dataset.site" in script
    assert "location" not in script


def test_pages_under_two_names_of_one_server_each_lead_to_their_own(make_app: MakeApp) -> None:
    client = make_app().test_client()
    for name in ("/one", "", "/two", "/one"):
        page = client.get("/?q=museum", environ_overrides={"SCRIPT_NAME": name}).text
        links = re.findall(r'(?:href|src|action|data-home)="(/[^"]*)"', page)
        assert len(links) > 30
        assert all(link.startswith(f"{name}/") for link in links)
        others = {"/one", "/two"} - {name}
        assert not [link for link in links if link.startswith(tuple(others))]
