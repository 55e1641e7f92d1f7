"""An article as a reference: a line to paste into a text, and what Zotero reads in a list."""

from __future__ import annotations

from urllib.parse import urlencode

from search_app.pages.messages import Messages
from search_index.model.article import Article


def citation(article: Article, address: str, messages: Messages, *, archive: str) -> str:
    """Who, what, where, when, and the address in the archive; what is unknown is left out."""
    title = article.title or messages.text("untitled")
    parts = [
        ", ".join(article.authors),
        messages.text("quoted", title=title),
        article.outlet or "",
        messages.date(article.date) if article.date else messages.text("undated"),
        article.source.web_url or "",
        f"{archive}: {address}" if archive else address,
    ]
    comma = messages.texts["comma"]
    return " ".join(comma.join(part for part in parts if part).split())


def coins(article: Article, address: str) -> str:
    """The article as a COinS: an OpenURL in the title of an empty element, class Z3988.

    A date has no more of month and day than is known. `static/js/coins.js` writes the same.
    """
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", "newspaperArticle"),
        ("rft.title", article.title),
        *(("rft.creator", name) for name in article.authors),
        ("rft.source", article.outlet),
        ("rft.date", article.date),
        ("rft.language", article.language if article.language != "und" else None),
        ("rft.identifier", article.source.web_url or address),
    ]
    return urlencode([(key, value) for key, value in pairs if value], safe="*")
