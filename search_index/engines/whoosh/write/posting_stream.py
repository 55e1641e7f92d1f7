"""Writing the postings of a field piece by piece, without holding them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np

from search_index.engines.whoosh.store.postings import STRIDE, PostingArrays, narrow
from search_index.engines.whoosh.store.segment_file import Array, SegmentFileWriter

_READ_BYTES: Final = 1 << 20


class _Spool:
    """Numbers put aside in a file that has no name and goes with the process."""

    def __init__(self, folder: Path, dtype: Any) -> None:
        self.dtype = np.dtype(dtype)
        self._file = tempfile.TemporaryFile(buffering=_READ_BYTES, dir=folder)  # noqa: SIM115

    def append(self, values: Array) -> None:
        self._file.write(np.ascontiguousarray(values, self.dtype).data)

    def pieces(self) -> Iterator[Array]:
        self._file.seek(0)
        while data := self._file.read(_READ_BYTES):
            yield np.frombuffer(data, self.dtype)

    def close(self) -> None:
        self._file.close()


class PostingStream:
    """The sections of one field, which come side by side and are one after the other.

    `starts` are where the postings of each term begin (int64), to be set before `write`.
    """

    def __init__(self, folder: Path, *, positions: Any = None) -> None:
        """`positions` is their type, None where the field has none."""
        self.starts: Array = np.zeros(1, np.int64)
        self._documents = _Spool(folder, np.uint16)
        self._codes = _Spool(folder, np.uint16)
        self._positions = _Spool(folder, positions) if positions is not None else None
        self._size = self._occurrences = 0
        self._position_starts: list[Array] = [np.zeros(1, np.int64)]
        self._long_at: list[Array] = [np.zeros(0, np.int64)]
        self._long_frequency: list[Array] = [np.zeros(0, np.int64)]

    def append(self, piece: PostingArrays) -> None:
        """Put the postings of the next terms after those that came before."""
        self._documents.append(piece.documents)
        self._codes.append(piece.codes)
        self._long_at.append(piece.long_at + self._size)
        self._long_frequency.append(piece.long_frequency)
        if self._positions and piece.positions is not None and piece.frequencies is not None:
            self._positions.append(piece.positions)
            ends = self._occurrences + np.cumsum(piece.frequencies, dtype=np.int64)
            # A copy, for a view would keep all of them.
            self._position_starts.append(ends[STRIDE - 1 - self._size % STRIDE :: STRIDE].copy())
            self._occurrences += len(piece.positions)
        self._size += len(piece.documents)

    def write(self, file: SegmentFileWriter, field: str, *, shared: Array | None = None) -> None:
        """Write the sections of `field`; see `PostingArrays.write`."""
        file.add(f"{field}.starts", self.starts.astype(np.uint32))
        file.add_pieces(f"{field}.documents", self._documents.dtype, self._documents.pieces())
        self._codes.append(np.zeros(-self._size % STRIDE))
        file.add_pieces(f"{field}.codes", self._codes.dtype, self._codes.pieces())
        file.add(f"{field}.long_at", np.concatenate(self._long_at).astype(np.uint32))
        frequencies = np.concatenate(self._long_frequency)
        file.add(f"{field}.long_frequency", frequencies.astype(np.uint32))
        if self._positions:
            file.add(f"{field}.position_starts", narrow(np.concatenate(self._position_starts)))
            file.add_pieces(f"{field}.positions", self._positions.dtype, self._positions.pieces())
        if shared is not None:
            file.add(f"{field}.shared", shared.astype(np.int32))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for spool in (self._documents, self._codes, self._positions):
            if spool:
                spool.close()
