"""A process that writes batches beside the writer, on another core.

It is a Python of its own (`helping`) that imports nothing of the program it helps, so that
a program needs no guard for it and may have threads. It ends when its standard input does, and so
with the process that started it, however that ends. What it cannot do is done here instead.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import Final

import search_index
from search_index.engines.whoosh.write.batch_file import ClosedBatch
from search_index.engines.whoosh.write.vocabulary import Vocabulary

LENGTH_BYTES: Final = 8
"""A message is its length in so many bytes (little-endian), then itself."""
WRITTEN: Final = b"w"
"""What is answered when a file is whole and on the disk; anything else says that it is not."""
_SENT: Final = tuple(each.name for each in fields(ClosedBatch) if each.name != "vocabulary")
_ROOT: Final = Path(search_index.__file__).parents[1]


class Helper:
    """Writes one batch at a time."""

    def __init__(self) -> None:
        """Start the process; where that fails, `write` does all by itself."""
        places = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process: subprocess.Popen[bytes] | None = None
        with contextlib.suppress(OSError):
            self._process = subprocess.Popen(
                # -P: the folder that somebody happens to be in is none to import from.
                [sys.executable, "-P", "-m", "search_index.engines.whoosh.write.helping"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(places)},
                process_group=0,  # Ctrl-C is for the writer
            )

    @property
    def lives(self) -> bool:
        """Whether there is a process that writes."""
        return self._process is not None

    @property
    def process(self) -> int | None:
        """The number of the process, None where there is none any more."""
        return self._process.pid if self._process else None

    def write(self, closed: ClosedBatch, path: Path, dictionary: bytes) -> None:
        """As `ClosedBatch.write`, in the other process while that lives."""
        if not self._has_written(closed, path, dictionary):
            # The vocabulary of the batch may be at work on another one.
            replace(closed, vocabulary=Vocabulary()).write(path, dictionary)

    def _has_written(self, closed: ClosedBatch, path: Path, dictionary: bytes) -> bool:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return False
        parts = {name: getattr(closed, name) for name in _SENT}
        message = pickle.dumps((parts, str(path), dictionary), pickle.HIGHEST_PROTOCOL)
        answer = b""
        with contextlib.suppress(OSError):  # it died: the pipe is broken
            process.stdin.write(len(message).to_bytes(LENGTH_BYTES, "little"))
            process.stdin.write(message)
            process.stdin.flush()
            del message
            answer = process.stdout.read(1)
        if not answer:
            self.stop()
        return answer == WRITTEN

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was not sent yet
                    pipe.close()
