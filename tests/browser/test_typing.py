from __future__ import annotations

import re

from playwright.sync_api import Page, Request, Route, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import assert_accessible


def searches(page: Page) -> list[str]:
    """The addresses of the searches that the page will ask for from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/api/v1/search?" in request.url:
            asked.append(request.url)

    page.on("request", note)
    return asked


def test_results_follow_the_typing_and_stand_in_the_address(visit: Visit) -> None:
    page = visit()
    expect(page.locator("h1")).to_have_text("Newest articles")
    page.locator("#q").press_sequentially("water clock", delay=20)
    expect(page.locator("h1")).to_have_text(re.compile("Results for .*water clock"))
    expect(page.locator(".hit h2").first).to_contain_text("Water Clock")
    expect(page.locator(".hit h2 mark").first).to_have_text("Water")
    expect(page).to_have_url(re.compile(r"/\?q=water\+clock$"))
    expect(page).to_have_title("water clock – Clippings")


def test_one_keystroke_asks_for_results_once(visit: Visit) -> None:
    page = visit("/?q=wate")
    asked = searches(page)
    page.locator("#q").press("End")
    page.locator("#q").press("r")
    expect(page.locator("h1")).to_contain_text("water")
    page.wait_for_load_state("networkidle")
    assert len(asked) == 1


def test_typing_fast_leaves_one_step_in_the_history(visit: Visit) -> None:
    page = visit()
    page.locator("#q").press_sequentially("water", delay=150)
    expect(page.locator("h1")).to_contain_text("water")
    page.locator("#q").press("Enter")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Newest articles")
    expect(page.locator("#q")).to_have_value("")
    page.go_forward()
    expect(page.locator("#q")).to_have_value("water")
    expect(page.locator("h1")).to_contain_text("water")


def test_a_slow_answer_never_replaces_a_newer_one(visit: Visit) -> None:
    page = visit()
    held = []
    page.route("**/api/v1/search?q=oasis&*", lambda route: held.append(route))
    page.locator("#q").fill("oasis")
    page.wait_for_timeout(300)
    page.locator("#q").fill("water")
    expect(page.locator("h1")).to_contain_text("water")
    assert len(held) == 1
    expect(page.locator("#content")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("h1")).to_contain_text("water")


def test_suggestions_are_chosen_with_the_keyboard(visit: Visit) -> None:
    page = visit()
    box = page.get_by_role("combobox", name="Search the archive")
    box.press_sequentially("wat", delay=20)
    options = page.locator("#suggestions").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.wait_for_load_state("networkidle")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", re.compile("."))
    active = box.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    word = page.locator(f"#{active} bdi").inner_text()
    box.press("Enter")
    expect(options).to_have_count(0)
    expect(box).to_have_value(word)
    expect(page.locator("h1")).to_contain_text(word)


def test_a_list_that_comes_while_somebody_chooses_keeps_the_choice(visit: Visit) -> None:
    page = visit()
    box = page.locator("#q")
    held: list[Route] = []
    page.route(re.compile(r"/suggest\?.*q=wat(e)?\b"), lambda route: held.append(route))
    box.press_sequentially("wa")
    option = page.locator('#suggestions [aria-selected="true"] bdi')
    expect(page.locator("#suggestions").get_by_role("option").first).to_be_visible()
    for letter, key in (("t", "ArrowUp"), ("e", "ArrowDown")):
        with page.expect_request(re.compile("/suggest")):
            box.press_sequentially(letter)
        expect(option).to_have_count(0)
        box.press(key)
        chosen = option.inner_text()
        with page.expect_response(re.compile("/suggest")):
            held.pop().continue_()
        page.wait_for_load_state("networkidle")
        expect(option).to_have_text(chosen)
    box.press("Enter")
    expect(box).to_have_value(chosen)


def test_escape_closes_the_suggestions_and_keeps_the_words(visit: Visit) -> None:
    page = visit()
    box = page.locator("#q")
    box.press_sequentially("wat", delay=20)
    expect(page.locator("#suggestions")).to_be_visible()
    box.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    expect(box).to_have_value("wat")
    expect(box).to_be_focused()


def test_a_suggested_person_becomes_a_filter(visit: Visit) -> None:
    page = visit()
    page.locator("#q").press_sequentially("oasis tayeb", delay=20)
    page.get_by_role("option").filter(has_text="Al-Zouaghi").click()
    expect(page.locator(".chip")).to_have_text(["Tayeb Al-Zouaghi"])
    expect(page.locator("#q")).to_have_value("oasis")


def test_a_slash_jumps_to_the_search_box_unless_switched_off(visit: Visit) -> None:
    page = visit("/?q=water")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("water")
    page.get_by_label("Keys of one letter").uncheck()
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()
    page.reload()
    expect(page.locator("#shortcut")).not_to_be_checked()


def test_a_search_that_fails_says_so_and_can_be_tried_again(visit: Visit) -> None:
    page = visit(forgiven="status of 500")
    problem = '{"detail": "Overloaded <now>."}'
    page.route("**/api/v1/search?*", lambda route: route.fulfill(status=500, body=problem))
    page.locator("#sort").select_option("oldest")
    expect(page.get_by_role("alert")).to_contain_text("Overloaded <now>.")
    page.unroute("**/api/v1/search?*")
    page.get_by_role("link", name="Try again").click()
    expect(page.locator(".hit").first).to_be_visible()


def test_nothing_found_leads_to_searches_that_find_something(visit: Visit) -> None:
    page = visit("/?q=xqzvwk&match=all&language=en")
    expect(page.locator(".nothing h2")).to_have_text("Nothing found")
    offers = page.locator(".offers li")
    expect(offers.first).to_contain_text("nothing is left")
    page.locator("#q").fill("xqzvwk oasis")
    expect(page.locator("h1")).to_contain_text("xqzvwk oasis")
    offer = page.get_by_role("link", name="Search without xqzvwk")
    promised = int(offer.locator(".count").inner_text())
    offer.click()
    expect(page.locator("#q")).to_have_value("oasis")
    expect(page.locator(".total strong")).to_have_text(re.compile(rf"^{promised} article"))
    page.locator("#q").fill("xqzvwk")
    expect(page.locator("h1")).to_contain_text("xqzvwk")
    page.get_by_role("link", name="Browse the whole archive").click()
    expect(page.locator(".hit").first).to_be_visible()
    expect(page.locator("#q")).to_have_value("")
    expect(page.locator(".chip")).to_have_count(0)


def test_old_results_stay_marked_while_the_server_is_away_and_it_is_tried_again(
    visit: Visit,
) -> None:
    page = visit("/?q=water", forgiven="Failed to load resource")
    first = page.locator(".hit h2").first.inner_text()
    page.route("**/api/v1/search?*", lambda route: route.abort())
    page.locator("#q").fill("oasis")
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer")
    expect(page.locator("#content")).to_have_class(re.compile("stale"))
    assert_accessible(page)
    assert page.locator(".hit h2").first.inner_text() == first
    page.unroute("**/api/v1/search?*")
    expect(page.locator("h1")).to_contain_text("oasis")
    expect(page.locator("#content")).not_to_have_class(re.compile("stale"))
    expect(page.get_by_role("alert")).to_have_count(0)
