"""Bytes of files, packed or not, within limits."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from indexer.errors import PageRejected

MAX_PAGE_BYTES = 32 * 1024 * 1024

_SMALL_BYTES = 4 * 1024 * 1024
MAX_RATIO = 200
"""Text is packed to a fifth; what is packed so much better is made to fill a memory or a day."""

TOO_LARGE = f"larger than {MAX_PAGE_BYTES // 2**20} MB; no page is, split the file into pages"

PACKING_ERRORS = (EOFError, zlib.error, gzip.BadGzipFile)


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
    packed = path.name.lower().endswith(".gz")
    if path.stat().st_size > MAX_PAGE_BYTES:
        raise PageRejected(TOO_LARGE)
    raw = path.read_bytes()
    data = raw
    if packed:
        with unpacked(path) as stream:
            try:
                data = stream.read(MAX_PAGE_BYTES + 1)
            except PACKING_ERRORS as error:
                raise PageRejected(f"damaged gzip file: {error}") from None
        if len(data) > MAX_PAGE_BYTES:
            raise PageRejected(TOO_LARGE)
    return data, digest_of(raw)


class _Measured(io.RawIOBase):
    """What is unpacked, as long as it is not much more than any text would be."""

    def __init__(self, packed: BinaryIO, opened: gzip.GzipFile) -> None:
        self._packed = packed
        self._opened = opened
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._opened.read1(len(buffer))
        self._size += len(data)
        if self._size > _SMALL_BYTES and self._size > MAX_RATIO * self._packed.tell():
            raise zlib.error(f"it unpacks to over {MAX_RATIO} times its size")
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def unpacked(path: Path) -> Iterator[BinaryIO]:
    """A file to read from, unpacked on the way where its name ends in .gz."""
    with path.open("rb") as raw:
        if path.name.lower().endswith(".gz"):
            with gzip.open(raw) as opened:
                yield cast("BinaryIO", io.BufferedReader(_Measured(raw, opened)))
        else:
            yield raw
