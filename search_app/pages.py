"""The pages for people."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template, request
from markupsafe import Markup

from search_app.fields import clean
from search_app.service import service
from search_index.hits import Hit
from search_index.query import Query

blueprint = Blueprint("pages", __name__)


@blueprint.app_template_filter("marked")
def marked(hit: Hit, field: str) -> Markup | str:
    """A field of a hit with its marks; a snippet's html is escaped by the engine."""
    snippets = hit.highlights.get(field, ())
    if snippets:
        return Markup(" … ").join(Markup(snippet.html) for snippet in snippets)  # noqa: S704
    return hit.article.title if field == "title" else ""


@blueprint.get("/")
def home() -> str:
    """The search page."""
    shared = service()
    text = clean(request.args.get("q", ""))
    query = Query(text=text, timeout_ms=shared.settings.query_timeout_ms)
    page = request.args.get("page", "1")
    if page.isascii() and page.isdigit() and int(page[:9]) >= 1:
        query = replace(query, page=int(page[:9]))
    with shared.searchers.borrow() as searcher:
        hits = searcher.search(query)
    return render_template("home.html", query=query, hits=hits)


@blueprint.get("/articles/<article_id>")
def article(article_id: str) -> str | tuple[str, int]:
    """The page of one article; `q` marks words."""
    query = Query(text=clean(request.args.get("q", "")))
    with service().searchers.borrow() as searcher:
        found = searcher.article(article_id)
        hit = searcher.highlight(found, query) if found else None
    if hit is None:
        return render_template("missing.html"), 404
    return render_template("article.html", query=query, hit=hit)
