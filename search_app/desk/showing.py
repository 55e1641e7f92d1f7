"""Corrections brought into the index right away, by the indexer in a process of its own.

It works under the lock of the indexer, on the articles alone that a correction touches
(docs/desk.md), so that what was corrected is found before the form is answered.
"""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass
from typing import Any, Final

from search_app.desk.jobs import jobs
from search_app.desk.processes import MOST_SECONDS, run_module
from search_app.errors import Problem
from search_app.searchers import CHECK_EVERY_S
from search_app.service import service
from search_index.settings import Settings

_MOST_CHARS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What came of it: how many articles were written.

    `waits` says why some of it shows after a run only, `starts` that such a run was started.
    """

    articles: int = 0
    waits: str = ""
    starts: bool = False


def show_corrections(*, who: str, reads_pages: bool = True) -> Shown:
    """Make the index show what the file of corrections says now; waits until it does.

    What changes where articles begin and end needs their pages to be read: with `reads_pages`
    that run is started. Other reasons to wait (an index of other rules) are no reason for one.
    """
    values = apply_corrections(service().settings)
    if "error" in values:
        return Shown(waits=str(values["error"]))
    if values.get("articles"):
        time.sleep(CHECK_EVERY_S)  # by then every worker looks whether there is a newer index
    waits = str(values.get("waits_for_a_run") or "")
    starts = bool(waits) and reads_pages and _start(who)
    return Shown(articles=int(values.get("articles", 0)), waits=waits, starts=starts)


def apply_corrections(settings: Settings) -> dict[str, Any]:
    """What `python -m indexer --corrections apply --json` says; `error` where it could not."""
    source = str(settings.source.absolute())
    try:
        done = run_module("indexer", "--corrections", "apply", "--json", "--quiet", source)
        found = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"error": f"It took longer than {MOST_SECONDS} seconds."}
    except Problem as busy:
        return {"error": busy.detail}
    except ValueError:
        said = done.stderr.decode("utf-8", "replace").strip().rpartition("indexer: ")[2]
        return {"error": said[-_MOST_CHARS:] or "The indexer failed."}
    return found if isinstance(found, dict) else {"error": "The indexer failed."}


def _start(who: str) -> bool:
    try:
        jobs().start(service().settings.source, who=who)
    except Problem:
        return False  # one goes on, and ends with the corrections that came meanwhile
    return True
