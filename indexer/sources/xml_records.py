"""XML with a record for each article: notes of Evernote, documents of Solr."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

RECORDS: Final = {"en-export": "note", "add": "doc", "response": "doc"}
"""The element of one record, by the root element of its file."""
# a note is made when its page is clipped, which is not when that was published
_NOTE: Final = {"title": "title", "content": "html", "created": "captured"}
_NOTE_ABOUT: Final = {"source-url": "url", "author": "author"}


def record_in(element: Any) -> dict[str, object]:
    """The fields of a record."""
    if _name(element) == "doc":
        return dict(_fields(element))
    record: dict[str, object] = {}
    about = element.find("{*}note-attributes")
    for parts, fields in ((element, _NOTE), (() if about is None else about, _NOTE_ABOUT)):
        for child in parts:
            field = fields.get(_name(child))
            if field and child.text and child.text.strip():
                record.setdefault(field, child.text.strip())
    return record


def _fields(document: Any) -> Iterator[tuple[str, object]]:
    """Those of Solr: `<field name="title">`, and `<str name="title">` in its answers."""
    found: dict[str, list[str]] = {}
    for child in document:
        name = child.get("name") if isinstance(child.tag, str) else None
        if name:
            values = [one.text.strip() for one in child.iter() if one.text and one.text.strip()]
            found.setdefault(name, []).extend(values)
    for name, values in found.items():
        if values:
            yield name, values[0] if len(values) == 1 else values


def _name(element: Any) -> str:
    return str(element.tag.rpartition("}")[2]) if isinstance(element.tag, str) else ""
