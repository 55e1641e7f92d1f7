"""The manifest: the small file that says which state of the index is the newest whole one.

It is written last in a commit, by an atomic rename, and so is the commit: files that it
does not name are leftovers. What it says is readable by people (JSON).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from search_index.errors import IndexDamaged, IndexMissing, IndexOutdated
from search_index.model.sentences import LongSentences
from search_index.schema import SCHEMA_VERSION

FILE_NAME: Final = "manifest.json"
REBUILD: Final = "Rebuild the index with `python -m indexer --full`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One committed state. `built` is an ISO 8601 instant in UTC; `files` belong to the engine.

    `sentences` are the counts of `LongSentences`.
    """

    engine: str
    generation: int
    schema_version: int
    analysis_version: int
    articles: int
    pages: int
    built: str
    files: Mapping[str, Any] = field(default_factory=dict)
    sentences: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """A name that no other state has, of this index or of one made again in its place."""
        return f"{self.generation}-{zlib.crc32(self.to_bytes()):08x}"

    @property
    def long_sentences(self) -> LongSentences:
        """What became of the long sentences of the pages."""
        return LongSentences(**self.sentences)

    def with_sentences(self, counts: LongSentences | None) -> Manifest:
        """The same with other counts; with those that it has, where there are no new ones."""
        return self if counts is None else replace(self, sentences=asdict(counts))

    def to_bytes(self) -> bytes:
        """The manifest as indented JSON."""
        values = asdict(self)
        return json.dumps({**values, "checksum": _checksum(values)}, indent=1).encode()


def _checksum(values: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps(values, sort_keys=True).encode())


def read_manifest(
    folder: Path, *, engine: str, analysis_version: int, name: str = FILE_NAME
) -> Manifest:
    """The manifest of the index in `folder`; `name` for one that a newer one has replaced.

    Raises IndexMissing where there is none, IndexDamaged where it cannot be read, and
    IndexOutdated where another engine, schema or analysis wrote it.
    """
    path = folder / name
    try:
        values = json.loads(path.read_bytes())
        if values.pop("checksum", None) != _checksum(values):
            raise ValueError("it does not fit its checksum")
    except FileNotFoundError:
        raise IndexMissing(
            f"There is no index in {folder}: it has no {name}. Make one with `python -m indexer`."
        ) from None
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"{path} cannot be read ({error}). {REBUILD}") from error
    check_versions(values, place=str(folder), engine=engine, analysis_version=analysis_version)
    return Manifest(**values)


def check_versions(
    values: Mapping[str, Any], *, place: str, engine: str, analysis_version: int
) -> None:
    """Raise IndexOutdated where another engine, schema or analysis wrote the index at `place`.

    `values` are those of its manifest, which may have other fields than those of today.
    """
    for what, wanted in (
        ("engine", engine),
        ("schema_version", SCHEMA_VERSION),
        ("analysis_version", analysis_version),
    ):
        if values.get(what) != wanted:
            raise IndexOutdated(
                f"The index in {place} was written with {what.replace('_', ' ')} "
                f"{values.get(what)}; this program reads {wanted}. {REBUILD}"
            )
