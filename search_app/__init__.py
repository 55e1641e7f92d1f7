"""The HTTP face of Clippings."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from search_app.application import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    """Import the application when it is asked for.

    `search_app.server` has to set the environment of prometheus_client before that is imported.
    """
    if name == "create_app":
        # What is imported stays: to look for garbage in it, now or after that, takes a tenth of
        # the time.
        collecting = gc.isenabled()
        gc.disable()
        try:
            from search_app.application import create_app
        finally:
            gc.freeze()
            if collecting:
                gc.enable()
        globals()[name] = create_app
        return create_app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
