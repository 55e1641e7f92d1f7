"""Bytes of files, packed or not, within limits."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import zstandard

from indexer.errors import PageRejected

MAX_PAGE_BYTES = 32 * 1024 * 1024

_SMALL_BYTES = 4 * 1024 * 1024
_STEP_BYTES = 1024
MAX_RATIO = 100
"""Text is packed to a fifth; what is packed so much better is made to fill a memory or a day."""

TOO_LARGE = f"larger than {MAX_PAGE_BYTES // 2**20} MB; no page is, split the file into pages"

PACKING_ERRORS = (
    EOFError,
    zlib.error,
    gzip.BadGzipFile,
    zstandard.ZstdError,
    lzma.LZMAError,
)
PACKINGS = (".gz", ".tgz", ".zst", ".bz2", ".tbz2", ".xz", ".txz")

_NAMES = {
    ".gz": "gzip", ".tgz": "gzip", ".zst": "Zstandard", ".bz2": "bzip2", ".tbz2": "bzip2",
    ".xz": "xz", ".txz": "xz", ".warc": "gzip",
}  # fmt: skip


def is_packed(name: str) -> bool:
    """Whether a name ends as those of packed files do."""
    return name.lower().endswith(PACKINGS)


def digest_of(data: bytes) -> str:
    """32 hex digits that tell contents apart."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def file_digest(path: Path) -> str:
    """The same for a file of any size. Raises OSError."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def load(path: Path) -> tuple[bytes, str]:
    """The bytes of a page's file, unpacked, and the digest of the file as it lies there.

    Raises PageRejected where there are too many or the packing is damaged, and OSError.
    """
    packed = is_packed(path.name)
    if path.stat().st_size > MAX_PAGE_BYTES:
        raise PageRejected(TOO_LARGE)
    raw = path.read_bytes()
    data = raw
    if packed:
        with unpacked(path) as stream:
            try:
                data = stream.read(MAX_PAGE_BYTES + 1)
            except PACKING_ERRORS as error:
                raise PageRejected(damaged(error, path.name)) from None
        if len(data) > MAX_PAGE_BYTES:
            raise PageRejected(TOO_LARGE)
    return data, digest_of(raw)


def damaged(error: Exception, name: str) -> str:
    """The reason for people where the packing of a file is broken, or too good to be true."""
    if isinstance(error, UnpacksTooFar):
        return f"not unpacked: {error}, as no text does; unpack it before indexing if it is one"
    kind = next((kind for end, kind in _NAMES.items() if name.lower().endswith(end)), "zip")
    return f"damaged {kind} file: {' '.join(str(error).split())[:200]}"


class UnpacksTooFar(zlib.error):
    """Much more comes out of a packing than any text would be."""


class Meter:
    """Counts what is unpacked of one file, on all levels, within a limit."""

    def __init__(self, packed_bytes: int) -> None:
        self._most = max(_SMALL_BYTES, MAX_RATIO * packed_bytes)
        self._size = 0

    def add(self, size: int) -> None:
        """Raises UnpacksTooFar where it is much more than any text would be."""
        self._size += size
        if self._size > self._most:
            raise UnpacksTooFar(f"it unpacks to over {MAX_RATIO} times its size")


class _Measured(io.RawIOBase):
    """What is unpacked, as long as it is not much more than any text would be."""

    def __init__(self, opened: Any, meter: Meter) -> None:
        # what comes before the place of a damage is given out; `read` would lose it
        self._read = getattr(opened, "read1", opened.read)
        self._meter = meter
        self._broken: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._broken:  # whoever reads on is not given what comes after the damage
            raise self._broken
        try:
            data = self._read(len(buffer))
            self._meter.add(len(data))
        except PACKING_ERRORS as error:
            self._broken = error
            raise
        except OSError as error:  # bz2 knows no other
            if error.errno is not None:
                raise
            self._broken = zlib.error(str(error))
            raise self._broken from None
        buffer[: len(data)] = data
        return len(data)


class _Zstandard:
    """Frames of Zstandard in a row. Raises ZstdError where the last one is cut.

    The library's own stream ends there in silence. What a step unpacks to takes 32 MB at most.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._frame: Any = None
        self._rest = b""
        self._unpacked = io.BytesIO()

    def read(self, size: int) -> bytes:
        while not (data := self._unpacked.read(size)):
            packed = self._rest or self._stream.read(_STEP_BYTES)
            self._rest = b""
            if not packed:
                if self._frame is not None:
                    raise zstandard.ZstdError("it is cut, its last frame does not end")
                return b""
            if self._frame is None:
                self._frame = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
            self._unpacked = io.BytesIO(self._frame.decompress(packed))
            if self._frame.eof:
                self._rest = self._frame.unused_data
                self._frame = None
        return data


def beginning(stream: BinaryIO, size: int) -> bytes:
    """The first bytes of a stream, fewer where its packing is damaged behind them.

    Whoever reads on is given the error. `read` would lose what comes before it.
    """
    parts: list[bytes] = []
    while size > 0:
        try:
            part = available(stream, size)
        except PACKING_ERRORS:
            break
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def available(stream: BinaryIO, size: int) -> bytes:
    """What one step of reading gives, so that no step is lost for an error in the next."""
    return cast("io.BufferedReader", stream).read1(size)


def unpack(stream: BinaryIO, name: str, meter: Meter) -> BinaryIO:
    """A stream, unpacked on the way where its name says that it is packed."""
    lower = name.lower()
    opened: Any
    if lower.endswith((".gz", ".tgz")):
        opened = gzip.GzipFile(fileobj=stream)
    elif lower.endswith(".zst"):
        opened = _Zstandard(stream)
    elif lower.endswith((".bz2", ".tbz2")):
        opened = bz2.BZ2File(stream)
    elif lower.endswith((".xz", ".txz")):
        opened = lzma.LZMAFile(stream)  # noqa: SIM115 (closed with the stream)
    else:
        return stream
    return cast("BinaryIO", io.BufferedReader(_Measured(opened, meter)))


@contextmanager
def unpacked(path: Path) -> Iterator[BinaryIO]:
    """A file to read from, unpacked on the way where its name says that it is packed."""
    with path.open("rb") as raw:
        yield unpack(raw, path.name, Meter(path.stat().st_size))
