"""Corrections that found their article no more, as the last run left them for the desk."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from search_index.engines.files import write_atomically

_NAME: Final = "orphaned.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Orphan:
    """The id of a correction that holds and cannot be applied, and why."""

    id: str
    reason: str


def read_orphans(index_dir: Path) -> tuple[Orphan, ...]:
    """The corrections that the last run over the archive could not apply."""
    try:
        rows = json.loads((index_dir / "pages" / _NAME).read_bytes())
        return tuple(Orphan(id=str(row["id"]), reason=str(row["reason"])) for row in rows)
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return ()


def write_orphans(index_dir: Path, orphans: Iterable[Orphan]) -> None:
    """Keep them for `read_orphans`."""
    rows = [{"id": orphan.id, "reason": orphan.reason} for orphan in orphans]
    write_atomically(
        index_dir / "pages" / _NAME, json.dumps(rows, ensure_ascii=False, indent=1).encode()
    )
