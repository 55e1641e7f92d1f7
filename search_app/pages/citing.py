"""An article as one line that can be pasted into a text."""

from __future__ import annotations

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
