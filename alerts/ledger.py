"""What is known of the archive, what was found for whom, and what waits to be sent; in SQLite.

Found and to be sent are written in one transaction with what is known: a process that dies at
any instant has either not looked yet, or has everything to send on the disk.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal, Self, TypeVar

from alerts.errors import AlertsUnusable
from alerts.seal import LedgerSeal

FILE_NAME: Final = "ledger.sqlite"
KEPT_PER_FEED: Final = 100

Channel = Literal["webhook", "mail"]
_T = TypeVar("_T")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS known(key BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS found(
    number INTEGER PRIMARY KEY, alert TEXT, story TEXT, at REAL, item TEXT,
    UNIQUE (alert, story));
CREATE TABLE IF NOT EXISTS outbox(
    id TEXT PRIMARY KEY, alert TEXT, channel TEXT, target TEXT, items TEXT, created REAL,
    due REAL, attempts INTEGER DEFAULT 0, error TEXT, given_up INTEGER DEFAULT 0) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is sent of an article."""

    id: str
    title: str
    excerpt: str
    language: str
    date: str | None = None
    outlet: str | None = None
    source_url: str | None = None
    persons: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundItem:
    """An article that was found for a search, and when (seconds since 1970)."""

    at: float
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What waits to be sent to one address; its id stays the same over all attempts."""

    id: str
    alert: str
    channel: Channel
    target: str
    items: tuple[Item, ...]
    created: float
    due: float
    attempts: int = 0
    error: str | None = None
    given_up: bool = False


def is_there(folder: Path) -> bool:
    """Whether a folder has a ledger, or has had one that is lost."""
    path = folder / FILE_NAME
    return path.exists() or LedgerSeal(path).exists()


def id_key(article_id: str) -> bytes:
    """What an article is known by: its id."""
    return _key(b"i", article_id.encode("utf-8", "replace"))


def text_key(words: str) -> bytes:
    """What an article is known by: its words."""
    return _key(b"t", words.encode("utf-8", "replace"))


def page_key(digest: str) -> bytes:
    """What a page is known by: the digest of its bytes."""
    return _key(b"p", digest.encode("utf-8", "replace"))


def _key(kind: bytes, value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=12, person=kind).digest()


class Ledger:
    """The database in a folder. All raises AlertsUnusable where it cannot be read or written."""

    def __init__(self, folder: Path, *, only_read: bool = False) -> None:
        """With `only_read` nothing can be written, and the file has to be there.

        `was_lost` says that the file was gone: what is in the archive counts as known then.
        """
        self._path = folder / FILE_NAME
        self._seal = None if only_read else LedgerSeal(self._path)
        self.was_lost = is_there(folder) and not self._path.exists()
        try:
            if self._path.exists() and not LedgerSeal(self._path).fits():
                raise sqlite3.DatabaseError("it is not as it was written")
            if only_read:
                address = f"{self._path.absolute().as_uri()}?mode=ro"
                self._database = sqlite3.connect(address, uri=True, timeout=30)
                return
            folder.mkdir(parents=True, exist_ok=True)
            if not self._path.exists():
                LedgerSeal(self._path).remove()
            self._path.touch(0o600)
            self._database = sqlite3.connect(self._path, isolation_level=None, timeout=30)
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from None
        try:
            names = {name for (name,) in self._database.execute("SELECT name FROM sqlite_schema")}
            if names and "known" not in names:
                raise sqlite3.DatabaseError("it is another file")
            self._database.executescript(_SCHEMA)
        except sqlite3.Error as error:
            self._database.close()
            raise self._unusable(error) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        try:
            if self._seal is not None:
                with suppress(sqlite3.Error, OSError):  # without a seal it is believed as it is
                    self._seal.make(self._database)
        finally:
            self._database.close()

    def _unusable(self, error: Exception) -> AlertsUnusable:
        return AlertsUnusable(
            f"{self._path} cannot be used ({error}). Where it is damaged, remove it: what is in "
            "the archive then counts as known."
        )

    def _run(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        try:
            return self._database.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._unusable(error) from None

    @contextmanager
    def changing(self) -> Iterator[None]:
        """All or nothing of what is written within."""
        self._run("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with suppress(AlertsUnusable):
                self._run("ROLLBACK")
            raise
        self._run("COMMIT")

    def _read(self, what: Callable[[Any], _T], value: Any) -> _T:
        try:
            return what(value)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise self._unusable(error) from None

    def fact(self, name: str) -> str | None:
        """A remembered value."""
        rows = self._run("SELECT value FROM facts WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def put_fact(self, name: str, value: str) -> None:
        """Remember a value."""
        self._run("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def knows(self, key: bytes) -> bool:
        """Whether this was there before."""
        return bool(self._run("SELECT 1 FROM known WHERE key = ?", (key,)))

    def learn(self, keys: Iterable[bytes]) -> None:
        """Know these from now on."""
        for key in keys:
            self._run("INSERT OR IGNORE INTO known VALUES (?)", (key,))

    def unknown_ids(self, ids: Iterable[str]) -> Iterator[str]:
        """Those of the article ids that were not there before."""
        for article in ids:
            if not self.knows(id_key(article)):
                yield article

    def was_found(self, alert: str, story: str) -> bool:
        """Whether a story was found for a search before."""
        sql = "SELECT 1 FROM found WHERE alert = ? AND story = ?"
        return bool(self._run(sql, (alert, story)))

    def put_found(self, alert: str, story: str, item: Item, *, at: float) -> None:
        """Remember what was found for a search."""
        self._run(
            "INSERT OR IGNORE INTO found(alert, story, at, item) VALUES (?, ?, ?, ?)",
            (alert, story, at, _text(asdict(item))),
        )

    def found(self, alert: str, *, limit: int = KEPT_PER_FEED) -> tuple[FoundItem, ...]:
        """What was found last for a search, the newest first."""
        rows = self._run(
            "SELECT at, item FROM found WHERE alert = ? AND item != '' "
            "ORDER BY number DESC LIMIT ?",
            (alert, limit),
        )
        return tuple(FoundItem(at=at, item=self._read(_item, item)) for at, item in rows)

    def trim(self, alert: str) -> None:
        """Keep the texts of the last KEPT_PER_FEED only; that it was found stays known."""
        self._run(
            "UPDATE found SET item = '' WHERE alert = ? AND item != '' AND number NOT IN "
            "(SELECT number FROM found WHERE alert = ? ORDER BY number DESC LIMIT ?)",
            (alert, alert, KEPT_PER_FEED),
        )

    def post(self, message: Message) -> None:
        """Put a message into the outbox, in place of the one with its id."""
        self._run(
            "INSERT OR REPLACE INTO outbox VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                message.id,
                message.alert,
                message.channel,
                message.target,
                _text([asdict(item) for item in message.items]),
                message.created,
                message.due,
                message.attempts,
                message.error,
                message.given_up,
            ),
        )

    def waiting(self, *, due: float | None = None) -> tuple[Message, ...]:
        """What waits to be sent, or of it what is due; the oldest first."""
        rows = self._run(
            "SELECT * FROM outbox WHERE NOT given_up AND (? IS NULL OR due <= ?) "
            "ORDER BY created, id",
            (due, due),
        )
        return tuple(self._read(_message, row) for row in rows)

    def given_up(self) -> tuple[Message, ...]:
        """What could not be sent and is not tried again."""
        rows = self._run("SELECT * FROM outbox WHERE given_up ORDER BY created, id")
        return tuple(self._read(_message, row) for row in rows)

    def sent(self, message: str) -> None:
        """Take a message out of the outbox."""
        self._run("DELETE FROM outbox WHERE id = ?", (message,))

    def forget(self, alert: str) -> None:
        """Forget what was found for a search that is no more, and what waits to be sent."""
        for table in ("found", "outbox"):
            self._run(f"DELETE FROM {table} WHERE alert = ?", (alert,))  # noqa: S608


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True)


def _item(text: str) -> Item:
    return _item_of(json.loads(text))


def _item_of(values: dict[str, Any]) -> Item:
    for name in ("persons", "organizations", "places"):
        values[name] = tuple(values.get(name, ()))
    return Item(**values)


def _message(row: Sequence[Any]) -> Message:
    return Message(
        id=row[0],
        alert=row[1],
        channel=row[2],
        target=row[3],
        items=tuple(_item_of(values) for values in json.loads(row[4])),
        created=row[5],
        due=row[6],
        attempts=row[7],
        error=row[8],
        given_up=bool(row[9]),
    )
