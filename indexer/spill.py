"""What one run has to put aside between its passes, on disk instead of in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from indexer.sources import SourceFile
from indexer.state import PageKey

_SCHEMA = """
CREATE TABLE todo(root TEXT, name TEXT, size_bytes INTEGER, mtime_ns INTEGER,
    ctime_ns INTEGER);
CREATE TABLE pages(root TEXT, file TEXT, number INTEGER, page BLOB,
    PRIMARY KEY (root, file, number)) WITHOUT ROWID;
"""


class Spill:
    """A temporary database; its file goes when the run ends."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "spill.sqlite"
        self._path.unlink(missing_ok=True)
        self._database = sqlite3.connect(self._path, isolation_level=None)
        try:
            self._database.execute("PRAGMA journal_mode = OFF")
            self._database.execute("PRAGMA synchronous = OFF")
            self._database.executescript(_SCHEMA)
            self._database.execute("BEGIN")
        except BaseException:
            self._database.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._database.close()
        self._path.unlink(missing_ok=True)

    def put_todo(self, file: SourceFile) -> None:
        """A file to read."""
        self._database.execute(
            "INSERT INTO todo VALUES (?, ?, ?, ?, ?)",
            (file.root, file.name, file.size_bytes, file.mtime_ns, file.ctime_ns),
        )

    def todo(self) -> Iterator[SourceFile]:
        """Files to read, in the order they were put."""
        rows = self._database.cursor().execute(
            "SELECT root, name, size_bytes, mtime_ns, ctime_ns FROM todo ORDER BY rowid"
        )
        for root, name, size_bytes, mtime_ns, ctime_ns in rows:
            yield SourceFile(
                root=root, name=name, size_bytes=size_bytes, mtime_ns=mtime_ns, ctime_ns=ctime_ns
            )

    def todo_size(self) -> tuple[int, int]:
        """Number of files to read, and their bytes."""
        [row] = self._database.execute("SELECT count(*), coalesce(sum(size_bytes), 0) FROM todo")
        return int(row[0]), int(row[1])

    def put_pages(self, pages: Iterable[tuple[PageKey, bytes]]) -> None:
        """Pages that were read, packed."""
        self._database.executemany(
            "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?)",
            ((key.root, key.file, key.number, page) for key, page in pages),
        )

    def has_page(self, key: PageKey) -> bool:
        """Whether a page was put."""
        row = self._database.execute(
            "SELECT 1 FROM pages WHERE root = ? AND file = ? AND number = ?",
            (key.root, key.file, key.number),
        ).fetchone()
        return row is not None

    def pages(self) -> Iterator[tuple[PageKey, bytes]]:
        """Pages to study, in the order of their places."""
        rows = self._database.cursor().execute(
            "SELECT root, file, number, page FROM pages ORDER BY root, file, number"
        )
        for root, file, number, page in rows:
            yield PageKey(root=root, file=file, number=number), page

    def count_pages(self) -> int:
        """Number of pages to study."""
        [[number]] = self._database.execute("SELECT count(*) FROM pages")
        return int(number)
