"""What readers of three languages call the bodies of the world.

The table is written by scripts/organization_labels.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

from search_app.places import key_of

_DEFINED = re.compile(r"([^()]+) \(([^()\s]+)\)")
_COLUMNS = {"en": 0, "fr": 1, "ar": 2}


def organization_label(name: str, language: str) -> str:
    """What readers of a language call a body of the world; "" for one that no table has."""
    column = _COLUMNS.get(language)
    if column is None:
        return ""
    table = _table()
    labels = table.get(key_of(name))
    if labels is None and (match := _DEFINED.fullmatch(name)):
        labels = table.get(key_of(match[1]))
    return labels[column] if labels else ""


@cache
def _table() -> Mapping[str, tuple[str, str, str]]:
    """Every form of each body, without accents and case → its labels."""
    text = resources.files(__package__).joinpath("data/organizations.txt").read_text("utf-8")
    found: dict[str, tuple[str, str, str]] = {}
    for line in text.splitlines():
        if line[:1] != "#":
            english, french, arabic, forms = line.split("\t")
            for form in forms.split("|"):
                found.setdefault(key_of(form), (english, french, arabic))
    return found
