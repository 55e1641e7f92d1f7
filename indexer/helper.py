"""`python -m indexer.helper FOLDER`: brings corrections into the index whenever it is asked to.

It answers questions in FOLDER (`corrections/asking.py`) with what `python -m indexer --corrections
apply --json` prints, or `error`; asked for pages (`{"articles": […]}` or `{"page": …}`), with
these as `python -m indexer.dumped` prints them. Loading what reads pages takes longer than reading
one, so the desk keeps this program waiting for the next correction. It ends with the process that
started it, or when nobody has asked for a while.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from corrections import corrections_path
from corrections.asking import Answering, Taken, said
from indexer.applying import Applied, apply
from indexer.dumped import pages
from indexer.rules import rules_digest
from search_index import open_engine
from search_index.errors import ClippingsError, IndexLocked
from search_index.settings import Settings

IDLE_S: Final = 600
LOOK_S: Final = 1.0
"""So often it looks whether who started it is there still."""
MOST_TIMES: Final = 500
"""Then a new process takes over: what libraries keep in memory may grow."""
PATIENCE_S: Final = 2.0
"""So long the lock of another server process that applies corrections is waited for."""


def load(settings: Settings) -> None:
    """Load what brings corrections into the index, and what reads a page."""
    from indexer.preload import preload

    rules_digest(settings)  # of the code that is loaded, not of what is installed meanwhile
    open_engine(settings)
    preload(settings.spacy_models)


def answer(settings: Settings, what: bytes = b"") -> dict[str, Any]:
    """What came of applying the corrections, or of reading pages, as plain JSON values."""
    try:
        if what:
            asked = json.loads(what)
            found, problems = pages(settings, asked.get("articles", ()), asked.get("page"))
            return {"pages": found, "problems": problems}
        return _apply(settings).to_json()
    except (ClippingsError, OSError, sqlite3.Error) as error:
        return {"error": str(error)}


def _apply(settings: Settings) -> Applied:
    last = time.monotonic() + PATIENCE_S
    while True:
        try:
            return apply(settings, corrections_path(settings))
        except IndexLocked:
            if time.monotonic() > last:
                raise
            time.sleep(0.05)


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer as long as somebody asks; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m indexer.helper", description=__doc__)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    try:
        answering = Answering(options.folder)
    except Taken:
        return 0
    try:
        _answer_all(Settings.from_environment(), answering)
    finally:
        answering.close()
    return 0


def _answer_all(settings: Settings, answering: Answering) -> None:
    is_loaded, times, parent = False, 0, os.getppid()
    idle_since = time.monotonic()
    while times < MOST_TIMES and time.monotonic() - idle_since < IDLE_S:
        question = answering.asked(LOOK_S if is_loaded else 0)
        if question:
            answering.answer(question, json.dumps(answer(settings, said(question))).encode())
            times, idle_since = times + 1, time.monotonic()
        elif not is_loaded:
            load(settings)
            is_loaded = True
        elif os.getppid() != parent:  # who started it has ended
            return


if __name__ == "__main__":
    sys.exit(main())
