"""How servers ask one program to apply corrections: two named pipes in a folder, and locks.

Whoever asks holds the lock `asking`, the program that answers holds `answering`; the kernel drops
them with their processes. A question is a line of letters that nobody else asks with, its answer
is the same line and one more.
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

_QUESTIONS: Final = "questions"
_ANSWERS: Final = "answers"
_LOOK_S: Final = 0.2
_CHUNK: Final = 1 << 16


class Taken(Exception):
    """Another process answers already."""


class Answering:
    """The side of the program. Raises Taken, OSError."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = os.open(folder / "answering", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            raise Taken from None
        os.ftruncate(self._lock, 0)
        os.write(self._lock, str(os.getpid()).encode())
        self._questions, self._answers = (_pipe(folder / name) for name in (_QUESTIONS, _ANSWERS))

    def asked(self, seconds: float) -> bytes:
        """The next question, empty where none comes within so many seconds."""
        ready, _, _ = select.select([self._questions], [], [], seconds)
        data = b""
        while ready and not data.endswith(b"\n"):
            data += os.read(self._questions, 1)
        return data

    def answer(self, question: bytes, text: bytes) -> None:
        """Answer it with a line."""
        data = question + text + b"\n"
        while data:
            _, ready, _ = select.select([], [self._answers], [], 10)
            if not ready:
                return  # nobody reads it any more
            data = data[os.write(self._answers, data[:4096]) :]

    def close(self) -> None:
        """Answer no more."""
        for handle in (self._questions, self._answers, self._lock):
            os.close(handle)


def is_answered(folder: Path) -> bool:
    """Whether a process answers."""
    try:
        handle = os.open(folder / "answering", os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def end(folder: Path) -> None:
    """Kill the process that answers, as it takes too long."""
    if is_answered(folder):
        with suppress(OSError, ValueError):
            os.kill(int((folder / "answering").read_bytes()), signal.SIGKILL)


def ask(folder: Path, start: Callable[[], bool], *, seconds: float) -> bytes | None:
    """The answer of the program, which is started where none answers; None where it fails.

    `start` gives whether the program that it has started goes on. Raises TimeoutError, OSError.
    """
    last = time.monotonic() + seconds
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _asking(folder, last):
        for _ in range(2):  # the first may have ended by itself just now
            while not is_answered(folder):
                if not start():
                    return None
                _wait(last)
            found = _asked(folder, last)
            if found is not None:
                return found
    return None


def _asked(folder: Path, last: float) -> bytes | None:
    """The answer, None where nobody answers any more."""
    question = secrets.token_hex(8).encode() + b"\n"
    with _opened(folder / _QUESTIONS) as asking, _opened(folder / _ANSWERS) as answers:
        os.write(asking, question)
        data = b""
        while True:
            ready, _, _ = select.select([answers], [], [], _LOOK_S)
            if ready:
                data += os.read(answers, _CHUNK)
                start = data.find(question)
                if start >= 0 and data.count(b"\n", start) > 1:
                    return data[start:].split(b"\n")[1]
            elif not is_answered(folder):
                return None
            _check(last)


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
