"""Stop and kill a server under load, again and again.

    python -m benchmarks.reliability.stopping [--rounds 40] [--seed 1] [--kinds term,master]

Two workers are asked by twelve clients without a pause, next to clients that keep a connection,
that have only connected, and that have sent half a request. Then, after a random while,

- term: the master gets SIGTERM; how long until all processes are gone is printed;
- early: the same, while workers are still being started;
- hup: the master gets SIGHUP; new workers answer, and no answer fails;
- worker: a worker is killed (-9); another one comes, only its own answers are cut off;
- master: the master is killed (-9); its workers end by themselves.

After each the port is free, and a new start answers.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median

from benchmarks import corpus
from benchmarks.live import Server, free_port, launch, wait_for

CLIENTS = 12
IDLE = 8
_PATHS = ("/api/v1/search?q=river", "/", "/api/v1/stats", "/api/v1/search?q=a*&sort=newest")


class Load:
    """What clients are answered."""

    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter()
        self._stop = threading.Event()

    def _ask(self, address: tuple[str, int], first: int) -> None:
        number = first
        connection = HTTPConnection(*address, timeout=60)
        while not self._stop.is_set():
            number += 1
            try:
                connection.request("GET", _PATHS[number % len(_PATHS)])
                answer = connection.getresponse()
                answer.read()
                self.statuses[str(answer.status)] += 1
            except (OSError, HTTPException):
                connection.close()
                self.statuses["cut off"] += 1
                time.sleep(0.02)

    @contextmanager
    def on(self, server: Server) -> Iterator[None]:
        """Ask a server meanwhile, and hold connections open."""
        threads = [
            threading.Thread(target=self._ask, args=(server.address, number))
            for number in range(CLIENTS)
        ]
        with ExitStack() as cleanup:
            for number in range(3 * IDLE):
                with suppress(OSError):
                    idle = cleanup.enter_context(socket.create_connection(server.address, 5))
                    if number % 3 == 1:
                        idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
                    elif number % 3 == 2:
                        idle.sendall(b"GET /healthz HT")
            for thread in threads:
                thread.start()
            try:
                yield
            finally:
                self._stop.set()
                for thread in threads:
                    thread.join()


class Stops:
    """Rounds over one index."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._draw = random.Random(seed)
        self._index_dir = folder / "index"
        self._log = folder / "log"
        corpus.build(self._index_dir, 3_000)
        self._port = free_port()
        self.kinds: dict[str, Callable[[Server], str | None]] = {
            "term": self._term,
            "early": self._term,
            "hup": self._hup,
            "worker": self._worker,
            "master": self._master,
        }
        self.seconds: dict[str, list[float]] = {}

    def one(self, kind: str) -> str | None:
        """One round; what was wrong, None where nothing was."""
        server = launch(self._index_dir, log=self._log, port=self._port)
        try:
            if kind == "early":
                time.sleep(self._draw.uniform(0.5, 3.0))
                return self._term(server)
            wait_for(server, 2)
            load = Load()
            with load.on(server):
                time.sleep(self._draw.uniform(0.5, 2.0))
                problem = self.kinds[kind](server)
            failed = {status for status in load.statuses if status[0] == "5" and status != "503"}
            if kind == "hup" and load.statuses["cut off"]:
                problem = problem or f"{load.statuses['cut off']} answers were cut off"
            return problem or (f"answers {failed}" if failed else None) or self._traceback()
        finally:
            server.process.kill()
            server.process.wait()

    def _traceback(self) -> str | None:
        text = self._log.read_text(errors="replace")
        return text[text.index("Traceback") :][:1500] if "Traceback" in text else None

    def _term(self, server: Server) -> str | None:
        workers = _workers(server)
        began = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(60)
        return self._gone(workers, began, "term")

    def _master(self, server: Server) -> str | None:
        workers = _workers(server)
        began = time.monotonic()
        server.process.kill()
        server.process.wait()
        return self._gone(workers, began, "master", most=10)

    def _gone(self, workers: list[int], began: float, kind: str, *, most: float = 60) -> str | None:
        while any(Path(f"/proc/{worker}").exists() for worker in workers):
            if time.monotonic() - began > most:
                return f"workers are left after {most} s"
            time.sleep(0.01)
        self.seconds.setdefault(kind, []).append(time.monotonic() - began)
        try:
            with socket.create_server(("127.0.0.1", self._port)):
                return None
        except OSError as error:
            return f"the port is taken: {error}"

    def _hup(self, server: Server) -> str | None:
        before = set(server.workers())
        server.process.send_signal(signal.SIGHUP)
        return self._replaced(server, before)

    def _worker(self, server: Server) -> str | None:
        dead = self._draw.choice(server.workers())
        os.kill(dead, signal.SIGKILL)
        return self._replaced(server, {dead})

    def _replaced(self, server: Server, gone: set[int]) -> str | None:
        last = time.monotonic() + 30
        while time.monotonic() < last:
            now = set(_workers(server))
            if len(now) == 2 and not now & gone:
                return None if server.get("/readyz")[0] == 200 else "it is not ready"
            time.sleep(0.05)
        return f"there are workers {_workers(server)}, and {gone} should be gone"


def _workers(server: Server) -> list[int]:
    try:
        return server.workers()
    except OSError:
        return []


def main() -> int:
    """Stop and kill, and print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default="")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        stops = Stops(Path(folder), options.seed)
        names = options.kinds.split(",") if options.kinds else list(stops.kinds)
        for number in range(options.rounds):
            kind = names[number % len(names)]
            problem = stops.one(kind)
            counts[kind] += 1
            if problem:
                failures += 1
                print(f"round {number + 1} ({kind}): {problem}", flush=True)
    print(f"{options.rounds} rounds, {failures} failures: {json.dumps(counts)}")
    for kind, seconds in stops.seconds.items():
        print(f"{kind}: gone after {median(seconds):.2f} s, at most {max(seconds):.2f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
