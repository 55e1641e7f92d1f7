"""The files of the report, in `quality/` in the folder of an index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from quality import history
from quality.errors import QualityUnusable
from quality.history import Moment
from quality.queues import Queues, QueueWriter
from quality.report import ArchiveReport
from search_index.engines.checks import with_check, without_check
from search_index.engines.files import sync_folder, write_atomically
from search_index.engines.seal import Seal

FOLDER: Final = "quality"
REPORT: Final = "report.json"
HISTORY: Final = "history.jsonl"
QUEUES: Final = "queues.sqlite"


class QualityStore:
    """The report of the last run, those before it in short, and the queues of the desk."""

    def __init__(self, index_dir: Path) -> None:
        self.folder = index_dir / FOLDER

    def report(self) -> ArchiveReport | None:
        """The report of the last run, None where there was none. Raises QualityUnusable."""
        path = self.folder / REPORT
        try:
            return ArchiveReport.from_json(without_check(json.loads(path.read_bytes())))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise QualityUnusable(
                f"{path} cannot be read ({error}): the next run that changes something writes it."
            ) from None

    def history(self) -> tuple[Moment, ...]:
        """The archive over time, oldest first. Raises QualityUnusable."""
        try:
            return history.read(self.folder / HISTORY)
        except OSError as error:
            raise QualityUnusable(f"{self.folder / HISTORY} cannot be read ({error}).") from None

    @property
    def queues(self) -> Queues:
        """What is least sure."""
        return Queues(self.folder / QUEUES)

    @contextmanager
    def new_queues(self) -> Iterator[QueueWriter]:
        """New queues, which take the place of the old ones at the end. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.folder / f"{QUEUES}.new"
        with QueueWriter(fresh) as writer:
            yield writer
            writer.finish()
        seal = Seal(self.folder / QUEUES)
        seal.break_()
        fresh.replace(self.folder / QUEUES)
        seal.make()
        sync_folder(self.folder)

    def keep(self, report: ArchiveReport) -> None:
        """Keep a report as the last one, and its totals in the history. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(with_check(report.to_json()), ensure_ascii=False, indent=1) + "\n"
        write_atomically(self.folder / REPORT, text.encode())
        history.append(self.folder / HISTORY, history.moment_of(report))
