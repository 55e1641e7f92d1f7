"""What readers of a language call the names and languages of an answer.

`value` and the names of an article are the same for all readers; what a page shows for them is
in `labels`, for the language that the parameter `lang` asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import g, request

from search_app.labels import label
from search_app.met_forms import KINDS, names_of_hits
from search_index.model.hits import FacetValue, Hit
from search_index.model.query import Query

Labels = dict[str, dict[str, str]]


def labels_of(
    query: Query, facets: Mapping[str, Iterable[FacetValue]], hits: Iterable[Hit] = ()
) -> Labels | None:
    """The labels of all that an answer names; None where no language is asked for."""
    language = asked_language()
    if language is None:
        return None
    hits = tuple(hits)
    names: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for kind, name in names_of_hits(query, facets, hits):
        names[kind].add(name)
    places = {place for hit in hits for place in hit.article.places}
    languages = {hit.article.language for hit in hits}
    for field, found in (("place", places), ("language", languages)):
        found.update(one.value for one in facets.get(field, ()) if one.value is not None)
        for filters in (query.include, query.exclude):
            found.update(filters.get(field, ()))
    places.update(request.args.getlist("place_all"))
    named = {kind: _differing(kind, found, language) for kind, found in names.items()}
    return {
        "place": _differing("place", places, language),
        "language": _differing("language", languages, language),
        **{kind: found for kind, found in named.items() if found},
    }


def _differing(field: str, values: set[str], language: str) -> dict[str, str]:
    labels = {value: label(field, value, language) for value in sorted(values)}
    return {value: name for value, name in labels.items() if name != value}


def asked_language() -> str | None:
    """The language that the request asks for by `lang`, as its schema has read it."""
    language: str | None = g.get("asked_language")
    return language
