"""The table of places for the pages: where each is, and its names in French and Arabic.

    python -m scripts.place_labels

writes `search_app/data/places.txt` from the gazetteer of the indexer and from CLDR (Babel). The
same tables give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from indexer.language.normalize import is_arabic
from scripts import place_tables
from scripts.gazetteer import gazetteer, usual_name
from search_app.places import key_of

TABLE = Path(__file__).parents[1] / "search_app" / "data" / "places.txt"
HEAD = """\
# Places: folded name, latitude, longitude, French name, Arabic name; sorted by the first.
# From GeoNames (https://www.geonames.org, CC BY 4.0) and the Unicode CLDR (Unicode licence)
# by way of the tables of the indexer. Written by scripts/place_labels.py.
"""
ENGLISH = re.compile(
    r"\b(?:Deserts?|Sea|River|Mountains?|Range|Gulf|Strait|Ocean|Islands?|Lake|Basin|Peninsula"
    r"|Valley|Coast|Region|East|West|North|South|Eastern|Western|Northern|Southern|of|the|and)\b"
)
FRENCH_ARTICLES = ("La ", "Le ", "Les ")


def main() -> None:
    """Write the table."""
    french, arabic = dict(_names("fr")), dict(_names("ar"))
    rows = {}
    for name, place in gazetteer().named.items():
        if place.latitude is None and name not in french and name not in arabic:
            continue
        where = ("", "")
        if place.latitude is not None:
            where = (f"{place.latitude:g}", f"{place.longitude:g}")
        labels = (french.get(name, ""), arabic.get(name, ""))
        names = ["" if label == name else label for label in labels]
        rows.setdefault(key_of(name), "\t".join((key_of(name), *where, *names)))
    lines = sorted(rows.values(), key=lambda line: line.partition("\t")[0])
    TABLE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TABLE}: {len(lines)} places, {TABLE.stat().st_size} bytes")


def _names(language: str) -> Iterator[tuple[str, str]]:
    """English names with their names in a language; of two for one name the later holds."""
    named = gazetteer().named
    if language == "ar":
        for row in place_tables.cities():
            if row.arabic:
                yield usual_name(row.name), row.arabic[0]
                yield row.name, row.arabic[0]
        for row in place_tables.regions():
            if row.arabic:
                yield row.name, row.arabic[0]
    for row in place_tables.landscapes():
        forms = row.arabic if language == "ar" else row.latin
        if forms and not ENGLISH.search(forms[0]):  # where French says the same, it is left out
            yield row.name, forms[0]
    english, local = Locale("en"), Locale(language)
    for zone, about in local.time_zones.items():
        city = dict(english.time_zones.get(zone, {})).get("city")
        city = city or zone.rpartition("/")[2].replace("_", " ")
        if city in named and about.get("city"):
            yield city, about["city"]
    listed: dict[str, list[str]] = {}
    for entry in place_tables.own()["cities"]:
        form, _, target = (part.strip() for part in entry.partition("="))
        name = target.partition("/")[0]
        if form != name and is_arabic(form) == (language == "ar"):
            listed.setdefault(name, []).append(form)
    for name, forms in listed.items():
        yield name, _usual(forms) if language == "fr" else forms[0]
    for place in named.values():
        if place.rank == "country" and place.country in local.territories:
            yield place.name, local.territories[place.country]


def _usual(forms: list[str]) -> str:
    """The French one of several Latin forms."""
    articles = [form for form in forms if form.startswith(FRENCH_ARTICLES)]
    accented = [form for form in forms if not form.isascii()]
    return (articles or accented or forms)[0]


if __name__ == "__main__":
    main()
