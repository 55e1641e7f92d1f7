"""A body of the world is one value in every language, and so is the archive's own."""

from __future__ import annotations

import pytest

from indexer.entities.data.world_organizations import world_organizations
from indexer.entities.resolve.organization_clusters import OrganizationBook, acronym_key, bag


def _book(*names: str, defined: dict[str, str] | None = None) -> OrganizationBook:
    counts = {(name, ""): 2 for name in names}
    counts |= dict.fromkeys((defined or {}).items(), 3)
    return OrganizationBook(counts)


@pytest.mark.parametrize(
    "forms",
    [
        ("United Nations", "UN", "ONU", "Nations unies", "الأمم المتحدة"),
        ("World Health Organization", "WHO", "OMS", "منظمة الصحة العالمية"),
        ("African Union", "Union africaine", "الاتحاد الإفريقي"),
        (
            "World Organisation for Animal Health",
            "WOAH",
            "OMSA",
            "المنظمة العالمية لصحة الحيوان",
        ),
        ("Southern African Development Community", "SADC", "CDAA"),
        ("FAO", "Organisation pour l’alimentation et l’agriculture", "منظمة الأغذية والزراعة"),
        ("UNESCO", "اليونسكو", "منظمة الأمم المتحدة للتربية والعلم والثقافة"),
    ],
)
def test_a_body_of_the_world_is_one_in_three_languages(forms: tuple[str, ...]) -> None:
    assert len(_book(*forms).bodies) == 1


def test_at_least_150_bodies_are_known_and_no_full_name_stands_for_two() -> None:
    assert len(world_organizations()) >= 150
    first = [bag(forms[0]) for forms in world_organizations()]
    assert len(set(first)) == len(first)


def test_a_body_that_the_archive_does_not_name_is_not_there() -> None:
    assert acronym_key("WHO") not in _book("United Nations").by_acronym


def test_an_acronym_that_arabic_spells_as_it_is_spoken_is_the_latin_one() -> None:
    book = _book(
        "الريكيسكو",
        "ريكيسكو",
        defined={"Ravel Islamic Kultural Organization": "RIKESCO"},
    )
    assert [body.name for body in book.bodies] == ["Ravel Islamic Kultural Organization (RIKESCO)"]


def test_another_spoken_acronym_is_another_body() -> None:
    book = _book("الموليسكو", defined={"Ravel Islamic Kultural Organization": "RIKESCO"})
    assert len(book.bodies) == 2


def test_another_full_name_of_a_known_acronym_is_another_body() -> None:
    book = _book("World Food Programme", defined={"Western Farmers Party": "WFP"})
    assert len(book.bodies) == 2


def test_an_arabic_acronym_with_and_without_article_is_one_body() -> None:
    assert len(_book("الريكيسكو", "ريكيسكو").bodies) == 1


@pytest.mark.parametrize(
    ("misspelled", "acronym", "shown"),
    [
        (
            "Organiaation of Petroleum Exporting Countries",
            "OPEC",
            "Organization of the Petroleum Exporting Countries (OPEC)",
        ),
        ("Internatonal Monetary Fund", "IMF", "International Monetary Fund (IMF)"),
        ("Ligue of Arab States", "LAS", "League of Arab States (LAS)"),
    ],
)
def test_a_body_of_the_world_is_shown_as_it_is_spelled_though_one_page_defines_it_wrong(
    misspelled: str, acronym: str, shown: str
) -> None:
    book = OrganizationBook({(acronym, ""): 16, (misspelled, acronym): 1})
    assert [body.name for body in book.bodies] == [shown]


def test_a_latin_name_is_shown_without_its_arabic_spelling() -> None:
    assert [body.name for body in _book("Reuters", "رويترز").bodies] == ["Reuters"]
