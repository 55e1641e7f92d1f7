"""What was made of late for one snapshot, up to so many bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any


class Latest:
    """Values by their keys; what was asked for longest ago goes first. Safe for many threads.

    `values` are these and their sizes.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self.values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Any:
        """The value under a key, None where it is not there."""
        found = self.values.get(key)
        if found is None:
            return None
        try:  # noqa: SIM105 - `suppress` takes longer than the rest
            self.values.move_to_end(key)
        except KeyError:  # another thread has dropped it since
            pass
        return found[0]

    def keep(self, key: Hashable, value: object, size: int) -> None:
        """Keep a value, which takes so many bytes; not where there is one already."""
        with self._lock:
            if key not in self.values:
                self.values[key] = (value, size)
                self._bytes += size
            while self._bytes > self._most_bytes:
                _, (_, freed) = self.values.popitem(last=False)
                self._bytes -= freed
