"""Files that are uploaded: kept under safe names in `uploads/` of the source, over no other."""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from werkzeug.datastructures import FileStorage

from search_app.errors import Problem
from search_index.settings import Settings

FOLDER: Final = "uploads"
MOST_FILES: Final = 1_000
_NAME_BYTES: Final = 150
_UNSAFE: Final = re.compile(r"[^\w.+()-]+")


def safe_name(given: str) -> str:
    """A name for a file: letters and digits of any script, no folder, not hidden."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    name = _UNSAFE.sub("_", base).strip("._-") or "page"
    stem, dot, suffix = name.rpartition(".")
    suffix = f"{dot}{suffix}" if stem and len(suffix) <= 10 else ""
    stem = name.removesuffix(suffix)
    while len(f"{stem}{suffix}".encode("utf-8", "replace")) > _NAME_BYTES:
        stem = stem[:-1]
    return f"{stem}{suffix}"


def source_folder(settings: Settings) -> Path:
    """The folder of the pages. Raises Problem where there is none."""
    if not settings.source.is_dir():
        raise Problem(
            503,
            "no-source",
            "Files cannot be kept",
            f"{settings.source} is not a folder: set CLIPPINGS_SOURCE to that of the pages.",
        )
    return settings.source


def keep(files: Iterable[FileStorage], source: Path) -> list[str]:
    """Store files, whole or not at all; their names under `source`. Raises Problem.

    A file that is there already with the same bytes is not stored again.
    """
    folder = source / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        return [f"{FOLDER}/{_keep(file, folder)}" for file in files if file.filename]
    except OSError as error:
        raise Problem(
            503, "not-stored", "Files cannot be kept", f"{error.strerror or error}"
        ) from None


def _keep(file: FileStorage, folder: Path) -> str:
    name = safe_name(file.filename or "")
    handle, fresh = tempfile.mkstemp(prefix=".upload-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as target:
            shutil.copyfileobj(file.stream, target, 1 << 20)
            target.flush()
            os.fsync(target.fileno())
        Path(fresh).chmod(0o644)
        for number in range(1, 10_000):
            path = folder / _numbered(name, number)
            try:
                os.link(fresh, path)
            except FileExistsError:
                if filecmp.cmp(fresh, path, shallow=False):
                    return path.name
                continue
            return path.name
        raise FileExistsError(f"There are too many files {name} in {folder}.")
    finally:
        Path(fresh).unlink()


def _numbered(name: str, number: int) -> str:
    if number == 1:
        return name
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}-{number}.{suffix}" if dot else f"{name}-{number}"
