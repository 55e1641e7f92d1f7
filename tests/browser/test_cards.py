from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit


def test_a_card_says_who_published_it_and_leads_to_the_original(visit: Visit) -> None:
    page = visit("/?q=kite+makers+quay")
    meta = page.locator(".hit .meta").first
    expect(meta).to_have_text("6 March 2021 The Kite Post Orla Finch Original Keep")
    original = meta.get_by_role("link", name="Original")
    expect(original).to_have_attribute("href", "https://www.kite-post.example/2021/kites?id=7")
    expect(original).to_have_attribute("title", "The original page at kite-post.example")
    page = visit("/?q=kite+strings+breakwater")
    meta = page.locator(".hit .meta").first
    expect(meta).to_have_text("9 March 2021 notices.example Original Keep")
    expect(page.locator(".hit .source")).to_have_count(0)


def test_what_nearly_all_results_name_is_said_once_and_organizations_by_their_acronyms(
    visit: Visit,
) -> None:
    page = visit("/?q=water")
    house = "Regional Council for Aquifers and Oases (RECAO)"
    expect(page.locator(".common .name")).to_have_text(house)
    cards = page.locator(".hits .name.organization").all_inner_texts()
    assert "ALWM" in cards
    assert "RECAO" not in cards
    assert house not in cards
    page.locator(".hits .name.organization", has_text="ALWM").first.click()
    expect(page.locator(".chip")).to_have_text("African League of Water Museums (ALWM)")


def test_a_mark_is_never_higher_than_its_line(visit: Visit) -> None:
    heights = """(mark) => {
      const style = getComputedStyle(mark);
      return [style.backgroundSize, style.backgroundColor, parseFloat(style.lineHeight)];
    }"""
    for address in ("/?q=kite+harbour+quay", "/?q=المياه&lang=ar"):
        marks = visit(address, viewport={"width": 390, "height": 844}).locator("mark").all()
        assert marks
        for mark in marks:
            size, color, line = mark.evaluate(heights)
            assert float(size.split()[1].removesuffix("px")) <= line
            assert color == "rgba(0, 0, 0, 0)"


def test_the_line_below_a_title_reads_in_the_direction_of_the_page(visit: Visit) -> None:
    page = visit("/?q=wided+bellagha&lang=ar&language=fr")
    hit = page.locator(".hit", has=page.locator(".inferred")).first
    expect(hit).to_have_attribute("dir", "ltr")
    date = hit.locator(".meta time").bounding_box()
    inferred = hit.locator(".meta .inferred").bounding_box()
    title = hit.locator("h2").bounding_box()
    keep = hit.locator(".meta .keep").bounding_box()
    assert date
    assert inferred
    assert title
    assert keep
    assert date["x"] > inferred["x"] > keep["x"]
    assert keep["x"] - title["x"] < 40  # It begins where the lines of the article begin.
