"""An archive under its owner's name, colour and logo."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_app import create_app
from search_index.errors import SettingError
from search_index.settings import Settings
from tests.app.conftest import ARTICLES, MakeApp


def test_the_title_is_on_every_page_in_the_feed_and_in_the_browsers_search_box(
    make_app: MakeApp,
) -> None:
    client = make_app(title="Oasis <Archive>", tagline="Ten years of news").test_client()
    for address in ("/", f"/articles/{ARTICLES[0].id}", "/articles/none"):
        html = client.get(address).text
        assert "<span>Oasis &lt;Archive&gt;</span>" in html
        assert "Oasis &lt;Archive&gt;</title>" in html
    assert '<meta name="description" content="Ten years of news">' in client.get("/").text
    assert (
        "<title>Oasis &lt;Archive&gt;: harbour</title>"
        in client.get("/api/v1/feed.atom?q=harbour").text
    )
    assert "<ShortName>Oasis &lt;Archive" in client.get("/opensearch.xml").text


def test_the_colour_is_made_readable_on_both_papers(make_app: MakeApp) -> None:
    client = make_app(color="#ffcc00").test_client()
    page = client.get("/").text
    address = page[page.index("/theme/") :].split('"')[0]
    style = client.get(address)
    assert style.content_type.startswith("text/css")
    assert "--accent:#ffcc00" in style.text.split("dark")[1]
    assert "--accent:#ffcc00" not in style.text.split("dark")[0]
    assert "/theme/" not in make_app().test_client().get("/").text


def test_the_logo_is_shown_in_the_place_of_the_scissors(make_app: MakeApp, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    client = make_app(logo=logo).test_client()
    page = client.get("/").text
    assert "scissors" not in page
    address = page[page.index("/logo/") :].split('"')[0]
    answer = client.get(address)
    assert (answer.content_type, answer.data) == ("image/svg+xml", logo.read_bytes())
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert make_app().test_client().get("/logo/x").status_code == 404


def test_the_footer_leads_home(make_app: MakeApp) -> None:
    page = make_app(footer="Run by <us>", home_url="https://www.example.org/").test_client()
    html = page.get("/").text
    assert 'Run by &lt;us&gt; <a href="https://www.example.org/">www.example.org</a>' in html


def test_only_the_named_sites_may_show_the_pages_in_a_frame(make_app: MakeApp) -> None:
    framed = make_app(frame_ancestors=("https://a.example", "https://*.b.example")).test_client()
    policy = framed.get("/").headers["Content-Security-Policy"]
    assert "frame-ancestors https://a.example https://*.b.example" in policy
    closed = make_app().test_client().get("/").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in closed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("color", "red"),
        ("color", "#12345"),
        ("home_url", "javascript:alert(1)"),
        ("frame_ancestors", "https://a.example; script-src *"),
        ("title", " "),
        ("logo", "/nowhere/logo.svg"),
        ("logo", "/etc/hostname"),
    ],
)
def test_what_cannot_be_shown_is_refused_at_the_start(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name.upper()):
        create_app(Settings.from_environment({f"CLIPPINGS_{name.upper()}": value}))
