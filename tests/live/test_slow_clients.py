"""Clients that send slowly, take nothing, or speak bad HTTP: others are answered meanwhile."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from benchmarks.live import Server
from search_app.arriving import HEAD_BYTES, Arriving
from search_app.bounds import MAX_BODY_BYTES

CLOSE = b"Connection: close\r\n"
MANY = 120
"""More than two workers have threads."""
HEAD = b"POST /api/v1/search HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@contextmanager
def clients(server: Server, sent: bytes) -> Iterator[list[socket.socket]]:
    with ExitStack() as opened:
        found = []
        for _ in range(MANY):
            found.append(opened.enter_context(socket.create_connection(server.address, timeout=30)))
            found[-1].sendall(sent)
        yield found


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET /",
        b"GET / HTTP/1.1\r\nHost: x\r\n",
        HEAD + b"Content-Length: 9\r\n\r\n{",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",
        b"POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n{",
        b"GET /healthz HTTP/1.0\r\n\r\n",  # answered, and never closed
    ],
)
def test_a_hundred_clients_that_wait_keep_nobody_else_waiting(server: Server, sent: bytes) -> None:
    with clients(server, sent):
        started = time.monotonic()
        for _ in range(4):
            assert server.get("/healthz")[0] == 200
        assert time.monotonic() - started < 4, "threads of gunicorn wait for each of them"


def test_a_hundred_clients_that_read_nothing_keep_nobody_else_waiting(server: Server) -> None:
    """Each asks for 7 MB, more than a socket holds."""
    with clients(server, b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 30):
        for _ in range(20):
            started = time.monotonic()
            assert server.get("/healthz")[0] == 200
            assert time.monotonic() - started < 4, "threads wait for clients to read"
            time.sleep(0.04)


def test_a_client_that_reads_slowly_gets_all_of_its_answers(server: Server) -> None:
    """More than a socket holds, so that the rest is sent as it is taken."""
    expected = server.get("/api/v1/openapi.json")[2]
    request = b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n"
    with socket.create_connection(server.address, timeout=30) as connection:
        connection.sendall((request + b"\r\n") * 11 + request + CLOSE + b"\r\n")
        time.sleep(0.3)
        answers = connection.makefile("rb").read()
    assert answers.count(b"HTTP/1.1 200 OK\r\n") == 12
    assert answers.count(expected) == 12


def ask(server: Server, *pieces: bytes) -> bytes:
    """All that the server answers to pieces of bytes, each sent when the last has arrived."""
    with socket.create_connection(server.address, timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(0.02)
        return connection.makefile("rb").read()


@pytest.mark.parametrize(
    ("pieces", "answers"),
    [
        ((b"\r\nGET /healthz HTTP/1.1\r", b"\nHost: x\r\n" + CLOSE, b"\r", b"\n"), [b"200"]),
        ((HEAD + CLOSE + b"Content-Length: 2\r\n\r\n", b"{", b"}"), [b"200"]),
        (
            (HEAD + CLOSE + b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n", b"{}"),
            [b"100", b"100", b"200"],
        ),
        (
            (HEAD + CLOSE + b"Transfer-Encoding: chunked\r\n\r\n", b"2\r\n{", b"}\r\n0\r\n\r\n"),
            [b"200"],
        ),
        (
            (HEAD + CLOSE + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX: y\r\n", b"\r\n"),
            [b"200"],
        ),
        ((HEAD + CLOSE + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",), [b"400"]),
        ((HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",), [b"400"]),
        ((HEAD + b"Content-Length: 99999999\r\n\r\n{",), [b"413"]),
        ((b"GET / HTTP/1.1\r\nX: " + b"x" * (HEAD_BYTES + 1),), [b"431"]),
        ((b"GET /" + b"x" * (HEAD_BYTES + 1),), [b"414"]),
        (
            (
                b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 20 + HEAD,
                b"Content-Length: 2\r\n\r\n{}GET /healthz HTTP/1.0\r\n\r\n",
            ),
            [b"200"] * 22,
        ),
    ],
)
def test_a_request_is_answered_however_its_bytes_arrive(
    server: Server, pieces: tuple[bytes, ...], answers: list[bytes]
) -> None:
    assert re.findall(rb"HTTP/1\.[01] (\d+) ", ask(server, *pieces)) == answers


def test_headers_of_a_proxy_that_no_setting_names_decide_nothing(server: Server) -> None:
    """Gunicorn itself would believe them of everybody on the same machine."""
    forged = (
        b"GET /api/v1/feed.atom HTTP/1.0\r\nHost: own.example\r\nSCRIPT_NAME: /api\r\n"
        b"X-Forwarded-Proto: https\r\nX-Forwarded-Host: b.example\r\n"
        b"Forwarded: host=b.example\r\n\r\n"
    )
    answer = ask(server, forged)
    assert b" 200 OK" in answer.splitlines()[0]
    assert f"<id>{server.url}/api/v1/feed.atom</id>".encode() in answer
    assert b"b.example" not in answer
    assert b"own.example" not in answer


def test_a_body_is_collected_up_to_the_largest_that_is_taken() -> None:
    head = b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n"
    whole, large = Arriving(), Arriving()
    assert not whole.add(head % MAX_BODY_BYTES)
    assert not whole.add(b"x" * (MAX_BODY_BYTES - 1))
    assert whole.add(b"x")
    assert not whole.large
    assert large.add(head % (MAX_BODY_BYTES + 1))
    assert large.large
