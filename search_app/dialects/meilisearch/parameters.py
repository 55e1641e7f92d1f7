"""The parameters of a search in this dialect, read strictly: what is not supported is an error."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from search_app.api.fields import clean
from search_app.dialects.meilisearch.attributes import SORTABLE, TIMESTAMP, facet_of, filterable
from search_app.dialects.meilisearch.errors import DialectError
from search_app.dialects.meilisearch.filters import read_filter
from search_index.model.conditions import Condition
from search_index.model.query import Match, Sort

MAX_QUERY_CHARS: Final = 10_000
MAX_OFFSET: Final = 10**9
_MATCHING: Final[Mapping[str, Match]] = {"last": "auto", "all": "all"}

_DEFAULTS: Final[Mapping[str, Any]] = {
    "showRankingScore": False,
    "showRankingScoreDetails": False,
    "showPerformanceDetails": False,
    "rankingScoreThreshold": None,
    "attributesToSearchOn": None,
    "distinct": None,
    "hybrid": None,
    "vector": None,
    "retrieveVectors": False,
    "locales": None,
    "media": None,
    "personalize": None,
    "exhaustiveFacetCount": None,
}
"""What Meilisearch knows and this server does not: only the value that asks for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchParameters:
    """One search. `page` None: the answer is by offset and limit, else by pages.

    `retrieve` None are all attributes; `highlight` and `crop` may hold `*`. `crop` maps an
    attribute to a length in words.
    """

    q: str = ""
    offset: int = 0
    limit: int = 20
    page: int | None = None
    hits_per_page: int = 20
    where: Condition | None = None
    facets: tuple[str, ...] = ()
    sort: Sort = "relevance"
    match: Match = "auto"
    retrieve: tuple[str, ...] | None = None
    highlight: tuple[str, ...] = ()
    crop: Mapping[str, int]
    crop_marker: str = "…"
    pre_tag: str = "<em>"
    post_tag: str = "</em>"
    positions: bool = False


_KNOWN: Final = (
    "q",
    "offset",
    "limit",
    "page",
    "hitsPerPage",
    "filter",
    "facets",
    "sort",
    "matchingStrategy",
    "attributesToRetrieve",
    "attributesToHighlight",
    "attributesToCrop",
    "cropLength",
    "cropMarker",
    "highlightPreTag",
    "highlightPostTag",
    "showMatchesPosition",
    *_DEFAULTS,
)


class _Reader:
    """Reads one JSON object; `largest` bounds limit and hitsPerPage."""

    def __init__(self, given: Mapping[str, Any], prefix: str, largest: int) -> None:
        self._given = given
        self._prefix = prefix
        self._largest = largest

    def error(self, name: str, message: str) -> DialectError:
        snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
        return DialectError(f"invalid_{self._prefix}_{snake}", message)

    def text(self, name: str, default: str) -> str:
        value = self._given.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            raise self.error(name, f"Invalid value type at `.{name}`: expected a string.")
        return clean(value)

    def whole(self, name: str, default: int, largest: int) -> int:
        value = self._given.get(name)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= largest:
            raise self.error(
                name, f"Invalid value at `.{name}`: give a whole number from 0 to {largest}."
            )
        return value

    def switch(self, name: str) -> bool:
        value = self._given.get(name)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise self.error(name, f"Invalid value type at `.{name}`: expected a boolean.")
        return value

    def names(self, name: str) -> tuple[str, ...] | None:
        value = self._given.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.error(
                name, f"Invalid value type at `.{name}`: expected an array of strings."
            )
        return tuple(value)

    def rest(self) -> None:
        """Refuse what is unknown, and what is known there and not here."""
        for name, value in self._given.items():
            if name not in _KNOWN:
                near = difflib.get_close_matches(name, _KNOWN, n=1)
                offer = f"did you mean `{near[0]}`? " if near else ""
                raise DialectError(
                    "bad_request",
                    f"Unknown field `{clean(name)[:80]}`: {offer}expected one of "
                    f"`{', '.join(_KNOWN)}`.",
                )
            if name in _DEFAULTS and value != _DEFAULTS[name] and value is not None:
                if name == "attributesToSearchOn" and value == ["*"]:
                    continue
                raise self.error(name, f"`{name}` is not supported by this server.")

    @property
    def largest(self) -> int:
        return self._largest


def read_search(
    given: Mapping[str, Any], *, largest: int, prefix: str = "search"
) -> SearchParameters:
    """The parameters of a search. Raises DialectError."""
    reader = _Reader(given, prefix, largest)
    reader.rest()
    q = reader.text("q", "")
    if len(q) > MAX_QUERY_CHARS:
        raise reader.error("q", f"`q` is longer than {MAX_QUERY_CHARS} characters.")
    paged = given.get("page") is not None or given.get("hitsPerPage") is not None
    # The widgets ask for one hit more than they show, to know whether there is a next page.
    return SearchParameters(
        q=q,
        offset=reader.whole("offset", 0, MAX_OFFSET),
        limit=reader.whole("limit", min(20, largest), largest + 1),
        page=reader.whole("page", 1, MAX_OFFSET) if paged else None,
        hits_per_page=reader.whole("hitsPerPage", min(20, largest), largest + 1),
        where=read_filter(given.get("filter"), code=f"invalid_{prefix}_filter"),
        facets=_facets(reader),
        sort=_sort(reader),
        match=_match(reader),
        retrieve=_retrieved(reader.names("attributesToRetrieve")),
        highlight=reader.names("attributesToHighlight") or (),
        crop=_cropped(reader),
        crop_marker=reader.text("cropMarker", "…"),
        pre_tag=reader.text("highlightPreTag", "<em>"),
        post_tag=reader.text("highlightPostTag", "</em>"),
        positions=reader.switch("showMatchesPosition"),
    )


def read_url(arguments: Mapping[str, str], prefix: str = "search") -> dict[str, Any]:
    """What a GET request asks for, as the JSON object that a POST would send."""
    found: dict[str, Any] = {}
    lists = {"facets", "sort", "attributesToRetrieve", "attributesToHighlight", "attributesToCrop"}
    for name, text in arguments.items():
        value: Any = text
        if name in lists or name in ("attributesToSearchOn", "locales"):
            value = text.split(",") if text else []
        elif name in ("offset", "limit", "page", "hitsPerPage", "cropLength"):
            value = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else text
        elif name.startswith(("show", "retrieve")):
            value = {"true": True, "false": False}.get(text, text)
        elif name == "filter" and text.startswith("["):
            try:
                value = json.loads(text)
            except (ValueError, RecursionError):
                raise DialectError(
                    f"invalid_{prefix}_filter", "The array of filters is not JSON."
                ) from None
        found[name] = value
    return found


def _facets(reader: _Reader) -> tuple[str, ...]:
    names = reader.names("facets") or ()
    if "*" in names:
        return tuple(name for name in filterable() if name == TIMESTAMP or facet_of(name) == name)
    for name in names:
        if name != TIMESTAMP and facet_of(name) is None:
            raise reader.error(
                "facets",
                f"Invalid facet distribution: attribute `{clean(name)[:80]}` is not filterable. "
                f"The available filterable attributes are: `{', '.join(filterable())}`.",
            )
    return tuple(dict.fromkeys(names))


def _sort(reader: _Reader) -> Sort:
    names = reader.names("sort") or ()
    for name in names:
        attribute, _, way = name.rpartition(":")
        if attribute not in SORTABLE or way not in ("asc", "desc"):
            raise reader.error(
                "sort",
                f"`{clean(name)[:80]}` cannot be sorted by: give date:desc, date:asc, "
                "date_ts:desc or date_ts:asc.",
            )
    if not names:
        return "relevance"
    return "newest" if names[0].endswith(":desc") else "oldest"


def _match(reader: _Reader) -> Match:
    given = reader.text("matchingStrategy", "last")
    if given not in _MATCHING:
        raise reader.error(
            "matchingStrategy", f"Unknown value `{given[:40]}`: expected one of `last`, `all`."
        )
    return _MATCHING[given]


def _retrieved(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if names is None or "*" in names else names


def _cropped(reader: _Reader) -> Mapping[str, int]:
    length = reader.whole("cropLength", 10, 10_000)
    found: dict[str, int] = {}
    for given in reader.names("attributesToCrop") or ():
        name, _, words = given.partition(":")
        if words and not (words.isascii() and words.isdigit() and len(words) < 6):
            raise reader.error(
                "attributesToCrop", f"`{clean(given)[:80]}`: give NAME or NAME:WORDS."
            )
        found[name] = int(words) if words else length
    return found
