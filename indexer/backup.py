"""Copying everything that a run has written, while servers read it and runs may change it."""

from __future__ import annotations

import shutil
import stat
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from alerts.copying import copy_alerts
from corrections.orphans import orphans_path
from indexer.state_file import StateFile
from search_index import open_engine
from search_index.engines.files import copy_durably, sync_folder
from search_index.engines.lock import WriteLock
from search_index.errors import BackupImpossible, IndexLocked, IndexUnusable
from search_index.search.semantic.vector_file import copy_vectors
from search_index.settings import Settings

_FOLDERS: Final = ("desk", "quality")
"""Of the users of the desk and what they kept apart; of the report, its history and its queues."""


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
    lacks: str | None = None
    with ExitStack() as cleanup:
        cleanup.callback(shutil.rmtree, fresh, ignore_errors=True)
        try:
            cleanup.enter_context(WriteLock(pages))
        except (IndexLocked, OSError) as error:
            lacks = str(error)
        problems = engine.verify()
        if problems:
            raise IndexUnusable(problems[0])
        snapshot = engine.copy_to(fresh)
        if lacks is None:
            lacks = StateFile(pages).copy_to(fresh / "pages")
        _copy_orphans(settings.index_dir, fresh)
        copy_alerts(settings.index_dir, fresh)
        for folder in _FOLDERS:
            _copy_files(settings.index_dir / folder, fresh / folder)
        copy_vectors(settings.index_dir, fresh)
        sync_folder(fresh)
        with suppress(FileNotFoundError):
            target.rmdir()
        fresh.rename(target)
        sync_folder(target.parent)
    return Backup(snapshot=snapshot, lacks=lacks)


def _copy_orphans(source: Path, target: Path) -> None:
    orphans_path(target).parent.mkdir(exist_ok=True)
    with suppress(FileNotFoundError):
        copy_durably(orphans_path(source), orphans_path(target))


def _copy_files(source: Path, target: Path) -> None:
    """Copy the files of a folder, where there is one, each with who may read it.

    Folders in it are those of a job, which goes on here.
    """
    if not source.is_dir():
        return
    target.mkdir(stat.S_IMODE(source.stat().st_mode))
    for path in sorted(source.iterdir()):
        # Still being written, or the seal of what may be.
        hidden = path.name.startswith(".") or path.suffix in (".new", ".sum")
        if path.is_file() and not (path.is_symlink() or hidden):
            copy_durably(path, target / path.name)
            (target / path.name).chmod(stat.S_IMODE(path.stat().st_mode))
    sync_folder(target)
