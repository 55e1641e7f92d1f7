"""One file to its pages, whatever kind of file it is.

What reads HTML and WARC is imported with the first file of the kind: it takes longer than
a run over an unchanged archive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.errors import PageRejected
from indexer.page import Page
from indexer.sources.decode import decode
from indexer.sources.files import SourceFile, kind_of
from indexer.sources.packed import PACKING_ERRORS, load, unpacked
from indexer.sources.plain import plain
from indexer.sources.records import read_record, units_of_lines
from indexer.sources.unit import Reading, Unit

MAX_PAGE_CHARS = 4_000_000
MAX_PAGE_LINES = 50_000
_CONTAINERS = (".jsonl", ".warc")
_KINDS = {".txt": "text", ".html": "html", ".htm": "html"}
# A line at the head of a dump that says where the page was taken from.
_ADDRESS = re.compile(
    r"(?:(?:url|link|source|address|permalink|lien|adresse|الرابط|المصدر)\s*[:：]\s*)?"
    r"(https?://[^\s<>\"]+)",
    re.IGNORECASE,
)
_HEAD_LINES = 4


def is_container(file: SourceFile) -> bool:
    """Whether a file holds many pages, to be streamed rather than read at once."""
    return kind_of(file.name) in _CONTAINERS


def units(file: SourceFile) -> Iterator[Unit]:
    """The pages of a file, one at a time, still to be parsed. Never raises for its contents."""
    if file.problem:
        yield Unit(file=file, name=file.name, kind="text", reason=file.problem)
        return
    kind = kind_of(file.name) or ".txt"
    if kind not in _CONTAINERS:
        yield Unit(file=file, name=file.name, kind=_KINDS[kind])
        return
    try:
        if kind == ".warc":
            from indexer.sources.warc import units_of_warc

            yield from units_of_warc(file)
        else:
            with unpacked(file.path) as stream:
                yield from units_of_lines(file, stream)
    except PACKING_ERRORS as error:
        yield Unit(file=file, name=file.name, kind="text", reason=f"damaged gzip file: {error}")
    except OSError as error:
        yield Unit(file=file, name=file.name, kind="text", reason=unreadable(error))
    except Exception as error:
        yield Unit(file=file, name=file.name, kind="text", reason=fault(error))


def read(unit: Unit) -> Reading:
    """Parse a unit. Never raises for its contents."""
    if unit.reason:
        return Reading(name=unit.name, digest=unit.digest, reason=unit.reason)
    digest = unit.digest
    try:
        data = unit.data
        if data is None:
            data, digest = load(unit.file.path)
        if unit.kind == "record":
            return _bounded(read_record(unit))
        if unit.kind == "html":
            from indexer.sources.web import read_html

            page, notice = read_html(data, name=unit.name, digest=digest, url=unit.url)
        else:
            page, notice = _plain(unit, data, digest)
        return _bounded(Reading(name=unit.name, digest=digest, page=page, notice=notice))
    except PageRejected as error:
        return Reading(name=unit.name, digest=digest, reason=str(error))
    except OSError as error:
        return Reading(name=unit.name, reason=unreadable(error), unreadable=True)
    except Exception as error:
        return Reading(name=unit.name, digest=digest, reason=fault(error))


def fault(error: Exception) -> str:
    """The reason for people where we failed on a page, which is no reason to stop."""
    return f"cannot be made sense of ({type(error).__name__}: {error})"


def _bounded(reading: Reading) -> Reading:
    """Raises PageRejected for what would take time and memory, and is no page."""
    text = reading.page.text if reading.page else ""
    if len(text) > MAX_PAGE_CHARS:
        raise PageRejected(
            f"{len(text):,} characters of text; no page has over {MAX_PAGE_CHARS:,}, "
            "split the file into pages"
        )
    lines = text.count("\n") + 1
    if lines > MAX_PAGE_LINES:
        raise PageRejected(
            f"{lines:,} lines; no page has over {MAX_PAGE_LINES:,}, split the file into pages"
        )
    return reading


def unreadable(error: OSError) -> str:
    """The reason for people."""
    return f"cannot be read: {error.strerror or error}"


def _plain(unit: Unit, data: bytes, digest: str) -> tuple[Page, str | None]:
    text, notice = decode(data)
    text = plain(text)
    page = Page(name=unit.name, text=text, digest=digest, url=unit.url or _address(text))
    return page, notice


def _address(text: str) -> str | None:
    """The page's own address, where a line at its head gives it."""
    seen = 0
    for line in text[:4000].split("\n"):
        line = line.strip()
        if line:
            match = _ADDRESS.fullmatch(line)
            if match:
                return match.group(1)
            seen += 1
            if seen == _HEAD_LINES:
                break
    return None
