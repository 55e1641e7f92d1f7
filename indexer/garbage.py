"""How often Python looks for garbage while pages are read.

Pages leave next to no cycles, and looking for them took a tenth of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_ALLOCATED: Final = 200_000


def look_seldom() -> None:
    """Look for garbage seldom from now on."""
    gc.set_threshold(_ALLOCATED, 20, 100)


@contextmanager
def looking_seldom() -> Iterator[None]:
    """Look for garbage seldom for a while."""
    before = gc.get_threshold()
    look_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
