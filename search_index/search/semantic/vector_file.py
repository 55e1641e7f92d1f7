"""The vectors of an archive in one file, mapped into memory and checked when it is opened.

Layout: an eight-byte mark; the length of a JSON header (uint32); the header (model, rows, bytes
of the names, CRC-32 of all that follows); padding to 64 bytes; keys (uint64), scales (float32),
vectors (int8), names (JSON: id and language of each row). It is replaced whole, by rename.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from search_index.engines.files import write_atomically
from search_index.errors import IndexDamaged, IndexOutdated
from search_index.search.semantic.encoder import DIMENSIONS, SHA256, Array

FILE_NAME: Final = "vectors.clip"
_MARK: Final = b"clipvec1"
_LENGTH: Final = struct.Struct("<I")
_ALIGN: Final = 64
_BLOCK: Final = 8192
_TODO: Final = "Run the indexer again; until then words alone are searched."


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """One row for each article: its id, its language, the key of its passage, its vector."""

    ids: Sequence[str]
    languages: Sequence[str]
    keys: Array
    scales: Array
    rows: Array

    def likeness(self, vector: Array) -> Array:
        """How alike every row is to a vector: the cosine (float32)."""
        found = np.empty(len(self.ids), np.float32)
        for start in range(0, len(self.ids), _BLOCK):
            block = self.rows[start : start + _BLOCK].astype(np.float32)
            found[start : start + _BLOCK] = block @ vector
        return found * self.scales


def quantized(vectors: Array) -> tuple[Array, Array]:
    """Vectors as bytes (int8), and what to multiply each with (float32)."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9).astype(np.float32) / 127
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales


def write_vectors(folder: Path, vectors: Vectors) -> None:
    """Replace the file in `folder`."""
    names = json.dumps([list(vectors.ids), list(vectors.languages)]).encode()
    parts = [
        vectors.keys.astype("<u8").tobytes(),
        vectors.scales.astype("<f4").tobytes(),
        vectors.rows.astype(np.int8).tobytes(),
        names,
    ]
    checksum = 0
    for part in parts:
        checksum = zlib.crc32(part, checksum)
    header = json.dumps(
        {"model": SHA256, "rows": len(vectors.ids), "names": len(names), "crc32": checksum}
    ).encode()
    start = len(_MARK) + _LENGTH.size + len(header)
    padding = bytes(-start % _ALIGN)
    whole = b"".join((_MARK, _LENGTH.pack(len(header)), header, padding, *parts))
    write_atomically(folder / FILE_NAME, whole)


def read_vectors(folder: Path) -> Vectors | None:
    """What `write_vectors` wrote, None where there is nothing.

    Raises IndexOutdated for vectors of another model, IndexDamaged.
    """
    path = folder / FILE_NAME
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"{path} cannot be read ({error}). {_TODO}") from error
    try:
        if data[: len(_MARK)] != _MARK:
            raise ValueError("it has another beginning")
        (length,) = _LENGTH.unpack_from(data, len(_MARK))
        start = len(_MARK) + _LENGTH.size + length
        header = json.loads(data[start - length : start])
        model, rows = str(header["model"]), int(header["rows"])
        start += -start % _ALIGN
        if zlib.crc32(memoryview(data)[start:]) != header["crc32"]:
            raise ValueError("it is not as it was written")
        if model != SHA256:
            raise IndexOutdated(f"{path} has the vectors of another model. {_TODO}")
        keys = np.frombuffer(data, "<u8", rows, start)
        start += keys.nbytes
        scales = np.frombuffer(data, "<f4", rows, start)
        start += scales.nbytes
        vectors = np.frombuffer(data, np.int8, rows * DIMENSIONS, start)
        ids, languages = json.loads(data[start + vectors.nbytes :])
    except (ValueError, KeyError, TypeError, struct.error) as error:
        raise IndexDamaged(f"{path} is damaged: {error}. {_TODO}") from error
    return Vectors(
        ids=ids,
        languages=languages,
        keys=keys,
        scales=scales,
        rows=vectors.reshape(rows, DIMENSIONS),
    )
