"""What harm comes to a run of the indexer: signals, limits, disks, clocks, another run, churn.

Each takes the rounds (`rough.py`) and the options of the run, and gives the status that it ended
with, or one over 900 where it ended otherwise than it may.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.reliability.crash import ROOT
from benchmarks.reliability.processes import session_of

if TYPE_CHECKING:
    from benchmarks.reliability.rough import Rough

FAKETIME: Final = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
LONGEST_S: Final = 120


class Run:
    """A run of the indexer that has begun."""

    def __init__(
        self,
        rounds: Rough,
        *options: str,
        limits: Callable[[], None] | None = None,
        **environment: str,
    ) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [*rounds.command, *options],
            cwd=ROOT,
            env={**rounds.environment, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=limits,
        )

    def signal_all(self, which: signal.Signals) -> None:
        """Send a signal to every process of the run."""
        os.killpg(self.process.pid, which)

    def children(self) -> list[int]:
        """The processes of its session but the first, most of them workers."""
        return session_of(self.process.pid)

    def end(self) -> tuple[int, str]:
        """Exit status and what was said, once it has ended."""
        try:
            said = self.process.communicate(timeout=LONGEST_S)[1]
        except subprocess.TimeoutExpired:
            self.signal_all(signal.SIGKILL)
            said = self.process.communicate()[1]
            return 999, said.decode("utf-8", "replace")
        return self.process.returncode, said.decode("utf-8", "replace")


def _signal(which: signal.Signals) -> Callable[..., int]:
    def harm(rounds: Rough, *options: str) -> int:
        run = Run(rounds, *options)
        rounds.wait()
        began = time.monotonic()
        if run.process.poll() is None:
            if which is signal.SIGKILL:
                run.signal_all(which)
            else:
                run.process.send_signal(which)
        status, rounds.said = run.end()
        took = time.monotonic() - began
        left = run.children()
        if left:
            time.sleep(2)
            left = run.children()
        if left:
            rounds.said = f"{len(left)} processes are left"
            return 998
        if took > max(10.0, 2 * rounds.usual_s):
            rounds.said = f"it took {took:.1f} s to stop"
            return 997
        return status

    return harm


def _kill_worker(rounds: Rough, *options: str) -> int:
    rounds.jobs = 2
    run = Run(rounds, *options)
    rounds.wait()
    children = run.children()
    if children:
        try:
            os.kill(rounds.draw.choice(children), signal.SIGKILL)
            rounds.counts["a worker was killed"] += 1
        except ProcessLookupError:
            pass
    status, rounds.said = run.end()
    return status


def _limit(which: int, lowest: int, highest: int) -> Callable[..., int]:
    def harm(rounds: Rough, *options: str) -> int:
        value = rounds.draw.randint(lowest, highest)
        run = Run(
            rounds,
            *options,
            limits=lambda: resource.setrlimit(which, (value, value)),
            OPENBLAS_NUM_THREADS="1",
        )
        status, rounds.said = run.end()
        return status

    return harm


def _full_disk(rounds: Rough, *options: str) -> int:
    rounds.disk.leave(int(2 ** rounds.draw.uniform(2, 11)))
    status, rounds.said = Run(rounds, *options).end()
    return status


def _read_only(rounds: Rough, *options: str) -> int:
    folder = str(rounds.disk.folder)
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)  # noqa: S607
    try:
        status, rounds.said = Run(rounds, *options).end()
    finally:
        subprocess.run(["mount", "-o", "remount,rw", folder], check=True)  # noqa: S607
    return status if status == 2 else 996


def _clock_back(rounds: Rough, *options: str) -> int:
    back = rounds.draw.choice(("-3d", "-400d", "-90s", "+30d"))
    run = Run(rounds, *options, LD_PRELOAD=str(FAKETIME), FAKETIME=back)
    status, rounds.said = run.end()
    return status if status == 0 else 995


def _two(rounds: Rough, *options: str) -> int:
    runs = [Run(rounds, *options), Run(rounds)]
    ends = [run.end() for run in runs]
    rounds.said = "\n".join(said for _, said in ends)
    statuses = sorted(status for status, _ in ends)
    return 0 if statuses in ([0, 0], [0, 2]) else 994


def _churn(rounds: Rough, *options: str) -> int:
    with _churning(rounds):
        status, rounds.said = Run(rounds, *options).end()
    return status if status in (0, 1) else 993


@contextmanager
def _churning(rounds: Rough) -> Iterator[None]:
    """Files that are written, grow and vanish while they are read; none of them stays."""
    stop = threading.Event()
    folder = rounds.source / "growing"
    folder.mkdir(exist_ok=True)

    def churn() -> None:
        number = 0
        while not stop.is_set():
            path = folder / f"grows{number % 7}.txt"
            number += 1
            with path.open("a", encoding="utf-8") as file:
                file.write("A line that came while it was read, of no importance.\n" * 50)
            if number % 3 == 0:
                (folder / f"grows{number % 7}.txt").unlink(missing_ok=True)
            if number % 5 == 0:
                path.write_bytes(b"")
            time.sleep(0.002)

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()


HARMS: Final[dict[str, Callable[..., int]]] = {
    "kill": _signal(signal.SIGKILL),
    "worker": _kill_worker,
    "term": _signal(signal.SIGTERM),
    "hup": _signal(signal.SIGHUP),
    "interrupt": _signal(signal.SIGINT),
    "files": _limit(resource.RLIMIT_NOFILE, 16, 64),
    "memory": _limit(resource.RLIMIT_AS, 150 << 20, 900 << 20),
    "full disk": _full_disk,
    "read-only": _read_only,
    "clock": _clock_back,
    "two": _two,
    "churn": _churn,
}
