"""Clients that keep their connections and never pause."""

from __future__ import annotations

import http.client
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.live import Server


class Client(threading.Thread):
    """Searches on one kept-alive connection, and once more where that was cut off."""

    def __init__(self, server: Server, stop: threading.Event) -> None:
        super().__init__()
        self._server = server
        self._stop_event = stop
        self.seen: Counter[str] = Counter()
        self.again: Counter[str] = Counter()

    def run(self) -> None:
        """Ask until told to stop."""
        connection = http.client.HTTPConnection(*self._server.address, timeout=30)
        while not self._stop_event.is_set():
            told = self._ask(connection)
            self.seen[told] += 1
            if not told.isdigit():
                self.again[self._ask(connection)] += 1
        connection.close()

    def _ask(self, connection: http.client.HTTPConnection) -> str:
        try:
            connection.request("GET", "/api/v1/search?q=harbour")
            answer = connection.getresponse()
            answer.read()
            return str(answer.status)
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            return type(error).__name__

    @property
    def lost_at_most_one_answer(self) -> bool:
        """Whether one answer was cut off at the most, and was had when asked for again."""
        failed = self.seen.total() - self.seen["200"]
        return failed <= 1 and set(self.again) <= {"200"}


@contextmanager
def asking(server: Server, count: int) -> Iterator[list[Client]]:
    """So many clients that ask until the block ends."""
    stop = threading.Event()
    clients = [Client(server, stop) for _ in range(count)]
    for client in clients:
        client.start()
    try:
        yield clients
    finally:
        stop.set()
        for client in clients:
            client.join()
