"""`python -m indexer.helper`: brings corrections into the index whenever it is asked to.

Each byte on stdin asks for it once, and is answered by a line of JSON: what
`python -m indexer --corrections apply --json` prints, or `error`. Loading what reads pages takes
longer than reading one, so the desk keeps this program waiting for the next correction. It ends
with the server, or when nobody has asked for a while.
"""

from __future__ import annotations

import datetime
import json
import os
import select
import sqlite3
import sys
import time
from typing import Any, Final

from corrections import corrections_path
from indexer.applying import Applied, apply
from indexer.rules import rules_digest
from search_index import open_engine
from search_index.errors import ClippingsError, IndexLocked
from search_index.settings import Settings

IDLE_S: Final = 600
MOST_TIMES: Final = 500
"""Then a new process takes over: what libraries keep in memory may grow."""
PATIENCE_S: Final = 2.0
"""So long the lock of another server process that applies corrections is waited for."""
_SAMPLES: Final = (
    ("en", "The harbour school opened again", "3 May 2020", "Mrs. Ida Moor opened the school. "),
    ("fr", "L'école du port a rouvert", "3 mai 2020", "Mme Ida Moor a rouvert l'école du port. "),
    ("ar", "المدرسة تفتح أبوابها", "3 مايو 2020", "فتحت المدرسة أبوابها من جديد هذا الصباح. "),
)


def warm(settings: Settings) -> None:
    """Load what reads a page, by reading some."""
    from indexer.page import Page
    from indexer.study import study

    rules_digest(settings)  # of the code that is loaded, not of what is installed meanwhile
    open_engine(settings)
    for language, *lines, sentence in _SAMPLES:
        page = Page(name=f"{language}.txt", text="\n\n".join((*lines, sentence * 4)), digest="")
        study(page, (), today=datetime.date.today(), models=settings.spacy_models)


def answer(settings: Settings) -> dict[str, Any]:
    """What came of applying the corrections, as plain JSON values."""
    try:
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


def main() -> int:
    """Answer until stdin ends; gives the exit status."""
    settings = Settings.from_environment()
    is_warm = False
    for _ in range(MOST_TIMES):
        if not is_warm and not _is_asked(0):
            warm(settings)
            is_warm = True
        if not _is_asked(IDLE_S) or not os.read(sys.stdin.fileno(), 1):
            break
        print(json.dumps(answer(settings)), flush=True)
    return 0


def _is_asked(seconds: float) -> bool:
    """Whether something comes on stdin within so many seconds, be it the end."""
    ready, _, _ = select.select([sys.stdin], [], [], seconds)
    return bool(ready)


if __name__ == "__main__":
    sys.exit(main())
