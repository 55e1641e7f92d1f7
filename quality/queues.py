"""What is least sure, in SQLite: articles by what is doubtful, rejected pages, stories alike."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from quality.errors import QualityUnusable
from search_index.engines.files import signature_of
from search_index.engines.seal import Seal

KEPT: Final = 10_000
"""Of each queue a run keeps so many of the least sure; the report has the whole counts."""
REWRITTEN: Final = (
    "The next run that changes something writes it again; one with --full always does."
)

_sound: dict[Path, Any] = {}
"""The signatures of files that were found to be whole."""

_SCHEMA: Final = """
CREATE TABLE doubts(queue TEXT, article TEXT, weight REAL, words TEXT);
CREATE TABLE rejected(name TEXT, root TEXT, file TEXT, number INTEGER, reason TEXT);
"""
_INDEXES: Final = """
CREATE INDEX by_weight ON doubts(queue, weight DESC, article);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """An article in a queue; `words` say what is doubtful: another date, a length, a source.

    In the queue `alike` they are the id of the story that may be the same.
    """

    article: str
    weight: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedPage:
    """A page that gave nothing, and where it lies: file of a SOURCE, and its number in it."""

    name: str
    root: str
    file: str
    number: int
    reason: str


class QueueWriter:
    """Makes a new file of queues, which `close` finishes."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript(_SCHEMA)
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._database.close()

    def doubts(self, rows: Iterable[tuple[str, str, float, str]]) -> None:
        """Add (queue, article, weight, words)."""
        self._database.executemany("INSERT INTO doubts VALUES (?, ?, ?, ?)", rows)

    def rejected(self, page: RejectedPage) -> None:
        """Add a page that gave nothing."""
        values = (page.name, page.root, page.file, page.number, page.reason)
        self._database.execute("INSERT INTO rejected VALUES (?, ?, ?, ?, ?)", values)

    def finish(self) -> None:
        """Keep what was added."""
        self._database.execute("COMMIT")
        self._database.executescript(_INDEXES)


class Queues:
    """The file as the last run left it, only read; no file is empty queues."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seal = Seal(path)

    def counts(self) -> Counter[str]:
        """How many articles each queue has, and `rejected` pages."""
        with self._reading() as database:
            if database is None:
                return Counter()
            found = Counter(
                dict(database.execute("SELECT queue, count(*) FROM doubts GROUP BY queue"))
            )
            [[found["rejected"]]] = database.execute("SELECT count(*) FROM rejected")
            return found

    def doubts(self, queue: str, *, first: int = 0, size: int = 50) -> tuple[Doubt, ...]:
        """A part of a queue, the least sure first."""
        with self._reading() as database:
            rows = (
                database.execute(
                    "SELECT article, weight, words FROM doubts WHERE queue = ? "
                    "ORDER BY weight DESC, article LIMIT ? OFFSET ?",
                    (queue, size, first),
                )
                if database is not None
                else ()
            )
            return tuple(Doubt(article=a, weight=weight, words=words) for a, weight, words in rows)

    def rejected(self, *, first: int = 0, size: int = 50) -> tuple[RejectedPage, ...]:
        """A part of the pages that gave nothing, in their order."""
        with self._reading() as database:
            return tuple(_pages(database, "ORDER BY rowid LIMIT ? OFFSET ?", (size, first)))

    def rejected_page(self, name: str) -> RejectedPage | None:
        """A page that gave nothing, by its name."""
        with self._reading() as database:
            return next(_pages(database, "WHERE name = ? LIMIT 1", (name,)), None)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        if not (self._path.exists() or self._seal.exists()):
            yield None
            return
        address = f"{self._path.absolute().as_uri()}?mode=ro"
        try:
            self._check()
            with closing(sqlite3.connect(address, uri=True, timeout=5)) as database:
                yield database
        except (sqlite3.Error, OSError) as error:
            raise QualityUnusable(f"{self._path} cannot be read ({error}). {REWRITTEN}") from None

    def _check(self) -> None:
        """Raises QualityUnusable where the file is damaged, OSError where it is gone."""
        signature = signature_of(self._path)
        if _sound.get(self._path) == signature:
            return
        if not self._seal.fits():
            raise QualityUnusable(f"{self._path} is not as it was written. {REWRITTEN}")
        _sound[self._path] = signature


def _pages(
    database: sqlite3.Connection | None, rest: str, values: tuple[object, ...]
) -> Iterator[RejectedPage]:
    if database is None:
        return
    query = f"SELECT name, root, file, number, reason FROM rejected {rest}"  # noqa: S608 (ours)
    for name, root, file, number, reason in database.execute(query, values):
        yield RejectedPage(name=name, root=root, file=file, number=number, reason=reason)
