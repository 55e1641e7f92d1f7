"""Ships and halls that bear somebody's name are not that person."""

from __future__ import annotations

import pytest

from tests.entities.archive import names_in, names_of, story


@pytest.mark.parametrize(
    ("language", "text", "persons"),
    [
        (
            "en",
            "The freighter Lars Tordal left Bergen, said the pilot Olaf Brandt.",
            {"Olaf Brandt"},
        ),
        ("en", "Flights from Howard Teale Airport in Leeds were late.", set()),
        ("en", "The Greta Ahlmark Prize went to nobody this year.", set()),
        ("fr", "Le chalutier Yann Lebihan a coulé au large de Brest.", set()),
        ("ar", "وصلت الباخرة ياسر الدالي إلى بنغازي أمس.", set()),
    ],
)
def test_a_ship_or_a_hall_is_not_whom_it_is_named_after(
    language: str, text: str, persons: set[str]
) -> None:
    assert set(names_in(text, language=language).persons) == persons


def test_a_minister_who_is_known_from_elsewhere_is_not_in_the_story_of_the_ship() -> None:
    ship = story("The ferry “Lars Tordal” was late in Ostend on Monday, the port said.")
    man = story("Lars Tordal, the minister, spoke in Oslo on Monday.")
    assert [found.persons for found in names_of(ship, man)] == [(), ("Lars Tordal",)]


@pytest.mark.parametrize(
    "text",
    [
        "George Halvorsen, the senator, met voters. His son, Peter Halvorsen, ran the campaign.",
        "Samuel Okoro Sr. founded the mill. Samuel Okoro Jr. sold it last year, lawyers said.",
        "Marta Castellini and her brother Mario Castellini opened the shop in Turin.",
        "Le maire Jean Lacombe a reçu sa fille Jeanne Lacombe à Nantes.",
        "Kim Sun-hee said that talks went well. Kim Sun-ho disagreed, saying the deal was bad.",
        "قال الوزير أحمد الكواري إن الاتفاق جيد. وحضر ابنه محمد الكواري الحفل.",
    ],
)
def test_two_of_one_family_are_two(text: str) -> None:
    language = "ar" if "قال" in text else "fr" if "maire" in text else "en"
    assert len(names_in(text, language=language).persons) == 2
