"""What an assistant can ask of an archive, as plain functions over a searcher.

Every answer names articles by id, with their date and how sure it is, and quotes them verbatim:
an excerpt is `body[start:end]` of its article.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Literal

from search_index.engines.base import Searcher
from search_index.errors import ClippingsError
from search_index.model.article import Article
from search_index.model.conditions import HasValue
from search_index.model.hits import FacetValue, Hit
from search_index.model.query import Query, Sort
from search_index.schema import first_day
from search_index.search.naming import written_as
from search_index.search.quotations import QuotationQuery, find_quotations
from search_index.text.analysis import fold

MAX_ARTICLES: Final = 20
MAX_TEXT_CHARS: Final = 20_000
MAX_QUERY_CHARS: Final = 1_000
MAX_QUERIES: Final = 5
MAX_BUCKETS: Final = 1_200
TIMEOUT_MS: Final = 10_000
EXCERPT_CHARS: Final = 400

Kind = Literal["person", "organization", "place"]
Bucket = Literal["year", "month"]
Filters = Mapping[str, Sequence[str]]


class NotUsable(ClippingsError):
    """An argument that cannot be used; the message says which and what to give."""


def search(
    searcher: Searcher,
    text: str,
    *,
    filters: Filters,
    date_from: str | None,
    date_to: str | None,
    sort: Sort,
    limit: int,
    site: str,
) -> dict[str, Any]:
    """The best articles of a question, each with excerpts. Raises NotUsable, QueryTimeout."""
    if not 1 <= limit <= MAX_ARTICLES:
        raise NotUsable(f"limit: give a whole number from 1 to {MAX_ARTICLES}.")
    query = replace(
        _query(text, filters, date_from, date_to),
        sort=sort,
        per_page=limit,
        snippet_chars=EXCERPT_CHARS,
    )
    hits = searcher.search(query)
    return {
        "total": hits.total,
        "relaxed": hits.relaxed,
        "corrected": hits.corrected,
        "widened": {each.word: list(each.synonyms) for each in hits.widened},
        "articles": [_brief(hit.article, site) | {"excerpts": _excerpts(hit)} for hit in hits.hits],
    }


def article(
    searcher: Searcher, article_id: str, *, start: int, max_chars: int, site: str
) -> dict[str, Any]:
    """One article, or a part of a long one. Raises NotUsable."""
    if start < 0 or not 1 <= max_chars <= MAX_TEXT_CHARS:
        raise NotUsable(f"Give start from 0 and max_chars from 1 to {MAX_TEXT_CHARS}.")
    found = searcher.article(article_id)
    if found is None:
        raise NotUsable(f"No article has the id {article_id[:80]!r}; search gives the ids.")
    end = min(start + max_chars, len(found.body))
    return _brief(found, site) | {
        "text": found.body[start:end],
        "start": start,
        "end": end,
        "chars": len(found.body),
        "persons": list(found.persons),
        "organizations": list(found.organizations),
        "places": list(found.places),
        "event_date": found.event_date,
        "how_known": [
            {"field": one.field, "value": one.value, "rule": one.rule, "words": one.words}
            for one in found.provenance
        ],
    }


def entity(searcher: Searcher, name: str, kind: Kind, *, site: str) -> dict[str, Any]:
    """A person, an organization or a place: when, with whom and where. Raises NotUsable."""
    if not name.strip():
        raise NotUsable("name: give the name as facets and articles write it.")
    name = written_as(searcher, kind, name, TIMEOUT_MS) or name
    query = Query(
        where=HasValue(kind, (name,)),
        facets=("year", "person", "organization", "place"),
        facet_size=20,
        per_page=3,
        highlight=False,
        timeout_ms=TIMEOUT_MS,
    )
    newest = searcher.search(replace(query, sort="newest"))
    if not newest.total:
        near = searcher.facet(replace(query, where=None), kind, prefix=name, size=5)
        offer = ", ".join(value.value for value in near if value.value) or "none"
        raise NotUsable(f"No article names the {kind} {name[:80]!r}. Like it: {offer}.")
    oldest = searcher.search(replace(query, sort="oldest", facets=()))
    return {
        "name": name,
        "kind": kind,
        "articles": newest.total,
        "first": [_brief(hit.article, site) for hit in oldest.hits],
        "latest": [_brief(hit.article, site) for hit in newest.hits],
        "years": _counts(newest.facets["year"]),
        "named_with": {
            other: [
                each
                for each in _counts(newest.facets[other])
                if other != kind or fold(each["value"] or "") != fold(name)
            ]
            for other in ("person", "organization", "place")
        },
    }


def quotes(
    searcher: Searcher, text: str, *, persons: Sequence[str], limit: int, site: str
) -> dict[str, Any]:
    """Who said what, newest first, verbatim. Raises NotUsable, QueryTimeout."""
    if not 1 <= limit <= MAX_ARTICLES:
        raise NotUsable(f"limit: give a whole number from 1 to {MAX_ARTICLES}.")
    query = replace(_query(text, {}, None, None), per_page=limit, highlight=False)
    found = find_quotations(searcher, QuotationQuery(query=query, persons=tuple(persons)))
    return {
        "total": found.total,
        "total_is_exact": found.is_exact,
        "quotes": [
            {
                "text": one.text,
                "start": one.quote.start,
                "end": one.quote.end,
                "kind": one.quote.kind,
                "speaker": one.quote.speaker,
                "person": one.quote.person,
                "cue": one.quote.cue,
                "article": _brief(one.article, site),
            }
            for one in found.quotations
        ],
    }


def timeline(searcher: Searcher, text: str, *, filters: Filters, by: Bucket) -> dict[str, Any]:
    """How many articles of a question there are in each year or month. Raises NotUsable."""
    return {"query": text, "by": by, **_series(searcher, text, filters, by)}


def trends(
    searcher: Searcher, texts: Sequence[str], *, filters: Filters, by: Bucket
) -> dict[str, Any]:
    """Several questions over time, as counts and as shares of all articles of a bucket."""
    if not 1 <= len(texts) <= MAX_QUERIES:
        raise NotUsable(f"queries: give 1 to {MAX_QUERIES}.")
    everything = _series(searcher, "", filters, by)
    of_all = {each["value"]: each["count"] for each in everything["buckets"]}
    found = []
    for text in texts:
        series = _series(searcher, text, filters, by)
        counts = {each["value"]: each["count"] for each in series["buckets"]}
        buckets = [
            {
                "value": value,
                "count": counts.get(value, 0),
                "share": round(counts.get(value, 0) / total, 6) if total else 0.0,
            }
            for value, total in of_all.items()
        ]
        found.append({"query": text, "undated": series["undated"], "buckets": buckets})
    return {"by": by, "all": everything, "series": found}


def _series(searcher: Searcher, text: str, filters: Filters, by: Bucket) -> dict[str, Any]:
    query = replace(_query(text, filters, None, None), match="all", highlight=False, facets=())
    values = searcher.facet(query, by, size=MAX_BUCKETS)
    dated = sorted((each.value, each.count) for each in values if each.value is not None)
    return {
        "undated": sum(each.count for each in values if each.value is None),
        "buckets": [{"value": value, "count": count} for value, count in dated],
    }


def _query(text: str, filters: Filters, date_from: str | None, date_to: str | None) -> Query:
    if len(text) > MAX_QUERY_CHARS:
        raise NotUsable(f"query: give at most {MAX_QUERY_CHARS} characters.")
    for name, date in (("date_from", date_from), ("date_to", date_to)):
        try:
            if date is not None and first_day(date) < 1:
                raise ValueError
        except ValueError:
            raise NotUsable(f"{name}: give YYYY, YYYY-MM or YYYY-MM-DD.") from None
    return Query(
        text=text,
        include={name: tuple(values) for name, values in filters.items() if values},
        date_from=date_from,
        date_to=date_to,
        facets=(),
        timeout_ms=TIMEOUT_MS,
    )


def _brief(one: Article, site: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "date": one.date,
        "date_precision": one.date_precision,
        "date_source": one.date_source,
        "date_confidence": one.date_confidence,
        "language": one.language,
        "outlet": one.outlet,
        "authors": list(one.authors),
        "permalink": f"{site}/articles/{one.id}" if site else f"clippings://articles/{one.id}",
        "original": one.source.web_url,
    }


def _excerpts(hit: Hit) -> list[dict[str, Any]]:
    """Pieces of the body that hold what matched, verbatim."""
    found = []
    for snippet in hit.highlights.get("body", ()):
        end = snippet.start + len(snippet.text)
        if hit.article.body[snippet.start : end] == snippet.text:
            found.append({"text": snippet.text, "start": snippet.start, "end": end})
    return found


def _counts(values: Sequence[FacetValue]) -> list[dict[str, Any]]:
    return [{"value": each.value, "count": each.count} for each in values]
