from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit


def total(page: Page) -> int:
    return int(page.locator(".total strong").inner_text().split()[0])


def count_of(page: Page, field: str, value: str) -> int:
    box = page.locator(f'input[name="{field}"][value="{value}"]')
    return int(box.locator("xpath=..").locator(".count").inner_text())


def test_boxes_of_one_list_add_up_and_chips_take_them_away(visit: Visit) -> None:
    page = visit()
    everything = total(page)
    tunisia = count_of(page, "place", "Tunisia")
    page.locator('input[name="place"][value="Tunisia"]').check()
    expect(page.locator(".chip")).to_have_text(["Tunisia"])
    assert total(page) == tunisia < everything
    page.locator('input[name="place"][value="Mauritania"]').check()
    expect(page.locator(".chip")).to_have_text(["Tunisia", "Mauritania"])
    assert total(page) > tunisia
    expect(page).to_have_url(re.compile(r"place=Tunisia&place=Mauritania"))
    page.get_by_role("link", name="Remove").first.click()
    expect(page.locator(".chip")).to_have_text(["Mauritania"])
    page.go_back()
    expect(page.locator(".chip")).to_have_text(["Tunisia", "Mauritania"])
    page.go_back()
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator(".total strong")).to_have_text(f"{everything} articles")


def test_a_name_in_a_result_filters_by_it_and_the_box_keeps_the_focus(visit: Visit) -> None:
    page = visit("/?q=water")
    name = page.locator(".hit .name.person").first
    person = name.inner_text()
    name.click()
    expect(page.locator(".chip")).to_have_text([person])
    box = page.locator(f'input[name="person"][value="{person}"]')
    expect(box).to_be_checked()
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator(".chip")).to_have_count(0)
    expect(box).not_to_be_checked()
    expect(box).to_be_focused()


def test_a_long_list_unfolds_and_can_be_searched_without_its_accents(visit: Visit) -> None:
    page = visit()
    places = page.locator('.facet[data-field="place"]')
    expect(places.locator("li")).to_have_count(7)
    places.get_by_role("searchbox").fill("gabès")
    expect(places.locator("li")).to_have_count(1)
    expect(places.locator("li bdi")).to_have_text(re.compile("Gab[eè]s"))
    places.get_by_role("searchbox").fill("qqq")
    expect(places.locator("li")).to_have_text("None")
    places.get_by_role("searchbox").fill("")
    expect(places.locator("li")).to_have_count(7)
    places.get_by_role("link", name="Show more").click()
    expect(places.get_by_role("link", name="Show fewer")).to_be_visible()
    assert places.locator("li").count() > 7


def test_pages_are_turned_and_lead_back(visit: Visit) -> None:
    page = visit("/?q=the&match=any")
    first = page.locator(".hit h2").first.inner_text()
    page.get_by_role("link", name="Next").click()
    expect(page.locator(".hits")).to_have_attribute("start", "11")
    expect(page.locator(".hit h2").first).not_to_have_text(first)
    expect(page).to_have_url(re.compile("page=2"))
    page.go_back()
    expect(page.locator(".hit h2").first).to_have_text(first)


def test_the_order_can_be_changed(visit: Visit) -> None:
    page = visit("/?q=water")
    page.get_by_label("Order").select_option("oldest")
    expect(page).to_have_url(re.compile("sort=oldest"))
    expect(page.locator("#status")).to_contain_text("articles")
    dates = page.locator(".hit time").evaluate_all("all => all.map((one) => one.dateTime)")
    assert len(dates) > 1
    assert dates == sorted(dates)


def test_similar_articles_unfold(visit: Visit) -> None:
    page = visit("/?q=library+of+waters+opens&match=all")
    page.get_by_text("1 similar").click()
    expect(page.locator(".similar li")).to_have_count(1)
    shown = page.locator(".hit", has=page.locator(".similar"))
    assert shown.locator(".source").inner_text() in ("000_7c41e09b5d2fa836.txt", "again.txt")
    addresses = shown.locator("h2 a, .similar li a").evaluate_all("all => all.map((a) => a.href)")
    assert len(set(addresses)) == 2


def test_similar_articles_are_found_behind_the_first_page_of_hits_too(visit: Visit) -> None:
    page = visit("/?q=library+of+waters+opens&match=all")

    def shorten(route: Route) -> None:
        route.continue_(url=route.request.url.replace("per_page=100", "per_page=1"))

    page.route(re.compile(r"/api/v1/search\?"), shorten)
    page.get_by_text("1 similar").click()
    expect(page.locator(".similar li")).to_have_count(1)


def test_similar_articles_unfold_though_the_index_is_rebuilt_between_two_pages(
    visit: Visit,
) -> None:
    page = visit("/?q=library+of+waters+opens&match=all", forgiven="410")
    gone: list[str] = []

    def forget(route: Route) -> None:
        url = route.request.url
        if "cursor=" in url and not gone:
            gone.append(url)
            problem = {"status": 410, "detail": "The cursor has expired"}
            route.fulfill(status=410, json=problem, content_type="application/problem+json")
        else:
            route.continue_(url=url.replace("per_page=100", "per_page=1"))

    page.route(re.compile(r"/api/v1/search\?"), forget)
    page.get_by_text("1 similar").click()
    expect(page.locator(".similar li")).to_have_count(1)
    assert len(gone) == 1


def test_filters_open_as_a_sheet_on_a_narrow_screen(visit: Visit) -> None:
    page = visit("/", viewport={"width": 390, "height": 844})
    expect(page.locator(".facet").first).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    everything = page.get_by_role("button", name=f"Show {total(page)} results")
    expect(everything).to_be_visible()
    page.locator('input[name="place"][value="Tunisia"]').check()
    expect(page.locator(".facet").first).to_be_visible()
    expect(everything).to_have_count(0)
    page.get_by_role("button", name=f"Show {total(page)} results").click()
    expect(page.locator(".facet").first).to_be_hidden()
    expect(page.locator(".chip")).to_have_text(["Tunisia"])
