"""Two servers with copies of one index behind one proxy: what is lost when one of them dies.

    python -m benchmarks.reliability.two_servers --articles 10000

Each server runs on a core of its own, over a copy of the index that was made with the commands of
docs/operations.md; HAProxy with `deploy/haproxy.cfg` is in front. The proxy is asked at a fixed
rate all along, while one server is killed and comes back, and while articles are added to the index
and brought to both copies. Before that one server alone and both together are asked as fast as they
answer. The exit status is 1 after a request that failed, or where a copy has not the new articles.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import Final

from benchmarks import corpus
from benchmarks.live import ROOT, Server, free_port, launch, wait_for
from benchmarks.questions import ROUTES, Archive, read_archive
from benchmarks.speed.load import Tally, ask
from search_index import open_engine
from search_index.settings import Settings

CONFIGURATION: Final = ROOT / "deploy" / "haproxy.cfg"
PROGRAMS: Final = ("haproxy", "rsync", "taskset")
MORE: Final = 100
_CONNECTIONS: Final = 16
_WAIT_S: Final = 30
_SEEN_S: Final = 1
"""A server sees a new state within a fifth of that, where it has a processor."""


def bring(origin: Path, copy: Path) -> None:
    """Bring the newest state of an index to a copy of it, also while the copy is served.

    Files of an index are written once. What names them comes last, so that a server never meets a
    name without its file; what no state names any more goes at the end.
    """
    files = ("--exclude=/pages", f"{origin}/", f"{copy}/")
    for step in (
        ("--exclude=/manifest.json", *files),
        (f"{origin}/manifest.json", f"{copy}/"),
        ("--delete-after", *files),
    ):
        subprocess.run([program("rsync"), "-a", *step], check=True)


def program(name: str) -> str:
    """Where a program is. Raises FileNotFoundError where it is not installed."""
    path = shutil.which(name)
    if path is None:
        raise FileNotFoundError(f"{name} must be installed for this")
    return path


def start(copy: Path, port: int, core: int) -> Server:
    """A server over a copy, on one core, once it answers."""
    server = launch(copy, log=copy.with_suffix(".log"), workers=2, port=port)
    subprocess.run(
        [program("taskset"), "-acp", str(core), str(server.pid)],
        check=True,
        capture_output=True,
    )
    wait_for(server, 2)
    return server


def kill(server: Server) -> None:
    """As when a machine is lost: all its processes at once, without a word."""
    workers = server.workers()
    server.process.kill()
    for worker in workers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    server.process.wait()


@contextlib.contextmanager
def proxy(ports: dict[str, int], log: Path) -> Iterator[str]:
    """HAProxy in front of both servers; gives its address."""
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [program("haproxy"), "-db", "-f", str(CONFIGURATION)],
            env={
                **os.environ,
                "CLIPPINGS_PROXY": f"127.0.0.1:{port}",
                **{f"CLIPPINGS_{name}": f"127.0.0.1:{at}" for name, at in ports.items()},
            },
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(_WAIT_S)


def total(url: str) -> int:
    """How many articles a server has."""
    with urllib.request.urlopen(f"{url}/api/v1/stats", timeout=_WAIT_S) as answer:  # noqa: S310
        articles: int = json.load(answer)["articles"]
    return articles


def while_asked(
    url: str, archive: Archive, rate: float, do: Callable[[], None], *, seconds: float
) -> Tally:
    """Do something in the middle of so many seconds of requests at a fixed rate."""
    error: list[BaseException] = []

    def act() -> None:
        time.sleep(seconds / 4)
        try:
            do()
        except BaseException as raised:
            error.append(raised)

    beside = Thread(target=act)
    beside.start()
    paths = ROUTES["search"](archive, random.Random(2))
    tally = asyncio.run(ask(url, paths, seconds=seconds, connections=_CONNECTIONS, rate=rate))
    beside.join()
    if error:
        raise error[0]
    return tally


def flat_out(url: str, archive: Archive, seconds: float) -> Tally:
    """As many searches as are answered."""
    paths = ROUTES["search"](archive, random.Random(1))
    return asyncio.run(ask(url, paths, seconds=seconds, connections=_CONNECTIONS))


def add(folder: Path, first: int, articles: int) -> None:
    """Add made-up articles from number `first` on to an index, as a run of the indexer would."""
    settings = Settings.from_environment({}, index_dir=folder)
    with open_engine(settings).writer() as writer:
        for article in islice(corpus.made_up(first + articles), first, None):
            writer.add(article)


def run(articles: int, seconds: float, folder: Path) -> int:
    """Measure and print; gives the exit status."""
    origin = folder / "origin"
    copies = {"ONE": folder / "one", "TWO": folder / "two"}
    ports = {name: free_port() for name in copies}
    cores = sorted(os.sched_getaffinity(0))
    corpus.build(origin, articles)
    for copy in copies.values():
        copy.mkdir()
        bring(origin, copy)
    servers = {
        name: start(copies[name], ports[name], cores[place % len(cores)])
        for place, name in enumerate(copies)
    }
    tallies: dict[str, Tally] = {}
    try:
        with proxy(ports, folder / "proxy.log") as url:
            archive = read_archive(servers["ONE"].url, 1)
            tallies["one server, one core"] = flat_out(servers["ONE"].url, archive, seconds)
            tallies["both, through the proxy"] = both = flat_out(url, archive, seconds)
            rate = min(both.per_second, tallies["one server, one core"].per_second) / 2

            def lose_one() -> None:
                kill(servers["ONE"])
                time.sleep(seconds / 4)
                servers["ONE"] = start(copies["ONE"], ports["ONE"], cores[0])

            tallies["one is killed and comes back"] = while_asked(
                url, archive, rate, lose_one, seconds=seconds
            )
            before = total(url)

            def bring_more() -> None:
                add(origin, articles, MORE)
                for copy in copies.values():
                    bring(origin, copy)

            tallies["new articles are brought to both"] = while_asked(
                url, archive, rate, bring_more, seconds=seconds
            )
            time.sleep(_SEEN_S)
            after = {name: total(server.url) for name, server in servers.items()}
    finally:
        for server in servers.values():
            server.stop()
    for name, tally in tallies.items():
        print(f"{name}: {json.dumps(tally.report())}")
    print(f"articles: {before} before, then {after}")
    arrived = set(after.values()) == {before + MORE}
    return 0 if arrived and not any(tally.failures for tally in tallies.values()) else 1


def main() -> int:
    """Say what is missing, or measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=20, help="of each of four measurements")
    arguments = parser.parse_args()
    try:
        for name in PROGRAMS:
            program(name)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        return run(arguments.articles, arguments.seconds, Path(folder))


if __name__ == "__main__":
    raise SystemExit(main())
