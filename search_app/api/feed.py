"""The newest hits of a query as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote, urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response, request

from search_app.caching import current_searcher
from search_app.links import site_root
from search_app.service import service
from search_index.model.article import Article
from search_index.model.query import Query

ATOM = "http://www.w3.org/2005/Atom"
SUMMARY_CHARS = 500
NEVER = "1970-01-01T00:00:00Z"
"""The instant of what has no date: it has to be one, and the same in every build."""
_OF_FEED = frozenset(("per_page", "api_key"))

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """The text without the characters that XML 1.0 cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def feed_response(query: Query) -> Response:
    """The feed of a query, its newest hits first; needs a request."""
    query = replace(query, sort="newest", facets=(), highlight=False)
    with current_searcher() as searcher:
        hits = searcher.search(query)
        built = searcher.stats().built or NEVER
    root = Element("feed", xmlns=ATOM)
    words = query.text.strip()
    site = site_root()
    own = f"{site}api/v1/feed.atom"
    pairs = list(request.args.items(multi=True))
    address = f"{own}?{urlencode(pairs)}" if pairs else own
    add_text(root, "id", address)
    title = service().settings.title
    add_text(root, "title", f"{title}: {words}" if words else title)
    add_text(root, "updated", built)
    SubElement(root, "link", rel="self", type="application/atom+xml", href=address)
    SubElement(
        root,
        "link",
        rel="alternate",
        type="text/html",
        href=f"{site}?{urlencode([p for p in pairs if p[0] not in _OF_FEED])}",
    )
    add_text(SubElement(root, "author"), "name", title)
    for hit in hits.hits:
        _add_entry(root, hit.article, site)
    body = b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="utf-8")
    return Response(body, content_type="application/atom+xml; charset=utf-8")


def _add_entry(root: Element, article: Article, site: str) -> None:
    entry = SubElement(root, "entry")
    add_text(entry, "id", f"urn:clippings:article:{article.id}")
    add_text(entry, "title", article.title or "Untitled")
    add_text(entry, "updated", _instant(article.date) or NEVER)
    if article.date:
        add_text(entry, "published", _instant(article.date))
    for name in article.authors or ((article.outlet,) if article.outlet else ()):
        add_text(SubElement(entry, "author"), "name", name)
    if article.outlet:
        _add_source(entry, article)
    SubElement(
        entry,
        "link",
        rel="alternate",
        type="text/html",
        href=f"{site}articles/{article.id}",
    )
    topics = (*article.persons, *article.organizations, *article.places)
    for name in (article.section, *topics) if article.section else topics:
        SubElement(entry, "category", term=xml_text(name))
    summary = article.body
    if len(summary) > SUMMARY_CHARS:
        summary = summary[:SUMMARY_CHARS].rsplit(None, 1)[0] + " …"
    add_text(entry, "summary", summary)


def _add_source(entry: Element, article: Article) -> None:
    """Where the entry comes from, as RFC 4287 wants it: with an id, a title and an instant."""
    source = SubElement(entry, "source")
    add_text(source, "id", f"urn:clippings:outlet:{quote(article.outlet or '', safe='')}")
    add_text(source, "title", article.outlet or "")
    add_text(source, "updated", _instant(article.date) or NEVER)


def _instant(date: str | None) -> str:
    """The first instant of a day, month or year."""
    return f"{date}{'-01-01'[len(date) - 4 :]}T00:00:00Z" if date else ""


def add_text(parent: Element, name: str, text: str) -> None:
    """Put an element with a text into another."""
    SubElement(parent, name).text = xml_text(text)
