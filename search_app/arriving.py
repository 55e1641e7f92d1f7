"""A request as it comes in, before a thread has it."""

from __future__ import annotations

import re
import socket
import time
from typing import Any, Final

from search_app.bounds import MAX_BODY_BYTES

HEAD_BYTES: Final = 256 * 1024
ARRIVE_S: Final = 10.0
"""So long a request may take to come in; its body, where it is larger, `_LARGE_RATE` a second."""
_LARGE_RATE: Final = 16 * 1024
_LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,15})[ \t]*(?=\r\n)", re.I)
_CHUNKED: Final = re.compile(rb"\r\ntransfer-encoding:", re.I)
_EXPECTS: Final = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.I)
_END: Final = b"\r\n\r\n"


class Arriving:
    """The bytes of a request as they come in, and whether all of it is there.

    `too_large` is the head; `large` a body that is not collected.
    """

    __slots__ = ("_chunked", "_head", "_whole", "data", "expects", "large", "too_large")

    def __init__(self) -> None:
        self.data = bytearray()
        self.large = self.too_large = self.expects = False
        self._head = 0  # where the head ends; 0: not there yet
        self._whole = 0  # how long the request is
        self._chunked = False

    def add(self, data: bytes) -> bool:
        """Take what came; whether a thread can have the request now."""
        begun = len(self.data)
        self.data += data if begun else data.lstrip(b"\r\n")
        if not self._head:
            end = self.data.find(_END, max(begun - len(_END) + 1, 0))
            self.too_large = (end if end >= 0 else len(self.data)) > HEAD_BYTES
            if end < 0 or self.too_large:
                return False
            self._measure(end)
        size = len(self.data)
        if self._chunked:
            self.large = size - self._head > 2 * MAX_BODY_BYTES
            return self.large or self._has_last_chunk(begun)
        return self.large or size >= self._whole

    def _measure(self, end: int) -> None:
        head = bytes(self.data[: end + 2])
        self._head = self._whole = end + len(_END)
        lengths = _LENGTH.findall(head)
        has_chunks = _CHUNKED.search(head) is not None
        self._chunked = has_chunks and not lengths  # with both it is refused, without its body
        if len(lengths) == 1 and not has_chunks:
            self.large = int(lengths[0]) > MAX_BODY_BYTES
            self._whole += int(lengths[0])
        self.expects = _EXPECTS.search(head) is not None

    def _has_last_chunk(self, begun: int) -> bool:
        """With trailers or without; what only looks like it costs a thread for a while."""
        begin = max(begun - 8, self._head - 2)
        return self.data.find(b"\r\n0" + _END, begin) >= 0 or self.data.endswith(_END)


class Collected:
    """What gunicorn's parser reads from: what was collected, then the socket.

    For as long as a body comes in fast enough. The parser takes small pieces, as it copies what
    it has not used with every read: a million chunks of a byte would take minutes.
    """

    def __init__(self, sock: socket.socket, data: bytearray) -> None:
        """`data` is what came in first."""
        self._sock = sock
        self._data = memoryview(bytes(data))
        self._last = time.monotonic() + ARRIVE_S

    def rest(self) -> bytes:
        """What the parser has not taken: of the next request."""
        return bytes(self._data)

    def recv(self, size: int) -> bytes:
        """At most `size` bytes. Raises ConnectionResetError where they come in too slowly."""
        if self._data:
            data, self._data = bytes(self._data[:size]), self._data[size:]
            return data
        if time.monotonic() > self._last:
            raise ConnectionResetError(104, "the body comes in too slowly")
        try:
            data = self._sock.recv(size)
        except BlockingIOError:  # as SO_RCVTIMEO ends it
            raise ConnectionResetError(104, "the body does not come in") from None
        self._last += len(data) / _LARGE_RATE
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)
