"""The arguments of the routes, as marshmallow schemas that load a `Query`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from flask import g
from marshmallow import RAISE, ValidationError, missing, post_load

from search_app.api.answers import Shared
from search_app.api.cursors import Cursor, snapshot_of
from search_app.api.fields import (
    Choice,
    CommaValues,
    PartialDate,
    Switch,
    Text,
    Values,
    Whole,
)
from search_app.errors import UNKNOWN
from search_index.model.conditions import AllOf, HasValue
from search_index.model.query import DEFAULT_FACETS, FACET_FIELDS, Query

SORTS = ("relevance", "newest", "oldest")
MAX_PAGE = 100_000_000
MAX_SUGGESTIONS = 50
MAX_RELATED = 50

_TOGETHER = ("person", "organization", "place", "author", "speaker", "tag")
_PLAIN = (
    "match",
    "page",
    "per_page",
    "sort",
    "date_from",
    "date_to",
    "facet_size",
    "highlight",
    "snippet_chars",
    "typo",
    "collapse",
    "explain",
)
"""The arguments that a Query takes as they are, under their own name."""
_EXCLUDING = tuple((name, f"exclude_{name}") for name in FACET_FIELDS)
_ALL_OF = tuple((name, f"{name}_all") for name in _TOGETHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetRequest:
    """Which values of a facet are asked for."""

    query: Query
    prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What to export, and how."""

    query: Query
    format: str
    bom: bool = False
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestRequest:
    """What to complete."""

    text: str
    size: int
    format: str


LANGUAGES = ("en", "fr", "ar")


def _about(text: str, **more: Any) -> dict[str, Any]:
    return {"description": text, **more}


def _values(text: str) -> Values:
    return Values(Text(empty=False), metadata=_about(text))


class Arguments(Shared):
    """No argument but those that are declared; `typed` tells JSON from a URL's text."""

    class Meta:
        """Unknown arguments are errors."""

        unknown = RAISE

    typed = False
    error_messages = {"unknown": UNKNOWN, "type": "Give a JSON object."}  # noqa: RUF012


class Filters(Arguments):
    """What selects articles: the words and the filters."""

    q = Text(
        load_default="",
        metadata=_about(
            'Words, "phrases", "near words"~5, -word, AND OR NOT ( ), title:word, '
            'person:"…", prefix*, date:[2020 TO 2021]. Empty: browse, newest first. '
            "Nothing in it is an error."
        ),
    )
    match = Choice(
        ("auto", "all", "any"),
        load_default="auto",
        metadata=_about("All words, any word, or all and where that finds too little any."),
    )
    date_from = PartialDate(metadata=_about("First day, month or year, inclusive."))
    date_to = PartialDate(metadata=_about("Last day, month or year, inclusive."))
    missing = Choice(("date",), metadata=_about("Only articles without a date."))
    person = _values("Only articles that name one of these persons.")
    organization = _values("Only articles that name one of these organizations.")
    place = _values("Only articles that name one of these places.")
    outlet = _values("Only articles of one of these outlets (site name, or host).")
    author = _values("Only articles by one of these authors.")
    section = _values("Only articles of one of these sections.")
    speaker = _values("Only articles that quote one of these persons.")
    tag = _values("Only articles with one of these tags of the archive's own.")
    language = _values("Only articles in one of these languages (ISO 639-1).")
    year = _values("Only articles of one of these years (YYYY).")
    month = _values("Only articles of one of these months (YYYY-MM).")
    source = _values("Only articles of one of these pages.")
    person_all = _values("Only articles that name all of these persons.")
    organization_all = _values("Only articles that name all of these organizations.")
    place_all = _values("Only articles that name all of these places.")
    author_all = _values("Only articles by all of these authors.")
    speaker_all = _values("Only articles that quote all of these persons.")
    tag_all = _values("Only articles with all of these tags.")
    exclude_person = _values("No article that names one of these persons.")
    exclude_organization = _values("No article that names one of these organizations.")
    exclude_place = _values("No article that names one of these places.")
    exclude_outlet = _values("No article of one of these outlets.")
    exclude_author = _values("No article by one of these authors.")
    exclude_section = _values("No article of one of these sections.")
    exclude_speaker = _values("No article that quotes one of these persons.")
    exclude_tag = _values("No article with one of these tags.")
    exclude_language = _values("No article in one of these languages.")
    exclude_year = _values("No article of one of these years.")
    exclude_month = _values("No article of one of these months.")
    exclude_source = _values("No article of one of these pages.")
    lang = Choice(
        LANGUAGES,
        metadata=_about("Give `labels`: what readers of a language call names and languages."),
    )
    typo = Switch(load_default=True, metadata=_about("Forgive typing errors."))
    collapse = Switch(load_default=True, metadata=_about("Fold near-duplicates into one hit."))

    def load(self, data: Any, **options: Any) -> Any:
        """What marshmallow would load, asking only the fields that were given: they are few of
        fifty. Where something is wrong it is asked after all, and says everything that is."""
        defaults = self._defaults
        if defaults is None:
            loaded = {name: field.load_default for name, field in self.load_fields.items()}
            defaults = {name: value for name, value in loaded.items() if value is not missing}
            self._required = frozenset(n for n, field in self.load_fields.items() if field.required)
            self._defaults = defaults
        if not isinstance(data, Mapping) or not self._required <= data.keys():
            return super().load(data, **options)
        try:
            given = {
                name: self.load_fields[name].deserialize(value, name, data)
                for name, value in data.items()
            }
        except (KeyError, ValidationError):
            return super().load(data, **options)
        return self._load(defaults | given)

    _defaults: dict[str, Any] | None = None
    _required: frozenset[str] = frozenset()

    @post_load
    def _load(self, data: dict[str, Any], **_: Any) -> Any:
        g.asked_language = data.get("lang")
        return self.to_arguments(data)

    def to_arguments(self, data: dict[str, Any]) -> Any:
        """What the route gets: a Query."""
        return to_query(data)


class SearchParameters(Filters):
    """The parameters of a search."""

    prefix = Choice(
        ("none", "last"),
        load_default="none",
        metadata=_about("last: somebody is typing, the last word may go on."),
    )
    page = Whole(1, MAX_PAGE, load_default=1, metadata=_about("Page of hits, from 1."))
    per_page = Whole(1, None, load_default=10, metadata=_about("Hits on a page."))
    sort = Choice(
        SORTS,
        load_default="relevance",
        metadata=_about("Order of the hits; undated ones stand last in an order by date."),
    )
    facets = CommaValues(
        Choice(FACET_FIELDS),
        load_default=list(DEFAULT_FACETS),
        metadata=_about(f"Fields to count, of {', '.join(FACET_FIELDS)}."),
    )
    facet_size = Whole(1, None, load_default=10, metadata=_about("Values of each facet."))
    highlight = Switch(load_default=True, metadata=_about("Give marked snippets."))
    snippet_chars = Whole(
        20, 2000, load_default=240, metadata=_about("Length of a snippet, about.")
    )
    explain = Switch(load_default=False, metadata=_about("Show the parts of each score."))
    cursor = Cursor(
        metadata=_about(
            "State of the index to page through, as `links` and `cursor` of an answer name it. "
            "When it is no longer kept the answer is 410: start again without it."
        ),
    )

    def to_arguments(self, data: dict[str, Any]) -> Query:
        """What the route gets."""
        return to_query(data, prefix=data["prefix"])


class SearchBody(SearchParameters):
    """The parameters of a search as a JSON object."""

    typed = True


class FacetParameters(Filters):
    """The values of one facet: the query that counts them, and which to list."""

    prefix = Text(
        load_default="",
        metadata=_about("Only values of which a word begins so."),
    )
    facet_size = Whole(1, None, load_default=10, metadata=_about("Values to list."))

    def to_arguments(self, data: dict[str, Any]) -> FacetRequest:
        """What the route gets."""
        return FacetRequest(query=to_query(data), prefix=data["prefix"])


class ExportParameters(Filters):
    """The query whose hits are exported, and the form."""

    format = Choice(
        ("jsonl", "csv", "ris", "bibtex"),
        load_default="jsonl",
        metadata=_about("JSON lines, CSV, or references as RIS or BibTeX."),
    )
    sort = Choice(SORTS, load_default="relevance", metadata=_about("Order of the hits."))
    id = _values("These articles, in this order, as far as there are any; no filter counts then.")
    bom = Switch(
        load_default=False,
        metadata=_about("Begin CSV with a byte order mark, by which Excel knows UTF-8."),
    )

    def to_arguments(self, data: dict[str, Any]) -> Export:
        """What the route gets."""
        ids = tuple(dict.fromkeys(data.get("id") or ()))
        return Export(query=to_query(data), format=data["format"], bom=data["bom"], ids=ids)


class CitationParameters(Arguments):
    """The form of a reference to one article."""

    format = Choice(("ris", "bibtex"), load_default="ris", metadata=_about("RIS, or BibTeX."))

    @post_load
    def _load(self, data: dict[str, Any], **_: Any) -> str:
        return str(data["format"])


class FeedParameters(Filters):
    """The query whose newest hits the feed shows."""

    per_page = Whole(1, None, load_default=20, metadata=_about("Entries of the feed."))


class SuggestParameters(Arguments):
    """The words typed so far."""

    q = Text(load_default="", metadata=_about("What was typed; its last word is completed."))
    size = Whole(1, MAX_SUGGESTIONS, load_default=10, metadata=_about("Completions to give."))
    format = Choice(
        ("json", "opensearch"),
        load_default="json",
        metadata=_about("Ours, or the array that browsers' search boxes read."),
    )

    @post_load
    def _load(self, data: dict[str, Any], **_: Any) -> SuggestRequest:
        return SuggestRequest(text=data["q"], size=data["size"], format=data["format"])


class RelatedParameters(Arguments):
    """How many related articles to give."""

    size = Whole(1, MAX_RELATED, load_default=5, metadata=_about("Articles to give."))


class HighlightParameters(Arguments):
    """The query whose words are to be marked in an article."""

    q = Text(load_default="", metadata=_about("Words to mark, in the language of a search."))
    typo = Switch(load_default=True, metadata=_about("Forgive typing errors."))

    @post_load
    def _load(self, data: dict[str, Any], **_: Any) -> Query:
        return Query(text=data["q"], typo=data["typo"])


def to_query(data: dict[str, Any], *, prefix: Literal["none", "last"] = "none") -> Query:
    """The query that loaded arguments ask for."""
    values: dict[str, Any] = {name: data[name] for name in _PLAIN if name in data}
    if "facets" in data:
        values["facets"] = tuple(data["facets"])
    return Query(
        text=data["q"],
        missing_date=data.get("missing") == "date",
        prefix=prefix,
        include={name: tuple(data[name]) for name in FACET_FIELDS if data.get(name)},
        exclude={name: tuple(data[key]) for name, key in _EXCLUDING if data.get(key)},
        where=_together(data),
        snapshot=snapshot_of(data["cursor"]) if "cursor" in data else None,
        **values,
    )


def _together(data: dict[str, Any]) -> AllOf | None:
    """The values of which an article must have every one."""
    wanted = [(name, value) for name, key in _ALL_OF for value in data.get(key) or ()]
    return AllOf(tuple(HasValue(name, (value,)) for name, value in wanted)) if wanted else None
