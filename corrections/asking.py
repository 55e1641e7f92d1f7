"""How servers ask one program of the indexer: two named pipes in a folder, and locks.

Whoever asks holds the lock `asking`, the program that answers holds `answering`; the kernel drops
them with their processes. A question is a line that begins with letters that nobody else asks with,
its answer is the same line and one more.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from search_index.engines.lock import is_locked

_QUESTIONS: Final = "questions"
_ANSWERS: Final = "answers"
_LOOK_S: Final = 0.2
_TRIES: Final = 5
_CHUNK: Final = 1 << 16
_AT_ONCE: Final = 4096
"""So much can be written to a pipe that has any room, whatever else is written."""


class Taken(Exception):
    """Another process answers already."""


class Answering:
    """The side of the program. Raises Taken, OSError."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = os.open(folder / "answering", os.O_RDWR | os.O_CREAT, 0o600)
        if not any(_locked(self._lock) for _ in range(_TRIES)):
            os.close(self._lock)
            raise Taken
        self._questions, self._answers = (_pipe(folder / name) for name in (_QUESTIONS, _ANSWERS))
        # Only now: whoever has opened the pipes of a process before this one notices it.
        os.ftruncate(self._lock, 0)
        os.write(self._lock, f"{os.getpid()} {secrets.token_hex(8)}".encode())

    def asked(self, seconds: float) -> bytes:
        """The line of the next question, empty where none comes within so many seconds."""
        ready, _, _ = select.select([self._questions], [], [], seconds)
        data = b""
        while ready and not data.endswith(b"\n"):
            data += os.read(self._questions, 1)
        return data

    def answer(self, question: bytes, text: bytes) -> None:
        """Answer it with a line."""
        data = memoryview(question + text + b"\n")
        while data:
            _, ready, _ = select.select([], [self._answers], [], 10)
            if not ready:
                return  # nobody reads it any more
            data = data[os.write(self._answers, data[:_AT_ONCE]) :]

    def close(self) -> None:
        """Answer no more."""
        for handle in (self._questions, self._answers, self._lock):
            os.close(handle)


def is_answered(folder: Path) -> bool:
    """Whether a process answers."""
    return is_locked(folder / "answering")


def end(folder: Path) -> None:
    """Kill the process that answers, as it takes too long."""
    if is_answered(folder):
        with suppress(OSError, ValueError, IndexError):
            os.kill(int(_who(folder).split()[0]), signal.SIGKILL)


def said(question: bytes) -> bytes:
    """What is asked, without the letters that the question begins with."""
    return question.rstrip(b"\n").partition(b" ")[2]


def ask(
    folder: Path, start: Callable[[], bool], *, seconds: float, what: bytes = b""
) -> bytes | None:
    """The answer of the program, which is started where none answers; None where it fails.

    `what` is asked, one line. `start` gives whether the program that it has started goes on.
    Raises TimeoutError, OSError.
    """
    last = time.monotonic() + seconds
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _asking(folder, last):
        for _ in range(_TRIES):  # the first may have ended by itself just now
            while not is_answered(folder):
                if not start():
                    return None
                _wait(last)
            with suppress(FileNotFoundError):  # the pipes are being replaced
                found = _asked(folder, what, last)
                if found is not None:
                    return found
    return None


def _asked(folder: Path, what: bytes, last: float) -> bytes | None:
    """The answer, None where the process that was asked answers no more."""
    asked = _who(folder)
    question = b"%s %s\n" % (secrets.token_hex(8).encode(), what)
    while not all((folder / name).exists() for name in (_QUESTIONS, _ANSWERS)):
        _wait(last)  # they are being made
    with _opened(folder / _QUESTIONS) as asking, _opened(folder / _ANSWERS) as answers:
        os.write(asking, question)
        data = bytearray()
        while True:
            ready, _, _ = select.select([answers], [], [], _LOOK_S)
            if ready:
                data += os.read(answers, _CHUNK)
                start = data.find(question) if data.endswith(b"\n") else -1
                if start >= 0 and len(data) > start + len(question):
                    return bytes(data[start + len(question) :]).rstrip(b"\n")
            elif not is_answered(folder) or _who(folder) != asked:
                return None
            _check(last)


def _who(folder: Path) -> bytes:
    """What distinguishes the process that answers from those before it."""
    return (folder / "answering").read_bytes()


def _locked(handle: int) -> bool:
    """Whether the lock is ours; who only looks at it has it for an instant."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        time.sleep(0.01)
        return False
    return True


def _wait(last: float) -> None:
    _check(last)
    time.sleep(0.02)


def _check(last: float) -> None:
    if time.monotonic() > last:
        raise TimeoutError


@contextmanager
def _asking(folder: Path, last: float) -> Iterator[None]:
    """The right to ask, which one process has at a time."""
    handle = os.open(folder / "asking", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while True:
            with suppress(BlockingIOError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            _wait(last)
        yield
    finally:
        os.close(handle)


def _pipe(path: Path) -> int:
    """A new pipe: nothing of a process that answered before is in it."""
    path.unlink(missing_ok=True)
    os.mkfifo(path, 0o600)
    return os.open(path, os.O_RDWR)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR)
    try:
        yield handle
    finally:
        os.close(handle)
