"""What the indexer remembers of an archive between two runs, in SQLite."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from indexer.sources import SourceFile
from search_index.article import Article

VERSION = 1
"""Changes whenever what is remembered, or the rules that made it, change."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS files(
    root TEXT, name TEXT, size_bytes INTEGER, mtime_ns INTEGER, digest TEXT, pages INTEGER,
    PRIMARY KEY (root, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages(
    root TEXT, file TEXT, name TEXT, digest TEXT, reason TEXT, removed INTEGER,
    PRIMARY KEY (root, file, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles(
    id TEXT PRIMARY KEY, root TEXT, file TEXT, page TEXT, position INTEGER,
    draft BLOB, indexed TEXT);
CREATE INDEX IF NOT EXISTS articles_of_page ON articles(root, file, page);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A file as it was when it was last read."""

    size_bytes: int
    mtime_ns: int
    digest: str
    pages: int


class State:
    """One archive's memory. Nothing is kept before `commit`."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA synchronous = NORMAL")
        if self._version() != VERSION:
            self._forget()
        self._database.executescript(_SCHEMA)
        self._database.execute(f"PRAGMA user_version = {VERSION}")
        self._database.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._database.close()

    def commit(self) -> None:
        """Keep all changes."""
        self._database.execute("COMMIT")
        self._database.execute("BEGIN")

    def known(self, file: SourceFile) -> Known | None:
        """What is remembered of a file."""
        row = self._database.execute(
            "SELECT size_bytes, mtime_ns, digest, pages FROM files WHERE root = ? AND name = ?",
            (file.root, file.name),
        ).fetchone()
        return row and Known(size_bytes=row[0], mtime_ns=row[1], digest=row[2], pages=row[3])

    def put_file(self, file: SourceFile, *, digest: str, pages: int) -> None:
        """Remember a file that was read."""
        self._database.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
            (file.root, file.name, file.size_bytes, file.mtime_ns, digest, pages),
        )

    def names(self, root: str) -> set[str]:
        """Names of all files of a root."""
        rows = self._database.execute("SELECT name FROM files WHERE root = ?", (root,))
        return {name for (name,) in rows}

    def forget_file(self, root: str, name: str) -> tuple[int, list[tuple[str, str]]]:
        """Drop a file; gives its number of pages and (id, page) of its articles."""
        execute = self._database.execute
        key = (root, name)
        gone = execute("SELECT id, page FROM articles WHERE root = ? AND file = ?", key).fetchall()
        pages = execute("DELETE FROM pages WHERE root = ? AND file = ?", key).rowcount
        execute("DELETE FROM articles WHERE root = ? AND file = ?", key)
        execute("DELETE FROM files WHERE root = ? AND name = ?", key)
        return pages, gone

    def put_page(
        self, file: SourceFile, *, name: str, digest: str, reason: str | None, removed: int
    ) -> None:
        """Remember a page and what came of it."""
        self._database.execute(
            "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?)",
            (file.root, file.name, name, digest, reason, removed),
        )

    def put_articles(self, file: SourceFile, articles: Iterable[Article]) -> None:
        """Remember drafts."""
        self._database.executemany(
            "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, NULL)",
            (
                (a.id, file.root, file.name, a.source.page, a.source.position, _pack(a))
                for a in articles
            ),
        )

    def articles(self) -> Iterator[tuple[Article, str | None]]:
        """Every draft with the digest of what was indexed of it, by page and position."""
        rows = self._database.execute(
            "SELECT draft, indexed FROM articles ORDER BY root, file, page, position"
        )
        for draft, indexed in rows:
            yield Article.from_json(json.loads(zlib.decompress(draft))), indexed

    def put_indexed(self, article_id: str, digest: str) -> None:
        """Remember what was indexed of an article."""
        self._database.execute("UPDATE articles SET indexed = ? WHERE id = ?", (digest, article_id))

    def count_articles(self) -> int:
        """Number of articles."""
        [[number]] = self._database.execute("SELECT count(*) FROM articles")
        return int(number)

    def _version(self) -> int:
        [[version]] = self._database.execute("PRAGMA user_version")
        return int(version)

    def _forget(self) -> None:
        for table in ("files", "pages", "articles"):
            self._database.execute(f"DROP TABLE IF EXISTS {table}")


def _pack(article: Article) -> bytes:
    return zlib.compress(json.dumps(article.to_json(), ensure_ascii=False).encode(), 1)
