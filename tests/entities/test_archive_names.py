"""One name across stories."""

from __future__ import annotations

from tests.entities.archive import names_in, names_of, story


def test_a_title_of_address_gives_the_person_without_the_title() -> None:
    found = names_in("The visitors were met by H.E. Dr. Omar T. Al-Sabbagh at the gate.")
    assert found.persons == ("Omar T. Al-Sabbagh",)


def test_a_surname_in_another_story_of_the_archive_means_the_one_person_who_bears_it() -> None:
    first = story("Dr. Leila Haddadin opened the fair.", page="a.txt")
    second = story("Ms. Haddadin closed it again.", page="b.txt")
    assert [found.persons for found in names_of(first, second)] == [("Leila Haddadin",)] * 2
