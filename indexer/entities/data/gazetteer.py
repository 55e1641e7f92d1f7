"""Places: their names in three languages → one English name.

Countries, cities, regions, landscapes: `gazetteer.txt` is made ready by scripts/gazetteer.py.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources
from typing import Literal, NamedTuple

from indexer.language.normalize import fold_arabic, fold_plain, is_arabic

Rank = Literal["country", "city", "town"]
SURE_RULE = "gazetteer"
WEAK_RULE = "gazetteer, doubtful"
KINDS: dict[str, tuple[Rank, bool, bool]] = {
    f"{rank}{'' if sure else '?'}{'!' if listed else ''}": (rank, sure, listed)
    for rank in ("country", "city", "town")
    for sure in (True, False)
    for listed in (True, False)
}
"""Rank of a place, whether it is sure and whether listed, as the table writes them."""


class Place(NamedTuple):
    """One place by its usual English name; `country` is its ISO 3166 code, if it is in one.

    `sure` is False where the bare word is too often something else; `listed` is True
    where the English name is certain, so that no form in a text may replace it.
    """

    name: str
    country: str
    rank: Rank
    sure: bool
    listed: bool

    @property
    def canonical(self) -> str:
        """The English name; "~" marks one that a form in English text may replace."""
        return self.name if self.listed else f"~{self.name}"


@lru_cache(maxsize=1 << 16)
def fold_place(text: str) -> str:
    """The key under which a name of a place is looked up, in either script."""
    return fold_arabic(text) if is_arabic(text) else fold_plain(text).replace(".", "")


class Gazetteer(NamedTuple):
    """Folded names → places; `longest` has the most words that begin with a word.

    `countries` are the first words of countries' names, `pairs` the first two of names of several.
    """

    places: dict[str, Place]
    longest: dict[str, int]
    countries: frozenset[str]
    pairs: frozenset[str]


@cache
def gazetteer() -> Gazetteer:
    """The table for this process."""
    text = resources.files(__package__).joinpath("gazetteer.txt").read_text("utf-8")
    places: dict[str, Place] = {}
    for line in text[text.rindex("# ") :].splitlines()[1:]:
        kind, country, name, keys = line.split("\t")
        place = Place(name, country, *KINDS[kind])
        for key in keys.split("|"):
            places[key] = place
    longest = dict.fromkeys(places, 1)
    pairs = set()
    for key in [key for key in places if " " in key]:
        first, second, *more = key.split(" ")
        pairs.add(f"{first} {second}")
        if longest.get(first, 0) < len(more) + 2:
            longest[first] = len(more) + 2
    countries = [key for key, place in places.items() if place.rank == "country"]
    firsts = frozenset(key.partition(" ")[0] for key in countries)
    return Gazetteer(places, longest, firsts, frozenset(pairs))


@lru_cache(maxsize=1 << 16)
def may_go_on(first: str, second: str) -> bool:
    """Whether a name of several words may begin with two tokens; said only of plain letters."""
    if not (first.isascii() and second.isascii()):
        return True
    words = f"{fold_place(first)} {fold_place(second)}".split()
    return len(words) < 2 or f"{words[0]} {words[1]}" in gazetteer().pairs


@lru_cache(maxsize=1 << 16)
def gazetteer_start(word: str) -> tuple[str, int]:
    """A word folded, and the most words of a place that begins with it; 0 where none does."""
    key = fold_place(word)
    return key, gazetteer().longest.get(key.partition(" ")[0], 0)
