"""A disk of one's own, that may be full."""

from __future__ import annotations

import ctypes
import os
import subprocess
from pathlib import Path


class Disk:
    """A disk of its own for the index, where this process may mount one.

    Others do not see it, and it is gone with this process however that ends.
    """

    SIZE_KIB = 65536
    _CLONE_NEWNS = 0x00020000

    def __init__(self, folder: Path, *, wanted: bool) -> None:
        self.folder = folder
        folder.mkdir()
        self.mounted = wanted and self._own_mounts() and self._mount(f"size={self.SIZE_KIB}k")

    def _own_mounts(self) -> bool:
        if ctypes.CDLL(None).unshare(self._CLONE_NEWNS) != 0:
            return False
        return self._run("mount", "--make-rprivate", "/")

    def _mount(self, options: str) -> bool:
        return self._run("mount", "-t", "tmpfs", "-o", options, "clippings-crash", str(self.folder))

    def _run(self, *command: str) -> bool:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0

    def leave(self, kib: int) -> None:
        """Make so much room and no more."""
        state = os.statvfs(self.folder)
        used = (state.f_blocks - state.f_bfree) * state.f_frsize // 1024
        self._mount(f"remount,size={used + kib}k")

    def grow(self) -> None:
        """Make room again."""
        if self.mounted:
            self._mount(f"remount,size={self.SIZE_KIB}k")

    def close(self) -> None:
        """Give the disk back, for its memory once nobody maps a file of it any more."""
        if self.mounted:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)  # noqa: S607
