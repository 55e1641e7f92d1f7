from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit


def drag(page: Page, first: Locator, last: Locator) -> None:
    start, end = first.bounding_box(), last.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + 30)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 30, steps=6)
    page.mouse.up()


def bar(page: Page, value: str) -> Locator:
    return page.locator(f'.bar[data-value="{value}"]')


def test_dragging_across_the_years_chooses_a_span(visit: Visit) -> None:
    page = visit("/?q=water")
    drag(page, bar(page, "2020"), bar(page, "2022"))
    expect(page).to_have_url(re.compile("date_from=2020&date_to=2022"))
    expect(page.locator(".chip")).to_have_text(["2020 to 2022"])
    expect(page.locator(".years .bar.chosen")).to_have_count(3)
    expect(page.get_by_label("From")).to_have_value("2020")
    years = page.locator(".hit time").evaluate_all("all => all.map((one) => one.dateTime)")
    assert years
    assert all("2020" <= year[:4] <= "2022" for year in years)
    assert page.locator(".years .bar").count() > 3
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator(".bar.chosen")).to_have_count(0)


def test_dragging_leftwards_and_in_months_works_too(visit: Visit) -> None:
    page = visit()
    bar(page, "2020").click()
    expect(page.locator(".months .bar")).to_have_count(12)
    drag(page, bar(page, "2020-09"), bar(page, "2020-02"))
    expect(page.locator(".chip")).to_have_text(["February 2020 to September 2020"])
    expect(page.locator(".months .bar.chosen")).to_have_count(8)
    bar(page, "2020").click()
    expect(page.locator(".chip")).to_have_text(["2020"])
    bar(page, "2020").click()
    expect(page.locator(".chip")).to_have_count(0)


def test_in_arabic_time_runs_from_the_right(visit: Visit) -> None:
    page = visit("/?lang=ar")
    first, last = bar(page, "2020").bounding_box(), bar(page, "2022").bounding_box()
    assert first
    assert last
    assert first["x"] > last["x"]
    drag(page, bar(page, "2022"), bar(page, "2020"))
    expect(page).to_have_url(re.compile("date_from=2020&date_to=2022&lang=ar"))


def test_the_keyboard_chooses_a_span_as_well(visit: Visit) -> None:
    page = visit()
    bar(page, "2019").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(bar(page, "2020")).to_be_focused()
    expect(page.locator("#readout")).to_contain_text("2020:")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#readout")).to_contain_text("2020 to 2022:")
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_text(["2020 to 2022"])
    expect(bar(page, "2022")).to_be_focused()


def test_the_timeline_is_one_stop_for_the_tab_key(visit: Visit) -> None:
    page = visit()
    assert page.locator('.bar[tabindex="0"]').count() == 1
    assert page.locator('.bar[tabindex="-1"]').count() == page.locator(".bar").count() - 1


def test_dates_can_be_written_and_a_wrong_one_is_refused(visit: Visit) -> None:
    page = visit()
    page.get_by_label("To", exact=True).fill("2020-05")
    page.get_by_label("To", exact=True).press("Enter")
    expect(page.locator(".chip")).to_have_text(["until May 2020"])
    page.get_by_label("From").fill("2021")
    page.get_by_label("From").press("Tab")
    expect(page.locator(".chip")).to_have_text(["May 2020 to 2021"])
    page.get_by_role("link", name="Remove").click()
    page.get_by_label("From").fill("last week")
    page.get_by_label("From").press("Tab")
    expect(page.locator(".chip")).to_have_count(0)


def test_undated_articles_are_chosen_beside_the_bars(visit: Visit) -> None:
    page = visit()
    undated = page.locator(".undated")
    count = int(undated.locator(".amount").text_content() or "")
    undated.click()
    expect(page.locator(".total strong")).to_have_text(
        f"{count} articles" if count > 1 else "1 article"
    )
    expect(page.locator(".hit time")).to_have_count(0)
    expect(page.locator(".undated")).to_have_attribute("aria-current", "true")
    page.locator(".undated").click()
    expect(page.locator(".chip")).to_have_count(0)


def test_bars_say_their_counts_and_what_is_undated_has_the_same_scale(visit: Visit) -> None:
    page = visit("/?q=water")
    counts = page.locator(".years .bar").evaluate_all("all => all.map((a) => +a.dataset.count)")
    amounts = page.locator(".years .amount").all_text_contents()
    assert [int(one) for one in amounts] == [count for count in counts if count]
    heights = page.locator(".years .fill").evaluate_all(HEIGHTS)
    (undated,) = page.locator(".undated .fill").evaluate_all(HEIGHTS)
    missing = int(page.locator(".undated .amount").text_content() or "")
    unit = max(heights) / max(counts)
    assert max(heights) > 20
    assert abs(undated - missing * unit) <= unit * 0.2


HEIGHTS = "all => all.map((one) => one.getBBox().height)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_stand_out_from_the_paper_as_wcag_asks_of_graphics(visit: Visit, scheme: str) -> None:
    page = visit("/?q=water", color_scheme=scheme)
    bar = page.locator(".years .fill").first.evaluate("one => getComputedStyle(one).fill")
    paper = page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor")
    lighter, darker = sorted((luminance(bar), luminance(paper)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 3


def luminance(color: str) -> float:
    """The relative luminance (WCAG 2.2) of `rgb(r, g, b)`."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
