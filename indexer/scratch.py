"""What a run puts aside between its passes, on disk, and keeps until it has ended.

A run that is interrupted or killed leaves its scratch store behind. The next run with the
same rules takes from it what was read and studied already, so that only the rest has to be
done. A run that ends removes it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final, Self

from indexer.page import PageKey
from indexer.sources import SourceFile, UnitOutcome
from indexer.state import DraftRow, Studied
from search_index.model.sentences import LongSentences

_NAME: Final = "scratch.sqlite"
_COMMIT_SECONDS: Final = 5.0
_PAGE_BYTES: Final = 16384
"""A page of news with what was found on it is in one page of the store, not in parts of several."""
_COUNTS: Final = tuple(field.name for field in fields(LongSentences))
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS rules(digest BLOB);
CREATE TABLE IF NOT EXISTS pages(root TEXT, file TEXT, number INTEGER, stamp TEXT,
    reading TEXT, page BLOB, marks BLOB, learned TEXT, name TEXT, reason TEXT, removed INTEGER,
    sentences TEXT, structure TEXT, read_sum BLOB, studied_sum BLOB,
    PRIMARY KEY (root, file, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS drafts(root TEXT, file TEXT, number INTEGER, position INTEGER,
    key TEXT, text TEXT, draft BLOB, signature BLOB, confidence REAL, chars INTEGER,
    PRIMARY KEY (root, file, number, position)) WITHOUT ROWID;
CREATE TEMP TABLE todo(root TEXT, name TEXT, size_bytes INTEGER, mtime_ns INTEGER,
    ctime_ns INTEGER);
CREATE TEMP TABLE wanted(root TEXT, file TEXT, number INTEGER,
    PRIMARY KEY (root, file, number)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A unit that was read: what came of it, and its page and marks packed."""

    reading: UnitOutcome
    page: bytes = b""
    marks: bytes = b""


class Scratch:
    """The store in a folder; `rules` is the digest of what pages are read by.

    What another run left is used where its rules were the same, and removed where not.
    """

    def __init__(self, folder: Path, rules: bytes) -> None:
        self._path = folder / _NAME
        self._committed = time.monotonic()
        left = self._opened(rules)
        self._goes_on = left is not None
        self._database = left or self._emptied(rules)
        self._run = self._database.execute

    def _opened(self, rules: bytes) -> sqlite3.Connection | None:
        """The store that another run has left, where it can be used."""
        if not self._path.is_file():
            return None
        try:
            database = sqlite3.connect(self._path, isolation_level=None)
        except sqlite3.Error:
            return None
        try:
            _set_up(database)
            row = database.execute("SELECT digest FROM rules").fetchone()
            if row and bytes(row[0]) == rules and _is_whole(database):
                database.execute("BEGIN")
                return database
        except (sqlite3.Error, TypeError, ValueError):  # damaged, or of another version
            pass
        database.close()
        return None

    def _emptied(self, rules: bytes) -> sqlite3.Connection:
        self._remove()
        database = sqlite3.connect(self._path, isolation_level=None)
        try:
            _set_up(database)
            database.execute("INSERT INTO rules VALUES (?)", (rules,))
            database.execute("BEGIN")
        except BaseException:
            database.close()
            raise
        return database

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            path = self._path.with_name(_NAME + suffix)
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *exception: object) -> None:
        """Remove the store, or keep it for the next run where this one was stopped."""
        disk_is_full = kind is not None and issubclass(kind, (OSError, sqlite3.Error))
        keep = kind is not None and not disk_is_full and self.count_read() > 0
        if keep:
            self._run("COMMIT")
        self._database.close()
        if not keep:
            self._remove()

    def _written(self) -> None:
        """Keep what was done so far, every few seconds."""
        now = time.monotonic()
        if now - self._committed > _COMMIT_SECONDS:
            self._run("COMMIT")
            self._run("BEGIN")
            self._committed = now

    def put_todo(self, file: SourceFile) -> None:
        """A file to read."""
        self._run(
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
        [row] = self._run("SELECT count(*), coalesce(sum(size_bytes), 0) FROM todo")
        return int(row[0]), int(row[1])

    def find_read(self, key: PageKey, stamp: str) -> Read | None:
        """What a run that did not end has read at this place; None where it was not the same.

        `stamp` tells the bytes of the unit, and what its container says of it, apart.
        """
        if not self._goes_on:
            return None
        row = self._run(
            "SELECT reading, page, marks FROM pages "
            "WHERE root = ? AND file = ? AND number = ? AND stamp = ?",
            (*key, stamp),
        ).fetchone()
        if row is None:
            return None
        return Read(reading=UnitOutcome(**json.loads(row[0])), page=row[1], marks=row[2])

    def put_read(self, key: PageKey, stamp: str, read: Read) -> None:
        """A unit that was read; its page, where it has one, is to be studied."""
        reading = read.reading
        values = {
            "name": reading.name,
            "digest": reading.digest,
            "reason": reading.reason,
            "notice": reading.notice,
            "language": reading.language,
        }
        if self._goes_on:
            self._run("DELETE FROM drafts WHERE root = ? AND file = ? AND number = ?", key)
        row = (*key, stamp, json.dumps(values), read.page, read.marks)
        self._run(
            "INSERT OR REPLACE INTO pages "
            "VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, 0, NULL, NULL, ?, NULL)",
            (*row, _sum(row)),
        )
        self._written()

    def want(self, key: PageKey) -> None:
        """A page that was put is to be studied in this run."""
        self._run("INSERT OR IGNORE INTO wanted VALUES (?, ?, ?)", key)

    def is_wanted(self, key: PageKey) -> bool:
        """Whether a page is to be studied in this run."""
        row = self._run(
            "SELECT 1 FROM wanted WHERE root = ? AND file = ? AND number = ?",
            key,
        ).fetchone()
        return row is not None

    def count_wanted(self) -> int:
        """Number of pages to study."""
        [[number]] = self._run("SELECT count(*) FROM wanted")
        return int(number)

    def count_read(self) -> int:
        """Number of units that were read and put, in this run or one that did not end."""
        [[number]] = self._run("SELECT count(*) FROM pages")
        return int(number)

    def pages(self, learned: str) -> Iterator[tuple[PageKey, bytes]]:
        """Pages to study, in the order of their places, without those that `studied` gives."""
        for key in self._wanted():
            row = self._run(
                "SELECT page FROM pages WHERE root = ? AND file = ? AND number = ? "
                "AND learned IS NOT ?",
                (*key, learned),
            ).fetchone()
            if row is not None:
                yield key, row[0]

    def studied(self, learned: str) -> Iterator[Studied]:
        """Wanted pages that were studied already, by the same lines that recur."""
        for key in self._wanted():
            row = self._run(
                "SELECT name, reason, removed, sentences, structure FROM pages "
                "WHERE root = ? AND file = ? AND number = ? AND learned = ?",
                (*key, learned),
            ).fetchone()
            if row is not None:
                drafts = tuple(self._drafts(key))
                texts, reshaped, doubtful = json.loads(row[4])
                yield Studied(
                    key=key,
                    name=row[0],
                    drafts=drafts,
                    reason=row[1],
                    removed=row[2],
                    sentences=LongSentences(**json.loads(row[3])),
                    texts=tuple(texts),
                    reshaped=tuple(reshaped),
                    doubtful=doubtful,
                )

    def _wanted(self) -> Iterator[PageKey]:
        rows = self._database.cursor().execute(
            "SELECT root, file, number FROM wanted ORDER BY root, file, number"
        )
        for root, file, number in rows:
            yield PageKey(root=root, file=file, number=number)

    def _drafts(self, key: PageKey) -> Iterator[DraftRow]:
        rows = self._run(
            "SELECT key, text, draft, signature, confidence, chars FROM drafts "
            "WHERE root = ? AND file = ? AND number = ? ORDER BY position",
            key,
        )
        for own, text, draft, signature, confidence, chars in rows.fetchall():
            yield DraftRow(
                key=own,
                text=text,
                draft=draft,
                signature=signature,
                confidence=confidence,
                chars=chars,
            )

    def put_studied(self, pages: Iterable[Studied], learned: str) -> None:
        """Keep what was found on pages; `learned` is the digest of the lines that recur."""
        for page in pages:
            counts = {name: getattr(page.sentences, name) for name in _COUNTS}
            sentences = json.dumps(counts)
            structure = json.dumps([page.texts, page.reshaped, page.doubtful])
            found = (learned, page.name, page.reason, page.removed, sentences, structure)
            drafts = [
                (
                    *(position, row.key, row.text, row.draft, row.signature),
                    *(float(row.confidence), row.chars),
                )
                for position, row in enumerate(page.drafts)
            ]
            self._run(
                "UPDATE pages SET learned = ?, name = ?, reason = ?, removed = ?, sentences = ?, "
                "structure = ?, studied_sum = ? WHERE root = ? AND file = ? AND number = ?",
                (*found, _sum(found, *drafts), *page.key),
            )
            self._database.executemany(
                "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((*page.key, *draft) for draft in drafts),
            )
        self._written()


def is_left(folder: Path) -> bool:
    """Whether a run that was stopped has left what it read in a folder."""
    return (folder / _NAME).exists()


def _sum(*rows: Iterable[object]) -> bytes:
    """What says whether rows are as they were written."""
    parts: list[bytes] = []
    for row in rows:
        for value in row:
            data = value if isinstance(value, bytes) else repr(value).encode("utf-8", "replace")
            parts += (b"%s %d:" % (type(value).__name__.encode(), len(data)), data)
    return hashlib.blake2b(b"".join(parts), digest_size=16).digest()


def _is_whole(database: sqlite3.Connection) -> bool:
    """Whether all rows are as they were written: a database does not look into its values."""
    rows = database.execute(
        "SELECT root, file, number, stamp, reading, page, marks, read_sum, "
        "learned, name, reason, removed, sentences, structure, studied_sum FROM pages"
    )
    for row in rows:
        if _sum(row[:7]) != row[7]:
            return False
        if row[8] is not None:
            drafts = database.execute(
                "SELECT position, key, text, draft, signature, confidence, chars FROM drafts "
                "WHERE root = ? AND file = ? AND number = ? ORDER BY position",
                row[:3],
            ).fetchall()
            if _sum(row[8:14], *drafts) != row[14]:
                return False
    return True


def _set_up(database: sqlite3.Connection) -> None:
    database.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("PRAGMA temp_store = FILE")
    database.executescript(_SCHEMA)
