"""One article in XML: as trafilatura writes it (also by TEI), and as newswires do (NITF)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from indexer.sources.markup.text import whole_text

DOCUMENTS: Final = frozenset({"doc", "TEI", "nitf"})
"""The root elements that are read as one article."""
_BODIES: Final = ("body.content", "main", "body", "text")
_LINES: Final = frozenset({"p", "ab", "head", "hl2", "item", "li", "quote", "td", "cell"})
_TEXTS: Final = {
    "title": ("title", "hl1"),
    "author": ("author", "byline"),
    "publisher": ("publisher", "doc.copyright"),
}
_DATES: Final = ("date.issue", "story.date", "date")


def record_of(root: Any) -> dict[str, object]:
    """The fields of the article that a document is."""
    record: dict[str, object] = {str(name): value for name, value in root.attrib.items() if value}
    for field, tags in _TEXTS.items():
        text = next((found for tag in tags for found in _texts(root, tag)), "")
        if text:
            record.setdefault(field, text)
    for tag in _DATES:
        for element in _all(root, tag):
            if element.get("type") != "download":
                day = element.get("norm") or element.get("when") or whole_text(element)
                if day:
                    record.setdefault("date", day)
    for element in _all(root, "ptr"):
        if (element.get("type") or "").upper() == "URL" and element.get("target"):
            record.setdefault("url", element.get("target"))
    body = next((element for tag in _BODIES for element in _all(root, tag)), None)
    if body is not None:
        lines = list(_lines(body)) or [whole_text(body)]
        if lines and lines[0] == record.get("title"):
            del lines[0]
        record["text"] = "\n\n".join(lines)
    return record


def _lines(element: Any) -> Iterator[str]:
    if isinstance(element.tag, str) and _name(element) in _LINES:
        text = whole_text(element)
        if text:
            yield text
        return
    for child in element:
        yield from _lines(child)


def _texts(root: Any, tag: str) -> Iterator[str]:
    return filter(None, map(whole_text, _all(root, tag)))


def _all(root: Any, tag: str) -> Iterator[Any]:
    return (one for one in root.iter() if isinstance(one.tag, str) and _name(one) == tag)


def _name(element: Any) -> str:
    return str(element.tag.rpartition("}")[2])
