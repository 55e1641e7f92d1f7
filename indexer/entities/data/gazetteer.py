"""Places: their names in three languages → one English name, and where they are.

Countries come from CLDR (Babel), cities, regions and landscapes from the tables next to this
module, what they lack from `places.txt`. Built at first use and kept for the process.
"""

from __future__ import annotations

import gc
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from babel import Locale

from indexer.entities.data import place_tables
from indexer.entities.data.arabic_words import ordinary
from indexer.entities.data.lexicon import GIVEN_NAME, arabic_senses, latin_senses, sections
from indexer.entities.data.place_tables import PlaceRow
from indexer.language.normalize import fold_arabic, fold_plain, is_arabic, word_set

Rank = Literal["country", "city", "town"]
SURE_RULE = "gazetteer"
WEAK_RULE = "gazetteer, doubtful"

CITY_POPULATION = 250_000
SURE_REGION_CHARS = 6  # shorter names of regions are too often something else

_TRANSLITERATED = re.compile(r"(?:Al|Ad|An|Ar|As|Ash|At|Az|Aş|Aḑ|Aţ|Az̧) ")
# Where GeoNames transliterates from Arabic rather than naming as English does.
ARABIC_COUNTRIES = word_set("AE BH DJ DZ EG EH IQ JO KW LB LY MA OM PS QA SA SD SY TN YE")


# A tuple, because forty thousand of them are made at the start.
class Place(NamedTuple):
    """One place by its usual English name; `country` is its ISO 3166 code, if it is in one.

    `sure` is False where the bare word is too often something else; `listed` is True
    where the English name is certain, so that no form in a text may replace it. Latitude and
    longitude are None where no table has them.
    """

    name: str
    country: str
    rank: Rank
    sure: bool
    listed: bool
    latitude: float | None = None
    longitude: float | None = None

    @property
    def canonical(self) -> str:
        """The English name; "~" marks one that a form in English text may replace."""
        return self.name if self.listed else f"~{self.name}"


@lru_cache(maxsize=1 << 16)
def fold_place(text: str) -> str:
    """The key under which a name of a place is looked up, in either script."""
    return _key(text)


def _key(text: str) -> str:
    return fold_arabic(text) if is_arabic(text) else fold_plain(text).replace(".", "")


class Gazetteer:
    """Folded names → places; `longest` has the most words that begin with a word.

    `named` has each place by its English name, the largest of that name.
    """

    __slots__ = ("longest", "named", "places")

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self.longest: dict[str, int] = {}
        self.named: dict[str, Place] = {}

    def add(self, form: str, place: Place) -> None:
        """Let `form` mean `place`, unless it means another already."""
        self.add_key(_key(form), place)

    def add_key(self, key: str, place: Place) -> None:
        """`add` by the folded form."""
        if not key or key in self.places:
            return
        self.places[key] = place
        self.named.setdefault(place.name, place)
        first, _, rest = key.partition(" ")
        words = 2 + rest.count(" ") if rest else 1
        if self.longest.get(first, 0) < words:
            self.longest[first] = words


@cache
def gazetteer() -> Gazetteer:
    """The table for this process; building it takes about a quarter of a second."""
    book = Gazetteer()
    with collection_paused():
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


@contextmanager
def collection_paused() -> Iterator[None]:
    """No search for garbage while many objects are made that are all to stay."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


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
    for entry in sections("places")[section]:
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
    return place._replace(sure=fold_place(form) not in _doubtful_forms())


@cache
def _doubtful_forms() -> frozenset[str]:
    return frozenset(fold_place(word) for word in sections("places")["doubtful"])


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
        sure = fold_place(form) not in _doubtful_forms()
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
