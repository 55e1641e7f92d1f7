"""What the state remembers of the languages of pages."""

from __future__ import annotations

import sqlite3
from typing import Final

from indexer.page import PageKey

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS languages(
    root TEXT, file TEXT, number INTEGER, language TEXT, doubtful INTEGER,
    PRIMARY KEY (root, file, number)) WITHOUT ROWID;
"""
TABLES: Final = ("languages",)
_OF_PAGES: Final = "languages JOIN pages USING (root, file, number)"


class LanguageState:
    """A part of the state, in its database. What it holds of pages that are gone does not count."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._run = database.execute

    def put(self, key: PageKey, language: str) -> None:
        """Remember the language of a page that was read, empty where it is not sure."""
        self._run("INSERT OR REPLACE INTO languages VALUES (?, ?, ?, ?, 0)", (*key, language))

    def put_doubtful(self, key: PageKey, doubtful: bool) -> None:
        """Remember whether the archive decides in which language a story of the page is."""
        self._run(
            "UPDATE languages SET doubtful = ? WHERE root = ? AND file = ? AND number = ?",
            (doubtful, *key),
        )

    def counts(self) -> list[tuple[str, int]]:
        """The languages that pages are sure of, and the number of their pages."""
        rows = self._run(
            f"SELECT language, count(*) FROM {_OF_PAGES} WHERE language != '' GROUP BY 1"  # noqa: S608
        )
        return [(str(language), int(count)) for language, count in rows]

    def doubtful(self) -> list[PageKey]:
        """The pages with a story whose language the archive decides."""
        rows = self._run(f"SELECT root, file, number FROM {_OF_PAGES} WHERE doubtful")  # noqa: S608
        return [PageKey(root=root, file=file, number=number) for root, file, number in rows]
