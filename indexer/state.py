"""What the indexer remembers of an archive between two runs, in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Self

from indexer import corrected_state, kept_ids, language_state, settled_state
from indexer.corrected_state import CorrectedState
from indexer.kept_ids import KeptIds
from indexer.language_state import LanguageState
from indexer.page import PageKey
from indexer.settled_state import SettledState
from indexer.sources import SourceFile
from search_index.model.sentences import LongSentences

VERSION = 6
"""Changes whenever the tables do."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS files(
    root TEXT, name TEXT, size_bytes INTEGER, mtime_ns INTEGER, ctime_ns INTEGER, digest TEXT,
    pages INTEGER, PRIMARY KEY (root, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages(
    root TEXT, file TEXT, number INTEGER, name TEXT, digest TEXT, reason TEXT,
    removed INTEGER, marks BLOB, sentences INTEGER, sentences_boilerplate INTEGER,
    sentences_in_no_story INTEGER, UNIQUE (root, file, number));
CREATE TABLE IF NOT EXISTS articles(
    root TEXT, file TEXT, number INTEGER, position INTEGER, id TEXT UNIQUE, page TEXT,
    key TEXT, text TEXT, draft BLOB, signature BLOB, confidence REAL, chars INTEGER, indexed TEXT,
    UNIQUE (root, file, number, position));
CREATE TABLE IF NOT EXISTS facts(name TEXT PRIMARY KEY, value BLOB);
CREATE TEMP TABLE seen(root TEXT, name TEXT, PRIMARY KEY (root, name)) WITHOUT ROWID;
"""
_LAST = 2**62
_TABLES = (
    "files",
    "pages",
    "articles",
    "facts",
    "former",
    *corrected_state.TABLES,
    *settled_state.TABLES,
    *language_state.TABLES,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile:
    """A file as it was when it was last read."""

    size_bytes: int
    mtime_ns: int
    ctime_ns: int
    digest: str
    pages: int

    def is_same(self, file: SourceFile) -> bool:
        """Whether nothing has touched the file since."""
        own = (self.size_bytes, self.mtime_ns, self.ctime_ns)
        return own == (file.size_bytes, file.mtime_ns, file.ctime_ns)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPage:
    """A page as it is remembered: why it gave nothing, if so, and how many lines were taken."""

    key: PageKey
    name: str
    reason: str | None
    removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """An article before the archive is known, as it is stored.

    `key` distinguishes it on its page, `text` is a digest of its words, `draft` is opaque here,
    `signature` that of indexer.duplicates, `confidence` that of its date.
    """

    key: str
    text: str
    draft: bytes
    signature: bytes | None
    confidence: float
    chars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Studied:
    """What is on a page, packed for the state."""

    key: PageKey
    name: str
    drafts: tuple[DraftRow, ...]
    reason: str | None
    removed: int
    sentences: LongSentences
    texts: tuple[str, ...] = ()
    reshaped: tuple[str, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDraft:
    """A draft as it is read back; `indexed` is the digest of what is in the index."""

    id: str
    draft: bytes
    indexed: str | None


class State:
    """One archive's memory. Nothing is kept before `commit`."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, isolation_level=None)
        self._run = self._database.execute
        self._ids = KeptIds(self._database)
        self.corrections = CorrectedState(self._database)
        self.settled = SettledState(self._database)
        self.languages = LanguageState(self._database)
        try:
            self._open()
        except BaseException:
            self._database.close()
            raise

    def _open(self) -> None:
        [[version]] = self._run("PRAGMA user_version")
        if version != VERSION:
            for table in _TABLES:
                self._run(f"DROP TABLE IF EXISTS {table}")
        # In one transaction: each statement alone would wait for the disk three times.
        self._database.executescript(
            "BEGIN;"
            + _SCHEMA
            + kept_ids.SCHEMA
            + corrected_state.SCHEMA
            + settled_state.SCHEMA
            + language_state.SCHEMA
            + "COMMIT;"
        )
        if version != VERSION:
            self._run(f"PRAGMA user_version = {VERSION}")
        self._run("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._database.close()

    def commit(self) -> None:
        """Keep all changes."""
        self._run("COMMIT")
        self._run("BEGIN")

    def known_files(self, files: Sequence[SourceFile]) -> list[KnownFile | None]:
        """What is remembered of each file, which count as seen from now on."""
        keys = [(file.root, file.name) for file in files]
        self._database.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", keys)
        query = (
            "SELECT size_bytes, mtime_ns, ctime_ns, digest, pages FROM files "
            "WHERE root = ? AND name = ?"
        )
        found: list[KnownFile | None] = []
        for key in keys:
            row = self._run(query, key).fetchone()
            found.append(
                KnownFile(
                    size_bytes=row[0],
                    mtime_ns=row[1],
                    ctime_ns=row[2],
                    digest=row[3],
                    pages=row[4],
                )
                if row
                else None
            )
        return found

    def put_file(self, file: SourceFile, *, digest: str, pages: int) -> None:
        """Remember a file that was read."""
        self._run(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                file.root,
                file.name,
                file.size_bytes,
                file.mtime_ns,
                file.ctime_ns,
                digest,
                pages,
            ),
        )

    def vanished(self, root: str) -> list[str]:
        """Files of a root that are remembered but were not seen in this run."""
        rows = self._run(
            "SELECT name FROM files WHERE root = ? AND NOT EXISTS "
            "(SELECT 1 FROM seen WHERE seen.root = files.root AND seen.name = files.name)",
            (root,),
        )
        return [name for (name,) in rows]

    def forget_pages(self, root: str, file: str, first: int = 0) -> tuple[int, list[str]]:
        """Drop the pages of a file from a number on; gives how many, and their articles' ids.

        From the first on, the file itself is forgotten, too.
        """
        gone = self._forget_articles(root, file, first, _LAST)
        pages = self._run(
            "DELETE FROM pages WHERE root = ? AND file = ? AND number >= ?", (root, file, first)
        ).rowcount
        if first == 0:
            self._run("DELETE FROM files WHERE root = ? AND name = ?", (root, file))
        return pages, gone

    def forget_drafts(self, key: PageKey) -> list[str]:
        """Drop the articles of a page; gives their ids."""
        return self._forget_articles(key.root, key.file, key.number, key.number)

    def _forget_articles(self, root: str, file: str, first: int, last: int) -> list[str]:
        where = "root = ? AND file = ? AND number BETWEEN ? AND ?"
        values = (root, file, first, last)
        if not self._run(f"SELECT 1 FROM articles WHERE {where} LIMIT 1", values).fetchone():  # noqa: S608
            return []
        self._ids.keep(where, values)
        self.settled.forget(where, values)
        rows = self._run(f"DELETE FROM articles WHERE {where} RETURNING id", values)  # noqa: S608
        return [article for (article,) in rows.fetchall()]

    def page_digests(self, root: str, name: str) -> dict[int, str]:
        """Digest of each page of a file, by its number."""
        rows = self._run(
            "SELECT number, digest FROM pages WHERE root = ? AND file = ?", (root, name)
        )
        return dict(rows.fetchall())

    def put_page(
        self,
        key: PageKey,
        *,
        name: str,
        digest: str,
        reason: str | None,
        marks: bytes,
        language: str = "",
    ) -> None:
        """Remember a page that was read; what is on it comes by `put_studied`."""
        self._run(
            "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, 0, ?, 0, 0, 0)",
            (*key, name, digest, reason, marks),
        )
        self.languages.put(key, language)

    def put_studied(self, page: Studied) -> list[str]:
        """Remember what is on a page; gives the ids of its articles."""
        key, sentences = page.key, page.sentences
        self._run(
            "UPDATE pages SET reason = ?, removed = ?, sentences = ?, "
            "sentences_boilerplate = ?, sentences_in_no_story = ? "
            "WHERE root = ? AND file = ? AND number = ?",
            (
                page.reason,
                page.removed,
                sentences.total,
                sentences.boilerplate,
                sentences.in_no_story,
                *key,
            ),
        )
        known = [(draft.key, draft.text, draft.chars) for draft in page.drafts]
        ids = self._ids.take(key, page.name, known)
        self._database.executemany(
            "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            (
                (
                    *(*key, position, found, page.name, draft.key, draft.text),
                    *(draft.draft, draft.signature, draft.confidence, draft.chars),
                )
                for position, (found, draft) in enumerate(zip(ids, page.drafts, strict=True))
            ),
        )
        self.corrections.put_shape(key, page.texts, page.reshaped)
        self.languages.put_doubtful(key, page.doubtful)
        return ids

    def keep_ids_of(self, path: Path) -> None:
        """Keep the ids that another state gave to articles, for those that are read again."""
        self._ids.keep_all_of(path, VERSION)

    def marks(self) -> Iterator[tuple[PageKey, bytes]]:
        """The marks of every page that has any."""
        rows = self._run("SELECT root, file, number, marks FROM pages WHERE marks != x''")
        for root, file, number, marks in rows:
            yield PageKey(root=root, file=file, number=number), marks

    def marks_size(self) -> tuple[int, int]:
        """Number of pages that have marks, and the bytes of all marks."""
        [row] = self._run(
            "SELECT count(*), coalesce(sum(length(marks)), 0) FROM pages WHERE marks != x''"
        )
        return int(row[0]), int(row[1])

    def drafts(self) -> Iterator[list[StoredDraft]]:
        """Every article, a page at a time, in the order of sources, files and positions."""
        rows = self._database.cursor().execute(
            "SELECT root, file, number, id, draft, indexed FROM articles "
            "ORDER BY root, file, number, position"
        )
        for _, page in groupby(rows, key=lambda row: row[:3]):
            yield [StoredDraft(id=row[3], draft=row[4], indexed=row[5]) for row in page]

    def drafts_of(self, key: PageKey) -> list[StoredDraft]:
        """The articles of a page, in their order."""
        rows = self._run(
            "SELECT id, draft, indexed FROM articles "
            "WHERE root = ? AND file = ? AND number = ? ORDER BY position",
            key,
        )
        return [StoredDraft(id=row[0], draft=row[1], indexed=row[2]) for row in rows]

    def signatures(self) -> Iterator[tuple[str, bytes, float, int]]:
        """(id, signature, confidence of the date, length) of every article long enough."""
        yield from self._database.cursor().execute(
            "SELECT id, signature, confidence, chars FROM articles "
            "WHERE signature IS NOT NULL ORDER BY root, file, number, position"
        )

    def put_indexed(self, digests: Iterable[tuple[str, str]]) -> None:
        """Remember (id, digest) of articles as they now are in the index."""
        self._database.executemany(
            "UPDATE articles SET indexed = ? WHERE id = ?",
            ((digest, article) for article, digest in digests),
        )

    def rejected(self, root: str, only: str | None) -> Iterator[tuple[str, str]]:
        """(name, reason) of the pages of a root, or of one file in it, that gave nothing."""
        yield from self._run(
            "SELECT name, reason FROM pages WHERE root = ? AND (? IS NULL OR file = ?) "
            "AND reason IS NOT NULL ORDER BY file, number",
            (root, only, only),
        )

    def pages(self) -> Iterator[StoredPage]:
        """Every page, in the order of sources and files."""
        rows = self._database.cursor().execute(
            "SELECT root, file, number, name, reason, removed FROM pages "
            "ORDER BY root, file, number"
        )
        for root, file, number, name, reason, removed in rows:
            key = PageKey(root=root, file=file, number=number)
            yield StoredPage(key=key, name=name, reason=reason, removed=removed)

    def count_articles(self) -> int:
        """Number of articles."""
        [[number]] = self._run("SELECT count(*) FROM articles")
        return int(number)

    def removed_lines(self) -> int:
        """Number of boilerplate lines that were taken away in the whole archive."""
        [[number]] = self._run("SELECT coalesce(sum(removed), 0) FROM pages")
        return int(number)

    def long_sentences(self) -> LongSentences:
        """What became of the long sentences of all pages."""
        [[total, boilerplate, in_no_story]] = self._run(
            "SELECT coalesce(sum(sentences), 0), coalesce(sum(sentences_boilerplate), 0), "
            "coalesce(sum(sentences_in_no_story), 0) FROM pages"
        )
        return LongSentences(total=total, boilerplate=boilerplate, in_no_story=in_no_story)

    def fact(self, name: str) -> bytes:
        """A remembered value, empty where there is none."""
        row = self._run("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else b""

    def put_fact(self, name: str, value: bytes) -> None:
        """Remember a value."""
        self._run("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))


def page_digests_in(path: Path) -> Iterator[tuple[str, str]]:
    """(name, digest) of every page that a file remembers; it is only read."""
    if path.exists():
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            yield from database.execute("SELECT name, digest FROM pages")
