"""Where places are on the map, and what readers of other languages call them.

The table is written by scripts/place_labels.py.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import cache
from importlib import resources
from typing import NamedTuple

_MARKS = re.compile(r"[\u0300-\u036f’‘ʼʻ.]")


class KnownPlace(NamedTuple):
    """A place of the table: its point, None where it has none, and its names."""

    latitude: float | None
    longitude: float | None
    french: str
    arabic: str


def find_place(name: str) -> KnownPlace | None:
    """The place of an English name, however it is accented; None where no table has it."""
    key = key_of(name)
    lines = _lines()
    at = bisect_left(lines, key + "\t")
    if at == len(lines) or not lines[at].startswith(key + "\t"):
        return None
    _, latitude, longitude, french, arabic = lines[at].split("\t")
    if not latitude:
        return KnownPlace(None, None, french, arabic)
    return KnownPlace(float(latitude), float(longitude), french, arabic)


def place_label(name: str, language: str) -> str:
    """What readers of a language call a place, else the name as it is."""
    if language not in ("fr", "ar"):
        return name
    place = find_place(name)
    if place is None:
        return name
    return (place.french if language == "fr" else place.arabic) or name


def key_of(name: str) -> str:
    """The name without accents and case."""
    return " ".join(_MARKS.sub("", unicodedata.normalize("NFKD", name)).casefold().split())


@cache
def _lines() -> list[str]:
    table = resources.files(__package__).joinpath("data/places.txt").read_text("utf-8")
    return [line for line in table.splitlines() if line[:1] != "#"]
