"""Rows of the tables of places in scripts/places, read as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from indexer.entities.data.lexicon import sections_of

TABLES = Path(__file__).parent / "places"


class PlaceRow(NamedTuple):
    """One place of a table: where it is, and its other names in the two scripts."""

    name: str
    country: str
    population: int
    latitude: float
    longitude: float
    latin: tuple[str, ...]
    arabic: tuple[str, ...]


def cities() -> Iterator[PlaceRow]:
    """Cities of 15,000 people and more, the largest first."""
    for line in _lines("cities.txt"):
        name, country, population, latitude, longitude, latin, arabic = line.split("\t")
        yield PlaceRow(
            name,
            country,
            int(population),
            float(latitude),
            float(longitude),
            tuple(latin.split("|")) if latin else (),
            tuple(arabic.split("|")) if arabic else (),
        )


def regions() -> Iterator[PlaceRow]:
    """States, provinces and other first divisions of countries."""
    return _named("regions.txt")


def countries() -> Iterator[PlaceRow]:
    """Countries by their code, for their places on the map only."""
    for line in _lines("countries.txt"):
        code, latitude, longitude = line.split("\t")
        yield PlaceRow("", code, 0, float(latitude), float(longitude), (), ())


def landscapes() -> Iterator[PlaceRow]:
    """Continents and their parts, seas, gulfs, straits, rivers, ranges, deserts."""
    return _named("landscapes.txt")


def own() -> Mapping[str, tuple[str, ...]]:
    """What the other tables do not say, by section."""
    return sections_of((TABLES / "places.txt").read_text("utf-8"))


def _named(table: str) -> Iterator[PlaceRow]:
    for line in _lines(table):
        name, country, latitude, longitude, others = line.split("\t")
        forms = others.split("|") if others else []
        latin = tuple(form for form in forms if form[0] < "\u0600")
        arabic = tuple(form for form in forms if form[0] >= "\u0600")
        yield PlaceRow(name, country, 0, float(latitude), float(longitude), latin, arabic)


def _lines(table: str) -> Iterator[str]:
    text = (TABLES / table).read_text("utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
