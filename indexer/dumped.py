"""`python -m indexer.dumped`: a page as it was dumped, and which lines of it are in which story.

The desk asks for it in a process of its own, so that no page can harm the server that shows it.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corrections import CorrectionsFile, corrections_path
from indexer.page import Page
from indexer.sources import SourceFile, read, units
from indexer.study import Placed, layout
from search_index.errors import ClippingsError
from search_index.settings import Settings

MOST_LINES = 5_000
MOST_LINE_CHARS = 5_000
DONE, NOT_THERE = 0, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DumpedLine:
    """A line of the page. `part` is title, date, body, or removed for `reason`.

    `article` is the id of the story that it is in or, removed, next to.
    """

    text: str
    part: str
    article: str | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dumped:
    """A page. `reason` says why it gave nothing, `more` how many lines are not listed."""

    name: str
    url: str | None
    reason: str | None
    lines: tuple[DumpedLine, ...] = ()
    more: int = 0
    text: str = ""


class NotThere(Exception):
    """There is no such page, or its file has gone; the message says which."""


def dumped(settings: Settings, *, article: str | None = None, page: str | None = None) -> Dumped:
    """The page that an article is on, or the page of a name. Raises NotThere."""
    path = settings.index_dir / "pages" / "state.sqlite"
    if not path.exists():
        raise NotThere("Nothing is remembered of the pages of this archive.")
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        column, value = ("id", article) if article is not None else ("page", page)
        row = database.execute(
            f"SELECT root, file, number FROM articles WHERE {column} = ? LIMIT 1",  # noqa: S608
            (value,),
        ).fetchone()
        if row is None and page is not None:
            row = database.execute(
                "SELECT root, file, number FROM pages WHERE name = ? LIMIT 1", (page,)
            ).fetchone()
        if row is None:
            raise NotThere("The last run knows of no such page.")
        ids = [
            found
            for (found,) in database.execute(
                "SELECT id FROM articles WHERE root = ? AND file = ? AND number = ? "
                "ORDER BY position",
                row,
            )
        ]
        learned = database.execute("SELECT value FROM facts WHERE name = 'learned'").fetchone()
        shape = database.execute(
            "SELECT reshaped FROM shapes WHERE root = ? AND file = ? AND number = ?", row
        ).fetchone()
    known = np.frombuffer(learned[0] if learned else b"", dtype=np.uint64)
    corrections = CorrectionsFile(corrections_path(settings)).read() if shape else None
    applied = [corrections.get(name) for name in json.loads(shape[0])] if corrections else []
    root, file, number = row
    source = SourceFile(root=str(root), name=str(file))
    for at, unit in enumerate(units(source)):
        if at == number:
            reading = read(unit)
            break
    else:
        raise NotThere(f"{file} no longer holds this page: run the indexer.")
    if reading.page is None:
        return Dumped(name=reading.name, url=None, reason=reading.reason)
    placed, reason = layout(
        reading.page, frozenset(known.tolist()), [one for one in applied if one is not None]
    )
    return _dumped(reading.page, placed, reason, ids)


def pages(
    settings: Settings, articles: Sequence[str], page: str | None = None
) -> tuple[list[dict[str, Any] | None], list[str]]:
    """The pages of some articles, or of a name, as plain values; None for one that is not there.

    Next to them why.
    """
    found: list[dict[str, Any] | None] = []
    problems = []
    wanted: Sequence[str | None] = articles or [None]
    for article in wanted:
        try:
            found.append(asdict(dumped(settings, article=article, page=page)))
        except (NotThere, ClippingsError, OSError, sqlite3.Error) as error:
            problems.append(str(error))
            found.append(None)
    return found, problems


def _dumped(page: Page, placed: Sequence[Placed], reason: str | None, ids: list[str]) -> Dumped:
    def id_of(story: int | None) -> str | None:
        return ids[story] if story is not None and story < len(ids) else None

    return Dumped(
        name=page.name,
        url=page.url,
        reason=reason,
        lines=tuple(
            DumpedLine(
                text=one.line.text[:MOST_LINE_CHARS],
                part=one.part,
                article=id_of(one.story),
                reason=one.reason,
            )
            for one in placed[:MOST_LINES]
        ),
        more=max(len(placed) - MOST_LINES, 0),
        text=page.text,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the pages as a list in JSON, null for one that is not there; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m indexer.dumped", description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--article", metavar="ID", action="append", help="the page that an article is on; again"
    )
    which.add_argument("--page", metavar="NAME", help="the page of a name")
    parser.add_argument("--index-dir", type=Path, metavar="DIR", help="folder of the index")
    options = parser.parse_args(arguments)
    overrides = {"index_dir": options.index_dir} if options.index_dir else {}
    settings = Settings.from_environment(**overrides)
    found, problems = pages(settings, options.article or (), options.page)
    for problem in problems:
        print(f"dumped: {problem}", file=sys.stderr)
    sys.stdout.buffer.write(json.dumps(found).encode())
    return DONE if any(found) else NOT_THERE


if __name__ == "__main__":
    sys.exit(main())
