"""A gunicorn worker that gives a thread only to requests that have come in whole.

The threads of gunicorn's own wait for what is missing of a request, and its loop for clients that
do not close: a hundred clients that send half a request, or keep what was answered open, stop a
server for all others. Here the loop collects requests, each within `ARRIVE_S`, and sends what a
client does not take at once of its answer (`search_app.sending`); no client can make it wait.
Bodies that are too large to be collected (uploads) take a few threads at most.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import struct
import time
from functools import partial
from typing import Any, Final

from gunicorn import util
from gunicorn.workers import gthread
from gunicorn.workers.gthread import TConn, ThreadWorker

from search_app.arriving import ARRIVE_S, HEAD_BYTES, Arriving, Collected
from search_app.sending import Answer

SEND_S: Final = 30
"""So long a client may take less of its answer than `search_app.sending.SEND_RATE`."""
STOP_S: Final = 1.0
"""The same, where the server stops; so long it waits for requests, too, that clients began or may
have sent on connections that were kept."""
LINGER_S: Final = 2.0
"""So long an ended connection waits for its client to close it, so that the answer is not lost."""
HELD_BYTES: Final = 64 * 1024 * 1024
MOST_LARGE: Final = 4
_READ_BYTES: Final = 64 * 1024
_MOST_CLOSING: Final = 200
_YIELD_S: Final = 0.001
"""So long, for each of its connections, a worker leaves a new one to workers that have fewer; a
poller waits for whole milliseconds."""
_MOST_YIELDS: Final = 4
_LOOK_S: Final = 0.1
"""So often a worker that stops looks whether it may end."""
_OPTIONS: Final = (
    (socket.SO_RCVTIMEO, struct.pack("ll", int(ARRIVE_S), 0)),
    (socket.SO_SNDTIMEO, struct.pack("ll", SEND_S, 0)),
    # Small enough to see within seconds whether a client reads, however slowly.
    (socket.SO_SNDBUF, 128 * 1024),
)

gthread.STOP_KEEPALIVE_LINGER = STOP_S


class _Connection(TConn):  # type: ignore[misc]
    def __init__(self, worker: PatientWorker, *about: Any) -> None:
        super().__init__(worker.cfg, *about)
        self.worker = worker
        self.arriving = Arriving()
        self.answer: Answer | None = None
        self.is_large = False

    def close(self, graceful: bool = False) -> None:
        if graceful:
            self.worker.linger(self.sock)
        else:
            super().close()


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """Collects requests in its loop, where gunicorn speaks HTTP/1 without TLS."""

    def __init__(self, *about: Any, **options: Any) -> None:
        super().__init__(*about, **options)
        self._arriving: dict[_Connection, float] = {}
        self._closing: dict[socket.socket, float] = {}
        self._sending: dict[_Connection, tuple[Answer, Any]] = {}
        self._held = 0
        self._unsent = 0
        self._large = 0
        self._yielding: dict[Any, float] = {}
        self._collects = (
            not self.cfg.is_ssl
            and self.cfg.protocol == "http"
            and "h2" not in self.cfg.http_protocols
        )

    def accept(self, listener: Any) -> None:
        """Take a connection, at once where this worker has no other.

        All workers wait for connections at one socket, and the first to come would take all that
        a proxy opens at once, for as long as it keeps them.
        """
        if not self._collects:
            super().accept(listener)
        elif self.nr_conns:
            self.poller.unregister(listener)
            wait_s = _YIELD_S * min(self.nr_conns, _MOST_YIELDS)
            self._yielding[listener] = time.monotonic() + wait_s
        else:
            self._take_connection(listener)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Take connections, or take none."""
        if enabled != self._accepting:
            for listener in self._yielding:
                self.poller.register(listener, selectors.EVENT_READ, self.accept)
            self._yielding.clear()
        super().set_accept_enabled(enabled)

    def _take_yielded(self) -> None:
        """Take connections that no other worker took; more where it has more, as many may wait."""
        now = time.monotonic()
        for listener in [each for each, until in self._yielding.items() if until <= now]:
            del self._yielding[listener]
            for _ in range(max(1, self.nr_conns // 2)):
                if not self._take_connection(listener):
                    break
            self.poller.register(listener, selectors.EVENT_READ, self.accept)

    def _take_connection(self, listener: Any) -> bool:
        """Take one, if there is any; of too many, the one that has waited longest is ended."""
        try:
            sock, client = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return False
        for option, value in _OPTIONS:
            sock.setsockopt(socket.SOL_SOCKET, option, value)
        self.nr_conns += 1
        self._make_room()
        # Of a listener to all addresses, that at which the client came in.
        self.enqueue_req(_Connection(self, sock, client, sock.getsockname()))
        return True

    def enqueue_req(self, conn: Any) -> None:
        """Collect a request of a connection, and give it to a thread."""
        if not isinstance(conn, _Connection):
            super().enqueue_req(conn)
            return
        conn.arriving = Arriving()
        conn.sock.setblocking(False)
        known = conn.parser.unreader.take_buffered() if conn.parser is not None else b""
        if self._take(conn, known) if known else self._receive(conn):
            return
        self._arriving[conn] = time.monotonic() + ARRIVE_S
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_more, conn))

    def on_client_socket_readable(self, conn: Any, client: Any) -> None:
        """Take the next request of a connection that was kept."""
        if conn in self.keepalived_conns:  # else it was ended for another one meanwhile
            super().on_client_socket_readable(conn, client)

    def handle(self, conn: Any) -> Any:
        """Answer a request, in a thread."""
        if isinstance(conn, _Connection):
            conn.sock.setblocking(True)
            conn.data_ready = True
            conn.init()
            unreader = conn.parser.unreader
            unreader.sock = source = Collected(conn.sock, conn.arriving.data)
            conn.arriving = Arriving()
            try:
                return super().handle(conn)
            finally:
                unreader.unread(unreader.take_buffered() + source.rest())
        return super().handle(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer it; nobody waits for the rest of a large body that was not read."""
        if not isinstance(conn, _Connection):
            return super().handle_request(req, conn)
        if conn.is_large:
            req.force_close()
        sock = conn.sock
        conn.sock = conn.answer = Answer(sock, self._patience)
        try:
            keeps = super().handle_request(req, conn)
            conn.answer.flush()  # of a head that nothing followed
            return keeps
        finally:
            conn.sock = sock

    def finish_request(self, conn: Any, fs: Any) -> None:
        """Send the rest of an answer; then wait for the next request of a connection, or end it."""
        if not isinstance(conn, _Connection):
            super().finish_request(conn, fs)
            return
        if conn.is_large:
            conn.is_large = False
            self._large -= 1
        answer, conn.answer = conn.answer, None
        if answer is None or not answer.unsent:
            super().finish_request(conn, fs)
        elif answer.is_broken or fs.cancelled() or fs.exception() is not None:
            self._end(conn)
        else:
            self._sending[conn] = answer, fs
            self._unsent += answer.unsent
            self.poller.register(conn.sock, selectors.EVENT_WRITE, partial(self._send, conn))
            while self._unsent > HELD_BYTES:
                self._end(next(iter(self._sending)))

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait for what happens on connections; not long, where the worker stops."""
        if self._yielding:
            until = min(self._yielding.values())
            timeout = min(timeout, max(0.0, until - time.monotonic()))
        super().wait_for_and_dispatch_events(timeout if self.alive else min(timeout, _LOOK_S))
        self._take_yielded()

    def is_parent_alive(self) -> bool:
        """Whether the master is there; without it the worker stops as if it had been asked to."""
        if not super().is_parent_alive():
            self.alive = False
        return self.alive

    def murder_pending(self) -> None:
        """End what takes too long to come in or to be closed."""
        super().murder_pending()
        now = time.monotonic()
        soon = now + STOP_S
        for conn, last in list(self._arriving.items()):
            if last <= now:
                self._drop(conn, 408 if conn.arriving.data else 0)
            elif self.alive:
                break
            else:
                self._arriving[conn] = min(last, soon)
        for conn in [conn for conn, (answer, _) in self._sending.items() if answer.is_too_slow()]:
            self._end(conn)
        for sock, last in list(self._closing.items()):
            if last > now:
                break
            self._close(sock)

    def _patience(self) -> float:
        return SEND_S if self.alive else STOP_S

    def _send(self, conn: _Connection, _sock: socket.socket) -> None:
        """Send what its client takes now of an answer; who took last is ended last."""
        if conn not in self._sending:  # ended for another one meanwhile
            return
        answer, fs = self._sending.pop(conn)
        before = answer.unsent
        with contextlib.suppress(OSError):  # it is broken then
            answer.flush()
        self._unsent -= before - answer.unsent
        if not answer.is_broken and answer.unsent:
            self._sending[conn] = answer, fs
            return
        self._unsent -= answer.unsent
        self.poller.unregister(conn.sock)
        if answer.is_broken:
            self._end(conn)
        else:
            super().finish_request(conn, fs)

    def _end(self, conn: _Connection) -> None:
        """End a connection whose client does not take its answer."""
        sent = self._sending.pop(conn, None)
        if sent is not None:
            self._unsent -= sent[0].unsent
            self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()

    def linger(self, sock: socket.socket) -> None:
        """End a connection whose answer its client may still be reading."""
        try:
            sock.setblocking(False)
            sock.shutdown(socket.SHUT_WR)
            self.poller.register(sock, selectors.EVENT_READ, self._on_closing)
        except (OSError, ValueError, KeyError):
            util.close(sock)
            return
        self._closing[sock] = time.monotonic() + LINGER_S
        if len(self._closing) > _MOST_CLOSING:
            self._close(next(iter(self._closing)))

    def _on_closing(self, sock: socket.socket) -> None:
        if sock not in self._closing:  # closed for another one meanwhile
            return
        try:
            data = sock.recv(_READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._close(sock)

    def _close(self, sock: socket.socket) -> None:
        del self._closing[sock]
        self.poller.unregister(sock)
        util.close(sock)

    def _on_more(self, conn: _Connection, _sock: socket.socket) -> None:
        if conn in self._arriving:  # else it was dropped for another one meanwhile
            self._receive(conn)

    def _receive(self, conn: _Connection) -> bool:
        """Take what has come in; whether the connection waits for no more."""
        try:
            data = conn.sock.recv(_READ_BYTES)
        except BlockingIOError:
            return False
        except OSError:
            data = b""
        if not data:
            self._drop(conn)
            return True
        return self._take(conn, data)

    def _take(self, conn: _Connection, data: bytes) -> bool:
        arriving = conn.arriving
        expected = arriving.expects
        before = len(arriving.data)
        is_whole = arriving.add(data)
        self._held += len(arriving.data) - before
        if arriving.too_large:
            self._drop(conn, 431 if b"\r\n" in arriving.data[: HEAD_BYTES // 2] else 414)
            return True
        if is_whole:
            if arriving.large and self._large >= MOST_LARGE:
                self._drop(conn, 503)
                return True
            self._forget(conn)
            conn.is_large = arriving.large
            self._large += arriving.large
            super().enqueue_req(conn)
            return True
        if arriving.expects and not expected:
            with contextlib.suppress(OSError):
                conn.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        while self._held > HELD_BYTES and self._arriving:
            self._drop(next(iter(self._arriving)), 503)
        return False

    def _forget(self, conn: _Connection) -> None:
        self._held = max(self._held - len(conn.arriving.data), 0)
        if self._arriving.pop(conn, None) is not None:
            self.poller.unregister(conn.sock)

    def _drop(self, conn: _Connection, status: int = 0) -> None:
        """End a connection of which no whole request came, with a word where one had begun."""
        self._forget(conn)
        self.nr_conns -= 1
        if status:
            with contextlib.suppress(OSError):
                util.write_error(conn.sock, status, _REASONS[status], "")
        conn.close(graceful=bool(status))

    def _make_room(self) -> None:
        if self.nr_conns <= self.worker_connections * 3 // 4:
            return
        if self._arriving:
            self._drop(next(iter(self._arriving)), 503)
        elif self.keepalived_conns:
            conn = self.keepalived_conns.popleft()
            self.poller.unregister(conn.sock)
            self.nr_conns -= 1
            conn.close()
        elif self._sending:
            self._end(next(iter(self._sending)))


_REASONS: Final = {
    408: "Request Timeout",
    414: "URI Too Long",
    431: "Request Header Fields Too Large",
    503: "Service Unavailable",
}
