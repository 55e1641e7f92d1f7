"""Who is somebody and what is a firm, an office or a row of a table."""

from __future__ import annotations

import pytest

from tests.entities.archive import names_in

FRENCH = "Le projet est prêt depuis le mois de mai, et les travaux de la route ont commencé. "


@pytest.mark.parametrize(
    ("text", "person", "organization"),
    [
        (
            "Analyst Ruth Amery with brokers Harlow Finch in London cut her forecast.",
            "Ruth Amery",
            "Harlow Finch",
        ),
        (
            "Harlow Finch economist Ruth Amery said on Monday that rates would fall.",
            "Ruth Amery",
            "Harlow Finch",
        ),
        (
            "Ruth Amery, an analyst at Halsey and Drewitt, said rates would fall.",
            "Ruth Amery",
            "Halsey and Drewitt",
        ),
        (
            "Ruth Amery joined the law firm of Colby and Sturt in Leeds last May.",
            "Ruth Amery",
            "Colby and Sturt",
        ),
    ],
)
def test_a_firm_that_bears_the_names_of_its_founders_is_no_person(
    text: str, person: str, organization: str
) -> None:
    found = names_in(text)
    assert found.persons == (person,)
    assert organization in found.organizations


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Broker John Farrell said on Monday that prices would fall.", "John Farrell"),
        ("Traders with Senator John Farrell at the meeting agreed.", "John Farrell"),
        ("The firm said John Farrell would step down as chairman.", "John Farrell"),
    ],
)
def test_somebody_near_brokers_and_firms_stays_a_person(text: str, person: str) -> None:
    assert names_in(text).persons == (person,)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("The chairman, A. William Reyne, said the mill would close.", "A. William Reyne"),
        ("They named Mary Shadwell U.S. ambassador to Norway on Friday.", "Mary Shadwell"),
        ("Belgian Hugo Maes, commissioner for fisheries, said so.", "Hugo Maes"),
    ],
)
def test_a_person_has_the_initial_and_not_the_country(text: str, person: str) -> None:
    assert names_in(text).persons == (person,)


def test_a_surname_has_its_particle_again() -> None:
    found = names_in("Hugo de Clerval spoke first. The plan is late, de Clerval told reporters.")
    assert found.persons == ("Hugo de Clerval",)
    assert {form.form for form in found.forms} == {"Hugo de Clerval", "de Clerval"}


def test_rows_of_a_table_are_nobody() -> None:
    table = (
        "Opening Stcks 1,377 1,290\nTtl Supply 3,596 3,455\nHome Use 1,188 1,171\n"
        "Closing Stcks 1,336 1,181\nMean Price 2.61-75 2.80\n"
    )
    assert names_in(f"Barley supply and demand, in tonnes:\n\n{table}").persons == ()


@pytest.mark.parametrize(
    ("text", "person", "organization"),
    [
        (
            "Le président du Conseil régional Jean-Louis Maurel a signé.",
            "Jean-Louis Maurel",
            "Conseil régional",
        ),
        (
            "Le trésorier du Parti républicain Jean-Pierre Vidal était là.",
            "Jean-Pierre Vidal",
            "Parti républicain",
        ),
    ],
)
def test_who_holds_an_office_is_no_part_of_the_body(
    text: str, person: str, organization: str
) -> None:
    found = names_in(FRENCH + text, language="fr")
    assert found.persons == (person,)
    assert found.organizations == (organization,)


def test_a_school_keeps_the_name_of_whom_it_is_named_after() -> None:
    found = names_in(FRENCH + "Le directeur de l’Institut Louis Maurel est venu.", language="fr")
    assert found.persons == ()
    assert found.organizations == ("Institut Louis Maurel",)


@pytest.mark.parametrize(
    "text",
    [
        "Il appartient au Parlement européen de revoir les aides à la pêche.",
        "Il faut le Parlement européen pour supprimer les taxes.",
    ],
)
def test_a_french_body_ends_before_what_it_is_to_do(text: str) -> None:
    assert names_in(FRENCH + text, language="fr").organizations == ("Parlement européen",)


def test_a_surname_that_is_read_only_because_it_was_met_has_its_particle_too() -> None:
    found = names_in("Aides expect Du Barrault to go. Finance Minister Henri Du Barrault is ill.")
    assert {form.form for form in found.forms} == {"Du Barrault", "Henri Du Barrault"}


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        (
            "A filing with the Coasts and Harbours Commission came late.",
            "Coasts and Harbours Commission",
        ),
        (
            "The Grain, Oil and Seeds Board (GOSB) met in June.",
            "Grain, Oil and Seeds Board (GOSB)",
        ),
    ],
)
def test_a_body_keeps_the_words_that_and_joins_before_its_head_noun(
    text: str, organization: str
) -> None:
    assert names_in(text, language="en").organizations == (organization,)
