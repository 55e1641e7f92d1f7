"""What the state remembers of settled articles, so that a change is settled only where it reaches.

Of each article what it asked of the archive (`indexer/entities/resolve/asked.py`), and its facts
for the report of the archive; and the drafts that this run has forgotten, which the counts of names
still hold.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

import orjson

from indexer.page import PageKey
from quality.facts import Facts

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS settled(id TEXT PRIMARY KEY, asked BLOB, facts BLOB) WITHOUT ROWID;
CREATE TEMP TABLE forgotten(draft BLOB);
"""
TABLES: Final = ("settled",)

Settled = tuple[str, bytes | None, bytes | None]
"""Id, what it asked, and its facts; None where it is not settled yet."""


class SettledState:
    """A part of the state, in its database."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._run = database.execute

    def forget(self, where: str, values: tuple[object, ...]) -> None:
        """Articles are about to be forgotten; drafts that the counts hold are kept for this run."""
        self._run(
            "INSERT INTO forgotten SELECT draft FROM articles "  # noqa: S608
            f"WHERE indexed IS NOT NULL AND {where}",
            values,
        )
        self._run(
            f"DELETE FROM settled WHERE id IN (SELECT id FROM articles WHERE {where})",  # noqa: S608
            values,
        )

    def forgotten(self) -> Iterator[bytes]:
        """The drafts of settled articles that this run has forgotten."""
        for (draft,) in self._database.cursor().execute("SELECT draft FROM forgotten"):
            yield draft

    def fresh(self) -> Iterator[bytes]:
        """The drafts that no run has settled yet."""
        query = "SELECT draft FROM articles WHERE indexed IS NULL"
        for (draft,) in self._database.cursor().execute(query):
            yield draft

    def put(self, rows: Iterable[tuple[str, bytes, Facts | None]]) -> None:
        """Remember (id, what it asked, facts) of settled articles."""
        self._database.executemany(
            "INSERT OR REPLACE INTO settled VALUES (?, ?, ?)",
            ((article, asked, facts and _packed(facts)) for article, asked, facts in rows),
        )

    def pages(self) -> Iterator[tuple[PageKey, list[Settled]]]:
        """Every page with articles, and these."""
        rows = self._database.cursor().execute(
            "SELECT root, file, number, articles.id, CASE WHEN indexed IS NULL THEN NULL "
            "ELSE asked END, facts FROM articles LEFT JOIN settled ON settled.id = articles.id "
            "ORDER BY root, file, number, position"
        )
        for place, page in groupby(rows, key=lambda row: row[:3]):
            yield PageKey(*place), [row[3:] for row in page]


def _packed(facts: Facts) -> bytes | None:
    try:
        return orjson.dumps(facts)
    except TypeError:  # half of a character pair, as a page may hold one: settled again each time
        return None


def facts_from(packed: bytes) -> Facts:
    """The facts that were put."""
    values: dict[str, Any] = orjson.loads(packed)
    values["reasons"] = Counter(values["reasons"])
    return Facts(**values)
