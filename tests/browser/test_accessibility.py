from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import ARTIFACTS, Visit, read

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": STANDARDS}, "resultTypes": ["violations"]}
PHONE = {"viewport": {"width": 390, "height": 844}}
NARROW = {"viewport": {"width": 700, "height": 900}}


def assert_accessible(page: Page) -> None:
    results = Axe().run(page, options=OPTIONS)
    found = [
        (rule["id"], rule["impact"], [node["html"][:200] for node in rule["nodes"]])
        for rule in results.response["violations"]
        if rule["impact"] in ("serious", "critical", "moderate")
    ]
    assert found == []


def picture(page: Page, name: str) -> None:
    """Kept for people to look at."""
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}.png")


@pytest.mark.parametrize(
    ("name", "address", "options"),
    [
        ("light", "/?q=water&place=Tunisia&place=Mauritania", {}),
        ("dark", "/?q=water&date_from=2019&date_to=2021", {"color_scheme": "dark"}),
        ("arabic", "/?lang=ar", {}),
        ("arabic-dark", "/?lang=ar&q=xqzvwk&place=Tunisia", {"color_scheme": "dark"}),
        ("mobile", "/?q=water", {"viewport": {"width": 390, "height": 844}}),
        ("contrast", "/?q=water", {"forced_colors": "active", "reduced_motion": "reduce"}),
    ],
)
def test_the_search_page_has_no_barriers(
    visit: Visit, name: str, address: str, options: dict[str, object]
) -> None:
    page = visit(address, **options)
    assert_accessible(page)
    picture(page, name)


@pytest.mark.parametrize(
    ("name", "address", "options"),
    [
        ("person", "/people/Tayeb%20Al-Zouaghi", {}),
        ("place-arabic-dark", "/places/Tunisia?lang=ar", {"color_scheme": "dark"}),
        ("words-dark", "/words?q=water", {"color_scheme": "dark"}),
        ("api", "/api/docs", {}),
        ("api-dark", "/api/docs?lang=ar", {"color_scheme": "dark"}),
        ("trends", "/trends?q=water&q=oasis&q=library", {}),
        ("trends-arabic-dark", "/trends?q=water&q=oasis&lang=ar", {"color_scheme": "dark"}),
        ("organization-mobile", "/organizations/Library%20of%20Waters", PHONE),
    ],
)
def test_a_page_of_a_name_or_of_trends_has_no_barriers(
    visit: Visit, name: str, address: str, options: dict[str, object]
) -> None:
    page = visit(address, **options)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    picture(page, name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_suggestions_have_no_barriers(visit: Visit, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    page.locator("#q").press_sequentially("wat", delay=20)
    expect(page.locator("#suggestions")).to_be_visible()
    page.locator("#q").press("ArrowDown")
    assert_accessible(page)
    picture(page, f"suggestions-{scheme}")


def test_the_sheet_of_filters_has_no_barriers(visit: Visit) -> None:
    page = visit("/?q=water", viewport={"width": 390, "height": 844})
    page.get_by_role("button", name="Filters").click()
    assert_accessible(page)
    picture(page, "mobile-filters")


@pytest.mark.parametrize(
    ("name", "address", "options"),
    [
        ("article", "/?q=library+opens", {}),
        ("article-dark", "/?q=library+opens", {"color_scheme": "dark"}),
        (
            "article-arabic",
            "/?lang=ar&language=ar",
            {"viewport": {"width": 700, "height": 900}},
        ),
    ],
)
def test_an_article_has_no_barriers(
    visit: Visit, name: str, address: str, options: dict[str, object]
) -> None:
    page = visit(address, **options)
    read(page, page.locator(".hit h2 a").first)
    for summary in page.locator(".how summary").all():
        summary.click()
    page.locator(".named").first.focus()
    expect(page.locator("#name-card")).to_be_visible()
    assert_accessible(page)
    page.evaluate("scrollTo(0, 0)")
    picture(page, name)


@pytest.mark.parametrize("width", [320, 768, 3840])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_no_width_needs_scrolling_sideways(visit: Visit, width: int, lang: str) -> None:
    page = visit(f"/?q=water&date_from=2019&lang={lang}", viewport={"width": width, "height": 900})
    too_wide = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(too_wide) <= 0
    read(page, page.locator(".hit h2 a").first)
    for summary in page.locator(".how summary").all():
        summary.click()
    assert page.evaluate(too_wide) <= 0


def test_new_results_are_announced(visit: Visit) -> None:
    page = visit()
    page.locator("#sort").select_option("oldest")
    expect(page.get_by_role("status").last).to_contain_text("articles")


def test_the_query_language_is_explained_at_hand(visit: Visit) -> None:
    page = visit("/", color_scheme="dark")
    page.get_by_role("button", name="Query tips").click()
    expect(page.get_by_role("heading", name="Query tips")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Query tips")).to_be_hidden()
