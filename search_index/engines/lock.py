"""One writer at a time, by a lock that a dead process cannot hold."""

from __future__ import annotations

import datetime
import fcntl
import os
import socket
import weakref
from pathlib import Path
from typing import Final, Self

from search_index.errors import IndexLocked

FILE_NAME: Final = "MAIN_WRITELOCK"
"""The name and the kind of lock (flock) that Whoosh's own writers take, so that they and
ours keep each other out."""

_held: weakref.WeakSet[WriteLock] = weakref.WeakSet()


def is_locked(path: Path) -> bool:
    """Whether a process holds the lock of a file, which need not exist."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


class WriteLock:
    """The right to write to the index in a folder, held until `release`.

    The kernel drops the lock with the process that took it, however that ends. A forked
    child would share it and outlive its parent with it, so children let go of it.
    """

    def __init__(self, folder: Path) -> None:
        """Take the lock. Raises IndexLocked, naming the holder, where another has it."""
        path = folder / FILE_NAME
        self._handle: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(self._handle, 200, 0).decode("utf-8", "replace").strip()
            self._close()
            raise IndexLocked(
                f"The index in {folder} is being written by {holder or 'another process'}. "
                "Wait until it is done, or stop it."
            ) from None
        since = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        os.ftruncate(self._handle, 0)
        os.pwrite(
            self._handle,
            f"process {os.getpid()} on {socket.gethostname()}, since {since}".encode(),
            0,
        )
        _held.add(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.release()

    def release(self) -> None:
        """Let the next writer in."""
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            fcntl.flock(self._handle, fcntl.LOCK_UN)
        self._close()

    def _close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
        _held.discard(self)


def _let_go_in_child() -> None:
    for lock in list(_held):
        lock._close()


os.register_at_fork(after_in_child=_let_go_in_child)
