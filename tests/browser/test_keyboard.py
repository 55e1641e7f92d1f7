from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

FOCUSED = "() => document.activeElement?.tagName"


def test_one_arrow_leads_from_the_box_to_the_first_hit_and_on_through_the_hits(
    visit: Visit,
) -> None:
    page = visit("/?q=water")
    titles = page.locator(".hit h2 a")
    page.locator("#q").focus()
    page.keyboard.press("ArrowDown")
    expect(titles.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(titles.nth(1)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    expect(titles.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()


def test_alt_and_the_arrow_still_open_the_suggestions(visit: Visit) -> None:
    page = visit("/?q=wat")
    page.locator("#q").press("Alt+ArrowDown")
    expect(page.locator("#suggestions")).to_be_visible()


def test_arrows_lead_through_the_filters(visit: Visit) -> None:
    page = visit("/?q=water")
    boxes = page.locator('.facet input[type="checkbox"]')
    boxes.nth(6).focus()
    page.keyboard.press("ArrowDown")
    expect(boxes.nth(7)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(boxes.nth(6)).to_be_focused()


@pytest.mark.parametrize(
    ("address", "click", "then"),
    [
        ("/?place=Tunisia&place=Chad&place=Oman", ".chip >> nth=1", ".chip >> nth=1"),
        ("/?place=Tunisia&place=Chad", ".chip >> nth=1", ".chip >> nth=0"),
        ("/?place=Tunisia", ".chip", "#content"),
        ("/?place=Tunisia&place=Chad", ".clear", "#content"),
        ("/?q=water&place=Tunisia&person=Nobody", ".offer >> nth=-1", "#content"),
    ],
)
def test_the_focus_is_never_lost_with_what_had_it(
    visit: Visit, address: str, click: str, then: str
) -> None:
    page = visit(address)
    page.locator(click).focus()
    page.keyboard.press("Enter")
    expect(page.locator(then)).to_be_focused()


def test_an_excluded_value_leaves_the_focus_with_the_next(visit: Visit) -> None:
    page = visit("/?q=water")
    page.locator(".exclude").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(1)
    assert page.evaluate("() => document.activeElement.closest('#facets') !== null")


def back(page: Page) -> None:
    page.locator("#back").focus()
    page.keyboard.press("Enter")
    page.locator("html.live .hits").wait_for(state="attached")


def test_back_from_an_article_its_title_has_the_focus_again(visit: Visit) -> None:
    page = visit("/?q=water&place=Tunisia")
    title = page.locator(".hit h2 a").nth(2)
    words = title.inner_text()
    title.focus()
    page.keyboard.press("Enter")
    page.locator(".story").wait_for()
    page.locator("html.live").wait_for(state="attached")
    back(page)
    expect(page.locator(".hit h2 a", has_text=words).first).to_be_focused()


def test_show_more_says_of_what_and_whether_it_is_open(visit: Visit) -> None:
    page = visit()
    more = page.get_by_role("link", name="Show more: Places")
    expect(more).to_have_attribute("aria-expanded", "false")
    more.focus()
    page.keyboard.press("Enter")
    fewer = page.get_by_role("link", name="Show fewer: Places")
    expect(fewer).to_have_attribute("aria-expanded", "true")
    expect(fewer).to_be_focused()


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_on_a_phone_the_first_result_stands_on_the_first_screen(visit: Visit, lang: str) -> None:
    page = visit(f"/?q=water&lang={lang}", viewport={"width": 375, "height": 667})
    snippet = page.locator(".hit .snippet").first.bounding_box()
    assert snippet
    assert snippet["y"] < 480
    page.evaluate("scrollTo(0, 900)")
    box = page.locator("#q").bounding_box()
    assert box
    assert 0 <= box["y"] < 30


def test_on_a_phone_the_timeline_is_a_sheet_that_says_how_much_it_leaves(visit: Visit) -> None:
    page = visit("/?q=water", viewport={"width": 375, "height": 667})
    expect(page.locator("#strips")).to_be_hidden()
    page.get_by_role("button", name="When").click()
    page.locator('.bar[data-value="2020"]').click()
    expect(page.locator(".chip")).to_have_text("2020")
    total = page.locator(".total strong").inner_text().split()[0]
    page.get_by_role("button", name=re.compile(f"Show {total} result")).click()
    expect(page.locator("#strips")).to_be_hidden()
