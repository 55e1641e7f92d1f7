"""The file of what is remembered: its checksum, and how a new one takes its place.

SQLite keeps a crash from halving what it writes, but it would not notice a byte that the
disk has changed. So the file is sealed with a checksum when a run ends, and a file that
does not fit its seal is not believed. The seal is broken before the file changes: a run
that ends in between leaves a whole file without a seal, which is as good.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from search_index.engines.files import copy_durably, sync_folder
from search_index.engines.seal import Seal
from search_index.manifest import REBUILD

DAMAGED: Final = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})
"""What SQLite calls the errors of a file that is not as it was written."""


class StateFile:
    """The file in a folder, next to it the one that a full run builds to replace it."""

    def __init__(self, folder: Path) -> None:
        self.live = folder / "state.sqlite"
        self.fresh = folder / "state.new.sqlite"
        self._seal = Seal(self.live)

    def problem(self) -> str | None:
        """What is wrong with the file; None where it is sound or there is none.

        A run that was killed in the middle of a change is undone first.
        """
        if not self.live.exists():
            gone = f"{self.live} is gone. The next run reads everything again."
            return gone if self._seal.exists() else None
        try:
            with closing(sqlite3.connect(self.live)) as database:
                database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            is_whole = self._seal.fits()
        except (sqlite3.Error, OSError) as error:
            return f"{self.live} cannot be read ({error}). {REBUILD}"
        if not is_whole:
            return f"{self.live} is damaged: it is not as it was written. {REBUILD}"
        return None

    def break_seal(self) -> None:
        """The file is about to change."""
        self._seal.break_()

    def is_sealed(self) -> bool:
        """Whether nothing has changed the file since it was sealed."""
        return self._seal.exists()

    def seal(self) -> None:
        """The file is closed and will not change before the next run."""
        self._seal.make()

    def copy_to(self, folder: Path) -> str | None:
        """Copy the file into a new folder; why there was nothing to copy, else None."""
        problem = self.problem()
        if problem or not self.live.exists():
            return problem or f"{self.live} does not exist."
        folder.mkdir()
        copy = StateFile(folder)
        copy_durably(self.live, copy.live)
        copy.seal()
        return None

    def clear_fresh(self) -> None:
        """Remove what a full run that did not end has left."""
        for path in (self.fresh, _journal(self.fresh)):
            path.unlink(missing_ok=True)

    def replace(self) -> None:
        """The fresh file, closed, takes the place of the live one.

        The journal of a run that was killed belongs to the old file; SQLite would write it
        into the new one.
        """
        self.break_seal()
        self.live.unlink(missing_ok=True)
        _journal(self.live).unlink(missing_ok=True)
        self.fresh.replace(self.live)
        sync_folder(self.live.parent)


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")
