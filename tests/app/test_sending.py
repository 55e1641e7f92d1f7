"""Answers to clients that take them slowly, or not at all."""

from __future__ import annotations

import socket
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

from search_app.sending import STREAM_BYTES, Answer

PIECE = b"x" * 64 * 1024


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """A connection: the server's end, the client's end."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_what_a_client_does_not_take_is_kept_and_sent_later(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    answer = Answer(ends[0], lambda: 30.0)
    whole = bytes(range(256)) * 8192
    answer.sendall(whole)
    answer.sendall(b"end")
    assert answer.unsent > 0, "all of it fitted into the socket"
    got = b""
    while answer.unsent:
        got += ends[1].recv(1 << 20)
        answer.flush()
    ends[0].shutdown(socket.SHUT_WR)
    while piece := ends[1].recv(1 << 20):
        got += piece
    assert got == whole + b"end"


def test_a_stream_that_nobody_reads_ends_and_fills_no_memory(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    answer = Answer(ends[0], lambda: 0.05)
    pieces = [PIECE] * (2 * STREAM_BYTES // len(PIECE))
    with pytest.raises(ConnectionResetError):
        deque(map(answer.sendall, pieces), maxlen=0)
    assert answer.unsent <= STREAM_BYTES + len(PIECE)
    assert answer.is_broken


def test_a_client_that_takes_a_byte_now_and_then_is_too_slow(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    answer = Answer(ends[0], lambda: 0.02)
    answer.sendall(PIECE * 32)
    answer.is_too_slow()
    time.sleep(0.03)
    answer.is_too_slow()
    ends[1].recv(1)
    time.sleep(0.03)
    answer.flush()
    assert answer.is_too_slow()


def test_a_file_is_sent_like_text(
    ends: tuple[socket.socket, socket.socket], tmp_path: Path
) -> None:
    answer = Answer(ends[0], lambda: 30.0)
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    with path.open("rb") as file:
        assert answer.sendfile(file, offset=2, count=5) == 5
    assert ends[1].recv(100) == b"23456"


def test_a_head_is_sent_with_what_follows_it_or_alone_where_nothing_does() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n"
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        theirs.setblocking(False)
        answer = Answer(ours, lambda: 30.0)
        answer.sendall(head)
        with pytest.raises(BlockingIOError):
            theirs.recv(1000)
        answer.sendall(b"body")
        assert theirs.recv(1000) == head + b"body"
        answer.sendall(head)
        answer.flush()
        assert theirs.recv(1000) == head
        assert answer.unsent == 0
