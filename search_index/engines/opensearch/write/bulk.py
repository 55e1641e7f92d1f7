"""Sending many changes at once, one request after the other while the next is prepared."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

from search_index.engines.opensearch.bridge.connection import BLOCKED, Connection, Refused, blocked
from search_index.engines.opensearch.bridge.retry import passes, patiently
from search_index.engines.opensearch.store.document import encode

MAX_BYTES: Final = 8 << 20
MAX_CHANGES: Final = 2000
_WAIT_S: Final = 20
"""So long the cluster may wait for a shard that no node has now, before it says so."""


class Bulk:
    """Collects changes to one index and sends them in order, in a thread of its own.

    `before` is called in that thread ahead of every request, and may refuse by raising. An
    error surfaces in a later call.
    """

    def __init__(
        self, connection: Connection, index: str, *, before: Callable[[], None], address: object
    ) -> None:
        self._connection = connection
        self._index = index
        self._before = before
        self._address = address
        self._lines: list[bytes] = []
        self._bytes = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="clippings-bulk")
        self._sent: Future[None] | None = None

    def index(self, key: str, document: dict[str, Any]) -> None:
        """Write a document under this key, replacing the one that is there."""
        self._append(encode({"index": {"_id": key}}), encode(document))

    def delete(self, key: str) -> None:
        """Delete the document under this key, if there is one."""
        self._append(encode({"delete": {"_id": key}}))

    def _append(self, *lines: bytes) -> None:
        self._lines.extend(lines)
        self._bytes += sum(map(len, lines))
        if self._bytes >= MAX_BYTES or len(self._lines) >= 2 * MAX_CHANGES:
            self._send()

    def _send(self) -> None:
        if not self._lines:
            return
        body = b"\n".join(self._lines) + b"\n"
        self._lines, self._bytes = [], 0
        self._wait()
        self._sent = self._thread.submit(self._post, body)

    def _wait(self) -> None:
        if self._sent is not None:
            self._sent.result()
            self._sent = None

    def flush(self) -> None:
        """Send all, and wait until it is done."""
        self._send()
        self._wait()

    def abandon(self) -> None:
        """Drop what was not sent, and wait for what was."""
        self._lines = []
        self._thread.shutdown(wait=True, cancel_futures=True)

    def close(self) -> None:
        """Send all and end."""
        try:
            self.flush()
        finally:
            self._thread.shutdown()

    def _post(self, body: bytes) -> None:
        def send() -> None:
            self._before()
            answer = self._connection.request(
                "POST",
                f"/{self._index}/_bulk",
                body,
                params={
                    "filter_path": "errors,items.*.error,items.*.status,items.*._id",
                    "timeout": f"{_WAIT_S}s",
                },
            )
            if answer["errors"]:
                self._complain(answer["items"])

        patiently(send)

    def _complain(self, items: list[dict[str, Any]]) -> None:
        """Raise where changes were not made: Refused, of a kind that passes or one that lasts."""
        passing: Refused | None = None
        for item in items:
            ((_, done),) = item.items()
            if "error" not in done:
                continue
            kind, status = str(done["error"].get("type")), int(done["status"])
            error = Refused(
                blocked(self._address)
                if kind == BLOCKED and status != 503
                else f"OpenSearch at {self._address} did not take document {done['_id']} "
                f"({status} {kind}).",
                status=status,
                kind=kind,
            )
            if not passes(status, kind):
                raise error
            passing = error
        if passing is not None:
            raise passing
