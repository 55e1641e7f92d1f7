"""From hits to what an answer shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from search_app.api.cursors import cursor_of
from search_app.api.fields import clean
from search_app.api.labels import Labels, asked_language, labels_of
from search_index.model.conditions import AllOf, HasValue
from search_index.model.hits import Diagnosis, FacetValue, Hit, Hits, Widening
from search_index.model.query import Query
from search_index.text.ignored import Ignored
from search_index.text.query_parser import ignored

MAX_HEADER_CHARS = 4096

_DEFAULTS = Query()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryEcho:
    """The query as it was understood."""

    q: str
    match: str
    relaxed: bool
    corrected: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Addresses of a page of hits and of those around it; paths from the root of the host."""

    self: str
    next: str | None
    prev: str | None
    first: str
    last: str

    def header(self) -> str | None:
        """The same as a Link header (RFC 8288); None where clients would refuse its length."""
        relations = {"first": self.first, "prev": self.prev, "next": self.next, "last": self.last}
        text = ", ".join(f'<{url}>; rel="{name}"' for name, url in relations.items() if url)
        return text if len(text) <= MAX_HEADER_CHARS else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """What a search answers; `SearchSchema` says what each means."""

    query: QueryEcho
    did_you_mean: str | None
    ignored: tuple[Ignored, ...]
    widened: tuple[Widening, ...]
    total: int
    total_all_words: int | None
    page: int
    per_page: int
    total_pages: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    links: Links
    diagnosis: tuple[Diagnosis, ...]
    cursor: str
    other_languages: tuple[Hit, ...] | None = None
    by_meaning: tuple[Hit, ...] | None = None
    labels: Labels | None = None


def search_answer(query: Query, hits: Hits, snapshot: str, took_ms: float) -> SearchAnswer:
    """The answer to `query`. Needs a request."""
    total_pages = -(-hits.total // query.per_page)
    return SearchAnswer(
        query=QueryEcho(
            q=query.text,
            match="any" if hits.relaxed or query.match == "any" else "all",
            relaxed=hits.relaxed,
            corrected=hits.corrected,
        ),
        did_you_mean=hits.did_you_mean,
        ignored=ignored(query.text),
        widened=hits.widened,
        total=hits.total,
        total_all_words=_all_words(query, hits),
        page=query.page,
        per_page=query.per_page,
        total_pages=total_pages,
        took_ms=took_ms,
        hits=hits.hits,
        facets=hits.facets,
        links=links(query, total_pages, snapshot),
        diagnosis=hits.diagnosis,
        cursor=cursor_of(snapshot),
        other_languages=hits.other_languages,
        by_meaning=hits.by_meaning,
        labels=labels_of(query, hits.facets, _every(hits)),
    )


def _every(hits: Hits) -> tuple[Hit, ...]:
    return (*hits.hits, *(hits.other_languages or ()), *(hits.by_meaning or ()))


def _all_words(query: Query, hits: Hits) -> int | None:
    """How many hits have all words; None where nobody asked for all of them."""
    if hits.relaxed:
        return hits.total_all_words
    return None if query.match == "any" else hits.total


def links(query: Query, total_pages: int, snapshot: str) -> Links:
    """The pages around that of `query`; all but the first name the snapshot."""
    pairs = query_pairs(query)
    language = asked_language()
    if language:
        pairs.append(("lang", language))
    cursor = cursor_of(snapshot)
    asked = f"{request.script_root}/api/v1/search?{urlencode([*pairs, ('page', '')])}"
    stable = f"&{urlencode({'cursor': cursor})}"

    def address(page: int) -> str:
        return f"{asked}{page}{stable if page > 1 or query.snapshot else ''}"

    last = max(total_pages, 1)
    return Links(
        self=address(query.page),
        next=address(query.page + 1) if query.page < total_pages else None,
        prev=address(min(query.page - 1, last)) if query.page > 1 else None,
        first=address(1),
        last=address(last),
    )


def query_pairs(query: Query) -> list[tuple[str, str]]:
    """The query as parameters of a URL, without page and cursor; defaults are left out."""
    pairs: list[tuple[str, str]] = []
    if query.text:
        pairs.append(("q", clean(query.text)))
    for name in ("match", "prefix", "per_page", "sort", "date_from", "date_to", "facet_size"):
        value = getattr(query, name)
        if value != getattr(_DEFAULTS, name):
            pairs.append((name, str(value)))
    for name in ("highlight", "snippet_chars", "typo", "collapse", "explain"):
        value = getattr(query, name)
        if value != getattr(_DEFAULTS, name):
            pairs.append((name, str(value).lower()))
    if query.missing_date:
        pairs.append(("missing", "date"))
    if query.facets != _DEFAULTS.facets:
        pairs.append(("facets", ",".join(query.facets)))
    pairs += [(name, value) for name, values in query.include.items() for value in values]
    pairs += [
        (f"exclude_{name}", value) for name, values in query.exclude.items() for value in values
    ]
    together = query.where.conditions if isinstance(query.where, AllOf) else ()
    pairs += [(f"{c.field}_all", v) for c in together if isinstance(c, HasValue) for v in c.values]
    return pairs
