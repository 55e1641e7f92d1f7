from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_filters import count_of, total


def test_two_people_are_combined_by_the_switch_of_their_list(visit: Visit) -> None:
    page = visit("/?person=Tayeb+Al-Zouaghi")
    people = page.locator('.facet[data-field="person"]')
    alone = total(page)
    people.get_by_role("link", name="all", exact=True).click()
    expect(people.locator(".joint [aria-current]")).to_have_text("all")
    assert total(page) == alone
    with_both = count_of(page, "person_all", "Moussa Kosso")
    page.locator('input[value="Moussa Kosso"]').check()
    expect(page.locator(".chips")).to_have_text(
        re.compile(r"Tayeb Al-Zouaghi\s*and\s*Moussa Kosso")
    )
    assert total(page) == with_both < alone
    people.get_by_role("link", name="any", exact=True).click()
    expect(page.locator(".chips .joint")).to_have_text("or")
    assert total(page) > alone
    page.go_back()
    expect(page.locator(".total strong")).to_have_text(re.compile(rf"^{with_both} "))


def test_a_second_name_of_a_card_leaves_fewer_articles_not_more(visit: Visit) -> None:
    page = visit("/?person=Salma+Bougharara")
    before = total(page)
    card = page.locator(".hit .name.person:not([aria-current])").first
    name = card.inner_text()
    card.click()
    expect(page.locator(".chip")).to_have_text(["Salma Bougharara", name])
    assert 0 < total(page) <= before
    expect(page).to_have_url(re.compile("person_all=Salma.*person_all="))


def test_a_value_is_excluded_and_let_in_again(visit: Visit) -> None:
    page = visit("/?q=water")
    before, tunisia = total(page), count_of(page, "place", "Tunisia")
    page.get_by_role("link", name="Exclude Tunisia").click()
    expect(page.locator(".chip")).to_have_text(["not Tunisia"])
    assert total(page) == before - tunisia
    page.get_by_role("link", name="Remove not Tunisia").click()
    expect(page.locator(".total strong")).to_have_text(re.compile(rf"^{before} "))


def test_the_switch_and_the_exclusion_work_without_a_script(visit: Visit) -> None:
    page = visit("/?q=water", live=False, java_script_enabled=False)
    page.locator('.facet[data-field="place"]').get_by_role("link", name="all", exact=True).click()
    for place in ("Tunisia", "Mauritania"):
        page.locator(f'input[value="{place}"]').check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".chips .joint")).to_have_text("and")
    together = total(page)
    page.get_by_role("link", name="any", exact=True).nth(1).click()
    assert total(page) == 0 or total(page) >= together
    page.get_by_role("link", name=re.compile("^Exclude ")).first.click()
    expect(page.locator(".chip").last).to_have_text(re.compile("^not "))
