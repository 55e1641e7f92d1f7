"""An article as schema.org describes it, for search engines and reference managers."""

from __future__ import annotations

from typing import Any

from flask import json
from markupsafe import Markup

from search_index.model.article import Article


def news_article(article: Article, address: str, *, archive: str) -> Markup:
    """A NewsArticle as JSON-LD; a date is as precise as it is known.

    What could end the script element is escaped (`flask.json.htmlsafe_dumps` does as much).
    """
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "headline": article.title,
        "archivedAt": address,
        "isPartOf": {"@type": "Collection", "name": archive},
    }
    if article.date:
        found["datePublished"] = article.date
    if article.language != "und":
        found["inLanguage"] = article.language
    if article.authors:
        found["author"] = [{"@type": "Person", "name": name} for name in article.authors]
    if article.outlet:
        found["publisher"] = {"@type": "Organization", "name": article.outlet}
    if article.section:
        found["articleSection"] = article.section
    if article.source.web_url:
        found["isBasedOn"] = article.source.web_url
    mentions = [
        {"@type": kind, "name": name}
        for kind, names in (
            ("Person", article.persons),
            ("Organization", article.organizations),
            ("Place", article.places),
        )
        for name in names
    ]
    if mentions:
        found["mentions"] = mentions
    text = json.dumps(found)
    for character in "<>&'":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 (escaped above)
