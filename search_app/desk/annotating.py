"""Corrected pages as annotated pages, which the indexer reads again in a process of its own."""

from __future__ import annotations

import subprocess
from typing import Final

from search_app.desk.processes import MOST_SECONDS, run_module
from search_app.errors import Problem
from search_app.service import service

_MOST_CHARS: Final = 500
_TITLE: Final = "The pages cannot be read"


def annotated_pages() -> bytes:
    """What `--corrections pages=FILE` writes. Raises Problem."""
    source = str(service().settings.source.absolute())
    action = "pages=/dev/stdout"
    try:
        done = run_module("indexer", source, "--corrections", action, "--quiet")
    except subprocess.TimeoutExpired:
        detail = f"It took longer than {MOST_SECONDS} seconds: use `clippings corrections pages`."
        raise Problem(503, "pages-unreadable", _TITLE, detail) from None
    if done.returncode not in (0, 1):  # 1: some of the pages are gone
        said = done.stderr.decode("utf-8", "replace").strip().rpartition("indexer: ")[2]
        detail = said[-_MOST_CHARS:] or "The indexer failed."
        raise Problem(503, "pages-unreadable", _TITLE, detail)
    return done.stdout
