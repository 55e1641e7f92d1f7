"""What was made of late for one snapshot, up to so many bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any


class Latest:
    """Values by their keys; what was asked for longest ago goes first. Safe for many threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        """Each with its size."""
        self._lock = threading.Lock()

    def get(self, key: Hashable, absent: object = None) -> Any:
        """The value under a key, `absent` where there is none. A value may be None itself."""
        found = self._values.get(key)
        if found is None:
            return absent
        try:  # noqa: SIM105 - `suppress` takes longer than the rest
            self._values.move_to_end(key)
        except KeyError:  # another thread has dropped it since
            pass
        return found[0]

    def keep(self, key: Hashable, value: object, size: int) -> None:
        """Keep a value, which takes so many bytes; not where there is one already."""
        with self._lock:
            if key not in self._values:
                self._values[key] = (value, size)
                self._bytes += size
            while self._bytes > self._most_bytes:
                _, (_, freed) = self._values.popitem(last=False)
                self._bytes -= freed
