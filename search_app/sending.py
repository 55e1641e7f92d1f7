"""An answer on its way to a client that may take none of it.

The threads of gunicorn's own wait until a client has taken what they write: forty clients that read
nothing hold them all. Here a thread leaves its answer with the worker's loop, which sends the rest
as it is taken. Only a stream (an export) waits for its client, as it is not made before.
"""

from __future__ import annotations

import select
import socket
import time
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Any, Final

STREAM_BYTES: Final = 2 * 1024 * 1024
"""A stream goes on when no more than this is still to be taken of it."""
SEND_RATE: Final = 4 * 1024
"""So many bytes a second a client takes of its answer, or the connection ends."""
_FILE_BYTES: Final = 256 * 1024
_PIECES_AT_ONCE: Final = 64
_END_BYTES: Final = 16
"""The last chunk of a stream, which nothing follows."""


class Answer:
    """What gunicorn takes for the socket of a connection while it answers a request.

    `patience` says for how many seconds `SEND_RATE` is looked at.
    """

    __slots__ = (
        *("_holds_head", "_patience", "_pieces", "_seen", "_sent", "_since", "_sock"),
        *("is_broken", "unsent"),
    )

    def __init__(self, sock: socket.socket, patience: Callable[[], float]) -> None:
        self._sock = sock
        self._patience = patience
        self._pieces: deque[memoryview] = deque()
        self._sent = self._seen = 0
        self._since = time.monotonic()
        self._holds_head = False
        self.unsent = 0
        self.is_broken = False

    def sendall(self, data: bytes) -> None:
        """Send what the client takes at once, and keep the rest.

        A head is sent with what follows it, which wakes the client once; or by `flush`.
        """
        if self.unsent > STREAM_BYTES and len(data) > _END_BYTES:
            self._wait()
        is_head = not self._pieces and data[:7] == b"HTTP/1." and data[-4:] == b"\r\n\r\n"
        behind_head = self._holds_head
        self._holds_head = is_head
        self._pieces.append(memoryview(data))
        self.unsent += len(data)
        if behind_head or (self.unsent == len(data) and not is_head):
            self.flush()

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        """Send a file as if it were text."""
        file.seek(offset)
        left = count
        while left is None or left > 0:
            data = file.read(_FILE_BYTES if left is None else min(left, _FILE_BYTES))
            if not data:
                break
            self.sendall(data)
            left = None if left is None else left - len(data)
        return int(file.tell()) - offset

    def flush(self) -> None:
        """Send what is taken now. Raises OSError where nobody is there."""
        self._holds_head = False
        try:
            while self._pieces:
                taken = self._sock.sendmsg(
                    islice(self._pieces, _PIECES_AT_ONCE), (), socket.MSG_DONTWAIT
                )
                self._sent += taken
                self.unsent -= taken
                while self._pieces and taken >= len(self._pieces[0]):
                    taken -= len(self._pieces.popleft())
                if taken:
                    self._pieces[0] = self._pieces[0][taken:]
        except BlockingIOError:
            pass
        except OSError:
            self.is_broken = True
            raise

    def is_too_slow(self) -> bool:
        """Whether the client takes less than it has to."""
        now = time.monotonic()
        seconds = self._patience()
        if now - self._since < seconds:
            return False
        if self._sent - self._seen < min(SEND_RATE * seconds, self.unsent):
            return True
        self._since, self._seen = now, self._sent
        return False

    def _wait(self) -> None:
        poll = select.poll()
        poll.register(self._sock, select.POLLOUT)
        while self.unsent > STREAM_BYTES // 2:
            if self.is_too_slow():
                self.is_broken = True
                raise ConnectionResetError(104, "the client does not take its answer")
            poll.poll(250 * min(self._patience(), 2))
            self.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)
