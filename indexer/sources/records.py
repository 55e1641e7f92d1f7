"""JSON lines: one page or one article a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from indexer.errors import PageRejected
from indexer.page import Page
from indexer.sources.decode import decode, tidy, whole
from indexer.sources.files import SourceFile
from indexer.sources.packed import MAX_PAGE_BYTES, TOO_LARGE, digest_of
from indexer.sources.plain import plain
from indexer.sources.unit import Reading, Unit

# The names under which crawlers and exports commonly keep what we need, best first.
_HTML = ("html", "raw_html", "content_html", "body_html")
_TEXT = ("text", "body", "content", "article", "full_text", "maintext", "raw_text", "raw")
_TITLE = ("title", "headline", "name", "heading")
_URL = ("url", "link", "uri", "canonical_url", "source_url", "permalink")
_PUBLISHED = (
    "published",
    "date",
    "date_published",
    "published_at",
    "publication_date",
    "datePublished",
    "date_publish",
    "pub_date",
    "pubDate",
    "timestamp",
    "created_at",
)
_LANGUAGE = ("language", "lang", "locale")
_ID = ("id", "_id", "uuid", "guid", "doc_id", "slug", "path", "file")


def units_of_lines(file: SourceFile, stream: BinaryIO) -> Iterator[Unit]:
    """A unit for each line that is not empty, named by its number until it is parsed."""
    number = 0
    while line := stream.readline(MAX_PAGE_BYTES + 1):
        number += 1
        name = f"{file.name}#{number}"
        if len(line) > MAX_PAGE_BYTES:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_PAGE_BYTES)
            yield Unit(file=file, name=name, kind="record", reason=TOO_LARGE)
        elif line.strip():
            yield Unit(file=file, name=name, kind="record", data=line, digest=digest_of(line))


def read_record(unit: Unit) -> Reading:
    """Parse one line. Raises PageRejected where it is no usable record."""
    text, notice = decode(unit.data or b"", lines=False)
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PageRejected(f"not a line of JSON: {error}") from None
    if isinstance(record, str):
        record = {"text": record}
    if not isinstance(record, Mapping):
        raise PageRejected("a line of JSON, but no object with a text")
    own = _first(record, _ID)
    name = f"{unit.file.name}#{own}" if own and len(own) <= 200 else unit.name
    page = _page(unit, name, record)
    return Reading(name=name, digest=unit.digest, page=page, notice=notice)


def _page(unit: Unit, name: str, record: Mapping[str, Any]) -> Page:
    url = _first(record, _URL) or unit.url
    title = _first(record, _TITLE)
    published = _first(record, _PUBLISHED)
    language = _first(record, _LANGUAGE)
    html = _first(record, _HTML)
    if html:
        from indexer.sources.web import page_of_html

        page = page_of_html(html, name=name, digest=unit.digest, url=url)
        return Page(
            name=name,
            text=page.text,
            digest=unit.digest,
            url=url or page.url,
            title=page.title,
            published=published or page.published,
            language=language or page.language,
            whole=page.whole,
        )
    body = _first(record, _TEXT)
    if not body:
        raise PageRejected(
            "the record has no text (looked for " + ", ".join((*_HTML, *_TEXT)) + ")"
        )
    body = plain(tidy(body))
    if title:
        title = " ".join(tidy(title).split())
        if not body.lstrip().startswith(title):
            body = f"{title}\n\n{body}"
    return Page(
        name=name,
        text=body,
        digest=unit.digest,
        url=url,
        title=title,
        published=published,
        language=language,
        whole=title is not None,
    )


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """The first of the fields that holds text (or a number, for ids and years)."""
    for name in names:
        value = record.get(name)
        if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            value = "\n\n".join(value)
        if isinstance(value, str) and value.strip():
            return whole(value.strip())
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return None
