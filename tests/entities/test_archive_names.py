"""One name across the stories of an archive."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.entities import Mention, NameBook, find_mentions
from indexer.entities.recognize.decide import RULE
from tests.entities.archive import names_in, names_of, story

FULL = "Dr. Salma T. Al-Wardani, head of the guild, opened the fair."


@pytest.mark.parametrize(
    "form", ["Dr. AlWardani", "Ms. Al-Wardani", "Dr. Alwardani", "Prof. Al Wardani", "Mrs Wardani"]
)
def test_spellings_of_an_arabic_surname_are_one_woman(form: str) -> None:
    first, second = names_of(story(FULL), story(f"{form} closed it again.", page="b.txt"))
    assert first.persons == second.persons == ("Salma T. Al-Wardani",)


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Nabil M. AlHarthi", "نبيل بن محمد الحارثي"),
        ("Youssef El Amrani", "يوسف العمراني"),
        ("Khadija Benjelloun", "خديجة بنجلون"),
        ("Abdelkader Bensalah", "عبد القادر بن صالح"),
        ("Mustafa Qasim", "مصطفى قاسم"),
    ],
)
def test_a_name_in_arabic_script_is_the_man_of_the_latin_name(latin: str, arabic: str) -> None:
    english = story(f"Mr. {latin} spoke in Rabat.")
    other = story(f"وقال السيد {arabic} إن اللقاء كان مثمرا.", language="ar", page="b.txt")
    assert [found.persons for found in names_of(english, other)] == [(latin,), (latin,)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yousef Tarawneh", "Nisreen Tarawneh"),
        ("Hassan Karimi", "Hussein Karimi"),
        ("Salim Badawi", "Salma Badawi"),
        ("Karim Idrissi", "Akram Idrissi"),
        ("Martin Lefèvre", "Martine Lefèvre"),
        ("Amr Zaki", "Omar Zaki"),
    ],
)
def test_two_persons_of_one_surname_stay_two(one: str, other: str) -> None:
    found = names_of(story(f"Mr. {one} spoke."), story(f"Mr. {other} spoke.", page="b.txt"))
    assert [names.persons for names in found] == [(one,), (other,)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohamed Zaki", "Muhammad Zaki"),
        ("Youssef Alami", "Yusuf Alami"),
        ("Hussein Karimi", "Hussain Karimi"),
        ("Mostafa Nasser", "Moustapha Nasser"),
        ("Aicha Ziani", "Aïcha Ziani"),
        ("Abdulaziz Othman", "Abdelaziz Osman"),
    ],
)
def test_transcriptions_of_one_name_are_one_person(one: str, other: str) -> None:
    twice = story(f"Dr. {one} spoke. Then {one} left.")
    first, second = names_of(twice, story(f"Dr. {other} spoke.", page="b.txt"))
    assert first.persons == second.persons


def test_the_canonical_name_is_the_fullest_then_the_most_frequent_form() -> None:
    found = names_of(
        story("Dr. Omar Sabbagh came."),
        story("Dr. Omar T. Sabbagh came.", page="b.txt"),
        story("Dr. O. Sabbagh came.", page="c.txt"),
    )
    assert {names.persons for names in found} == {("Omar T. Sabbagh",)}


def test_a_bare_surname_means_the_person_of_its_own_story_before_all_others() -> None:
    found = names_of(
        story("Mr. Adil Rami spoke. Mr. Rami left.", page="a.txt"),
        story("Ms. Huda Rami spoke. Ms. Rami left.", page="b.txt"),
    )
    assert [names.persons for names in found] == [("Adil Rami",), ("Huda Rami",)]


def test_a_bare_surname_means_the_person_of_its_page_before_the_rest_of_the_archive() -> None:
    found = names_of(
        story("Mr. Adil Rami spoke.", page="a.txt"),
        story("Mr. Rami left at noon.", page="a.txt"),
        story("Ms. Huda Rami spoke.", page="b.txt"),
    )
    assert found[1].persons == ("Adil Rami",)


def test_a_bare_surname_that_two_people_of_the_archive_bear_stays_as_it_is() -> None:
    found = names_of(
        story("Mr. Adil Rami spoke.", page="a.txt"),
        story("Ms. Huda Rami spoke.", page="b.txt"),
        story("Dr. Rami left at noon.", page="c.txt"),
    )
    assert found[2].persons == ("Rami",)


def test_a_given_name_alone_is_nobody_of_another_page() -> None:
    first, _, last = names_of(
        story("Mr. Peter James opened the fair."),
        story("Mr. James Holloway closed it.", page="b.txt"),
        story("The prize went to James, who is eight.", page="c.txt"),
    )
    assert first.persons == ("Peter James",)
    assert "Peter James" not in last.persons


def test_a_usual_surname_is_somebody_of_another_page_only_if_he_is_well_known() -> None:
    full = "Mr. Robert Tate opened the fair."
    other = story("The judge told Tate to wait.", page="z.txt")
    assert "Robert Tate" not in names_of(story(full), other)[1].persons
    pages = [story(full, page=f"{number}.txt") for number in range(3)]
    assert names_of(*pages, other)[-1].persons == ("Robert Tate",)


def test_a_surname_of_two_people_of_a_story_is_not_guessed_by_the_rest_of_its_page() -> None:
    page = (
        story("Mr. Amos Weatherly and Mrs. Ruth Weatherly spoke. Weatherly was applauded."),
        story("Mr. Amos Weatherly left early."),
    )
    found = names_of(*page)[0]
    assert [form.name for form in found.forms if form.form == "Weatherly"] in ([], ["Weatherly"])


def test_a_person_is_found_again_without_title_and_in_a_headline() -> None:
    found = names_of(
        story("Dr. Leila Haddadin opened the fair."),
        story("The prize went to Leila Haddadin for her map.", page="b.txt"),
        story("The fair was full.", title="Leila Haddadin Honoured in Amman", page="c.txt"),
    )
    assert {names.persons for names in found} == {("Leila Haddadin",)}


def test_words_of_a_title_case_headline_are_no_names() -> None:
    found = names_in(
        "The fair was full.", title="Northern Water Council Signs Historic Pact With Young Farmers"
    )
    assert (found.persons, found.organizations) == ((), ())


def test_an_organization_is_named_by_its_acronym_once_any_story_defines_it() -> None:
    found = names_of(
        story("The League of River Cities (LRC) met.", page="a.txt"),
        story("The LRC will meet again. The LRC-Egypt pact holds.", page="b.txt"),
    )
    assert found[1].organizations == ("League of River Cities (LRC)",)
    assert found[1].places == ("Egypt",)


def test_wordings_of_one_acronym_are_one_organization() -> None:
    found = names_of(
        story("The League of River Cities and Ports (LRCP) met."),
        story("The League of River Cities and Ports (LRCP) met.", page="b.txt"),
        story("The River Cities and Ports League (LRCP) met.", page="c.txt"),
        story("The League for River Cities & Ports rested.", page="d.txt"),
    )
    assert {names.organizations for names in found} == {
        ("League of River Cities and Ports (LRCP)",)
    }


def test_two_bodies_of_one_acronym_stay_two_and_each_page_means_its_own() -> None:
    found = names_of(
        story("The Alpine Cheese Council (ACC) met. The ACC voted.", page="a.txt"),
        story("The Agency for Coral Conservation (ACC) met. The ACC voted.", page="b.txt"),
    )
    assert [names.organizations for names in found] == [
        ("Alpine Cheese Council (ACC)",),
        ("Agency for Coral Conservation (ACC)",),
    ]


def test_french_and_arabic_texts_define_acronyms_too() -> None:
    french = story(
        "L’Agence des rivières du Sud (ARS) recrute. L’ARS a signé.", language="fr", page="a.txt"
    )
    arabic = story(
        "أعلنت منظمة المدن الخضراء (مدخض) عن خطتها. وقالت مدخض إن العمل بدأ.",
        language="ar",
        page="b.txt",
    )
    assert [names.organizations for names in names_of(french, arabic)] == [
        ("Agence des rivières du Sud (ARS)",),
        ("منظمة المدن الخضراء (مدخض)",),
    ]


def test_initiatives_goals_and_lists_with_an_acronym_are_no_organizations() -> None:
    found = names_in(
        "The Sustainable Harbour Goals (SHG), the World Orchard List (WOL) and "
        "artificial intelligence (AI) were discussed, as were the “Clean Quay Alliance” awards."
    )
    assert found.organizations == ()


def test_a_place_has_one_english_name_in_three_languages() -> None:
    found = names_of(
        story("He flew to Cairo from Saudi Arabia."),
        story("Il a quitté Le Caire pour l’Arabie saoudite.", language="fr", page="b.txt"),
        story("وصل إلى القاهرة من السعودية.", language="ar", page="c.txt"),
    )
    assert {frozenset(names.places) for names in found} == {frozenset({"Cairo", "Saudi Arabia"})}


def test_a_demonym_is_no_place() -> None:
    found = names_in("The Malaysian ambassador praised French bread and Turkish coffee.")
    assert found.places == ()


def test_a_place_within_the_name_of_a_body_or_a_person_is_no_place_of_the_story() -> None:
    found = names_in("Ms. Jordan Whitfield of the University of Damascus met Mr. Chad Price.")
    assert found.places == ()


def test_oman_and_amman_are_told_apart_where_arabic_spells_them_alike() -> None:
    oman = names_in("وصل الوفد من سلطنة عمان إلى المنامة.", language="ar")
    amman = names_in("عقد اللقاء في العاصمة الأردنية عمان.", language="ar")
    assert oman.places == ("Oman", "Manama")
    assert amman.places == ("Amman",)


def test_a_lone_word_is_of_the_kind_that_the_other_stories_take_it_for() -> None:
    pages = [
        story(f"Shares of Pennfold Inc rose. Pennfold owns {number} mines.", page=f"{number}.txt")
        for number in range(3)
    ]
    book = NameBook()
    found = [find_mentions(one) for one in pages]
    lone = story("The price of oil fell, as did Pennfold on Friday.", page="z.txt")
    start = lone.body.index("Pennfold")
    wrong = Mention("place", "Pennfold", start, start + 8, RULE, start, start + 8, "", "~Pennfold")
    mentions = replace(find_mentions(lone), body=(wrong,))
    for one in (*found, mentions):
        book.add(one)
    book.close()
    names = book.resolve("", lone.body, mentions, siblings=[mentions])
    assert names.places == ()
    assert [name.partition(" ")[0] for name in names.organizations] == ["Pennfold"]
