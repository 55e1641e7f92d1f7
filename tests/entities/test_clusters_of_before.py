"""Persons are clustered by what was decided before, and the same comes out as without it."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest

from indexer.entities.resolve.decided import Decided
from indexer.entities.resolve.name_pieces import parse
from indexer.entities.resolve.person_clusters import Circle, PersonBook

GIVEN = (
    "Mohamed",
    "Mohammed",
    "M.",
    "Muhammad",
    "Omar",
    "Omer",
    "O.",
    "Samira",
    "Jean-Paul",
    "J. P.",
)
SURNAMES = (
    "Quistrel",
    "Quistrell",
    "Al Quistrel",
    "Kistrel",
    "Belfadi",
    "Bel Fadi",
    "Samira",
    "Omar",
)
ARABIC = ("محمد كويستريل", "محمد الكويستريل", "عمر كويستريل", "سميرة بلفادي", "عمر محمد")
KNOWN = {"Omar Quistrell": ("Omer Kistrel",)}


def _form(draw: random.Random) -> str:
    if draw.random() < 0.15:
        return draw.choice(ARABIC)
    words = [draw.choice(GIVEN), draw.choice(SURNAMES)]
    if draw.random() < 0.3:
        words.insert(1, draw.choice(GIVEN + SURNAMES))
    if draw.random() < 0.1:
        words.reverse()
    return " ".join(words)


def _told(book: PersonBook) -> list[tuple[str, list[tuple[str, int]]]]:
    return [(person.name, list(person.forms.items())) for person in book.people]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("known", [None, KNOWN])
def test_the_clusters_of_before_change_nothing_but_the_time(
    seed: int, known: dict[str, tuple[str, ...]] | None
) -> None:
    draw = random.Random(seed)
    counts = Counter(_form(draw) for _ in range(60))
    book = PersonBook(counts, known)
    for _ in range(25):
        for _ in range(draw.choice((1, 1, 3))):
            form = draw.choice([*counts, _form(draw)])
            counts[form] += draw.choice((-counts[form], -1, 1, 2))
        counts = +counts
        before = json.loads(json.dumps(book.clusters()))
        book = PersonBook(counts, known, before=before)
        assert _told(book) == _told(PersonBook(counts, known))


BEFORE = [{"Ann Quistrell": 2, "Ann Belfadi": 1}, {"Karim Dolanche": 1}, {"Karim Harband": 1}]
SAME = {form: count for forms in BEFORE for form, count in forms.items()}


def test_where_nothing_differs_every_form_goes_where_it_went() -> None:
    decided = Decided(BEFORE, SAME)
    firsts = {form: decided.first_of(form, parse(form)) for form in SAME}
    assert firsts == {form: next(iter(forms)) for forms in BEFORE for form in forms}


def test_a_form_that_goes_elsewhere_lets_those_be_decided_that_share_a_key_with_either() -> None:
    decided = Decided(BEFORE, SAME)
    decided.take("Karim Dolanche", ["Ann Quistrell"])
    assert decided.first_of("Karim Dolansh", parse("Karim Dolansh")) is None
    assert decided.first_of("Ann Quistrell", parse("Ann Quistrell")) is None
    assert decided.first_of("Karim Harband", parse("Karim Harband")) == "Karim Harband"


def test_so_does_a_form_that_joins_a_person_that_has_others_than_before() -> None:
    decided = Decided(BEFORE, SAME)
    decided.take("Ann Quistrell", [])
    assert decided.first_of("Ann Belfadi", parse("Ann Belfadi")) == "Ann Quistrell"
    decided.take("Karim Dolanche", ["Ann Quistrell"])
    decided.join("Karim Harband", "Ann Quistrell")
    assert decided.first_of("Karim Harband", parse("Karim Harband")) is None


@pytest.mark.parametrize("seed", range(6))
def test_a_short_form_means_the_same_people_looked_for_together_or_one_by_one(seed: int) -> None:
    draw = random.Random(seed)
    people = PersonBook(Counter(_form(draw) for _ in range(40))).people
    circle = Circle(people)
    words = [word for form in (*GIVEN, *SURNAMES, *ARABIC) for word in (form, *form.split())]
    met = 0
    for short in map(parse, words):
        for surname in (True, False):
            found = circle.holding(short, surname=surname)
            assert set(found) == {one for one in people if one.holds(short, surname=surname)}
            met += len(found)
    assert met
