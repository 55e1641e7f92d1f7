"""Places by what is around them: whole, no streets, no nouns."""

from __future__ import annotations

import pytest

from tests.entities.archive import names_in


@pytest.mark.parametrize(
    ("language", "text", "places"),
    [
        (
            "en",
            "A Kuala Lumpur-based bank and a Nairobi-based one agreed.",
            {"Kuala Lumpur", "Nairobi"},
        ),
        (
            "en",
            "The New Delhi-born singer met a San Francisco-trained cook.",
            {"New Delhi", "San Francisco"},
        ),
        ("en", "London-listed shares fell.", {"London"}),
        (
            "en",
            "Voters in Northern Ireland and Northern Cyprus agreed.",
            {"Northern Ireland", "Northern Cyprus"},
        ),
        (
            "en",
            "Ships passed the Gulf of Guinea and the Strait of Hormuz.",
            {"Gulf of Guinea", "Strait of Hormuz"},
        ),
        ("en", "Tankers left the Strait of Hormuz on Monday.", {"Strait of Hormuz"}),
        (
            "en",
            "They sailed to the Strait of Malacca and the Gulf of Aden.",
            {"Strait of Malacca", "Gulf of Aden"},
        ),
        ("en", "He works on Cairo Avenue, off Baghdad Road.", set()),
        ("ar", "القاهرة - قال الوزير إن العمل بدأ في كل شارع", {"Cairo"}),
        (
            "fr",
            "Le golfe de Guinée et la mer Noire sont surveillés.",
            {"Gulf of Guinea", "Black Sea"},
        ),
        ("fr", "Il vit en Caroline du Nord, elle en Louisiane.", {"North Carolina", "Louisiana"}),
        ("fr", "Il habite rue de Rome, à Nantes.", {"Nantes"}),
        ("ar", "تجمع المحتجون في ميدان التحرير.", set()),
        ("ar", "سافر من عمان إلى إربد بالسيارة.", {"Amman", "Irbid"}),
        ("ar", "عمان - بترا - استقبل الملك الوفد بالأردن.", {"Amman", "Jordan"}),
        ("ar", "وصل الوفد إلى عمان والتقى مسؤولين في مسقط.", {"Oman", "Muscat"}),
    ],
)
def test_a_place_is_what_the_words_around_it_say(
    language: str, text: str, places: set[str]
) -> None:
    assert set(names_in(text, language=language).places) == places


@pytest.mark.parametrize(
    ("text", "organization", "person"),
    [
        ("Wendell Foods Inc raised its offer. Wendell said it was final.", "Wendell", None),
        ("Shares of H.J. Harnwell Co rose. Analysts like Harnwell.", "Harnwell", None),
        (
            "Amos Whitcombe left Whitcombe Mills Corp. Whitcombe told reporters he was tired.",
            None,
            "Amos Whitcombe",
        ),
    ],
)
def test_a_company_that_bears_a_surname_is_no_person(
    text: str, organization: str | None, person: str | None
) -> None:
    found = names_in(text)
    assert found.persons == ((person,) if person else ())
    alone = {form.name for form in found.forms if form.form == (organization or "Whitcombe")}
    assert all(name in (found.organizations if organization else found.persons) for name in alone)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Farmers in the northern Jordan Valley are returning.", "Jordan Valley"),
        ("Forests of the Congo Basin are cut faster than ever.", "Congo Basin"),
        ("Rice from the Mekong Delta was sold to mills abroad.", "Mekong Delta"),
    ],
)
def test_a_valley_is_not_the_country_that_it_bears_the_name_of(text: str, place: str) -> None:
    found = names_in(text)
    assert found.places == (place,)
    assert found.organizations == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Les délégués ont lu l’accord de Paris et le protocole de Kyoto.", "fr"),
        ("Le mur de Berlin est tombé cette année-là, et la foule a chanté.", "fr"),
        ("وقعت الدول اتفاق باريس للمناخ قبل خمس سنوات.", "ar"),
    ],
)
def test_a_pact_only_bears_the_name_of_a_place(text: str, language: str) -> None:
    assert names_in(text, language=language).places == ()


def test_a_small_place_is_written_as_the_archive_writes_it() -> None:
    text = "Le port de Radès est fermé. La foule est venue à Radès pour la fête de la mer."
    assert names_in(text, language="fr").places == ("Radès",)


def test_a_person_who_gave_a_street_its_name_is_not_in_the_story() -> None:
    text = "فتح المخبز أبوابه في شارع محمد الخامس قبل الفجر، ووزع الخبز على الجيران."
    assert names_in(text, language="ar").persons == ()
