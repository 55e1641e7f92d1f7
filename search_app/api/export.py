"""Every hit of a query, streamed, so that memory stays the same however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from typing import Any

from flask import Response, current_app

from search_app.api.article_schemas import ExportedArticleSchema
from search_app.api.citations import CITATION_TYPES, bibtex, ris
from search_app.api.csv_text import csv_row
from search_app.api.parameters import Export
from search_app.guard.overload import overloaded
from search_app.links import site_root
from search_app.service import service
from search_index.engines.base import Searcher
from search_index.model.article import Article

CHUNK_CHARS = 64 * 1024
CONTENT_TYPES = {"jsonl": "application/x-ndjson", "csv": "text/csv", **CITATION_TYPES}
SUFFIXES = {"bibtex": "bib"}

_schema = ExportedArticleSchema()
_LISTS = ("authors", "tags", "persons", "organizations", "places")
_COLUMNS = (
    "id",
    "title",
    "date",
    "date_precision",
    "date_source",
    "date_confidence",
    "event_date",
    "language",
    "outlet",
    "section",
    *_LISTS,
    "page",
    "position",
    "url",
    "duplicate_of",
    "note",
    "body",
    "permalink",
)


def export_response(export: Export) -> Response:
    """The hits of a query, or chosen articles, as a download.

    The first hit is fetched before the answer begins, so what is wrong with the index or
    the query still gets its status. The searcher is lent until the last byte is sent.
    """
    shared = service()
    if not shared.exports.enter():
        raise overloaded()
    with ExitStack() as cleanup:
        cleanup.callback(shared.exports.leave)
        searcher = cleanup.enter_context(shared.searchers.borrow())
        articles = _chosen(searcher, export.ids) if export.ids else searcher.export(export.query)
        first = next(articles, None)
        found = chain([first], articles) if first else iter(())
        if export.format == "csv":
            lines = _csv_lines(found, site_root(), bom=export.bom)
        elif export.format in CITATION_TYPES:
            lines = _citations(found, export.format, site_root())
        else:
            lines = _json_lines(found, current_app.json.dumps)
        content_type = f"{CONTENT_TYPES[export.format]}; charset=utf-8"
        held = cleanup.pop_all()
    response = Response(_sent(_chunks(lines), held), content_type=content_type)
    response.call_on_close(held.close)
    suffix = SUFFIXES.get(export.format, export.format)
    response.headers["Content-Disposition"] = f'attachment; filename="clippings.{suffix}"'
    return response


def _chosen(searcher: Searcher, ids: Iterable[str]) -> Iterator[Article]:
    """The articles of these ids; those that are not there are left out."""
    return (found for one in ids if (found := searcher.article(one)))


def _json_lines(articles: Iterator[Article], dumps: Callable[[Any], str]) -> Iterator[str]:
    for article in articles:
        yield dumps(_schema.dump(article)) + "\n"


def _csv_lines(articles: Iterator[Article], root: str, *, bom: bool) -> Iterator[str]:
    """The table; after a byte order mark Excel takes it for UTF-8."""
    yield ("\ufeff" if bom else "") + csv_row(_COLUMNS)
    for article in articles:
        values: dict[str, Any] = _schema.dump(article)
        values |= values["source"]
        values["permalink"] = f"{root}articles/{article.id}"
        for name in _LISTS:
            values[name] = "; ".join(values[name])
        yield csv_row(values[name] for name in _COLUMNS)


def _citations(articles: Iterator[Article], form: str, root: str) -> Iterator[str]:
    write = ris if form == "ris" else bibtex
    for article in articles:
        yield write(article, f"{root}articles/{article.id}")


def citation_response(article: Article, form: str) -> Response:
    """One article as a reference, as a download; needs a request."""
    (text,) = _citations(iter((article,)), form, site_root())
    response = Response(text, content_type=f"{CITATION_TYPES[form]}; charset=utf-8")
    name = f"{article.id}.{SUFFIXES.get(form, form)}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _sent(chunks: Iterator[bytes], held: ExitStack) -> Iterator[bytes]:
    with held:
        yield from chunks


def _chunks(lines: Iterator[str]) -> Iterator[bytes]:
    """Lines joined to pieces that are worth sending."""
    held: list[str] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= CHUNK_CHARS:
            yield "".join(held).encode("utf-8", "replace")
            held, size = [], 0
    yield "".join(held).encode("utf-8", "replace")
