"""The checksum of a whole file, in a file next to it: what a disk has changed is not believed.

Who changes the file breaks the seal first and makes a new one when it is done: what was stopped in
between leaves a file without a seal, which is believed.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Final

from search_index.engines.files import write_atomically

_CHUNK_BYTES: Final = 1 << 20


class Seal:
    """That of the file at a path: `name.sum` for `name.sqlite`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seal = path.with_suffix(".sum")

    def exists(self) -> bool:
        """Whether nothing has changed the file since it was sealed."""
        return self._seal.exists()

    def break_(self) -> None:
        """The file is about to change."""
        self._seal.unlink(missing_ok=True)

    def make(self) -> None:
        """The file is closed and will not change before the seal is broken."""
        write_atomically(self._seal, json.dumps(sum_of(self._path)).encode())

    def fits(self) -> bool:
        """Whether the file is as it was sealed, or has no seal. Raises OSError."""
        while True:
            sealed = read_seal(self._seal)
            if sealed is None or sealed == sum_of(self._path):
                return True
            if sealed == read_seal(self._seal):  # else it was replaced just now
                return False


def read_seal(path: Path) -> object:
    """What a seal says, None where there is none; unreadable it fits no file. Raises OSError."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError):
        return "unreadable"


def sum_of(path: Path) -> list[int]:
    """Size and CRC-32 of a file. Raises OSError."""
    size = check = 0
    with path.open("rb") as file:
        while data := file.read(_CHUNK_BYTES):
            size += len(data)
            check = zlib.crc32(data, check)
    return [size, check]
