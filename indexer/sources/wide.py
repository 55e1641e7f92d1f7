"""Streams of UTF-16 or UTF-32 as UTF-8, so that lines and commas are bytes."""

from __future__ import annotations

import codecs
import io
from typing import BinaryIO, Final, cast

from indexer.sources.charsets import wide
from indexer.sources.packed import available, beginning

_HEAD_BYTES: Final = 8192
_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def narrowed(stream: BinaryIO) -> BinaryIO:
    """The stream itself, or one of UTF-8 where it is in a wider encoding."""
    head = beginning(stream, _HEAD_BYTES)
    encoding = next((name for bom, name in _BOMS if head.startswith(bom)), None) or wide(head)
    if encoding is None:
        if stream.seekable():
            stream.seek(0)
            return stream
        return cast("BinaryIO", io.BufferedReader(_Narrowed(head, stream, None)))
    return cast("BinaryIO", io.BufferedReader(_Narrowed(head, stream, encoding)))


class _Narrowed(io.RawIOBase):
    def __init__(self, head: bytes, rest: BinaryIO, encoding: str | None) -> None:
        self._rest = rest
        self._decoder = codecs.getincrementaldecoder(encoding)("replace") if encoding else None
        self._ready = self._turned(head)

    def _turned(self, data: bytes) -> bytes:
        if self._decoder is None:
            return data
        text = self._decoder.decode(data, final=not data)
        return text.encode("utf-8", "replace").removeprefix(codecs.BOM_UTF8)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        while not self._ready:
            data = available(self._rest, _HEAD_BYTES)
            if not data:
                return 0
            self._ready = self._turned(data)
        part, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(part)] = part
        return len(part)
