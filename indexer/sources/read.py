"""One file to its pages, whatever kind of file it is.

What reads HTML and WARC is imported with the first file of the kind: it takes longer than
a run over an unchanged archive.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from indexer.errors import PageRejected
from indexer.page import Page
from indexer.sources.archivebox import snapshot_of
from indexer.sources.containers import Place, opened_warc, units_in
from indexer.sources.decode import decode
from indexer.sources.files import OF_MACHINE, SourceFile
from indexer.sources.foot import fields_at_foot
from indexer.sources.front_matter import front_matter
from indexer.sources.kinds import SINGLE, kind_by_content, kind_of
from indexer.sources.markup.refusals import refusal_of_text
from indexer.sources.packed import PACKING_ERRORS, Meter, damaged, load, unpack
from indexer.sources.plain import plain
from indexer.sources.press_kind import is_press
from indexer.sources.records import page_of_note, read_record
from indexer.sources.unit import Unit, UnitOutcome

EMPTY: Final = "the file is empty"
MAX_PAGE_CHARS = 4_000_000
MAX_PAGE_LINES = 50_000
_MAY_REFUSE_CHARS: Final = 20_000
_LITTLE: Final = 1_000_000
# A line at the head of a dump that says where the page was taken from.
_ADDRESS = re.compile(
    r"(?:(?:url|link|source|address|permalink|lien|adresse|الرابط|المصدر)\s*[:：]\s*)?"
    r"(https?://[^\s<>\"]+)",
    re.IGNORECASE,
)
_HEAD_LINES = 4
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
# Addresses that run what is in them, as browsers read them: without blanks and line ends.
_SCRIPT = re.compile(r"(?:javascript|vbscript|data|livescript|view-source):", re.IGNORECASE)


def is_container(file: SourceFile) -> bool:
    """Whether a file holds many pages, to be streamed rather than read at once."""
    return kind_of(file.name) not in SINGLE or is_press(file.place)


def units(
    file: SourceFile,
    passed: Callable[[str], None] | None = None,
    at: Callable[[int], None] | None = None,
) -> Iterator[Unit]:
    """The pages of a file, one at a time, still to be parsed. Never raises for its contents.

    `passed` is called with the name of each file in an archive that is not of a kind that is
    read, `at` with the byte of a container that its next page lies before.
    """
    if file.problem:
        yield Unit(file=file, name=file.name, kind="text", reason=file.problem)
        return
    kind = kind_of(file.name) or "any"
    if kind in SINGLE and is_press(file.place):
        kind = "press"
    if kind in SINGLE:
        snapshot = snapshot_of(file.place)
        unit = Unit(file=file, name=file.name, kind=kind)
        if snapshot:
            unit = replace(unit, url=snapshot.url, title=snapshot.title, captured=snapshot.captured)
        yield unit
        return
    try:
        with file.path.open("rb") as raw:
            size = file.path.stat().st_size
            meter = Meter(size)
            place = Place(file=file, name=file.name, meter=meter)
            if passed:
                place = replace(place, passed=passed)
            opened = opened_warc if kind == "warc" else unpack
            found = False
            for unit in () if not size else units_in(place, kind, opened(raw, file.name, meter)):
                found = True
                if at and not raw.closed:
                    at(raw.tell())
                yield unit
            if not found:
                yield Unit(
                    file=file,
                    name=file.name,
                    kind="text",
                    reason="it holds no pages" if size else EMPTY,
                )
    except PACKING_ERRORS as error:
        yield Unit(file=file, name=file.name, kind="text", reason=damaged(error, file.name))
    except OSError as error:
        if error.errno in OF_MACHINE:
            raise
        yield Unit(file=file, name=file.name, kind="text", reason=unreadable(error))
    except Exception as error:
        reason = fault(error, file.name, file.size_bytes)
        yield Unit(file=file, name=file.name, kind="text", reason=reason)


def read(unit: Unit) -> UnitOutcome:
    """Parse a unit. Never raises for its contents."""
    if unit.reason:
        return UnitOutcome(name=unit.name, digest=unit.digest, reason=unit.reason)
    digest = unit.digest
    try:
        data = unit.data
        if data is None:
            data, digest = load(unit.file.path)
        if unit.kind == "record":
            return _harmless(_bounded(read_record(unit)))
        kind = unit.kind
        if kind == "page":
            kind = kind_by_content(data[:4096]) or "text"
        if kind == "pdf":
            from indexer.sources.pdf import text_of_pdf

            data = text_of_pdf(data).encode("utf-8", "replace")
        if kind == "html":
            from indexer.sources.web import read_html

            page, notice = read_html(
                data, name=unit.name, digest=digest, url=unit.url, charset=unit.charset
            )
        else:
            page, notice = _plain(unit, data, digest)
        if not page.captured and page.captured != unit.captured:
            page = replace(page, captured=unit.captured)
        return _harmless(
            _bounded(UnitOutcome(name=unit.name, digest=digest, page=page, notice=notice))
        )
    except PageRejected as error:
        return UnitOutcome(name=unit.name, digest=digest, reason=str(error))
    except OSError as error:
        if error.errno in OF_MACHINE:
            raise
        return UnitOutcome(name=unit.name, reason=unreadable(error), unreadable=True)
    except Exception as error:
        size = len(unit.data) if unit.data is not None else unit.file.size_bytes
        return UnitOutcome(name=unit.name, digest=digest, reason=fault(error, unit.name, size))


def fault(error: Exception, name: str, size: int) -> str:
    """The reason for people where we failed on a page, which is no reason to stop.

    Raises OSError where memory ran out over a page that takes little (`size` bytes or characters):
    then no page can be read, and a run that rejects them all would leave an empty index.
    """
    if isinstance(error, MemoryError):
        if size <= _LITTLE:
            todo = "give it more, or take fewer --jobs; the index is as it was"
            raise OSError(errno.ENOMEM, f"Memory ran out: {todo}", name) from None
        return "takes more memory than there is"
    return f"cannot be made sense of ({type(error).__name__}: {error})"


def _harmless(reading: UnitOutcome) -> UnitOutcome:
    """The page without an address that is a script, and without escapes of terminals.

    Clients link an address as it is, and show the fields that a file gives as they are.
    """
    page = reading.page
    if page is None:
        return reading
    if page.url is None and not (page.outlet or page.section or page.authors):
        return reading
    url = _CONTROL.sub("", page.url or "").strip()
    clean = replace(
        page,
        url=None if not url or _SCRIPT.match(re.sub(r"\s+", "", url)) else url,
        outlet=_shown(page.outlet),
        section=_shown(page.section),
        authors=tuple(_CONTROL.sub(" ", name) for name in page.authors),
    )
    return reading if clean == page else replace(reading, page=clean)


def _shown(text: str | None) -> str | None:
    return None if text is None else _CONTROL.sub(" ", text)


def _bounded(reading: UnitOutcome) -> UnitOutcome:
    """Raises PageRejected for what would take time and memory, and is not a page."""
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
    text, notice = decode(data, charset=unit.charset)
    matter = fields_at_foot(text) or front_matter(text)
    if matter and (page := page_of_note(unit, *matter, digest=digest)):
        return page, notice
    text = plain(text)
    reason = refusal_of_text(text) if len(text) <= _MAY_REFUSE_CHARS else None
    if reason:
        raise PageRejected(reason)
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
