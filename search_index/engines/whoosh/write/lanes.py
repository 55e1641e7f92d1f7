"""Where batches are written: in a thread of this process, and in processes on other cores.

Half of the work on a batch is Python's, which one process does on one core at a time. A process of
its own costs a fifth of a second of another core and some 150 MB, so that an archive of a few
thousand articles is built without.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from queue import PriorityQueue
from typing import Final, TypeAlias

from search_index.cores import cores
from search_index.engines.whoosh.write.batch_file import ClosedBatch
from search_index.engines.whoosh.write.helper import Helper

FEW_ARTICLES: Final = 2_000
"""No process is started before so many were added."""
_MOST_HELPERS: Final = 3

Write: TypeAlias = Callable[[ClosedBatch, Path, bytes], None]


class Lanes:
    """`jobs` batches can be written at once at most (0: one for each core)."""

    def __init__(self, jobs: int = 0) -> None:
        self._most = min((jobs or cores()) - 1, _MOST_HELPERS)
        self._helpers: list[Helper] = []
        self._free: PriorityQueue[int] = PriorityQueue()
        self._free.put(_MOST_HELPERS)  # this process, after all others

    def open_another(self) -> None:
        """Start one more process, if there may be one."""
        if len(self._helpers) < self._most:
            self._helpers.append(Helper())
            self._free.put(len(self._helpers) - 1)

    def take(self) -> Write:
        """Wait until a lane is free, and take it: what is given writes one batch."""
        number = self._free.get()
        helper = self._helpers[number] if number < _MOST_HELPERS else None

        def write(closed: ClosedBatch, path: Path, dictionary: bytes) -> None:
            try:
                if helper is None:
                    closed.write(path, dictionary)
                else:
                    helper.write(closed, path, dictionary)
            finally:
                if helper is None or helper.lives:
                    self._free.put(number)

        return write

    def close(self) -> None:
        """End the processes."""
        for helper in self._helpers:
            helper.stop()
