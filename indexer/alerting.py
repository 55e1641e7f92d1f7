"""The end of a run: saved searches are checked, and what was found for them is sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from alerts.ledger import is_there
from alerts.searches import GONE
from indexer.report import Report
from indexer.state import page_digests_in
from search_index.engines.base import Engine
from search_index.errors import ClippingsError, IndexUnusable
from search_index.settings import Settings


class Alerting:
    """The saved searches of an archive, around one run; nothing of them ends the run."""

    def __init__(self, settings: Settings, report: Report, state: Path) -> None:
        """`state` is the file of what is remembered of the pages."""
        self._settings = settings
        self._report = report
        self._state = state
        self._file = settings.index_dir / "alerts" / "alerts.json"

    def begin(self, engine: Engine) -> None:
        """Before anything is read: know the pages of the index as it is."""
        if not self._file.exists():
            if is_there(self._file.parent):
                self._note(GONE.format(path=self._file))
            return
        from alerts.checking import learn_pages

        try:
            learn_pages(self._settings, self._pages, snapshot=engine.committed())
        except IndexUnusable:
            return
        except (ClippingsError, OSError, sqlite3.Error) as error:
            self._note(str(error))

    def finish(self) -> None:
        """After the index was written: find what is new, and send it."""
        if not self._file.exists():
            return
        from alerts.checking import check
        from alerts.delivering import deliver

        try:
            checked = check(self._settings, pages=self._pages)
            for problem in checked.problems:
                self._note(f"{problem.alert}: {problem.message}")
            self._report.alerted = sum(count for _, count in checked.found)
        except (ClippingsError, OSError, sqlite3.Error) as error:
            self._note(str(error))
        try:
            delivered = deliver(self._settings)
            for problem in delivered.problems:
                self._note(f"{problem.alert}: {problem.message} It is tried again later.")
        except (ClippingsError, OSError, sqlite3.Error) as error:
            self._note(str(error))

    def _pages(self) -> Iterator[tuple[str, str]]:
        return page_digests_in(self._state)

    def _note(self, reason: str) -> None:
        self._report.notices.append(("alerts", reason))
