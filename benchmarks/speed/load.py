"""Load on a real gunicorn from a second process over loopback.

    python -m benchmarks.speed.load                    # start a server over the index, and measure
    python -m benchmarks.speed.load --articles 100000  # over an index of made-up articles
    python -m benchmarks.speed.load --url http://127.0.0.1:8000 --route mixed --seconds 1800
    python -m benchmarks.speed.load --url … --rate 150   # at a fixed rate
    python -m benchmarks.speed.load --requests 100000    # and how memory stands meanwhile

Without --url a server with two workers is started over CLIPPINGS_INDEX_DIR, and figures are
taken: whole searches a second (and what share that is of one canned answer through the same
middleware), their latency at half that rate, and the latency of suggestions. Without --rate each
connection asks again as soon as it is answered. With --rate, requests are due at that rate
whatever the server does, and a latency counts from when its request was due, so that a stall is
seen by all that it delays.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import corpus
from benchmarks.canned import ANSWER
from benchmarks.live import Server, serve
from benchmarks.questions import ROUTES, Archive, read_archive
from search_index.settings import Settings


@dataclass(slots=True)
class Tally:
    """What came back."""

    seconds: float = 0.0
    bytes: int = 0
    cut_off: int = 0
    latencies_ms: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)

    def within_ms(self, share: float) -> float:
        """The latency that `share` of the answers kept within."""
        ordered = sorted(self.latencies_ms)
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.latencies_ms) / self.seconds

    @property
    def failures(self) -> int:
        """Answers that are the server's fault, and requests without an answer."""
        return sum(n for status, n in self.statuses.items() if status[0] not in "234")

    def report(self) -> dict[str, object]:
        """The figures."""
        return {
            "requests": len(self.latencies_ms),
            "per_second": round(self.per_second, 1),
            "p50_ms": self.within_ms(0.5),
            "p95_ms": self.within_ms(0.95),
            "p99_ms": self.within_ms(0.99),
            "max_ms": self.within_ms(1),
            "megabytes_per_second": round(self.bytes / self.seconds / 1e6, 2),
            "statuses": dict(sorted(self.statuses.items())),
        }


class Connection:
    """One kept-alive connection."""

    def __init__(self, url: str, headers: Mapping[str, str] | None = None) -> None:
        """`headers` go with each request."""
        parts = urlsplit(url)
        own = {"Host": "load"} | dict(headers or {})
        self._head = "".join(f"{name}: {value}\r\n" for name, value in own.items())
        self.cut_off = 0
        """How often it ended under a question, which was asked again on another one."""
        self._address = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> tuple[str, int]:
        """Status and number of bytes of an answer."""
        if self._streams:
            # The server may have closed a connection that was idle; then a fresh one must do.
            try:
                return await self._ask(path, *self._streams)
            except (OSError, asyncio.IncompleteReadError):
                self.cut_off += 1
                await self.close()
        self._streams = await asyncio.open_connection(*self._address, limit=2**20)
        return await self._ask(path, *self._streams)

    async def close(self) -> None:
        """End it; the next question begins a new one."""
        if self._streams:
            _, writer = self._streams
            self._streams = None
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _ask(
        self, path: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple[str, int]:
        writer.write(f"GET {path} HTTP/1.1\r\n{self._head}\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head.split("\r\n")[1:])
        }
        size = 0
        if headers.get("transfer-encoding") == "chunked":
            while piece := int(await reader.readline(), 16):
                size += piece
                await reader.readexactly(piece + 2)
            await reader.readexactly(2)
        else:
            size = int(headers.get("content-length", "0"))
            await reader.readexactly(size)
        if headers.get("connection") == "close":
            await self.close()
        return head.split(" ", 2)[1], size


async def ask(
    url: str,
    paths: Iterator[str],
    *,
    seconds: float = float("inf"),
    requests: int = sys.maxsize,
    connections: int,
    rate: float = 0,
    headers: Mapping[str, str] | None = None,
    note: Callable[[str, str, float], None] = lambda *_: None,
) -> Tally:
    """Ask for so many seconds or requests; at `rate` a second, or as fast as answers come.

    `note` is told path, status and milliseconds of each answer.
    """
    tally = Tally()
    begin = time.perf_counter()
    end = begin + seconds
    turns = iter(range(requests))

    async def reader() -> None:
        connection = Connection(url, headers)
        for turn in turns:
            due = begin + turn / rate if rate else time.perf_counter()
            if due >= end:
                break
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            path = next(paths)
            try:
                status, size = await connection.get(path)
            except (OSError, asyncio.IncompleteReadError) as error:
                status, size = type(error).__name__, 0
                await connection.close()
            taken_ms = (time.perf_counter() - due) * 1000
            tally.latencies_ms.append(taken_ms)
            tally.statuses[status] += 1
            tally.bytes += size
            note(path, status, taken_ms)
        tally.cut_off += connection.cut_off
        await connection.close()

    await asyncio.gather(*(reader() for _ in range(connections)))
    tally.seconds = time.perf_counter() - begin
    return tally


@dataclass(frozen=True, slots=True)
class Usage:
    """What a server and its workers have used so far (Linux; else zero)."""

    cpu_seconds: float
    megabytes: float
    private_megabytes: float

    @classmethod
    def of(cls, process: int) -> Usage:
        """Of a process and its children; memory shared between them counts once.

        Private is what maps no file, such as those of the index.
        """
        ticks = kilobytes = private = 0.0
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, IndexError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if process in (int(folder.name), int(fields[1])):
                    ticks += int(fields[11]) + int(fields[12])
                    rollup = (folder / "smaps_rollup").read_text()
                    kilobytes += int(rollup.split("Pss:")[1].split()[0])
                    private += int(rollup.split("Pss_Anon:")[1].split()[0])
        return cls(ticks / os.sysconf("SC_CLK_TCK"), kilobytes / 1024, private / 1024)


@contextlib.contextmanager
def server(workers: int, canned: Path | None = None) -> Iterator[Server]:
    """A gunicorn over the index of the settings; with `canned` each search gets that answer."""
    own = {name: value for name, value in os.environ.items() if name.startswith("CLIPPINGS_")}
    index_dir = Settings.from_environment().index_dir
    application = "wsgi:app"
    if canned is not None:
        own[ANSWER] = str(canned)
        application = "benchmarks.canned:application()"
    with serve(
        index_dir, log=Path(os.devnull), workers=workers, application=application, **own
    ) as live:
        yield live


def limit(live: Server, archive: Archive, arguments: argparse.Namespace) -> tuple[Tally, float]:
    """The same questions, each given one answer of usual size: what all but searching takes.

    Also the milliseconds of processor time that one took.
    """
    paths = ROUTES["search"](archive, random.Random(arguments.seed))
    bodies = sorted((live.get(next(paths))[2] for _ in range(31)), key=len)
    with tempfile.TemporaryDirectory() as folder:
        canned = Path(folder) / "answer.json"
        canned.write_bytes(bodies[len(bodies) // 2])
        with server(arguments.workers, canned) as still:
            before = Usage.of(still.pid)
            tally = measure(still.url, archive, "search", arguments)
            spent_ms = (Usage.of(still.pid).cpu_seconds - before.cpu_seconds) * 1000
            return tally, spent_ms / len(tally.latencies_ms)


def measure(url: str, archive: Archive, route: str, arguments: argparse.Namespace) -> Tally:
    """One measurement, as the arguments say."""
    paths = ROUTES[route](archive, random.Random(arguments.seed))
    return asyncio.run(
        ask(
            url,
            paths,
            seconds=arguments.seconds,
            connections=arguments.connections,
            rate=arguments.rate,
        )
    )


def memory_over(requests: int, arguments: argparse.Namespace) -> Tally:
    """Ask so many questions of a server of its own, and print its memory all along."""
    with server(arguments.workers) as live:
        archive = read_archive(live.url, arguments.seed)
        seen = 0

        def note(*_: object) -> None:
            nonlocal seen
            seen += 1
            if seen % max(1, requests // 10) == 0:
                used = Usage.of(live.pid)
                print(
                    f"after {seen} requests {used.megabytes:.0f} MB, "
                    f"of them {used.private_megabytes:.1f} MB not mapped from files",
                    flush=True,
                )

        paths = ROUTES[arguments.route](archive, random.Random(arguments.seed))
        return asyncio.run(
            ask(live.url, paths, requests=requests, connections=arguments.connections, note=note)
        )


def main() -> int:
    """Measure and print; the exit status is 1 where an answer failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--url", help="a running server; default: start one")
    parser.add_argument("--route", choices=sorted(ROUTES), default="search")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--rate", type=float, default=0, help="requests a second; 0: as many as go")
    parser.add_argument("--requests", type=int, help="so many, and the memory they take")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, help="make up so many, and index them")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.articles:
            corpus.build(Path(folder), arguments.articles)
            os.environ["CLIPPINGS_INDEX_DIR"] = folder
        return run(arguments)


def run(arguments: argparse.Namespace) -> int:
    """Measure and print, over the index of the settings."""
    if arguments.requests:
        tallies = {arguments.route: memory_over(arguments.requests, arguments)}
    elif arguments.url:
        archive = read_archive(arguments.url, arguments.seed)
        tallies = {arguments.route: measure(arguments.url, archive, arguments.route, arguments)}
    else:
        with server(arguments.workers) as live:
            archive = read_archive(live.url, arguments.seed)
            before = Usage.of(live.pid)
            capacity = measure(live.url, archive, "search", arguments)
            after = Usage.of(live.pid)
            most, least_ms = limit(live, archive, arguments)
            arguments.rate = capacity.per_second / 2
            half = measure(live.url, archive, "search", arguments)
            arguments.rate = 100
            keys = measure(live.url, archive, "suggest", arguments)
        spent_ms = (after.cpu_seconds - before.cpu_seconds) * 1000
        print(f"CPU of the server: {spent_ms / len(capacity.latencies_ms):.2f} ms a search")
        print(f"memory of the server: {before.megabytes:.0f} MB, then {after.megabytes:.0f} MB")
        share = capacity.per_second / most.per_second
        print(f"CPU of a canned answer: {least_ms:.2f} ms; searches reach {share:.0%} of its rate")
        tallies = {
            "search": capacity,
            "canned answers": most,
            "search at half that rate": half,
            "suggest": keys,
        }
    for name, tally in tallies.items():
        print(name, json.dumps(tally.report()))
    return 1 if any(tally.failures for tally in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
