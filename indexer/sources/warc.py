"""WARC files: the pages of a crawl."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import brotli
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed

from indexer.sources.files import SourceFile
from indexer.sources.packed import MAX_PAGE_BYTES, PACKING_ERRORS, TOO_LARGE, digest_of
from indexer.sources.unit import Unit

MAX_LINES_BYTES = 4 * 1024 * 1024

_KINDS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
}


def units_of_warc(file: SourceFile) -> Iterator[Unit]:
    """A unit for each response or conversion record that holds a page, named by its number.

    Other records (requests, images, redirects) are passed over. A damaged record ends the
    file: what stands before it is given, and one unit with the reason.
    """
    number = 0
    with file.path.open("rb") as stream:
        try:
            records = ArchiveIterator(stream)
            records.INC_RECORD = ""  # what it would print of bytes that it passes over
            lines = records.reader.readline = _Lines(records.reader.readline)
            while record := _next(records):
                number += 1
                unit = _unit(file, record, number)
                if unit:
                    yield unit
                lines.left = MAX_LINES_BYTES
        except (ArchiveLoadFailed, ValueError, brotli.error, *PACKING_ERRORS) as error:
            yield Unit(
                file=file,
                name=f"{file.name}#{number + 1}",
                kind="html",
                reason=f"damaged WARC record: {' '.join(str(error)[:200].split())}",
            )


def _next(records: Any) -> Any:
    """The next record, None after the last."""
    try:
        return next(records, None)
    except AttributeError as error:  # warcio takes the address for given
        raise ArchiveLoadFailed("it has no WARC-Target-URI") from error


class _Lines:
    """Reads the lines around a body: headers, sizes of chunks.

    warcio takes them of any length and number, and joins a long one in quadratic time.
    """

    def __init__(self, readline: Callable[[int], bytes]) -> None:
        self._readline = readline
        self.left = MAX_LINES_BYTES

    def __call__(self, length: int | None = None) -> bytes:
        most = self.left + 1
        line = self._readline(min(length, most) if length else most)
        self.left -= len(line)
        if self.left < 0:
            raise ArchiveLoadFailed(f"its headers are over {MAX_LINES_BYTES // 2**20} MB long")
        return line


class _Brotli:
    """Unpacks a body as warcio wants it done; its own way fails with brotli from 1.2 on.

    Sixteen kilobytes may unpack to gigabytes, so it stops where a page is too large.
    """

    unused_data = b""

    def __init__(self) -> None:
        self._decompressor = brotli.Decompressor()
        self._full = False

    def decompress(self, data: bytes) -> bytes:
        if self._full:
            return b""
        found: bytes = self._decompressor.process(data, output_buffer_limit=MAX_PAGE_BYTES + 1)
        self._full = not self._decompressor.can_accept_more_data() and len(found) > MAX_PAGE_BYTES
        return found


BufferedReader.DECOMPRESSORS["br"] = _Brotli
logging.getLogger("warcio").setLevel(logging.CRITICAL)  # it quotes what a file holds


def _unit(file: SourceFile, record: Any, number: int) -> Unit | None:
    if record.rec_type not in ("response", "resource", "conversion"):
        return None
    headers = record.http_headers
    if headers is not None:
        if headers.get_statuscode()[:1] not in ("2", ""):
            return None
        declared = headers.get_header("Content-Type") or ""
    else:
        declared = record.rec_headers.get_header("Content-Type") or ""
    kind = _KINDS.get(declared.split(";")[0].strip().lower())
    if kind is None:
        return None
    name = f"{file.name}#{number}"
    url = record.rec_headers.get_header("WARC-Target-URI")
    data = record.content_stream().read(MAX_PAGE_BYTES + 1)
    if len(data) <= MAX_PAGE_BYTES and getattr(record.raw_stream, "limit", 0) > 0:
        raise ValueError("the file ends within a record")
    if len(data) > MAX_PAGE_BYTES:
        return Unit(file=file, name=name, kind=kind, url=url, reason=TOO_LARGE)
    return Unit(file=file, name=name, kind=kind, data=data, digest=digest_of(data), url=url)
