"""Copying everything that a run has written, while servers read it and runs may change it."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from alerts.copying import copy_alerts
from indexer.state_file import StateFile
from search_index import open_engine
from search_index.engines.files import sync_folder
from search_index.engines.lock import WriteLock
from search_index.errors import BackupImpossible, IndexLocked, IndexUnusable
from search_index.search.semantic.vector_file import copy_vectors
from search_index.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A copy that was made: of which snapshot, and why it lacks what is remembered, if so."""

    snapshot: str
    lacks: str | None


def back_up(settings: Settings, target: Path) -> Backup:
    """Copy the index into `target`, a new or empty folder, which then is an index of its own.

    All or nothing: `target` appears when everything is copied and synced. What is remembered
    of the pages is copied where no run holds it, so that runs on the copy need not read all
    pages again; no run can start meanwhile. Raises BackupImpossible, IndexUnusable, OSError.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupImpossible(f"{target} is not empty. Name a folder that does not exist yet.")
    engine = open_engine(settings)
    fresh = target.with_name(f".{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    pages = settings.index_dir / "pages"
    lock: WriteLock | None = None
    lacks: str | None = None
    try:
        try:
            lock = WriteLock(pages)
        except (IndexLocked, OSError) as error:
            lacks = str(error)
        problems = engine.verify()
        if problems:
            raise IndexUnusable(problems[0])
        snapshot = engine.copy_to(fresh)
        if lock:
            lacks = StateFile(pages).copy_to(fresh / "pages")
        copy_alerts(settings.index_dir, fresh)
        copy_vectors(settings.index_dir, fresh)
        sync_folder(fresh)
        with suppress(FileNotFoundError):
            target.rmdir()
        fresh.rename(target)
        sync_folder(target.parent)
    finally:
        if lock:
            lock.release()
        shutil.rmtree(fresh, ignore_errors=True)
    return Backup(snapshot=snapshot, lacks=lacks)
