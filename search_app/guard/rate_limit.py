"""The rate limit: so many requests per client, counted over all workers."""

from __future__ import annotations

import atexit
import os
import shutil
import sqlite3
import tempfile
import threading
import time
import weakref
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse_many
from limits.storage import Storage

from search_index.errors import SettingError
from search_index.settings import Settings

FREE_ENDPOINTS = frozenset(
    {
        "health.healthz",
        "health.readyz",
        "metrics.metrics",
        "pages.asset",
        "pages.theme",
        "pages.logo",
        "pages.robots",
        "static",
        "docs.file",
    }
)


class SharedCounters(Storage):
    """Counters in a small SQLite file that all workers of one host share.

    flask-limiter's own storages are the memory of one worker, which would give every
    client its rate once per worker, or a server next to ours.
    """

    STORAGE_SCHEME = ["clippings"]  # noqa: RUF012

    def __init__(self, uri: str, wrap_exceptions: bool = False, **_: object) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._path = uri.removeprefix("clippings://")
        self._lock = threading.Lock()
        self._connected: tuple[int, sqlite3.Connection] | None = None
        with closing(self._connect()) as connection:  # of its own: SQLite's must not cross a fork
            connection.execute(
                "CREATE TABLE IF NOT EXISTS counter "
                "(key TEXT PRIMARY KEY, count INTEGER, expires REAL)"
            )

    @property
    def base_exceptions(self) -> type[Exception]:
        """What can go wrong."""
        return sqlite3.Error

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=5, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode=MEMORY")
        connection.execute("PRAGMA synchronous=OFF")
        return connection

    def _execute(self, statement: str, values: Mapping[str, object]) -> tuple[list[Any], int]:
        """The rows of a statement and how many it changed, one statement of a process at a time."""
        with self._lock:
            if self._connected is None or self._connected[0] != os.getpid():
                connection = self._connect()
                weakref.finalize(self, connection.close)
                self._connected = os.getpid(), connection
            cursor = self._connected[1].execute(statement, values)
            return cursor.fetchall(), cursor.rowcount

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count a request; the new count."""
        now = time.time()
        rows, _ = self._execute(
            "INSERT INTO counter VALUES (:key, :amount, :expires) ON CONFLICT (key) DO UPDATE SET "
            "count = CASE WHEN expires <= :now THEN :amount ELSE count + :amount END, "
            "expires = CASE WHEN expires <= :now THEN :expires ELSE expires END "
            "RETURNING count",
            {"key": key, "amount": amount, "expires": now + expiry, "now": now},
        )
        count = int(rows[0][0])
        if count == amount:
            self._execute("DELETE FROM counter WHERE expires <= :now", {"now": now})
        return count

    def get(self, key: str) -> int:
        """The count of a key."""
        rows, _ = self._execute(
            "SELECT count FROM counter WHERE key = :key AND expires > :now",
            {"key": key, "now": time.time()},
        )
        return int(rows[0][0]) if rows else 0

    def get_expiry(self, key: str) -> float:
        """When the count of a key starts again, in seconds since 1970."""
        rows, _ = self._execute("SELECT expires FROM counter WHERE key = :key", {"key": key})
        return float(rows[0][0]) if rows else time.time()

    def check(self) -> bool:
        """Whether the file can be used."""
        self._execute("SELECT 1 FROM counter LIMIT 1", {})
        return True

    def reset(self) -> int:
        """Forget all counts; how many there were."""
        _, changed = self._execute("DELETE FROM counter", {})
        return changed

    def clear(self, key: str) -> None:
        """Forget one count."""
        self._execute("DELETE FROM counter WHERE key = :key", {"key": key})


def install(app: Flask, settings: Settings) -> None:
    """Limit the clients of `app` where the settings say so. Raises SettingError."""
    if settings.rate_limit is None:
        return
    try:
        parse_many(settings.rate_limit)
    except ValueError:
        raise SettingError(
            f"CLIPPINGS_RATE_LIMIT={settings.rate_limit!r} cannot be used: "
            "give a rate such as 100/minute."
        ) from None

    @app.after_request  # after that of the limiter, which says it of every answer
    def only_of_refusals(response: Response) -> Response:
        if response.status_code < 400:
            response.headers.pop("Retry-After", None)
        return response

    limiter = Limiter(
        get_remote_address,
        app=app,
        application_limits=[settings.rate_limit],
        storage_uri=counters_uri("clippings-rate-"),
        strategy="fixed-window",
        headers_enabled=True,
    )
    limiter.request_filter(_is_free)


def counters_uri(prefix: str) -> str:
    """Where fresh `SharedCounters` are, in a folder that goes when this process ends."""
    folder = tempfile.mkdtemp(prefix=prefix)
    atexit.register(_remove, folder, os.getpid())
    return f"clippings://{Path(folder, 'counters.sqlite')}"


def _is_free() -> bool:
    return request.endpoint in FREE_ENDPOINTS or request.method == "OPTIONS"


def _remove(folder: str, process: int) -> None:
    if os.getpid() == process:  # forked workers use it still
        shutil.rmtree(folder, ignore_errors=True)
