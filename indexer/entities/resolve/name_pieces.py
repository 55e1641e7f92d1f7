"""A name cut into pieces: articles, patronymic particles and titles of address fall away."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from indexer.entities.data.lexicon import words_of
from indexer.language.normalize import fold_arabic, fold_plain, is_arabic

_GENERATIONS = {"junior": "jr", "ii": "jr", "senior": "sr"}
_INNER_CAPITAL = re.compile(r"\b(Al|El)(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name cut up: `pieces` in order, and how many of them the last word gave.

    `words` counts the words that are on their own: "Al Harthi" and "Ben Omar" are one.
    """

    pieces: tuple[str, ...]
    surname: tuple[str, ...]
    words: int
    generation: str = ""
    """ "jr", "sr" or a number, where the name says which of a family it is."""
    arabic: bool = field(init=False, compare=False)
    """Is it written in Arabic script?"""

    def __post_init__(self) -> None:
        """Names are compared with many others."""
        object.__setattr__(self, "arabic", bool(self.pieces) and is_arabic(self.pieces[0]))

    @property
    def full(self) -> bool:
        """Does it hold a given name and a surname?"""
        return self.words >= 2


@lru_cache(maxsize=1 << 16)
def parse(name: str) -> PersonName:
    """Cut a name into pieces, the given name first."""
    groups = _arabic_groups(name) if is_arabic(name) else _latin_groups(_in_order(name))
    groups = [filled for group in groups if (filled := [piece for piece in group if piece])]
    pieces = tuple(piece for group in groups for piece in group)
    return PersonName(
        pieces,
        tuple(groups[-1]) if groups else (),
        len(groups),
        _generation(name.rpartition(" ")[2]),
    )


def _generation(word: str) -> str:
    """Which of a family a word says that a name is."""
    word = word.lower().rstrip(".")
    return _GENERATIONS.get(word, word) if word in words_of("name_suffixes") else ""


def _in_order(name: str) -> list[str]:
    """The words of a name, given name first: of "Last, First" and of "LAST First" too."""
    name = name.replace("ç", "s").replace("Ç", "S")
    before, comma, behind = name.partition(",")
    behind = behind.strip()
    if comma and behind and "," not in behind and not _generation(behind):
        name = f"{behind} {before}"
    words = _INNER_CAPITAL.sub(r"\1-", name.replace(",", " ")).split()
    while len(words) > 2 and words[0].lower().rstrip(".") in words_of("name_address"):
        del words[0]
    while len(words) > 2 and _generation(words[-1]):
        del words[-1]
    shouted = [word.isupper() and len(word) > 2 and "." not in word for word in words]
    if shouted and shouted[0] and not all(shouted):
        first = shouted.index(False)
        if not any(shouted[first:]):
            words = words[first:] + words[:first]
    return words


def _latin_groups(words: list[str]) -> list[list[str]]:
    groups: list[list[str]] = []
    prefix = ""
    for at, word in enumerate(words):
        parts = fold_plain(word).replace(".", " ").split()
        group: list[str] = []
        for step, part in enumerate(parts):
            final = at == len(words) - 1 and step == len(parts) - 1
            if not final and part in words_of("name_links"):
                continue
            if not final and part in words_of("name_joined"):
                prefix += part
                continue
            group.append(prefix + part)
            prefix = ""
        if group:
            groups.append(group)
    return groups


def _arabic_groups(name: str) -> list[list[str]]:
    groups: list[list[str]] = []
    prefix = ""
    raw = name.split()
    words = [fold_arabic(word) for word in raw]
    for at, word in enumerate(words):
        final = at == len(words) - 1
        if not final and word in words_of("name_links"):
            continue
        if not final and word in words_of("name_joined") and raw[at][0] != "آ":
            prefix += word
            continue
        # the family is آل ثاني, in two words
        ordinal = final and at > 0 and word in words_of("ordinals")
        if word.startswith("ال") and len(word) > 4 and not prefix and not ordinal:
            word = word[2:]
        groups.append([prefix + word])
        prefix = ""
    return groups
