"""What only meaning found, in a browser: without barriers, and drawn alike on both sides."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Route, expect

from search_app.application import create_app
from search_index.settings import Settings
from tests.browser.test_accessibility import assert_accessible
from tests.browser.test_drawn_alike import REDRAW
from tests.semantic.dictionary import Dictionary, archive_in, make

SITE = "http://archive.example"
MEANT = """() => document.getElementById("meant").innerHTML
  .replace(/\\s+/g, " ").replace(/> </g, "><").trim()"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """An archive whose meaning is searched as well, by a model that needs no package."""
    folder = tmp_path_factory.mktemp("meant")
    make(archive_in(folder), folder, Dictionary())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search_index.search.semantic.encoders", lambda: (Dictionary(),))
        app = create_app(Settings.from_environment({}, index_dir=folder, semantic=True))
    return app.test_client()


def visit(browser: Browser, client: FlaskClient, address: str, **options: object) -> Page:
    """Open an address of the archive, answered in this process."""

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        with client.get(f"{parts.path}?{parts.query}", base_url=SITE) as response:
            body, headers = response.get_data(), dict(response.headers)
        route.fulfill(status=response.status_code, headers=headers, body=body)

    page = browser.new_page(**options)  # type: ignore[arg-type]
    page.route(f"{SITE}/**", answer)
    page.goto(SITE + address)
    return page


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("ar", "dark")])
def test_the_sections_have_no_barriers_and_are_redrawn_alike(
    browser: Browser, client: FlaskClient, lang: str, scheme: str
) -> None:
    small = {"color_scheme": scheme, "viewport": {"width": 390, "height": 844}}
    page = visit(browser, client, f"/?q=guards+of+the+wells&lang={lang}", **small)
    page.wait_for_selector("html.live", state="attached")
    expect(page.locator("#other_languages")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert_accessible(page)
    served = page.evaluate(MEANT)
    assert "Gardiens des puits" in served
    page.evaluate(REDRAW)
    page.locator("#old").wait_for(state="detached")
    assert page.evaluate(MEANT) == served
    page.close()


def test_the_sections_are_there_without_a_script_and_lead_to_the_article(
    browser: Browser, client: FlaskClient
) -> None:
    address = "/?q=guards+of+the+wells&lang=fr"
    page = visit(browser, client, address, java_script_enabled=False)
    page.get_by_role("link", name="Gardiens des puits").click()
    expect(page.locator("h1")).to_have_text("Gardiens des puits")
    page.close()
