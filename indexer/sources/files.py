"""Which files a SOURCE holds."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from indexer.errors import SourceMissing
from indexer.sources.archivebox import page_of_snapshot
from indexer.sources.kinds import KINDS, kind_of, suffix_of
from indexer.sources.saved import PARTS, is_part_of_page

OF_MACHINE: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
"""Errors for which no file is to blame: they end a run, or it would take all files for gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file to read: `name` is relative to `root`, with forward slashes.

    `mtime_ns` is when its contents changed, as anybody may set it; `ctime_ns` when it changed
    in any way, as the system keeps it. `problem` says why the file cannot be read, where that
    is known already; `passed_over` is the kind of a file that is not one of ours.
    """

    root: str
    name: str
    size_bytes: int = 0
    mtime_ns: int = 0
    ctime_ns: int = 0
    problem: str | None = None
    passed_over: str | None = None

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return Path(self.root, self.name)

    @property
    def place(self) -> str:
        """The same as text, which takes less to make."""
        return f"{self.root}/{self.name}"


def roots_of(sources: Sequence[Path]) -> list[tuple[str, str | None]]:
    """(folder, file in it or None for all) of every SOURCE. Raises SourceMissing."""
    roots: list[tuple[str, str | None]] = []
    for source in sources:
        if not source.exists():
            raise SourceMissing(
                f"{source}: no such file or folder; nothing was indexed. Name the files or "
                "folders of your pages, or set CLIPPINGS_SOURCE."
            )
        if not _is_utf8(os.path.realpath(source)):
            raise SourceMissing(f"{source}: the path is not UTF-8; nothing was indexed.")
        if source.is_dir():
            try:
                os.scandir(source).close()
            except OSError as error:
                raise SourceMissing(f"{source}: {error.strerror}; nothing was indexed.") from None
            root: tuple[str, str | None] = (os.path.realpath(source), None)
        else:
            root = (os.path.realpath(source.parent), source.name)
        if root not in roots:
            roots.append(root)
    return roots


def walk(root: str, only: str | None = None) -> Iterator[SourceFile]:
    """Files of `root` that are read, sorted within each folder; symlink loops are reported once."""
    if only is not None:
        if kind_of(only) is None:
            kinds = ", ".join(KINDS)
            problem = f"not a kind of file that is read ({kinds}; each also .gz, .zst, .bz2, .xz)"
            yield SourceFile(root=root, name=only, problem=problem)
        else:
            yield _stat(root, only, Path(root, only))
        return
    yield from _walk(root, root, "", frozenset())


def _walk(root: str, folder: str, prefix: str, above: frozenset[str]) -> Iterator[SourceFile]:
    real = os.path.realpath(folder)
    if real in above:
        yield SourceFile(root=root, name=prefix.rstrip("/"), problem="symlink loop")
        return
    above |= {real}
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        if error.errno in OF_MACHINE:
            raise
        problem = f"folder cannot be listed: {error.strerror}"
        yield SourceFile(root=root, name=prefix.rstrip("/") or ".", problem=problem)
        return
    snapshot = page_of_snapshot(folder, [entry.name for entry in found])
    if snapshot:
        yield _stat(root, prefix + snapshot, Path(folder, snapshot))
        return
    names = {entry.name for entry in found}
    for entry in found:
        name = prefix + _shown(entry.name)
        try:
            is_folder = entry.is_dir()
            refused = _refused(root, entry)
        except OSError as error:
            yield SourceFile(root=root, name=name, problem=_unreadable(error))
            continue
        if entry.name.startswith(".") and not is_folder:
            continue
        if refused:
            if is_folder or kind_of(name):
                yield SourceFile(root=root, name=name, problem=refused)
            continue
        if is_folder:
            if is_part_of_page(entry.name, names):
                yield SourceFile(root=root, name=name, passed_over=PARTS)
            elif not entry.name.startswith("."):
                yield from _walk(root, entry.path, name + "/", above)
        elif kind_of(entry.name):
            yield _stat(root, name, entry)
        else:
            yield SourceFile(root=root, name=name, passed_over=suffix_of(entry.name))


def _refused(root: str, entry: os.DirEntry[str]) -> str | None:
    if not _is_utf8(entry.name):
        return "its name is not UTF-8; rename it"
    if entry.is_symlink() and not _is_within(root, os.path.realpath(entry.path)):
        return "leads out of the SOURCE folder"
    return None


def _is_utf8(name: str) -> bool:
    """Whether the bytes of a name are UTF-8; else Python stands surrogates for them."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _is_within(root: str, path: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


def _unreadable(error: OSError) -> str:
    """Why a file cannot be read. Raises where that is no fault of the file."""
    if error.errno in OF_MACHINE:
        raise error
    return "symlink loop" if error.errno == errno.ELOOP else f"cannot be read: {error.strerror}"


def _stat(root: str, name: str, entry: os.DirEntry[str] | Path) -> SourceFile:
    try:
        status = entry.stat()
    except OSError as error:
        return SourceFile(root=root, name=name, problem=_unreadable(error))
    if not stat.S_ISREG(status.st_mode):
        return SourceFile(root=root, name=name, problem="not a file, but a pipe or a device")
    return SourceFile(
        root=root,
        name=name,
        size_bytes=status.st_size,
        mtime_ns=status.st_mtime_ns,
        ctime_ns=status.st_ctime_ns,
    )
