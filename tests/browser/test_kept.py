from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, read
from tests.browser.test_accessibility import assert_accessible


def test_articles_are_kept_listed_exported_and_removed(visit: Visit) -> None:
    page = visit("/?q=library+opens&lang=fr")
    read(page, page.locator(".hit h2 a").first)
    title = page.locator(".story h1").inner_text()
    keep = page.get_by_role("button", name="Conserver")
    keep.click()
    expect(keep).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Article suivant").click()
    page.locator("html.live").wait_for(state="attached")
    expect(keep).to_have_attribute("aria-pressed", "false")
    keep.click()
    page.get_by_role("link", name="Articles conservés").click()
    page.locator("html.live").wait_for(state="attached")
    items = page.locator("#kept li")
    expect(items).to_have_count(2)
    expect(items.last).to_contain_text(title)
    assert_accessible(page)
    expect(items.first.locator(".Z3988")).to_have_attribute("title", re.compile("rft.title="))
    with page.expect_download() as got:
        page.get_by_role("link", name="RIS").click()
    assert got.value.path().read_text(encoding="utf-8").count("TY  - NEWS") == 2
    items.last.get_by_role("button").click()
    expect(items).to_have_count(1)
    expect(items.first.get_by_role("button")).to_be_focused()
    items.first.get_by_role("button").click()
    expect(page.locator("#kept-none")).to_be_visible()


def test_what_was_found_is_taken_by_its_count(visit: Visit) -> None:
    page = visit("/?q=water", viewport={"width": 390, "height": 844}, color_scheme="dark")
    page.locator("#q").fill("oasis")
    page.locator("#q").press("Enter")
    expect(page.locator("h1")).to_contain_text("oasis")
    page.get_by_text("Export", exact=True).click()
    assert_accessible(page)
    with page.expect_download() as got:
        page.locator(".exports").get_by_role("link", name="CSV").click()
    # Excel takes a file for UTF-8 by its first character.
    assert got.value.path().read_text(encoding="utf-8").startswith("\ufeffid,")
    assert "q=oasis" in got.value.url


def test_a_hit_is_kept_from_the_list_and_stays_marked_when_the_list_is_drawn_again(
    visit: Visit,
) -> None:
    page = visit("/?q=library+opens")
    keep = page.locator(".hit .keep")
    keep.first.click()
    expect(keep.first).to_have_attribute("aria-pressed", "true")
    expect(keep.first).to_be_focused()
    page.locator("#sort").select_option("oldest")
    expect(page.locator('.hit .keep[aria-pressed="true"]')).to_have_count(1)
    assert_accessible(page)
    read(page, page.locator('.hit:has(.keep[aria-pressed="true"]) h2 a'))
    expect(page.locator("#keep")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(
    "stored", ["{", "[1, null]", '[{"id": "../x", "title": "<b>"}]', '{"id": 1}']
)
def test_a_list_that_somebody_has_changed_is_no_list(visit: Visit, stored: str) -> None:
    page = visit("/kept?lang=ar")
    page.evaluate("(stored) => localStorage.setItem('clippings-kept', stored)", stored)
    page.reload()
    expect(page.locator("#kept-none")).to_be_visible()


def test_without_javascript_the_page_says_why_there_is_no_list(visit: Visit) -> None:
    page = visit("/kept?lang=en", live=False, java_script_enabled=False)
    expect(page.locator(".kept .unscripted")).to_contain_text("only with JavaScript")
    expect(page.locator("#kept-none")).to_be_hidden()
