"""JSON-LD: what a page says of the articles on it, in the words of schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_MAX_BYTES = 4_000_000
_MAX_DEPTH = 12
_ARTICLE = re.compile(
    r"(?:https?://schema\.org/|schema:)?(?:\w*Article|BlogPosting|\w*BlogPosting|Report|Review"
    r"|MedicalScholarlyArticle|WebPage/Article)"
)
_BREAKS = re.compile(r"[\x00-\x1f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedArticle:
    """An article as JSON-LD describes it; empty where it says nothing."""

    headline: str = ""
    body: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    section: str = ""


def linked_articles(tree: Any) -> list[LinkedArticle]:
    """The articles that the JSON-LD of a page describes, in its order."""
    objects = linked_objects(tree)
    by_id = {str(one["@id"]): one for one in objects if "@id" in one and len(one) > 2}
    return [_article(one, by_id) for one in objects if is_article(one)]


def linked_objects(tree: Any) -> list[Mapping[str, Any]]:
    """All objects of the JSON-LD of a page, in its order."""
    return [found for script in linked_scripts(tree) for found in _objects(_parsed(script), 0)]


def linked_scripts(tree: Any) -> Iterator[str]:
    """The text of each script that is JSON-LD."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            yield script.text[:_MAX_BYTES]


def _parsed(text: str) -> Any:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    for form in (text, _BREAKS.sub(" ", text)):
        try:
            return json.loads(form, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for one in value:
            yield from _objects(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            yield from _objects(value.get(name), depth + 1)
        for name in ("author", "publisher"):
            yield from _objects(value.get(name), depth + 1)


def is_article(value: Mapping[str, Any]) -> bool:
    """Whether an object is an article, of whatever kind."""
    kinds = value.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLE.fullmatch(kind) for kind in kinds)


def _article(value: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> LinkedArticle:
    return LinkedArticle(
        headline=_text(value.get("headline")) or _text(value.get("name")),
        body=_text(value.get("articleBody")),
        publisher=next(iter(_names(value.get("publisher"), by_id)), ""),
        authors=tuple(_names(value.get("author") or value.get("creator"), by_id)),
        section=_text(value.get("articleSection")),
    )


def _names(value: Any, by_id: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        found = one
        if isinstance(one, dict):
            name = one.get("name") or by_id.get(str(one.get("@id")), {}).get("name")
            found = name if isinstance(name, str | list) else None
        if isinstance(found, list):
            yield from (text for item in found if (text := _text(item)))
        elif text := _text(found):
            yield text


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str) and one.strip()), "")
    return value.strip() if isinstance(value, str) else ""
