"""Files that hold many pages: each page as a unit, whatever lies in what."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final, cast

from indexer.errors import PageRejected
from indexer.sources.archives import Member, members_of_tar, members_of_zip
from indexer.sources.files import SourceFile
from indexer.sources.kinds import SINGLE, kind_by_content, kind_of, unpacked_name
from indexer.sources.packed import (
    MAX_PAGE_BYTES,
    PACKING_ERRORS,
    TOO_LARGE,
    Meter,
    available,
    beginning,
    damaged,
    digest_of,
    is_packed,
    unpack,
)
from indexer.sources.press_kind import is_press_head
from indexer.sources.saved import PARTS
from indexer.sources.unit import Unit
from indexer.sources.wide import narrowed

MAX_DEPTH: Final = 5
_HEAD_BYTES: Final = 16 * 1024
_TOO_DEEP: Final = f"archives in archives, over {MAX_DEPTH} deep; it is not read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a stream comes from: the file, its name for people, how deep it lies."""

    file: SourceFile
    name: str
    meter: Meter
    depth: int = 0
    passed: Callable[[str], None] = lambda name: None


def units_in(place: Place, kind: str, stream: BinaryIO) -> Iterator[Unit]:
    """The pages of a stream. Raises the errors of packings for what is damaged in it."""
    if kind == "any":
        stream, kind = _judged(stream)
    if kind == "":
        yield _refused(place, place.name, "binary data, not text")
    elif kind in ("text", "html"):
        yield from _page_or_press(place, kind, stream)
    elif kind in SINGLE or kind == "record":
        yield _single(place, kind, stream)
    elif kind == "press":
        yield from _press(place, stream)
    elif kind in ("docx", "odt", "rtf"):
        yield from _document(place, kind, stream)
    elif kind == "warc":
        yield from _crawled(place, stream)
    elif kind in ("zip", "tar"):
        from_archive = (
            members_of_zip(stream, place.meter) if kind == "zip" else members_of_tar(stream)
        )
        yield from _members(place, from_archive)
    else:
        yield from _records(place, _records_of(kind, stream))


def _judged(stream: BinaryIO) -> tuple[BinaryIO, str]:
    """The stream, to be read from its beginning, and the kind that its first bytes show."""
    head = beginning(stream, _HEAD_BYTES)
    whole = cast("BinaryIO", io.BufferedReader(_Joined(head, stream)))
    if stream.seekable():
        stream.seek(0)
        whole = stream
    return whole, kind_by_content(head) or ""


class _Joined(io.RawIOBase):
    """A stream with the bytes in front of it that were read from it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        data = self._head[: len(view)] or available(self._rest, len(view))
        self._head = self._head[len(view) :]
        view[: len(data)] = data
        return len(data)


def _single(place: Place, kind: str, stream: BinaryIO) -> Unit:
    data = stream.read(MAX_PAGE_BYTES + 1)
    if len(data) > MAX_PAGE_BYTES:
        return _refused(place, place.name, TOO_LARGE)
    return Unit(file=place.file, name=place.name, kind=kind, data=data, digest=digest_of(data))


def _page_or_press(place: Place, kind: str, stream: BinaryIO) -> Iterator[Unit]:
    """A page in an archive; articles of a press database are told by how it begins, as outside."""
    page = _single(place, kind, stream)
    if page.data and is_press_head(page.data):
        yield from _press(place, cast("BinaryIO", io.BytesIO(page.data)))
    else:
        yield page


def _press(place: Place, stream: BinaryIO) -> Iterator[Unit]:
    """The articles of a press database, or the file as one page where they cannot be told apart."""
    from indexer.sources.press_files import records_of_press

    data = stream.read(MAX_PAGE_BYTES + 1)
    records = records_of_press(data) if len(data) <= MAX_PAGE_BYTES else []
    if records:
        yield from _records(place, records)
    else:
        kind = "html" if place.name.lower().endswith(("html", "htm")) else "text"
        yield _single(place, kind, cast("BinaryIO", io.BytesIO(data)))


def _document(place: Place, kind: str, stream: BinaryIO) -> Iterator[Unit]:
    """The articles of a press database in a document, or its text as one page."""
    from indexer.sources.press_files import records_of_document, text_of_document

    try:
        text = text_of_document(kind, stream)
    except PageRejected as error:
        yield _refused(place, place.name, str(error))
        return
    records = records_of_document(text)
    if records:
        yield from _records(place, records)
        return
    yield _single(place, "text", cast("BinaryIO", io.BytesIO(text.encode("utf-8", "replace"))))


def _crawled(place: Place, stream: BinaryIO) -> Iterator[Unit]:
    from indexer.sources.warc import records_of_warc

    for page in records_of_warc(stream):
        name = f"{place.name}#{page.number}"
        if page.reason:
            yield replace(_refused(place, name, page.reason), url=page.url)
            continue
        yield Unit(
            file=place.file,
            name=name,
            kind=page.kind,
            data=page.data,
            digest=digest_of(page.data),
            url=page.url,
            captured=page.captured,
            charset=page.charset,
        )


def _records(place: Place, records: Iterable[bytes | PageRejected]) -> Iterator[Unit]:
    for number, record in enumerate(records, 1):
        name = f"{place.name}#{number}"
        if isinstance(record, PageRejected):
            yield _refused(place, name, str(record))
        elif record.strip():
            digest = digest_of(record)
            yield Unit(file=place.file, name=name, kind="record", data=record, digest=digest)


def _records_of(kind: str, stream: BinaryIO) -> Iterator[bytes | PageRejected]:
    if kind == "feed":
        from indexer.sources.feed import records_of_feed

        return records_of_feed(stream)
    if kind == "mbox":
        from indexer.sources.mail import messages_of

        return messages_of(stream)
    if kind == "mail":
        return iter([_message(stream)])
    if kind == "ris":
        from indexer.sources.citations import records_of_ris

        return records_of_ris(stream)
    stream = narrowed(stream)
    if kind == "table":
        from indexer.sources.records_of import records_of_table

        return records_of_table(stream)
    if kind == "lines" and stream.seekable():
        from indexer.sources.records_of import document_first, records_of_document

        head = stream.read(_HEAD_BYTES)
        stream.seek(0)
        if document_first(head):
            return records_of_document(stream)
    if kind == "json":
        from indexer.sources.records_of import lines_first, records_of_document

        head = beginning(stream, MAX_PAGE_BYTES + 1) if not stream.seekable() else b""
        if head:
            stream = cast("BinaryIO", io.BufferedReader(_Joined(head, stream)))
            by_lines = lines_first(head)
        else:
            by_lines = lines_first(stream.read(MAX_PAGE_BYTES))
            stream.seek(0)
        if not by_lines:
            return records_of_document(stream)
    from indexer.sources.records import lines_of_records

    return lines_of_records(stream)


def _message(stream: BinaryIO) -> bytes | PageRejected:
    from indexer.sources.mail import record_of_mail

    data = stream.read(MAX_PAGE_BYTES + 1)
    if len(data) > MAX_PAGE_BYTES:
        return PageRejected(TOO_LARGE)
    try:
        return record_of_mail(data)
    except PageRejected as error:
        return error


def _members(place: Place, members: Iterable[Member]) -> Iterator[Unit]:
    empty = True
    for member in members:
        empty = False
        name = f"{place.name}#{member.name}" if member.name else place.name
        if member.part:
            place.passed(PARTS)
            continue
        if member.reason or member.stream is None:
            yield _refused(place, name, member.reason or "cannot be read")
            continue
        if place.name.lower().endswith(".wacz") and not member.name.startswith("archive/"):
            continue  # lists of what lies in its WARC files
        kind = member.kind or kind_of(member.name)
        if kind is None:
            place.passed(member.name)
            continue
        if place.depth >= MAX_DEPTH:
            yield _refused(place, name, _TOO_DEEP)
            continue
        inner = replace(place, name=name, depth=place.depth + 1)
        try:
            stream = member.stream
            if kind == "warc" and is_packed(member.name):
                stream = opened_warc(stream, member.name, place.meter)
            elif is_packed(member.name):
                stream = unpack(stream, member.name, place.meter)
            else:
                place.meter.add(member.size_bytes)
            found = False
            for unit in units_in(inner, kind, stream):
                found = True
                yield unit
            if not found:
                place.passed(member.name)
        except (*PACKING_ERRORS, OSError, ValueError, RuntimeError, NotImplementedError) as error:
            yield _refused(place, name, damaged(error, name))
            if "times its size" in str(error):
                return
        except Exception as error:
            import zipfile

            if not isinstance(error, zipfile.BadZipFile):
                raise
            yield _refused(place, name, damaged(error, name))
    if empty:
        yield _refused(place, place.name, "the archive is empty")


def opened_warc(stream: BinaryIO, name: str, meter: Meter) -> BinaryIO:
    """The records of a packed file, after a damaged member of gzip as well."""
    if not name.lower().endswith(".gz"):
        return unpack(stream, name, meter)
    from indexer.sources.warc import Gunzip

    return cast("BinaryIO", io.BufferedReader(Gunzip(stream, meter)))


def _refused(place: Place, name: str, reason: str) -> Unit:
    return Unit(file=place.file, name=name, kind="text", reason=reason)


__all__ = ["Place", "opened_warc", "units_in", "unpacked_name"]
