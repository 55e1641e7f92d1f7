from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, read


def test_an_article_opens_and_back_returns_to_the_same_results(visit: Visit) -> None:
    page = visit("/?q=water")
    page.locator('input[name="place"][value="Tunisia"]').check()
    expect(page.locator(".chip")).to_have_text(["Tunisia"])
    title = page.locator(".hit h2").first.inner_text()
    page.locator(".hit h2 a").first.click()
    expect(page.locator(".story h1")).to_have_text(title)
    expect(page.locator(".story mark").first).to_be_visible()
    page.get_by_role("link", name="Back to the results").click()
    expect(page.locator(".chip")).to_have_text(["Tunisia"])
    expect(page.locator(".hit h2").first).to_have_text(title)
    expect(page.locator("#q")).to_have_value("water")


def test_a_name_explains_itself_when_pointed_at_or_focused(visit: Visit) -> None:
    page = visit("/?q=library+opens")
    read(page, page.get_by_role("link", name="RECAO Opens Its Library of Waters"))
    card = page.get_by_role("tooltip")
    name = page.locator(".named.organization").first
    name.hover()
    expect(card).to_be_visible()
    expect(card).to_contain_text("Regional Council for Aquifers and Oases (RECAO)")
    expect(card).to_contain_text(re.compile(r"Named in \d+ articles"))
    expect(card).to_contain_text("Here also written")
    card.hover()
    page.wait_for_timeout(300)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.mouse.move(2, 2)
    name.focus()
    expect(card).to_be_visible()
    expect(name).to_have_attribute("aria-describedby", "name-card")
    name.click()
    expect(page.locator(".chip")).to_have_text(["Regional Council for Aquifers and Oases (RECAO)"])


def test_the_page_says_how_it_knows_and_what_it_left_out(visit: Visit) -> None:
    page = visit("/?q=library+opens")
    read(page, page.get_by_role("link", name="RECAO Opens Its Library of Waters"))
    page.get_by_role("heading", name="How do we know?").click()
    expect(page.locator(".how")).to_contain_text("19 March 2019: from the date line")
    expect(page.locator(".how code").first).to_be_visible()
    page.get_by_role("heading", name="Taken away").click()
    expect(page.locator(".removed del").first).to_be_visible()


@pytest.mark.parametrize(("lang", "first"), [("en", "1 of"), ("ar", "1 من")])
def test_buttons_and_keys_lead_from_match_to_match(visit: Visit, lang: str, first: str) -> None:
    page = visit(f"/?q=water&lang={lang}")
    read(page, page.locator(".hit h2 a").first)
    bar = page.locator("#matches")
    marks = page.locator(".story mark")
    total = marks.count()
    assert total > 1
    current = page.locator(".story mark[aria-current]")
    bar.locator("[data-step=n]").click()
    expect(bar.locator("output")).to_have_text(f"{first} {total}")
    expect(current).to_have_id("match-1")
    expect(bar.locator("[data-step=n]")).to_be_focused()
    page.keyboard.press("n")
    expect(current).to_have_id("match-2")
    expect(current).to_be_in_viewport()
    page.keyboard.press("p")
    page.keyboard.press("p")
    expect(current).to_have_id(f"match-{total}")
    page.locator("#q").focus()
    page.keyboard.press("n")
    expect(current).to_have_id(f"match-{total}")
    page.locator("#shortcut").uncheck()
    page.keyboard.press("n")
    expect(current).to_have_id(f"match-{total}")


@pytest.mark.parametrize("clipboard", [True, False])
def test_link_and_citation_are_copied_with_and_without_a_clipboard(
    visit: Visit, clipboard: bool
) -> None:
    page = visit("/?q=library+opens")
    read(page, page.get_by_role("link", name="RECAO Opens Its Library of Waters"))
    page.evaluate(
        """(clipboard) => {
          const write = (text) => (window.copied = text);
          Object.defineProperty(navigator, "clipboard", {
            value: clipboard ? { writeText: write } : undefined });
          addEventListener("copy", () => (window.copied = document.activeElement.value));
        }""",
        clipboard,
    )
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#status")).to_have_text("Copied.")
    assert page.evaluate("copied") == page.locator("link[rel=canonical]").get_attribute("href")
    page.get_by_role("button", name="Copy citation").click()
    button = page.get_by_role("button", name="Copy citation")
    expect(button).to_have_class(re.compile("done-so"))
    assert "“RECAO Opens Its Library of Waters in Gabès”" in page.evaluate("copied")
    expect(button).to_be_focused()


def test_a_script_in_a_story_is_text(visit: Visit) -> None:
    page = visit("/?q=palimpsest")
    page.locator("#q").press("End")
    page.locator("#q").press("s")
    expect(page.locator("h1")).to_contain_text("palimpsests")
    expect(page.locator(".hit h2")).to_have_text('<script>window.owned = 1</script> & a "title"')
    expect(page.locator(".hit .snippet")).to_contain_text("<script>window.owned = 1</script>")
    page.locator(".hit h2 a").click()
    expect(page.locator(".story h1")).to_contain_text("<script>")
    expect(page.locator(".story p").last).to_contain_text('<img src=x onerror="window.owned = 1">')
    assert page.evaluate("window.owned") is None
    assert page.locator(".story img, .story script").count() == 0


def test_everything_works_without_javascript(visit: Visit) -> None:
    page = visit(live=False, java_script_enabled=False)
    page.locator("#q").fill("water")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("h1")).to_contain_text("water")
    page.locator('input[name="place"][value="Tunisia"]').check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".chip")).to_have_text(["Tunisia"])
    expect(page.locator("#q")).to_have_value("water")
    page.locator(".bar.chosen, .bar").first.click()
    expect(page.locator(".chip")).to_have_count(2)
    page.get_by_role("link", name="Clear all filters").click()
    page.get_by_role("link", name="Next").click()
    expect(page.locator(".hits")).to_have_attribute("start", "11")
    page.locator(".hit h2 a").first.click()
    expect(page.locator(".story mark").first).to_be_visible()


def test_without_the_key_of_the_api_the_page_falls_back_to_the_server(visit: Visit) -> None:
    page = visit(forgiven="status of 401")
    page.route("**/api/v1/search?*", lambda route: route.fulfill(status=401, body="{}"))
    page.locator('input[name="place"][value="Tunisia"]').check()
    expect(page.locator(".chip")).to_have_text(["Tunisia"])
    expect(page.locator('input[name="place"][value="Tunisia"]')).to_be_checked()


def test_a_printed_article_is_whole_with_its_address_and_the_day(visit: Visit) -> None:
    page = visit("/?q=library+opens")
    read(page, page.get_by_role("link", name="RECAO Opens Its Library of Waters"))
    page.set_viewport_size({"width": 700, "height": 1000})
    page.emulate_media(media="print")
    edges = page.evaluate(
        """() => {
          const range = document.createRange();
          const boxes = [...document.querySelectorAll(".story p, .story h1, .how p")]
            .flatMap((one) => {
              range.selectNodeContents(one);
              return [...range.getClientRects()];
            });
          return [Math.min(...boxes.map((b) => b.left)), Math.max(...boxes.map((b) => b.right))];
        }"""
    )
    assert edges[0] >= 0
    assert edges[1] < 701  # boxes end between two pixels
    printed = page.locator(".printed")
    expect(printed).to_be_visible()
    expect(printed).to_contain_text("Printed from Clippings on")
    expect(printed).to_contain_text("/articles/")
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    expect(page.locator(".masthead")).to_be_hidden()
    page.emulate_media(media="screen")
    expect(printed).to_be_hidden()
