"""The table of places that the recognizer looks names up in, ready-made.

    python -m scripts.gazetteer

writes `indexer/entities/data/gazetteer.txt` from the tables in scripts/places, from CLDR (Babel)
for countries, and from the words of the recognizer, which tell what is too often something else.
The same tables give the same bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from babel import Locale

from indexer.entities.data.arabic_words import ordinary
from indexer.entities.data.gazetteer import KINDS, Rank
from indexer.entities.data.gazetteer import fold_place as _key
from indexer.entities.data.lexicon import GIVEN_NAME, arabic_senses, latin_senses
from indexer.language.normalize import fold_arabic, fold_plain, is_arabic, word_set
from scripts import place_tables
from scripts.place_tables import PlaceRow

TABLE = Path(__file__).parents[1] / "indexer" / "entities" / "data" / "gazetteer.txt"
HEAD = """\
# Places: rank ("?" where the word is too often something else, "!" where the English name is
# certain), country, English name, folded names. From GeoNames (https://www.geonames.org, CC BY
# 4.0), the Unicode CLDR (Unicode licence) and Wikidata (CC0); made by scripts/gazetteer.py.
"""
CITY_POPULATION = 250_000
SURE_REGION_CHARS = 6  # shorter names of regions are too often something else

_TRANSLITERATED = re.compile(r"(?:Al|Ad|An|Ar|As|Ash|At|Az|Aş|Aḑ|Aţ|Az̧) ")
# Where GeoNames transliterates from Arabic rather than naming as English does.
ARABIC_COUNTRIES = word_set("AE BH DJ DZ EG EH IQ JO KW LB LY MA OM PS QA SA SD SY TN YE")


class Place(NamedTuple):
    """One place as the recognizer knows it, and where it is, where a table says so."""

    name: str
    country: str
    rank: Rank
    sure: bool
    listed: bool
    latitude: float | None = None
    longitude: float | None = None


class Gazetteer:
    """Folded names → places; `named` has each by its English name, the largest of that name."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self.named: dict[str, Place] = {}

    def add(self, form: str, place: Place) -> None:
        """Let `form` mean `place`, unless it means another already."""
        self.add_key(_key(form), place)

    def add_key(self, key: str, place: Place) -> None:
        """`add` by the folded form."""
        if key and key not in self.places:
            self.places[key] = place
            self.named.setdefault(place.name, place)


@cache
def gazetteer() -> Gazetteer:
    """All places."""
    book = Gazetteer()
    cities = tuple(place_tables.cities())
    regions = tuple(place_tables.regions())
    _add_countries(book)
    _add_listed(book, _coordinates((*cities, *regions, *place_tables.landscapes())))
    _add_landscapes(book)
    states = [row for row in regions if row.country == "US"]
    provinces = [row for row in regions if row.country != "US"]
    first_town = next(at for at, row in enumerate(cities) if row.population < CITY_POPULATION)
    _add_regions(book, states)
    others = _add_cities(book, cities[:first_town])
    later = _add_regions(book, provinces)
    others += _add_cities(book, cities[first_town:])
    for key, place in (*later, *others):
        book.add_key(key, place)
    return book


@cache
def _doubtful() -> frozenset[str]:
    """Folded names that are as often something else."""
    words = set(_doubtful_forms())
    latin = latin_senses()
    words.update(latin)
    words.update(fold_plain(w) for w in latin if not (w.isascii() and w.isalpha()))
    return frozenset(words)


def _pairs(section: str) -> list[tuple[str, str]]:
    found = []
    for entry in place_tables.own()[section]:
        left, _, right = entry.partition("=")
        found.append((left.strip(), right.strip()))
    return found


def _add_countries(book: Gazetteer) -> None:
    tables: list[Mapping[str, str]] = [Locale(code).territories for code in ("en", "fr", "ar")]
    short = dict(_pairs("short"))
    middles = {row.country: (row.latitude, row.longitude) for row in place_tables.countries()}
    places = {
        code: Place(
            short.get(code, _typed(name)),
            code,
            "country",
            True,
            True,
            *middles.get(code, (None, None)),
        )
        for code, name in tables[0].items()
        if len(code) == 2
        and code.isalpha()
        and code not in {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}
    }
    for form, code in _pairs("countries"):
        book.add(form, _believed(places[code], form))
    for code, place in places.items():
        for form in (place.name, *(table[code] for table in tables if code in table)):
            for variant in (form, form.replace(" & ", " and "), re.sub(r"\s*\(.*\)", "", form)):
                book.add(variant, _believed(place, variant))


def _typed(name: str) -> str:
    """CLDR's name as people type it: "Côte d'Ivoire" with a plain apostrophe."""
    return name.replace(" & ", " and ").replace("St. ", "Saint ").replace("’", "'")


def _believed(place: Place, form: str) -> Place:
    return place._replace(sure=_key(form) not in _doubtful_forms())


@cache
def _doubtful_forms() -> frozenset[str]:
    return frozenset(_key(word) for word in place_tables.own()["doubtful"])


def _coordinates(rows: tuple[PlaceRow, ...]) -> Mapping[tuple[str, str], tuple[float, float]]:
    """Where the largest place of a name in a country is."""
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for row in rows:
        found.setdefault((_key(row.name), row.country), (row.latitude, row.longitude))
    for row in rows:
        for form in (*row.latin, *row.arabic):
            found.setdefault((_key(form), row.country), (row.latitude, row.longitude))
    return found


def _add_listed(book: Gazetteer, where: Mapping[tuple[str, str], tuple[float, float]]) -> None:
    rows = [(form, *target.partition("/")[::2]) for form, target in _pairs("cities")]
    known: dict[tuple[str, str], tuple[float, float]] = {}
    for form, name, code in rows:
        for key in ((_key(name), code), (_key(form), code)):
            if key in where and (name, code) not in known:
                known[name, code] = where[key]
    for form, name, code in rows:
        sure = _key(form) not in _doubtful_forms()
        place = known.get((name, code), (None, None))
        book.add(form, Place(name, code, "city", sure, True, *place))


def _add_landscapes(book: Gazetteer) -> None:
    for row in place_tables.landscapes():
        for form in (row.name, *row.latin, *row.arabic):
            key = _key(form)
            sure = key not in _doubtful_forms()
            place = Place(row.name, row.country, "city", sure, True, row.latitude, row.longitude)
            book.add_key(key, place)


def _add_regions(book: Gazetteer, rows: Sequence[PlaceRow]) -> list[tuple[str, Place]]:
    """Add regions by their own names; their other names are given back.

    A region that has the name of a place in its country goes by the name of that place.
    """
    latin = latin_senses()
    others: list[tuple[str, Place]] = []
    for row in rows:
        state = row.country == "US"
        keys = [_key(form) for form in (row.name, *row.latin, *row.arabic)]
        known = next(
            (found for key in keys if (found := book.places.get(key)) and _within(found, row)), None
        )
        name = known.name if known else row.name
        unsure = Place(name, row.country, "city", False, True, row.latitude, row.longitude)
        for at, key in enumerate(keys):
            ordinary_words = latin.keys() >= set(key.split()) and not state
            if ordinary_words or (is_arabic(key) and not _is_region(key, row.country)):
                continue  # "Western", "North West"
            place = unsure._replace(sure=_is_sure_region(key, state=state))
            if at:
                others.append((key, place))
            else:
                book.add_key(key, place)
    return others


def _within(place: Place, row: PlaceRow) -> bool:
    return place.country == row.country


def _is_region(key: str, country: str) -> bool:
    first, _, rest = key.partition(" ")
    if rest:
        return not arabic_senses().get(first, 0) & GIVEN_NAME  # Salah al-Din is mostly a man
    return country in ARABIC_COUNTRIES and not ordinary(key)


def _is_sure_region(key: str, *, state: bool) -> bool:
    if " " in key:
        return key not in _doubtful_forms()
    if is_arabic(key):
        return False
    if state:
        return key not in _doubtful_forms()
    return key not in _doubtful() and len(key) >= SURE_REGION_CHARS


def _add_cities(book: Gazetteer, rows: Sequence[PlaceRow]) -> list[tuple[str, Place]]:
    """Add cities by their own names; their other names are given back."""
    doubtful = _doubtful()
    add = book.add_key
    alternates: list[tuple[str, Place]] = []
    for name, code, population, latitude, longitude, latin, arabic in rows:
        rank: Rank = "city" if population >= CITY_POPULATION else "town"
        transliterated = code in ARABIC_COUNTRIES
        english = usual_name(name) if transliterated else name
        unsure = Place(english, code, rank, False, False, latitude, longitude)
        place = unsure
        if rank == "city":
            place = Place(english, code, rank, True, False, latitude, longitude)
        forms = (name, english) if transliterated and english != name else (name,)
        for form in forms:
            key = fold_plain(form).replace(".", "")
            add(key, unsure if key in doubtful else place)
        for form in latin:
            key = fold_plain(form)
            alternates.append((key, unsure if key in doubtful else place))
        for form in arabic:
            key = fold_arabic(form)
            if not ordinary(key):
                alternates.append((key, place))
    return alternates


def usual_name(name: str) -> str:
    """GeoNames' name without the marks and the article of a transliteration."""
    name = without_marks(name)
    return _TRANSLITERATED.sub("", name) if " " in name else name


def without_marks(name: str) -> str:
    """A Latin name without diacritics and without the signs for ayn and hamza."""
    if is_arabic(name):
        return name
    decomposed = unicodedata.normalize("NFKD", name)
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return kept.replace("‘", "").replace("ʼ", "").replace("’", "").replace("ʻ", "")


def table() -> str:
    """The table as it is written: a line for each place and what may be believed of its names."""
    kinds = {kind: name for name, kind in KINDS.items()}
    keys: dict[tuple[str, str, str], list[str]] = {}
    for key, place in gazetteer().places.items():
        row = kinds[place.rank, place.sure, place.listed], place.country, place.name
        keys.setdefault(row, []).append(key)
    return HEAD + "".join("\t".join((*row, "|".join(some))) + "\n" for row, some in keys.items())


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
