"""What the state remembers for corrections: articles as they were, and texts to know pages by."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from indexer.page import PageKey

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS originals(id TEXT PRIMARY KEY, article BLOB, applied TEXT);
CREATE TABLE IF NOT EXISTS shapes(root TEXT, file TEXT, number INTEGER, reshaped TEXT,
    PRIMARY KEY (root, file, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS texts(text TEXT, root TEXT, file TEXT, number INTEGER,
    PRIMARY KEY (text, root, file, number)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS texts_of_page ON texts(root, file, number);
CREATE TEMP TABLE asked(kind TEXT, value TEXT, PRIMARY KEY (kind, value)) WITHOUT ROWID;
"""
TABLES: Final = ("originals", "shapes", "texts")


class CorrectedState:
    """A part of the state, in its database."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._run = database.execute

    def candidates(self, wanted: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str, str]]:
        """(id, page, text, key) of articles with one of the wanted (name of these, value)."""
        self._ask(wanted)
        yield from self._database.cursor().execute(
            f"SELECT id, page, text, key FROM articles WHERE {_same('id', 'text', 'page', 'key')} "  # noqa: S608
            "ORDER BY root, file, number, position"
        )

    def draft(self, article: str) -> bytes:
        """The draft of an article that is there."""
        [[draft]] = self._run("SELECT draft FROM articles WHERE id = ?", (article,))
        return bytes(draft)

    def place_of(self, article: str) -> PageKey | None:
        """The page that an article is on, None where there is none."""
        row = self._run(
            "SELECT root, file, number FROM articles WHERE id = ?", (article,)
        ).fetchone()
        return PageKey(*row) if row else None

    def articles_of(self, place: PageKey) -> list[str]:
        """The ids of the articles of a page, in their order."""
        rows = self._run(
            "SELECT id FROM articles WHERE root = ? AND file = ? AND number = ? ORDER BY position",
            place,
        )
        return [article for (article,) in rows]

    def put_originals(self, rows: Iterable[tuple[str, bytes | None, str]]) -> None:
        """Keep (id, article, what was applied) of articles as they were before corrections.

        None for the article: there is nothing to keep of it any more.
        """
        for article, packed, applied in rows:
            if packed is None:
                self._run("DELETE FROM originals WHERE id = ?", (article,))
            else:
                row = (article, packed, applied)
                self._run("INSERT OR REPLACE INTO originals VALUES (?, ?, ?)", row)

    def original(self, article: str) -> bytes | None:
        """An article as it was before corrections; None where nothing was applied to it."""
        row = self._run("SELECT article FROM originals WHERE id = ?", (article,)).fetchone()
        return bytes(row[0]) if row else None

    def corrected(self) -> list[tuple[str, str]]:
        """(id, what was applied) of every article that is corrected."""
        return self._run("SELECT id, applied FROM originals ORDER BY id").fetchall()

    def put_shape(self, place: PageKey, texts: Sequence[str], reshaped: Sequence[str]) -> None:
        """Remember what a page may be known by, and the corrections of its lines and stories."""
        self._forget_shape(place)
        self._database.executemany(
            "INSERT OR IGNORE INTO texts VALUES (?, ?, ?, ?)", ((text, *place) for text in texts)
        )
        if reshaped:
            row = (*place, json.dumps(reshaped))
            self._run("INSERT OR REPLACE INTO shapes VALUES (?, ?, ?, ?)", row)

    def _forget_shape(self, place: PageKey) -> None:
        for table in ("texts", "shapes"):
            self._run(
                f"DELETE FROM {table} WHERE root = ? AND file = ? AND number = ?",  # noqa: S608
                place,
            )

    def reshaped(self) -> frozenset[str]:
        """The ids of the corrections of lines and stories that found their page."""
        rows = self._run("SELECT reshaped FROM shapes").fetchall()
        return frozenset(name for (names,) in rows for name in json.loads(names))

    def pages_of(self, wanted: Iterable[tuple[str, str]], applied: frozenset[str]) -> set[PageKey]:
        """Pages that corrections may speak of, by (text, name or id, value).

        And those to which any of `applied` was applied.
        """
        self._ask(wanted)
        found: set[PageKey] = set()
        for query in (
            f"SELECT root, file, number FROM texts WHERE {_same('text')}",  # noqa: S608
            f"SELECT root, file, number FROM pages WHERE {_same('name')}",  # noqa: S608
            f"SELECT root, file, number FROM articles WHERE {_same('id', 'text')}",  # noqa: S608
        ):
            found.update(PageKey(*row) for row in self._run(query))
        for *place, names in self._run("SELECT root, file, number, reshaped FROM shapes"):
            if applied.intersection(json.loads(names)):
                found.add(PageKey(*place))
        return found

    def forget_lost(self) -> None:
        """Drop what is kept of articles and pages that are there no more."""
        self._run("DELETE FROM originals WHERE id NOT IN (SELECT id FROM articles)")
        for table in ("texts", "shapes"):
            self._run(
                f"DELETE FROM {table} WHERE NOT EXISTS (SELECT 1 FROM pages WHERE "  # noqa: S608
                f"pages.root = {table}.root AND pages.file = {table}.file "
                f"AND pages.number = {table}.number)"
            )

    def _ask(self, wanted: Iterable[tuple[str, str]]) -> None:
        self._run("DELETE FROM asked")
        self._database.executemany(
            "INSERT OR IGNORE INTO asked VALUES (?, ?)", (pair for pair in wanted if pair[1])
        )


def _same(*kinds: str) -> str:
    asked = "SELECT value FROM asked WHERE kind ="
    return " OR ".join(f"{kind} IN ({asked} '{kind}')" for kind in kinds)
