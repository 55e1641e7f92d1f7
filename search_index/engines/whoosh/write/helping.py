"""What a `Helper` runs: it reads batches from standard input and writes each as a segment."""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO

from search_index.engines.whoosh.write.batch import small_enough
from search_index.engines.whoosh.write.batch_file import ClosedBatch
from search_index.engines.whoosh.write.helper import LENGTH_BYTES, WRITTEN
from search_index.engines.whoosh.write.vocabulary import Vocabulary

_FAILED = b"f"


def main() -> None:
    """Write batches until standard input ends, and then end at once."""
    messages: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(sys.stdin.buffer, messages), daemon=True).start()
    vocabulary = Vocabulary()
    while True:
        vocabulary = small_enough(vocabulary)
        answer = _write(messages.get(), vocabulary)
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()


def _write(message: bytes, vocabulary: Vocabulary) -> bytes:
    try:
        parts, path, dictionary = pickle.loads(message)  # noqa: S301 (the writer's own)
        ClosedBatch(vocabulary=vocabulary, **parts).write(Path(path), dictionary)
    except Exception:
        return _FAILED  # the writer tries it itself and tells what is wrong
    return WRITTEN


def _listen(source: IO[bytes], messages: SimpleQueue[bytes]) -> None:
    while head := source.read(LENGTH_BYTES):
        messages.put(source.read(int.from_bytes(head, "little")))
    os._exit(1)  # in the middle of a file as well: nobody names it, and the next writer removes it


if __name__ == "__main__":
    main()
