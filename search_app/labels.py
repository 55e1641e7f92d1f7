"""What readers of a language call the names and the languages of articles."""

from __future__ import annotations

from functools import cache

from babel import Locale

from search_app.met_forms import met_form
from search_app.organizations import organization_label
from search_app.places import place_label

UNKNOWN = "und"


def label(field: str, value: str, language: str) -> str:
    """A value of a facet for a reader of a language; itself where it needs no other name."""
    if field == "place":
        return place_label(value, language)
    if field == "organization":
        return organization_label(value, language) or met_form(field, value, language) or value
    if field == "person":
        return met_form(field, value, language) or value
    return language_label(value, language) if field == "language" else value


@cache
def language_label(code: str, language: str) -> str:
    """A language by its code (ISO 639); never the bare code."""
    names = Locale.parse(language).languages
    name = names.get(code.replace("-", "_"))
    if name is None:
        name = f"{names[UNKNOWN]} ({code})"
    return name[:1].upper() + name[1:]
