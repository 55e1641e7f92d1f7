"""WARC files: the pages of a crawl.

Records are cut out of the file here, so that a damaged one costs itself only: after it the
next line that opens a record is looked for. What is in a record is read by warcio.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import brotli
import zstandard
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from indexer.sources.kinds import kind_by_content
from indexer.sources.moments import iso_of
from indexer.sources.packed import MAX_PAGE_BYTES, PACKING_ERRORS, TOO_LARGE, Meter

MAX_LINES_BYTES: Final = 4 * 1024 * 1024

_KINDS: Final = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
}
# Servers that do not know better send these; the content says what it is.
_OF_WEB = re.compile(r"<?(?:https?|ftp|file):", re.IGNORECASE)
_ODD: Final = re.compile(
    r"|application/(?:octet-stream|xml|x-.*|unknown)|text/.*|[^/]*|\*/\*|unknown/.*"
)
_NOT_PAGES: Final = frozenset({"text/css", "text/javascript", "text/csv", "text/calendar"})
_CHUNK: Final = 64 * 1024
_OPENING: Final = b"WARC/"
_OPENS = re.compile(rb"WARC/[01]\.\d+\r?\n(?=WARC-|Content-)")
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
logging.getLogger("warcio").setLevel(logging.CRITICAL)  # it quotes what a file holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """A record that holds a page, or the reason why it cannot be read."""

    number: int
    kind: str = "html"
    data: bytes = b""
    url: str | None = None
    captured: str | None = None
    charset: str | None = None
    reason: str | None = None


def records_of_warc(stream: BinaryIO) -> Iterator[Crawled]:
    """The pages among the records, numbered as they stand in the file.

    Other records (requests, images, redirects) are passed over.
    """
    number = 0
    for record in _cut(stream):
        number += 1
        if isinstance(record, str):
            yield Crawled(number=number, reason=record)
            continue
        try:
            found = _page(record, number)
        except (ArchiveLoadFailed, ValueError, EOFError, AttributeError) as error:
            reason = f"damaged WARC record: {' '.join(str(error).split())[:200]}"
            if isinstance(error, AttributeError):
                reason = "damaged WARC record: it has no WARC-Target-URI"
            found = Crawled(number=number, reason=reason)
        if found:
            yield found


def _cut(stream: BinaryIO) -> Iterator[bytes | str]:
    """Each record's bytes, or what to tell people of bytes that are not one."""
    buffer = b""
    ended = False

    def fill(size: int) -> None:
        nonlocal buffer, ended
        parts = [buffer]
        have = len(buffer)
        while have < size and not ended:
            data = stream.read(max(_CHUNK, min(size - have, 1 << 20)))
            ended = not data
            parts.append(data)
            have += len(data)
        buffer = b"".join(parts)

    while True:
        fill(_CHUNK)
        buffer = buffer.lstrip(b"\r\n")
        if not buffer:
            if ended:
                return
            continue
        end = _HEADER_END.search(buffer) if buffer.startswith(_OPENING) else None
        if buffer.startswith(_OPENING) and not end:
            fill(MAX_LINES_BYTES)
            end = _HEADER_END.search(buffer)
        length = _LENGTH.search(buffer, 0, end.end()) if end else None
        why = "damaged WARC record: " + ("its header is broken" if length is None else "")
        if end and length:
            size = int(length[1])
            if size <= MAX_PAGE_BYTES + MAX_LINES_BYTES:
                fill(end.end() + size + 16)
                whole, rest = buffer[: end.end() + size], buffer[end.end() + size :]
                if len(whole) == end.end() + size and _ends_well(rest, ended=ended):
                    yield whole
                    buffer = rest
                    continue
                why += "the file ends within a record" if ended else "it is not as long as it says"
            else:
                why = TOO_LARGE
        skipped = 1
        buffer = buffer[1:]
        while not (found := _OPENS.search(buffer)):
            kept = 0 if ended else min(len(buffer), 16)
            skipped += len(buffer) - kept
            buffer = buffer[len(buffer) - kept :]
            if ended:
                break
            fill(kept + (1 << 20))
        if found:
            skipped += found.start()
            buffer = buffer[found.start() :]
        yield f"{why}; {skipped:,} bytes are skipped"


def _ends_well(rest: bytes, *, ended: bool) -> bool:
    """Whether after a record there is nothing or the next one."""
    behind = rest.lstrip(b"\r\n")
    return (
        not behind
        if ended and len(behind) < len(_OPENING)
        else behind.startswith(_OPENING) or (not behind)
    )


def _page(data: bytes, number: int) -> Crawled | None:
    record: Any = next(ArchiveIterator(io.BytesIO(data), no_record_parse=False), None)
    if record is None or record.rec_type not in ("response", "resource", "conversion"):
        return None
    url = record.rec_headers.get_header("WARC-Target-URI")
    if record.rec_type == "resource" and not _OF_WEB.match(url or ""):
        return None  # what wget and browsers that crawl note of their own work
    headers = record.http_headers
    if headers is not None and headers.get_statuscode()[:1] not in ("2", ""):
        return None
    from_headers = headers if headers is not None else record.rec_headers
    declared = from_headers.get_header("Content-Type") or ""
    media = declared.split(";")[0].strip().lower()
    kind = _KINDS.get(media)
    if kind is None and (media in _NOT_PAGES or not _ODD.fullmatch(media)):
        return None
    body: BinaryIO = record.raw_stream
    encodings: list[str] = []
    if headers is not None:
        if "chunked" in (headers.get_header("Transfer-Encoding") or "").lower():
            body = ChunkedDataReader(record.raw_stream, decomp_type=None)
        encodings = re.findall(r"[\w-]+", (headers.get_header("Content-Encoding") or "").lower())
    content = _decoded(body.read(), encodings)
    captured = iso_of(record.rec_headers.get_header("WARC-Date"))
    if len(content) > MAX_PAGE_BYTES:
        return Crawled(number=number, url=url, reason=TOO_LARGE)
    if kind is None:
        kind = kind_by_content(content[:4096])
        if kind != "html" and not (kind == "text" and media.startswith("text/")):
            return None
    charset = _CHARSET.search(declared)
    return Crawled(
        number=number,
        kind=kind,
        data=content,
        url=url,
        captured=captured,
        charset=charset[1] if charset else None,
    )


def _decoded(data: bytes, encodings: list[str]) -> bytes:
    """A body without its content encodings, as far as it really has them."""
    for name in reversed(encodings):
        unpack = _UNPACK.get(name.removeprefix("x-"))
        if unpack is None:
            continue
        try:
            data = unpack(data)
        except (*PACKING_ERRORS, brotli.error, ValueError):
            continue  # many crawlers keep the header of what they have unpacked
    if data.startswith(b"\x1f\x8b\x08"):
        with suppress(*PACKING_ERRORS):
            data = _gunzipped(data)
    return data


def _gunzipped(data: bytes) -> bytes:
    return zlib.decompressobj(31).decompress(data, MAX_PAGE_BYTES + 1)


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, MAX_PAGE_BYTES + 1)
    except zlib.error:
        return zlib.decompressobj(-15).decompress(data, MAX_PAGE_BYTES + 1)


def _unbrotlied(data: bytes) -> bytes:
    found: bytes = brotli.Decompressor().process(data, output_buffer_limit=MAX_PAGE_BYTES + 1)
    return found


def _unzstd(data: bytes) -> bytes:
    with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(data) as reader:
        return reader.read(MAX_PAGE_BYTES + 1)


_UNPACK: Final[dict[str, Callable[[bytes], bytes]]] = {
    "gzip": _gunzipped,
    "deflate": _inflated,
    "br": _unbrotlied,
    "zstd": _unzstd,
}


_LOST: Final = b"WARC/1.0\r\ndamaged member of gzip\r\n\r\n"
"""In the place of a member of which nothing can be unpacked, to be told as a broken record."""


class Gunzip(io.RawIOBase):
    """Unpacks members of gzip in a row; after a damaged one it goes on with the next."""

    def __init__(self, packed: BinaryIO, meter: Meter) -> None:
        self._packed = packed
        self._meter = meter
        self._pending = b""
        self._inflate = zlib.decompressobj(31)
        self._opened = False
        self._given = False

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer, as far as there is anything."""
        while True:
            if not self._pending:
                self._pending = self._packed.read(_CHUNK)
                if not self._pending:
                    return self._lost(buffer)
            self._opened = True
            try:
                data = self._inflate.decompress(self._pending, len(buffer))
            except zlib.error:
                at = self._pending.find(b"\x1f\x8b\x08", 1)
                self._pending = self._pending[at:] if at > 0 else b""
                lost = self._lost(buffer)
                self._inflate = zlib.decompressobj(31)
                if lost:
                    return lost
                continue
            self._pending = self._inflate.unconsumed_tail
            if self._inflate.eof:
                self._pending = self._inflate.unused_data.lstrip(b"\x00")
                self._inflate = zlib.decompressobj(31)
                self._opened = self._given = False
            if data:
                self._given = self._opened
                self._meter.add(len(data))
                buffer[: len(data)] = data
                return len(data)

    def _lost(self, buffer: Any) -> int:
        """Say where nothing of a member came out of it."""
        lost = _LOST if self._opened and not self._given else b""
        self._opened = self._given = False
        buffer[: len(lost)] = lost
        return len(lost)
