"""XML: feeds as they were saved, exports of WordPress, Scrapy, Evernote and Solr, documents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from lxml import etree

from indexer.errors import PageRejected
from indexer.sources.packed import MAX_PAGE_BYTES, TOO_LARGE
from indexer.sources.xml_documents import DOCUMENTS, record_of
from indexer.sources.xml_records import RECORDS, record_in

_ROOTS: Final = frozenset({"rss", "feed", "RDF", "channel", "items"})
_OTHERS: Final = {
    "urlset": "a sitemap: addresses of pages, no stories",
    "sitemapindex": "a sitemap: addresses of pages, no stories",
    "opml": "a list of feeds (OPML), no stories",
}
_PARTED: Final = re.compile(r"\s[-–—|:»«>/]\s|[|:»«>]")
# What WordPress exports besides stories.
_STORIES: Final = frozenset({"post", "page", ""})
_SHOWN: Final = frozenset({"publish", ""})


def records_of_feed(stream: BinaryIO) -> Iterator[bytes | PageRejected]:
    """The stories of a feed. No entity is looked up, neither on disk nor in the network."""
    root = None
    title = ""
    logins: dict[str, str] = {}
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
                if name not in _ROOTS | DOCUMENTS | RECORDS.keys():
                    yield PageRejected(
                        _OTHERS.get(name) or f"XML, but no feed: its root is <{name[:40]}>"
                    )
                    return
            if event != "end":
                continue
            if root in DOCUMENTS:
                if element.getparent() is None:
                    yield _line(record_of(element))
                continue
            if root in RECORDS:
                if name == RECORDS[root]:
                    yield _line(record_in(element))
                    _forget(element)
                continue
            if name == "title" and not title and _is_of_feed(element):
                title = _site("".join(element.itertext()))
            elif name == "author":
                login, shown = _author(element)
                logins[login] = shown
            if name not in ("item", "entry"):
                continue
            record = _record(element)
            if record and title:
                record["channel_title"] = title
            if record and (creator := logins.get(str(record.get("creator", "")).strip())):
                record["creator"] = creator
            _forget(element)
            if record:
                yield _line(record)
    except etree.XMLSyntaxError as error:
        yield PageRejected(f"broken XML: {' '.join(str(error).split())[:200]}; the rest is lost")
        return
    if root is None:
        yield PageRejected("no XML that can be read")


def _forget(element: Any) -> None:
    """Free what has been read of a file."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _line(record: dict[str, object]) -> bytes | PageRejected:
    line = json.dumps(record).encode()
    return line if len(line) <= MAX_PAGE_BYTES else PageRejected(TOO_LARGE)


def _is_of_feed(element: Any) -> bool:
    above = element.getparent()
    return above is not None and above.tag.rpartition("}")[2] in ("channel", "feed")


def _site(title: str) -> str:
    """The name of a site; a title with a section or a query next to the name is none."""
    title = " ".join(title.split())
    return "" if _PARTED.search(title) else title


def _author(element: Any) -> tuple[str, str]:
    """The login of an author in a WordPress export, and the name that readers see."""
    parts = {
        child.tag.rpartition("}")[2]: (child.text or "").strip()
        for child in element
        if isinstance(child.tag, str)
    }
    login = parts.get("author_login", "")
    names = (parts.get("author_first_name", ""), parts.get("author_last_name", ""))
    return login, parts.get("author_display_name") or " ".join(filter(None, names)) or login


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
            name = child.find("{*}name")
            named = child if name is None else name
            record.setdefault("author", "".join(named.itertext()).strip())
        elif child.text and child.text.strip():
            record.setdefault(key, child.text)
        elif values := [value.text for value in child if value.tag == "value" and value.text]:
            record.setdefault(key, values)  # a list, as Scrapy writes it
    if str(record.get("post_type", "")) not in _STORIES:
        return None
    if str(record.get("status", "")) not in _SHOWN:
        return None
    if "published" not in record and "updated" in record:
        record["date"] = record.get("date", record["updated"])  # Atom asks for no other day
    if categories:
        record["category"] = categories
    return record
