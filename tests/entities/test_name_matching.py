"""One person is one value, in whatever spelling, script or language the name is written."""

from __future__ import annotations

from itertools import product

import pytest

from benchmarks.quality.name_pairs.matching import joined, mixed_up, score
from indexer.entities.resolve.name_keys import name_keys, turned_keys
from indexer.entities.resolve.name_matching import apart, one_person
from indexer.entities.resolve.name_pieces import parse
from indexer.entities.resolve.spelling import NO_LIMIT, distance
from tests.entities.archive import names_of, story


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vladimir Putin", "Vladimir Poutine"),
        ("Vladimir Putin", "فلاديمير بوتين"),
        ("Olaf Scholz", "أولاف شولتس"),
        ("Friedrich Merz", "فريدريش ميرتس"),
        ("Justin Trudeau", "جاستن ترودو"),
        ("Jean-Jacques Rousseau", "جان جاك روسو"),
        ("Xi Jinping", "شي جين بينغ"),
        ("Putin, Vladimir", "Vladimir Putin"),
        ("PUTIN Vladimir", "Vladimir Putin"),
        ("Kim Jong-un", "Kim Jongun"),
        ("Bill Hague", "William Hague"),
        ("Micheal Gallagher", "Michael Gallagher"),
    ],
)
def test_two_spellings_of_one_person_are_joined(one: str, other: str) -> None:
    assert one_person(parse(one), parse(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gary Kelly", "Jerry Kelly"),
        ("Hassan Ibrahim", "Hussein Ibrahim"),
        ("Hassan Ibrahim", "حسين إبراهيم"),
        ("Maria Lopez", "Mario Lopez"),
        ("Kim Jong Un", "كيم جونغ إيل"),
        ("Peter Kurz", "بيتر كورت"),
        ("Peter Johnson", "Peter Johnston"),
        ("Simon Michael", "Simon Michaels"),
        ("J. David Lyons", "Jacques Lion"),
        ("Frank Tobin Jr", "Frank Tobin Sr."),
        ("James Exley", "James E."),
    ],
)
def test_two_people_are_not_joined(one: str, other: str) -> None:
    assert not one_person(parse(one), parse(other))


def test_a_limit_spares_work_and_changes_no_answer() -> None:
    words = [
        "alhaddad",
        "hadad",
        "benhaddad",
        "putin",
        "poutine",
        "kowalska",
        "kowalski",
        "novak",
        "بوتين",
        "حداد",
        "نوفاكي",
    ]
    for a, b in product(words, repeat=2):
        exact = apart(a, b)
        for limit in (0.0, 0.05, 0.1, 0.3, 0.45, 0.75, 1.5, exact):
            found = apart(a, b, limit)
            assert (found <= limit) == (exact <= limit)
            assert found == exact if exact <= limit else found > limit


def test_of_the_people_nothing_was_tuned_on_most_are_one_in_every_language() -> None:
    found, of = joined(0, 2, held_out=True)
    assert found >= 0.86 * of
    found, of = joined(0, 1, held_out=True)
    assert found >= 0.9 * of
    assert mixed_up(held_out=True) == 0


def test_pairs_of_names_nothing_was_tuned_on_are_told_apart() -> None:
    result = score("pairs.txt", held_out=True)
    assert result.precision >= 0.93
    assert result.f1 >= 0.9


def test_a_surname_that_two_people_of_a_story_bear_is_nobodys() -> None:
    text = (
        "Minister Gary Kelly met Senator Rose Kelly in Dublin. "
        "“We agree,” Mr. Kelly said after the talks."
    )
    found = names_of(story(text))[0]
    assert set(found.persons) == {"Gary Kelly", "Rose Kelly"}
    assert not [form for form in found.forms if form.form == "Kelly"]


@pytest.mark.parametrize(
    "name", ["\u0640 Omar", "عمر \u0640", "\u0640", "عمر \u064b عادل", "- Omar"]
)
def test_a_word_of_which_no_letter_is_left_is_no_piece_of_a_name(name: str) -> None:
    parsed = parse(name)
    assert all(parsed.pieces)
    assert all(name_keys(parsed) | turned_keys(parsed) | {"-"})


_SPELLINGS = (
    "mohamed", "muhammad", "tchaikovski", "chaykovsky", "lopez", "a", "alharthi", "harthi",
    "schmidt", "shmit", "محمد", "تشايكوفسكي", "شميت", "ا",
)  # fmt: skip


@pytest.mark.parametrize(("one", "other"), list(product(_SPELLINGS, _SPELLINGS)))
def test_a_distance_is_the_same_however_far_apart_two_spellings_may_be(
    one: str, other: str
) -> None:
    whole = distance(one, other)
    for most in (0.0, 0.4, 1.3, 2.25, 3.0, 5.5, whole, whole + 1):
        assert distance(one, other, most) == (whole if whole <= most else NO_LIMIT)
