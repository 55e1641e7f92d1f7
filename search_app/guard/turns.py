"""Turns at working out answers, one after the other in each process.

Threads of one process share its interpreter. What finds and counts hands it over hundreds of times
in each answer, and whoever hands it over while others want it waits for them. In turn as many are
answered, and the slowest mostly sooner (docs/scale.md). An answer
that takes long keeps nobody: after a while the next goes on beside it.
"""

from __future__ import annotations

import threading
import time
from typing import Final

LEASE_S: Final = 0.25
"""Who works for longer than this has had a turn: others need not wait any more."""


class Turns:
    """Lets so many work at a time, and more beside those that take longer than `lease_s`."""

    def __init__(self, at_once: int = 1, *, lease_s: float = LEASE_S) -> None:
        self.at_once = at_once
        self._lease_s = lease_s
        self._ends: dict[int, float] = {}
        self._turn = threading.Condition(threading.Lock())

    def take(self) -> None:
        """Wait for a turn. Who took one must `give` it, in the same thread."""
        with self._turn:
            while (wait_s := self._wait_s()) > 0:
                self._turn.wait(wait_s)
            self._ends[threading.get_ident()] = time.monotonic() + self._lease_s

    def give(self) -> None:
        """Let the next have it."""
        with self._turn:
            self._ends.pop(threading.get_ident(), None)
            self._turn.notify()

    def _wait_s(self) -> float:
        """How long there is no turn unless one is given; not above 0 where there is one."""
        if len(self._ends) < self.at_once:
            return 0.0
        ends = sorted(self._ends.values())
        return ends[-self.at_once] - time.monotonic()
