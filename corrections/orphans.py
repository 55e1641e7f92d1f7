"""Corrections that found their article no more, as the last run left them for the desk."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corrections.errors import FileUnusable
from search_index.engines.checks import with_check, without_check
from search_index.engines.files import write_atomically

_NAME: Final = "orphaned.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Orphan:
    """The id of a correction that holds and cannot be applied, and why."""

    id: str
    reason: str


def orphans_path(index_dir: Path) -> Path:
    """Where they are kept."""
    return index_dir / "pages" / _NAME


def read_orphans(index_dir: Path) -> tuple[Orphan, ...]:
    """The corrections that the last run over the archive could not apply. Raises FileUnusable."""
    path = orphans_path(index_dir)
    try:
        rows = without_check(json.loads(path.read_bytes()))["orphans"]
        return tuple(Orphan(id=str(row["id"]), reason=str(row["reason"])) for row in rows)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise FileUnusable(f"{path} is damaged: the next run writes it again.") from None


def write_orphans(index_dir: Path, orphans: Iterable[Orphan]) -> None:
    """Keep them for `read_orphans`."""
    rows = [{"id": orphan.id, "reason": orphan.reason} for orphan in orphans]
    text = json.dumps(with_check({"orphans": rows}), ensure_ascii=False, indent=1)
    write_atomically(orphans_path(index_dir), text.encode())
