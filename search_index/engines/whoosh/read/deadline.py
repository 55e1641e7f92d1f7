"""The time that a query has."""

from __future__ import annotations

import time

from search_index.errors import QueryTimeout


class Clock:
    """Stops a query that takes too long, at the next `check`."""

    def __init__(self, timeout_ms: int | None) -> None:
        self._timeout_ms = timeout_ms
        self._end = None if timeout_ms is None else time.monotonic() + timeout_ms / 1000

    def check(self) -> None:
        """Raises QueryTimeout where the time is over."""
        if self._end is not None and time.monotonic() > self._end:
            raise QueryTimeout(
                f"The query took longer than {self._timeout_ms} ms. Ask for fewer or longer "
                "words, or raise CLIPPINGS_QUERY_TIMEOUT_MS."
            )
