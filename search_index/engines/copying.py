"""Copying one whole state of an index that is kept in files, also while a writer commits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from search_index.engines.files import copy_durably, write_atomically
from search_index.errors import IndexDamaged
from search_index.manifest import FILE_NAME, REBUILD, Manifest

_ATTEMPTS: Final = 20


def copy_state(
    folder: Path,
    target: Path,
    *,
    read: Callable[[], Manifest],
    named: Callable[[Manifest], Iterable[str]],
) -> str:
    """Copy the newest state of `folder` into `target` (empty) and give its name.

    `read` gives the newest manifest, `named` the files that a manifest names. The manifest is
    copied last: what has one is whole. A commit in between may have removed files of the
    state that is being copied; then the newer one is copied instead.
    """
    missing = ""
    for _ in range(_ATTEMPTS):
        manifest = read()
        try:
            for name in sorted(named(manifest)):
                copy_durably(folder / name, target / name)
        except FileNotFoundError as error:
            missing = error.filename
            for path in target.iterdir():
                path.unlink()
            if read().name == manifest.name:
                break
            continue
        write_atomically(target / FILE_NAME, manifest.to_bytes())
        return manifest.name
    raise IndexDamaged(f"{missing} is gone, but the index needs it. {REBUILD}")
