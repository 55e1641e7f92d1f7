"""Which given names only men or only women bear, from `given_genders.txt`."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

from indexer.language.normalize import fold_arabic_word, fold_case, is_arabic

Gender = Literal["male", "female"]


def gender_of(given_name: str) -> Gender | None:
    """The gender of a given name in Latin or Arabic script; None where it is not sure."""
    return _genders().get(_fold(given_name))


@cache
def _genders() -> dict[str, Gender]:
    text = resources.files(__package__).joinpath("given_genders.txt").read_text("utf-8")
    found: dict[str, set[Gender]] = {}
    gender: Gender = "male"
    for line in text.splitlines():
        if line.startswith("["):
            gender = "female" if line == "[female]" else "male"
        elif not line.startswith("#"):
            found.setdefault(_fold(line), set()).add(gender)
    return {name: genders.pop() for name, genders in found.items() if len(genders) == 1}


def _fold(name: str) -> str:
    return fold_arabic_word(name) if is_arabic(name) else fold_case(name)
