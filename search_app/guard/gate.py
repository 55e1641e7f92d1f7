"""A bounded number of places, and a bounded queue for them."""

from __future__ import annotations

import threading


class Gate:
    """Lets `running` through at a time; `waiting` more wait at most `wait_s` seconds."""

    def __init__(self, *, running: int, waiting: int = 0, wait_s: float = 0.0) -> None:
        self._places = threading.Semaphore(running)
        self._limit = waiting
        self.waiting = 0
        """How many wait."""
        self._wait_s = wait_s
        self._lock = threading.Lock()

    def enter(self) -> bool:
        """Whether there is a place; who got one must `leave`."""
        if self._places.acquire(blocking=False):
            return True
        with self._lock:
            if self.waiting >= self._limit:
                return False
            self.waiting += 1
        try:
            return self._places.acquire(timeout=self._wait_s)
        finally:
            with self._lock:
                self.waiting -= 1

    def leave(self) -> None:
        """Make room for the next."""
        self._places.release()
