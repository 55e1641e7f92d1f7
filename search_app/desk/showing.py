"""Corrections brought into the index right away, by the indexer in a process of its own.

It works under the lock of the indexer, on the articles alone that a correction touches
(docs/desk.md), so that what was corrected is found before the form is answered.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from search_app.desk.helper import helper
from search_app.desk.jobs import jobs
from search_app.errors import Problem
from search_app.searchers import CHECK_EVERY_S
from search_app.service import service


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

    Where the pages of corrected lines or stories have changed since the last run, a run is started
    with `reads_pages`. Other reasons to wait (an index of other rules) are no reason for one.
    """
    values = apply_corrections()
    if "error" in values:
        return Shown(waits=str(values["error"]))
    if values.get("articles"):
        time.sleep(CHECK_EVERY_S)  # by then every worker looks whether there is a newer index
    waits = str(values.get("waits_for_a_run") or "")
    starts = bool(waits) and reads_pages and _start(who)
    return Shown(articles=int(values.get("articles", 0)), waits=waits, starts=starts)


def apply_corrections() -> dict[str, Any]:
    """What `python -m indexer --corrections apply --json` says; `error` where it could not."""
    return helper().ask()


def _start(who: str) -> bool:
    try:
        jobs().start(service().settings.source, who=who)
    except Problem:
        return False  # one goes on, and ends with the corrections that came meanwhile
    return True
