"""The forms that articles in a reader's language give a name of the archive.

A value of a facet is one for all readers; "Salwa Bennis" is سلوى بنيس for one of Arabic where
articles in Arabic write her so. Looked up once for each state of the index and kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from threading import Lock

from flask import g, has_request_context

from search_app.organizations import organization_label
from search_index.engines.base import Searcher
from search_index.errors import QueryTimeout
from search_index.model.article import Article
from search_index.model.hits import FacetValue, Hit
from search_index.model.query import Query
from search_index.schema import facet_values

KINDS = ("person", "organization")
MOST_ASKED = 60
"""Names that one request looks up; the rest keeps its value, until another request asks."""
MOST_READ = 12
"""The newest articles that are read for the forms of one name."""
COMMON_ENOUGH = 4
"""The fullest form is taken of those that are not that many times rarer than the commonest."""
_MOST_KEPT = 1 << 13
_ARABIC = re.compile(r"[\u0620-\u064a]")

_kept: dict[tuple[str, str, str, str], str] = {}
_lock = Lock()


def met_form(kind: str, value: str, language: str) -> str:
    """What `meet` found in this request; "" where it was not asked or there is none."""
    if not has_request_context():
        return ""
    met: Mapping[tuple[str, str, str], str] = g.get("met_forms", {})
    return met.get((kind, value, language), "")


def meet(
    searcher: Searcher,
    names: Iterable[tuple[str, str]],
    language: str | None,
    timeout_ms: int | None,
) -> None:
    """Look up what articles in that language call these (kind, value), for this request."""
    if language is None:
        return
    met = g.setdefault("met_forms", {})
    asked = 0
    for kind, value in dict.fromkeys(names):
        if not _is_foreign(kind, value, language):
            continue
        key = (searcher.snapshot, kind, value, language)
        form = _kept.get(key)
        if form is None:
            if asked == MOST_ASKED:
                continue
            asked += 1
            try:
                form = _looked_up(searcher, kind, value, language, timeout_ms)
            except QueryTimeout:
                return
            _keep(key, form)
        if form:
            met[kind, value, language] = form


def names_of_hits(
    query: Query, facets: Mapping[str, Iterable[FacetValue]], hits: Iterable[Hit]
) -> Iterator[tuple[str, str]]:
    """The persons and organizations of an answer and of what was asked, as (kind, value)."""
    hits = tuple(hits)
    for kind in KINDS:
        for filters in (query.include, query.exclude):
            yield from ((kind, value) for value in filters.get(kind, ()))
        yield from ((kind, one.value) for one in facets.get(kind, ()) if one.value is not None)
        for hit in hits:
            yield from ((kind, name) for name in facet_values(hit.article, kind))


def _is_foreign(kind: str, value: str, language: str) -> bool:
    """Is it a name in another script than the reader's, for which no table has his form?"""
    if kind not in KINDS or bool(_ARABIC.search(value)) == (language == "ar"):
        return False
    return kind == "person" or not organization_label(value, language)


def _keep(key: tuple[str, str, str, str], form: str) -> None:
    with _lock:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = form


def _looked_up(
    searcher: Searcher, kind: str, value: str, language: str, timeout_ms: int | None
) -> str:
    query = Query(
        include={kind: (value,), "language": (language,)},
        sort="newest",
        per_page=MOST_READ,
        facets=(),
        highlight=False,
        timeout_ms=timeout_ms,
    )
    articles = [hit.article for hit in searcher.search(query).hits]
    return best_form(articles, kind, value, language)


def best_form(articles: Iterable[Article], kind: str, value: str, language: str) -> str:
    """The fullest form in common use, in the script of the language; "" where there is none."""
    counts = Counter(
        form
        for article in articles
        for form in {one.form for one in article.forms if (one.kind, one.name) == (kind, value)}
        if bool(_ARABIC.search(form)) == (language == "ar")
    )
    if kind == "person":  # a surname alone is nobody's name
        counts = Counter({form: count for form, count in counts.items() if " " in form})
    most = max(counts.values(), default=0)
    used = [form for form, count in counts.items() if count * COMMON_ENOUGH >= most]
    return min(used, key=lambda form: (-form.count(" "), -counts[form], form), default="")
