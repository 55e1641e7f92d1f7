"""The manifest: the small file that says which state of the index is the newest whole one.

It is written last in a commit, by an atomic rename, and so is the commit: files that it
does not name are leftovers. What it says is readable by people (JSON).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from search_index.errors import IndexDamaged, IndexMissing, IndexOutdated
from search_index.schema import SCHEMA_VERSION

FILE_NAME: Final = "manifest.json"
_REBUILD: Final = "Rebuild it with `python -m indexer --full`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One committed state. `built` is an ISO 8601 instant in UTC; `files` belong to the engine."""

    engine: str
    generation: int
    schema_version: int
    analysis_version: int
    articles: int
    pages: int
    built: str
    files: Mapping[str, Any] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The manifest as indented JSON."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()


def read_manifest(folder: Path, *, engine: str, analysis_version: int) -> Manifest:
    """The manifest of the index in `folder`.

    Raises IndexMissing where there is none, IndexDamaged where it cannot be read, and
    IndexOutdated where another engine, schema or analysis wrote it.
    """
    path = folder / FILE_NAME
    try:
        values = json.loads(path.read_bytes())
        manifest = Manifest(**values)
    except FileNotFoundError:
        raise IndexMissing(
            f"There is no index in {folder}. Make one with `python -m indexer`."
        ) from None
    except (OSError, ValueError, TypeError) as error:
        raise IndexDamaged(f"{path} cannot be read ({error}). {_REBUILD}") from error
    for what, found, wanted in (
        ("engine", manifest.engine, engine),
        ("schema version", manifest.schema_version, SCHEMA_VERSION),
        ("analysis version", manifest.analysis_version, analysis_version),
    ):
        if found != wanted:
            raise IndexOutdated(
                f"The index in {folder} was written with {what} {found}; "
                f"this program reads {wanted}. {_REBUILD}"
            )
    return manifest
