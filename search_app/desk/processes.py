"""Programs of ours that the desk starts and waits for: few at a time, each with an end."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from search_app.errors import Problem
from search_app.service import service

AT_A_TIME: Final = 2
"""So many of one worker; they would take the machine from those who search."""
MOST_SECONDS: Final = 30

_HOME: Final = Path(__file__).resolve().parents[2]
places = threading.BoundedSemaphore(AT_A_TIME)
"""Those of this worker."""


def run_module(module: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """What a module of ours prints and how it ends. Raises subprocess.TimeoutExpired, Problem."""
    if not places.acquire(timeout=MOST_SECONDS):
        raise Problem(
            503,
            "desk-busy",
            "The desk is busy",
            "Others wait for the indexer as well; try again in a moment.",
            headers={"Retry-After": "5"},
        )
    try:
        return subprocess.run(  # noqa: S603 (no shell; what is asked for is one argument)
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=MOST_SECONDS,
            env=environment(),
        )
    finally:
        places.release()


def environment() -> dict[str, str]:
    """For programs of ours that are started here: our packages, and the archive of this server."""
    path = os.pathsep.join(filter(None, (str(_HOME), os.environ.get("PYTHONPATH"))))
    settings = service().settings
    paths = {"index_dir": settings.index_dir, "source": settings.source}
    if settings.corrections:
        paths["corrections"] = settings.corrections
    own = {f"CLIPPINGS_{name.upper()}": str(path.absolute()) for name, path in paths.items()}
    return {**os.environ, **own, "PYTHONPATH": path}
