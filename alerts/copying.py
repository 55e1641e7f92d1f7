"""A copy of the saved searches and of what is remembered of them, for a backup."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alerts.errors import AlertsUnusable
from alerts.ledger import FILE_NAME
from alerts.searches import FILE_NAME as SEARCHES
from alerts.searches import FOLDER, KEY_NAME
from search_index.engines.files import copy_durably, sync_folder


def copy_alerts(index_dir: Path, target: Path) -> None:
    """Copy them into the folder of another index, also while they are in use.

    Raises AlertsUnusable, OSError.
    """
    source, copy = index_dir / FOLDER, target / FOLDER
    if not (source / SEARCHES).exists():
        return
    copy.mkdir(0o700)
    for name in (SEARCHES, KEY_NAME):
        if (source / name).exists():
            copy_durably(source / name, copy / name)
            (copy / name).chmod(0o600)
    if (source / FILE_NAME).exists():
        (copy / FILE_NAME).touch(0o600)
        try:
            with (
                closing(sqlite3.connect(source / FILE_NAME)) as old,
                closing(sqlite3.connect(copy / FILE_NAME)) as new,
            ):
                old.backup(new)
        except sqlite3.Error as error:
            raise AlertsUnusable(f"{source / FILE_NAME} cannot be copied ({error}).") from None
    sync_folder(copy)
