"""The file of a segment: arrays one after the other, with checksums, mapped into memory.

Layout: an eight-byte mark; the sections, each at a multiple of 64 bytes; a CRC-32 for each
64 KiB of all that; a JSON table of the sections with the segment's facts; a footer of 28
bytes (where table and checksums begin, the CRC-32 of both, the mark again). Numbers are
little-endian. The table names the file, too, so that no whole other one is taken for it. The file
is written once, from front to back, and never changed.

A page is checked when it is first read, so opening costs nothing and no answer is ever
computed from bytes that were not checked.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import weakref
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np

from search_index.engines.files import signature_of
from search_index.errors import IndexDamaged
from search_index.manifest import REBUILD

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

PAGE_BYTES: Final = 1 << 16
_PAGE_SHIFT: Final = 16
_ALIGN: Final = 64
_MARK: Final = b"clippng1"
_FOOTER: Final = struct.Struct("<QQI8s")


def places_of_runs(begins: Array, sizes: Array) -> Array:
    """All places of runs that begin at `begins` and are `sizes` long, one after the other."""
    places: Array = (begins - sizes.cumsum() + sizes).repeat(sizes)
    places += np.arange(len(places))
    return places


class SegmentFileWriter:
    """Writes the sections of one segment; `close` makes the file whole and durable."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.folder = path.parent
        self._file = path.open("wb", buffering=1 << 20)
        self._at = 0
        self._sections: dict[str, tuple[str, int, int]] = {}
        self._checksums: list[int] = []
        self._running = 0
        self._write(_MARK)

    def add(self, name: str, values: Array) -> None:
        """Write a one-dimensional array of numbers as the section `name`."""
        self.add_pieces(name, values.dtype, (values,))

    def add_pieces(self, name: str, dtype: np.dtype[Any], pieces: Iterable[Array]) -> None:
        """Write arrays of one type, one after the other, as the section `name`."""
        self._write(bytes(-self._at % _ALIGN))
        start = self._at
        for values in pieces:
            self._write(np.ascontiguousarray(values).data.cast("B") if values.size else b"")
        length = (self._at - start) // dtype.itemsize
        self._sections[name] = (dtype.newbyteorder("<").str, start, length)

    def add_bytes(self, name: str, data: bytes) -> None:
        """Write bytes as the section `name`."""
        self.add(name, np.frombuffer(data, np.uint8))

    def _write(self, data: bytes | memoryview) -> None:
        view = memoryview(data)
        self._file.write(view)
        while len(view):
            part = view[: PAGE_BYTES - self._at % PAGE_BYTES]
            self._running = zlib.crc32(part, self._running)
            self._at += len(part)
            if self._at % PAGE_BYTES == 0:
                self._checksums.append(self._running)
                self._running = 0
            view = view[len(part) :]

    def close(self, facts: dict[str, Any]) -> None:
        """Write the checksums, the table with `facts`, and the footer; then fsync."""
        if self._at % PAGE_BYTES:
            self._checksums.append(self._running)
        end = self._at
        checksums = np.array(self._checksums, "<u4").tobytes()
        named = {**facts, "name": self._path.name}
        table = json.dumps({"facts": named, "sections": self._sections}).encode()
        self._file.write(checksums + table)
        check = zlib.crc32(checksums + table)
        self._file.write(_FOOTER.pack(end, end + len(checksums), check, _MARK))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Close and remove the unfinished file."""
        self._file.close()
        self._path.unlink(missing_ok=True)


class SegmentFile:
    """The sections of a finished file, read in place.

    Safe for many threads; forked processes share the pages. The arrays stay valid as long
    as somebody holds them, also after the file has lost its name.
    """

    def __init__(self, path: Path) -> None:
        """Map the file. Raises FileNotFoundError, or IndexDamaged where it is not whole."""
        self.path = path
        with path.open("rb") as file:
            state = os.fstat(file.fileno())
            self.size = state.st_size
            self.signature = (state.st_ino, state.st_size, state.st_mtime_ns)
            if self.size < len(_MARK) + _FOOTER.size:
                raise self.damaged("it is cut short")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._handle = os.dup(file.fileno())
            weakref.finalize(self, os.close, self._handle)
        footer = self._map[self.size - _FOOTER.size :]
        end, table_at, check, mark = _FOOTER.unpack(footer)
        if mark != _MARK or not end <= table_at <= self.size - _FOOTER.size:
            raise self.damaged("its footer is not that of a segment")
        tail = self._map[end : self.size - _FOOTER.size]
        if zlib.crc32(tail) != check:
            raise self.damaged("its table does not fit its checksum")
        self._checksums = np.frombuffer(tail, "<u4", (table_at - end) // 4)
        table = json.loads(tail[table_at - end :])
        self.facts: dict[str, Any] = table["facts"]
        if self.facts.get("name", path.name) != path.name:
            raise self.damaged(f"it is another file, {self.facts['name']}")
        self._end: int = end
        self._unchecked = bytearray(b"\1" * len(self._checksums))
        self._flags = np.frombuffer(self._unchecked, np.uint8)
        self._sections: dict[str, tuple[Array, int, int]] = {}
        self._pages: dict[str, tuple[int, int]] = {}
        for name, (dtype, start, length) in table["sections"].items():
            values = np.frombuffer(self._map, dtype, length, start)
            self._sections[name] = (values, start, values.itemsize)
            self._pages[name] = (start >> _PAGE_SHIFT, -(-(start + values.nbytes) >> _PAGE_SHIFT))

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    def read(self, name: str, first: int = 0, last: int | None = None) -> Array:
        """The values [first:last] of a section, read-only, their pages checked."""
        values, start, item = self._sections[name]
        if last is None:
            last = len(values)
        if last > first:
            low = (start + first * item) >> _PAGE_SHIFT
            high = ((start + last * item - 1) >> _PAGE_SHIFT) + 1
            if self._unchecked.find(1, low, high) >= 0:
                self._check(low, high)
        return values[first:last]

    def read_runs(self, name: str, begins: Array, sizes: Array) -> Array:
        """The values of runs of a section, one run after the other; only their pages are checked.

        A run is shorter than a page.
        """
        values, start, item = self._sections[name]
        if len(values) and not self._is_checked(name):
            edges = np.concatenate((begins, begins + np.maximum(sizes - 1, 0)))
            pages = (np.minimum(edges, len(values) - 1) * item + start) >> _PAGE_SHIFT
            self._check_some(pages)
        found: Array = values.take(places_of_runs(begins, sizes))
        return found

    def read_rows(self, name: str, width: int, rows: Array) -> Array:
        """Rows of a section whose length is a multiple of `width`; only their pages are checked.

        A row is shorter than a page.
        """
        values, start, item = self._sections[name]
        if not self._is_checked(name):
            begins = rows * (width * item) + start
            pages = np.concatenate((begins, begins + (width * item - 1))) >> _PAGE_SHIFT
            self._check_some(pages)
        found: Array = values.reshape(-1, width).take(rows, axis=0)
        return found

    def _is_checked(self, name: str) -> bool:
        """Whether all pages of a section are: after some questions most sections are."""
        return self._unchecked.find(1, *self._pages[name]) < 0

    def _check_some(self, pages: Array) -> None:
        if self._flags.take(pages).any():
            for page in np.unique(pages).tolist():
                self._check(page, page + 1)

    def read_bytes(self, name: str, first: int = 0, last: int | None = None) -> bytes:
        """The bytes [first:last] of a section of bytes."""
        return self.read(name, first, last).tobytes()

    def fetch(self, name: str, first: int, last: int) -> bytes:
        """The bytes [first:last] of a section of bytes, past the mapping.

        What is large and read here and there would otherwise make up most of the memory
        that a process is seen to hold.
        """
        _, start, _ = self._sections[name]
        if last <= first:
            return b""
        low, high = (start + first) >> _PAGE_SHIFT, ((start + last - 1) >> _PAGE_SHIFT) + 1
        for page in range(low, high):
            if self._unchecked[page]:
                self._compare(page, self._fetch(page << _PAGE_SHIFT, self._length_of(page)))
        return self._fetch(start + first, last - first)

    def _fetch(self, start: int, length: int) -> bytes:
        parts = []
        while length:
            part = os.pread(self._handle, length, start)
            if not part:
                raise self.damaged("it is cut short")
            parts.append(part)
            start, length = start + len(part), length - len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def length(self, name: str) -> int:
        """How many values a section has."""
        return len(self._sections[name][0])

    def is_intact(self) -> bool:
        """Whether the file is as long as it was, and was not written to under its name."""
        now = signature_of(self.path)
        replaced = now[0] != self.signature[0]
        return self._map.size() == self.size and (replaced or now == self.signature)

    def check(self) -> None:
        """Read the whole file against its checksums. Raises IndexDamaged."""
        self._check(0, len(self._checksums), again=True)

    def _check(self, low: int, high: int, *, again: bool = False) -> None:
        # To touch a mapped page that the file has lost would kill the process.
        if self._map.size() < self.size:
            raise self.damaged("it is cut short")
        mapped = memoryview(self._map)
        for page in range(low, high):
            if again or self._unchecked[page]:
                start = page << _PAGE_SHIFT
                self._compare(page, mapped[start : start + self._length_of(page)])

    def _length_of(self, page: int) -> int:
        return min(PAGE_BYTES, self._end - (page << _PAGE_SHIFT))

    def _compare(self, page: int, data: bytes | memoryview) -> None:
        if zlib.crc32(data) != self._checksums[page]:
            at = page << _PAGE_SHIFT
            raise self.damaged(f"the bytes from {at} on are not as written")
        self._unchecked[page] = 0

    def damaged(self, why: str) -> IndexDamaged:
        """The error that names this file."""
        return IndexDamaged(f"{self.path} is damaged: {why}. {REBUILD}")
