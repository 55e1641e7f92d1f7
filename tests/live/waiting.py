"""Waiting for what comes true soon."""

from __future__ import annotations

import time
from collections.abc import Callable


def soon(happens: Callable[[], bool]) -> bool:
    """Whether something comes true within half a minute."""
    for _ in range(600):
        if happens():
            return True
        time.sleep(0.05)
    return False
