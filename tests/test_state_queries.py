"""What the state of an archive is asked for each page is found by a key, not by looking at all."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.__main__ import main

PAGES = 12
_LITERAL = re.compile(r"'(?:[^']|'')*'|x'[0-9a-f]*'|\b\d+(?:\.\d+)?\b|\bNULL\b", re.IGNORECASE)


def connecting(
    connect: Callable[..., sqlite3.Connection], asked: Counter[str]
) -> Callable[..., sqlite3.Connection]:
    def traced(*about: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*about, **options)
        connection.set_trace_callback(lambda sql: asked.update([_LITERAL.sub("1", sql)]))
        return connection

    return traced


def scans(state: Path, statement: str) -> list[str]:
    """The tables of the state that all of is read for a statement."""
    with sqlite3.connect(state) as connection:
        try:
            plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
        except sqlite3.OperationalError:  # of another database, or of a table of one run
            return []
    return [row[3] for row in plan if row[3].startswith("SCAN") and "CONSTANT" not in row[3]]


def test_a_page_is_remembered_and_forgotten_without_reading_what_is_known_of_all_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Counter[str] = Counter()
    monkeypatch.setattr(sqlite3, "connect", connecting(sqlite3.connect, asked))
    pages, index_dir = tmp_path / "pages", tmp_path / "index"
    pages.mkdir()
    for day in (3, 4):
        for number in range(PAGES):
            text = f"Wells of village {number}\n\n{day} May 2021\n\nThe council met at {number}.\n"
            (pages / f"{number}.txt").write_text(text, "utf-8")
        assert main([str(pages), "--index-dir", str(index_dir), "--jobs", "1", "--quiet"]) == 0
    monkeypatch.undo()
    [state] = index_dir.glob("pages/state.sqlite")
    often = [statement for statement, times in asked.items() if times >= PAGES - 1]
    assert len(often) > 10
    assert {sql: found for sql in often if (found := scans(state, sql))} == {}
