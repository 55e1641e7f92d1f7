"""Feeds as they were saved, and WordPress exports: RSS, Atom, RDF, WXR."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from lxml import etree

from indexer.errors import PageRejected
from indexer.sources.packed import MAX_PAGE_BYTES, TOO_LARGE

_ROOTS: Final = frozenset({"rss", "feed", "RDF", "channel"})
# What WordPress exports besides stories.
_STORIES: Final = frozenset({"post", "page", ""})
_SHOWN: Final = frozenset({"publish", ""})


def records_of_feed(stream: BinaryIO) -> Iterator[bytes | PageRejected]:
    """The stories of a feed. No entity is looked up, neither on disk nor in the network."""
    root = None
    try:
        events = etree.iterparse(
            stream,
            events=("start", "end"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            recover=True,
        )
        for event, element in events:
            name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            if root is None:
                root = name
                if name not in _ROOTS:
                    yield PageRejected(f"XML, but no feed: its root is <{name[:40]}>")
                    return
            if event != "end" or name not in ("item", "entry"):
                continue
            record = _record(element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
            if record:
                line = json.dumps(record).encode()
                yield line if len(line) <= MAX_PAGE_BYTES else PageRejected(TOO_LARGE)
    except etree.XMLSyntaxError as error:
        yield PageRejected(f"broken XML: {' '.join(str(error).split())[:200]}; the rest is lost")
        return
    if root is None:
        yield PageRejected("no XML that can be read")


def _record(item: Any) -> dict[str, object] | None:
    record: dict[str, object] = {}
    categories: list[str] = []
    for child in item:
        if not isinstance(child.tag, str):
            continue
        space, _, key = child.tag.rpartition("}")
        if key == "encoded":
            key = "excerpt" if "excerpt" in space else "content:encoded"
        if key == "link" and child.get("href"):
            if child.get("rel", "alternate") == "alternate" or "link" not in record:
                record["link"] = child.get("href")
        elif key == "category":
            categories.append(child.get("term") or child.text or "")
        elif len(child) and key in ("content", "summary", "title"):
            record[key] = "".join(etree.tostring(part, encoding="unicode") for part in child)
        elif key == "author" and len(child):
            record.setdefault("author", "".join(child.itertext()).strip())
        elif child.text and child.text.strip():
            record.setdefault(key, child.text)
    if str(record.get("post_type", "")) not in _STORIES:
        return None
    if str(record.get("status", "")) not in _SHOWN:
        return None
    if "published" not in record and "updated" in record:
        record["date"] = record.get("date", record["updated"])  # Atom asks for no other day
    if categories:
        record["category"] = categories
    return record
