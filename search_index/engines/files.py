"""Writing files so that a crash or a power loss leaves the old one or the new one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TypeAlias


def sync_folder(folder: Path) -> None:
    """Make renames and new names in `folder` survive a power loss."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_atomically(path: Path, data: bytes, *, private: bool = False) -> None:
    """Replace `path` by `data` in one step; readers see the old content or the new.

    A private file can be read by its owner alone, from the beginning.
    """
    temporary = path.with_name(f".{path.name}.new")
    temporary.unlink(missing_ok=True)
    mode = 0o600 if private else 0o666
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def copy_durably(source: Path, target: Path) -> None:
    """Copy the contents of a file and wait until they are on the disk."""
    with source.open("rb") as old, target.open("xb") as new:
        shutil.copyfileobj(old, new, 1 << 20)
        new.flush()
        os.fsync(new.fileno())


Signature: TypeAlias = tuple[int, int, int]
"""See `signature_of`."""


def signature_of(path: Path) -> Signature:
    """What changes when a file is replaced or written to; zeros where there is none."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return (0, 0, 0)
    return (state.st_ino, state.st_size, state.st_mtime_ns)
