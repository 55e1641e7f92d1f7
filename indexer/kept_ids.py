"""Ids of articles that outlive the renaming of their dump (docs/adr/0012).

An id is made of the name of the page and the key of the article on it. What is forgotten
keeps its id in the table `former`; an article that comes back takes it again: by its page and
key, or by its text where its page is there no more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from indexer.page import PageKey
from search_index.model.article import article_id

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS former(
    id TEXT PRIMARY KEY, root TEXT, file TEXT, number INTEGER, page TEXT, key TEXT, text TEXT);
CREATE INDEX IF NOT EXISTS former_of_page ON former(page);
CREATE INDEX IF NOT EXISTS former_of_text ON former(text);
CREATE INDEX IF NOT EXISTS pages_of_name ON pages(name);
"""
_COLUMNS: Final = "id, root, file, number, page, key, text"
_SHORT_CHARS: Final = 100
"""A shorter text is known again only together with its key."""


class KeptIds:
    """Ids of articles that are not there now, in the database of the state."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._run = database.execute
        self._has_any: bool | None = None

    def keep(self, where: str, values: Sequence[object]) -> None:
        """Keep the ids of articles that are about to be forgotten."""
        self._has_any = True
        self._run(
            f"INSERT OR REPLACE INTO former SELECT {_COLUMNS} FROM articles WHERE {where}",  # noqa: S608
            values,
        )

    def keep_all_of(self, path: Path, version: int) -> None:
        """Keep the ids of the articles of another state, which is only read."""
        self._has_any = True
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as other:
            [[found]] = other.execute("PRAGMA user_version")
            if found != version:
                return
            for table in ("former", "articles"):
                rows = other.execute(f"SELECT {_COLUMNS} FROM {table}")  # noqa: S608
                for row in rows:
                    self._run("INSERT OR REPLACE INTO former VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def take(
        self, place: PageKey, name: str, articles: Sequence[tuple[str, str, int]]
    ) -> list[str]:
        """The ids of the articles of a page, of each (key, text, length of the text).

        Two SOURCES may hold pages of one name, a file records of one id: the articles of
        the later one then take ids that their place is a part of.
        """
        found: list[str | None] = [self._by_key(place, name, key) for key, _, _ in articles]
        for at, (key, text, chars) in enumerate(articles):
            if found[at] is None:
                found[at] = self._by_text(name, key, text, chars)
        ids = []
        for known, (key, _, _) in zip(found, articles, strict=True):
            own = known or article_id(name, key)
            if known is None and (own in ids or self._is_taken(own)):
                root, file, number = place
                own = article_id(f"{root}\n{file}\n{number}", key)
            ids.append(own)
        return ids

    def _by_key(self, place: PageKey, name: str, key: str) -> str | None:
        return self._taken(
            "page = ? AND key = ? ORDER BY (root = ? AND file = ? AND number = ?) DESC, "
            "root, file, number",
            (name, key, *place),
        )

    def _by_text(self, name: str, key: str, text: str, chars: int) -> str | None:
        return self._taken(
            "text = ? AND (key = ? OR ? >= ?) AND (page = ? OR NOT EXISTS "
            "(SELECT 1 FROM pages WHERE pages.name = former.page)) "
            "ORDER BY key = ? DESC, root, file, number, id",
            (text, key, chars, _SHORT_CHARS, name, key),
        )

    def _taken(self, where: str, values: Sequence[object]) -> str | None:
        if self._has_any is None:
            self._has_any = self._run("SELECT 1 FROM former LIMIT 1").fetchone() is not None
        if not self._has_any:
            return None
        row = self._run(
            f"SELECT id FROM former WHERE {where} LIMIT 1",  # noqa: S608
            values,
        ).fetchone()
        if row is None:
            return None
        self._run("DELETE FROM former WHERE id = ?", row)
        return None if self._is_taken(row[0]) else str(row[0])

    def _is_taken(self, article: str) -> bool:
        return any(
            self._run(f"SELECT 1 FROM {table} WHERE id = ?", (article,)).fetchone()  # noqa: S608
            for table in ("articles", "former")
        )
