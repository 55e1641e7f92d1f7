"""The attributes of a document: what an article is called in this dialect."""

from __future__ import annotations

import datetime
from typing import Any, Final

from search_index.model.article import Article
from search_index.model.query import FACET_FIELDS
from search_index.schema import facet_values, first_day

PRIMARY_KEY: Final = "id"
TIMESTAMP: Final = "date_ts"
NUMERIC: Final = ("year", TIMESTAMP)
SORTABLE: Final = ("date", TIMESTAMP)

EPOCH_DAY: Final = datetime.date(1970, 1, 1).toordinal()
DAY_S: Final = 86_400

PLURALS: Final = {
    "persons": "person",
    "organizations": "organization",
    "places": "place",
    "authors": "author",
    "tags": "tag",
}
"""The attributes of a document that hold lists, and the facet that counts their values."""


def facet_of(attribute: str) -> str | None:
    """The facet field that an attribute names, None where none does."""
    name = PLURALS.get(attribute, attribute)
    return name if name in FACET_FIELDS else None


def filterable() -> tuple[str, ...]:
    """The attributes that filters and facets may name."""
    plurals = tuple(plural for plural, field in PLURALS.items() if field in FACET_FIELDS)
    return (*FACET_FIELDS, *plurals, TIMESTAMP)


def document(article: Article) -> dict[str, Any]:
    """The article as a document: flat, lists as lists, what is not known as null.

    `date_ts` is the first second (UTC, Unix time) of the day, month or year of the article;
    `year` is a number.
    """
    found: dict[str, Any] = {
        "id": article.id,
        "title": article.title,
        "body": article.body,
        "url": article.source.web_url,
        "date": article.date,
        TIMESTAMP: timestamp(article.date),
        "position": article.source.position,
    }
    lists = {field: plural for plural, field in PLURALS.items()}
    for name in FACET_FIELDS:
        values = facet_values(article, name)
        if name in lists:
            found[lists[name]] = list(values)
        else:
            found[name] = values[0] if values else None
    found["year"] = int(found["year"]) if found.get("year") else None
    return found


def timestamp(date: str | None) -> int | None:
    """The first second of a date in Unix time, None of no date."""
    return None if date is None else (first_day(date) - EPOCH_DAY) * DAY_S
