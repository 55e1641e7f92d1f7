from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from search_app.desk.alike import Apart, pairs
from search_app.desk.users import Users
from search_index.model.hits import FacetValue
from search_index.model.query import Query


@dataclass
class Names:
    """A searcher that has nothing but names."""

    persons: dict[str, int]
    snapshot: str = "1-a"

    def facet(self, query: Query, name: str, *, size: int) -> tuple[FacetValue, ...]:
        found = self.persons if name == "person" else {}
        return tuple(FacetValue(value=value, count=count) for value, count in found.items())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ilse Brandt", "Ilse Brand"),
        ("Halima Bensaid", "Halima Bensaïdi"),
        ("Omar Said", "Said Omar"),
        ("M. Lacassagne", "Marie Lacassagne"),
        ("عبد الرحمن السعدي", "عبدالرحمن السعدي"),
    ],
)
def test_names_that_are_spelt_alike_are_a_pair(one: str, other: str) -> None:
    with Flask("test").app_context():
        (pair,) = pairs(Names({one: 7, other: 1, "Quentin Zubiri": 3}))  # type: ignore[arg-type]
    assert {pair.one, pair.other} == {one, other}
    assert (pair.one_articles, pair.other_articles) == (7, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ilse Brandt", "Karl Brandt"), ("Omar Said", "Omar Haddad"), ("J. Brandt", "Karl Brandt")],
)
def test_other_people_of_one_surname_are_not(one: str, other: str) -> None:
    with Flask("test").app_context():
        assert pairs(Names({one: 7, other: 1})) == ()  # type: ignore[arg-type]


def test_a_pair_that_people_kept_apart_is_remembered_whichever_name_comes_first(
    tmp_path: Path,
) -> None:
    Users(tmp_path).key()
    apart = Apart(tmp_path)
    assert apart.load() == frozenset()
    apart.add(("person", "Bo Eck", "Bo Ek"), who="nadia")
    with (tmp_path / "desk" / "apart.jsonl").open("a") as file:
        file.write("not JSON\n")
    apart.add(("place", "A", "B"), who="nadia")
    assert apart.load() == {("person", "Bo Eck", "Bo Ek"), ("place", "A", "B")}
