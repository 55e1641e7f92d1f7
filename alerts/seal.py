"""The checksum of the ledger, so that what a disk has changed of it is not believed.

Several processes write the ledger, and none knows of another. So its seal names the count that
SQLite keeps of changes in the head of the file: after another change it says nothing.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any, Final

from search_index.engines.files import signature_of, write_atomically
from search_index.engines.seal import read_seal, sum_of

_COUNT: Final = slice(24, 28)

_sound: dict[Path, tuple[Any, Any]] = {}
"""The signatures of files and seals that were found to fit."""


class LedgerSeal:
    """That of the ledger at a path."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seal = path.with_suffix(".sum")

    def exists(self) -> bool:
        """Whether the ledger was sealed once."""
        return self._seal.exists()

    def remove(self) -> None:
        """There is another ledger."""
        self._seal.unlink(missing_ok=True)

    def make(self, database: sqlite3.Connection) -> None:
        """Seal the ledger as it is now. Raises sqlite3.Error, OSError."""
        database.execute("BEGIN")
        try:
            database.execute("SELECT count(*) FROM facts").fetchone()  # nobody writes from here on
            sealed = [*sum_of(self._path), _count(self._path)]
            if sealed != read_seal(self._seal):
                write_atomically(self._seal, json.dumps(sealed).encode(), private=True)
        finally:
            database.execute("ROLLBACK")

    def fits(self) -> bool:
        """Whether the ledger is as it was sealed, or was changed since. Raises OSError."""
        signatures = signature_of(self._path), signature_of(self._seal)
        if _sound.get(self._path) == signatures:
            return True
        sealed = read_seal(self._seal)
        if sealed is None:
            return True
        if not isinstance(sealed, list) or len(sealed) != 3:
            return False
        if _count(self._path) == sealed[2] and sum_of(self._path) != sealed[:2]:
            return bool(_count(self._path) != sealed[2])  # another process was writing
        _sound[self._path] = signatures
        return True


def _count(path: Path) -> int:
    with path.open("rb") as file:
        head = file.read(_COUNT.stop)
    return int.from_bytes(head[_COUNT], "big") if len(head) == _COUNT.stop else 0
