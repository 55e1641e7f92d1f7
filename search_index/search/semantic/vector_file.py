"""The vectors of an archive by one model, in one file that is mapped into memory and checked.

Layout: an eight-byte mark; the length of a JSON header (uint32); the header (fingerprint of the
model, name of the state of the index, counts, CRC-32 of all that follows); padding to 64 bytes; of
each passage its key (uint64, ascending), scale (float32), vector (int8) and the signs of its words
(uint64, zeros where it has fewer); of each article the place of its passage (int32); names (JSON:
id and language of each article). It is replaced whole, by rename. Passages that the index has had
until lately may be in it without an article: readers that page through an older state find them by
their keys.
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

from search_index.engines.files import copy_durably, write_atomically
from search_index.errors import IndexDamaged, IndexOutdated, IndexUnusable
from search_index.search.semantic.encoder import Array, Encoder

MODELS: Final = ("multilingual", "english")
_MARK: Final = b"clipvec3"
_LENGTH: Final = struct.Struct("<I")
_ALIGN: Final = 64
_BLOCK: Final = 4096
_TODO: Final = "Run the indexer again; until then words alone are searched."


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """A row for each passage, and which passage each article has.

    `version` names this state of them, `snapshot` that of the index they were made for.
    """

    version: str
    snapshot: str
    ids: Sequence[str]
    languages: Sequence[str]
    places: Array
    keys: Array
    scales: Array
    rows: Array
    terms: Array

    def of(self, places: Array) -> Array:
        """The vectors at some places (float32)."""
        scaled: Array = self.rows[places].astype(np.float32) * self.scales[places, None]
        return scaled

    def likeness(self, vector: Array, places: Array) -> Array:
        """How alike the rows at some places are to a vector: the cosine (float32)."""
        found = np.empty(len(places), np.float32)
        for start in range(0, len(places), _BLOCK):
            some = places[start : start + _BLOCK]
            found[start : start + _BLOCK] = self.rows[some].astype(np.float32) @ vector
        return found * self.scales[places]

    def find(self, keys: Sequence[int]) -> Array:
        """Where the passages with some keys are (int64); -1 for those that are not there."""
        wanted = np.array(keys, np.uint64)
        if not len(self.keys):
            return np.full(len(wanted), -1)
        at = np.minimum(self.keys.searchsorted(wanted), len(self.keys) - 1)
        return np.where(self.keys[at] == wanted, at, -1)


def file_name(model: str) -> str:
    """What the file of a model's vectors is called."""
    return f"vectors-{model}.clip"


def quantized(vectors: Array) -> tuple[Array, Array]:
    """Vectors as bytes (int8), and what to multiply each with (float32)."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9).astype(np.float32) / 127
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales


def write_vectors(
    folder: Path,
    encoder: Encoder,
    *,
    snapshot: str,
    ids: Sequence[str],
    languages: Sequence[str],
    places: Array,
    keys: Array,
    scales: Array,
    rows: Array,
    terms: Array,
) -> None:
    """Replace the file of a model in `folder`; `keys` ascend."""
    names = json.dumps([list(ids), list(languages)]).encode()
    parts = [
        keys.astype("<u8").tobytes(),
        scales.astype("<f4").tobytes(),
        rows.astype(np.int8).tobytes(),
        terms.astype("<u8").tobytes(),
        places.astype("<i4").tobytes(),
        names,
    ]
    checksum = 0
    for part in parts:
        checksum = zlib.crc32(part, checksum)
    header = json.dumps(
        {
            "model": encoder.fingerprint,
            "dimensions": encoder.dimensions,
            "terms": encoder.terms,
            "snapshot": snapshot,
            "passages": len(keys),
            "articles": len(ids),
            "names": len(names),
            "crc32": checksum,
        }
    ).encode()
    start = len(_MARK) + _LENGTH.size + len(header)
    padding = bytes(-start % _ALIGN)
    whole = b"".join((_MARK, _LENGTH.pack(len(header)), header, padding, *parts))
    write_atomically(folder / file_name(encoder.name), whole)


def read_vectors(folder: Path, model: str, fingerprint: str | None = None) -> Vectors | None:
    """What `write_vectors` wrote, None where there is nothing.

    Raises IndexDamaged, and IndexOutdated for vectors of another model than that with the
    `fingerprint` (None: of any).
    """
    path = folder / file_name(model)
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"{path} cannot be read ({error}). {_TODO}") from error
    try:
        return _parsed(data, path, fingerprint)
    except (ValueError, KeyError, TypeError, struct.error) as error:
        raise IndexDamaged(f"{path} is damaged: {error}. {_TODO}") from error


def _parsed(data: mmap.mmap, path: Path, fingerprint: str | None) -> Vectors:
    if data[: len(_MARK)] != _MARK:
        raise ValueError("it has another beginning")
    (length,) = _LENGTH.unpack_from(data, len(_MARK))
    start = len(_MARK) + _LENGTH.size + length
    header = json.loads(data[start - length : start])
    model, dimensions = str(header["model"]), int(header["dimensions"])
    terms, size = int(header["terms"]), dimensions // 64
    passages, articles = int(header["passages"]), int(header["articles"])
    if fingerprint is not None and model != fingerprint:
        raise IndexOutdated(f"{path} has the vectors of another model. {_TODO}")
    start += -start % _ALIGN
    if zlib.crc32(memoryview(data)[start:]) != header["crc32"]:
        raise ValueError("it is not as it was written")
    keys = np.frombuffer(data, "<u8", passages, start)
    start += keys.nbytes
    scales = np.frombuffer(data, "<f4", passages, start)
    start += scales.nbytes
    rows = np.frombuffer(data, np.int8, passages * dimensions, start)
    start += rows.nbytes
    signs = np.frombuffer(data, "<u8", passages * terms * size, start)
    start += signs.nbytes
    places = np.frombuffer(data, "<i4", articles, start)
    ids, languages = json.loads(data[start + places.nbytes :])
    return Vectors(
        version=f"{model[:16]}-{header['crc32']:08x}",
        snapshot=str(header["snapshot"]),
        ids=ids,
        languages=languages,
        places=places,
        keys=keys,
        scales=scales,
        rows=rows.reshape(passages, dimensions),
        terms=signs.reshape(passages, terms, size),
    )


def problems_of(folder: Path, *, needed: bool = False) -> list[str]:
    """What is wrong with the vectors in a folder, each naming its file; empty when sound.

    `needed` says that there should be some of each model.
    """
    found = []
    owners: dict[str, str] = {}
    for model in MODELS:
        path = folder / file_name(model)
        try:
            vectors = read_vectors(folder, model)
        except IndexUnusable as error:
            found.append(str(error))
            continue
        if vectors is not None:
            owner = owners.setdefault(vectors.version.partition("-")[0], path.name)
            if owner != path.name:
                found.append(f"{path} and {owner} have the vectors of one model. {_TODO}")
        elif needed:
            found.append(f"{path} is gone, or was never made. {_TODO}")
    return found


def copy_vectors(folder: Path, target: Path) -> None:
    """Copy the vectors in a folder into another one. Raises IndexDamaged, OSError."""
    for model in MODELS:
        if read_vectors(folder, model) is not None:
            copy_durably(folder / file_name(model), target / file_name(model))
            read_vectors(target, model)
