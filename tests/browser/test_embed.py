"""The search within another site: examples/embed.html, as a browser shows it there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.live import ROOT
from tests.browser.conftest import SITE
from tests.browser.test_accessibility import assert_accessible

EXAMPLE = (ROOT / "examples" / "embed.html").read_text(encoding="utf-8")
Embed = Callable[..., Page]


@pytest.fixture
def embed(browser: Browser, site: str) -> Iterator[Embed]:
    """The example page at another origin, with this archive; its console must stay clean."""
    pages: list[Page] = []
    complaints: list[str] = []

    def show(origin: str = SITE, lang: str = "en", **options: object) -> Page:
        page = browser.new_page(**options)  # type: ignore[arg-type]
        pages.append(page)
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if origin == SITE:
            page.on("console", lambda line: complaints.append(line.text))
        html = EXAMPLE.replace("https://archive.example", site)
        html = html.replace('data-lang="en"', f'data-lang="{lang}"')
        page.route(f"{origin}/**", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(f"{origin}/press")
        return page

    yield show
    for page in pages:
        page.close()
    assert complaints == []


def test_one_tag_searches_from_another_site_and_leads_to_the_archive(
    embed: Embed, site: str
) -> None:
    page = embed()
    page.get_by_role("searchbox").fill("water clock")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^[1-9]\d* articles?$"))
    hit = page.get_by_role("listitem").first
    expect(hit.locator("mark").first).to_have_text("Water")
    assert re.search(r"([.!?»”\"]|…)$", hit.locator("p").last.inner_text())
    address = hit.get_by_role("link").get_attribute("href") or ""
    assert address.startswith(f"{site}/articles/")
    assert address.endswith("?q=water+clock&lang=en")
    more = page.get_by_role("link", name="All results in the archive")
    expect(more).to_have_attribute("href", f"{site}/?q=water+clock&lang=en")
    page.get_by_role("searchbox").fill("xqzvwk")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Nothing found.")


def test_markup_of_a_story_stays_text_and_nobody_else_is_asked(embed: Embed, site: str) -> None:
    page = embed()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("searchbox").fill("palimpsests")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("listitem").first).to_contain_text("<script>")
    assert page.evaluate("window.owned") is None
    assert asked
    assert all(url.startswith(f"{site}/api/v1/search?") for url in asked)


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("ar", "dark"), ("fr", "dark")])
def test_it_has_no_barriers_in_any_language_light_and_dark(
    embed: Embed, lang: str, scheme: str
) -> None:
    page = embed(lang=lang, color_scheme=scheme, bypass_csp=True)
    page.get_by_role("searchbox").fill("water")
    page.keyboard.press("Enter")
    expect(page.get_by_role("listitem")).to_have_count(5)
    assert_accessible(page)
    assert page.locator(".clippings-search").get_attribute("dir") == (
        "rtl" if lang == "ar" else "ltr"
    )


def test_a_site_that_the_archive_does_not_know_is_led_to_the_archive(embed: Embed) -> None:
    page = embed(origin="http://elsewhere.example")
    page.get_by_role("searchbox").fill("water")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("The archive does not answer.")
    expect(page.get_by_role("link", name="All results in the archive")).to_be_visible()
