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

    `countries` are the first words of countries' names.
    """

    places: dict[str, Place]
    longest: dict[str, int]
    countries: frozenset[str]


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
    for key in [key for key in places if " " in key]:
        first, size = key.partition(" ")[0], key.count(" ") + 1
        if longest.get(first, 0) < size:
            longest[first] = size
    countries = [key for key, place in places.items() if place.rank == "country"]
    return Gazetteer(places, longest, frozenset(key.partition(" ")[0] for key in countries))


@lru_cache(maxsize=1 << 16)
def gazetteer_start(word: str) -> tuple[str, int]:
    """A word folded, and the most words of a place that begins with it; 0 where none does."""
    key = fold_place(word)
    return key, gazetteer().longest.get(key.partition(" ")[0], 0)
