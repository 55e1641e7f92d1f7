"""An engine under measurement in a process of its own, asked through a pipe.

The process opens the index, then answers one question after the other, so that several
engines can be asked in turn: whatever else the machine does meets them all alike.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

STARTED = time.perf_counter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What it took to come to the first answer: ms each."""

    import_ms: float
    open_ms: float
    first_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """One answer: wall clock and processor time in ms, and the total that it gave."""

    wall_ms: float
    cpu_ms: float
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Of the asked process in MB: resident, and its proportional share of what is shared."""

    resident_mb: float
    proportional_mb: float


class Asked:
    """The process of one engine, for as long as the `with` block lasts."""

    def __init__(self, name: str, folder: Path) -> None:
        command = [sys.executable, "-m", "benchmarks.speed.asking", name, str(folder)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def open(self, first: Any) -> Opened:
        """Open the index and ask a first question."""
        return Opened(**self._tell(first))

    def ask(self, question: Any) -> Timed:
        """Ask a question."""
        return Timed(**self._tell(question))

    def memory(self) -> Memory:
        """What the process takes now."""
        return Memory(**self._tell(None))

    def _tell(self, question: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        line = json.dumps(asdict(question) if question is not None else None)
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self._process.args!r} ended with {self._process.wait()}")
        told: dict[str, Any] = json.loads(answer)
        return told

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()


def _memory() -> Memory:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    rollup = Path("/proc/self/smaps_rollup").read_text().splitlines()
    shares = [int(line.split()[1]) for line in rollup if line.startswith("Pss:")]
    return Memory(
        resident_mb=pages * os.sysconf("SC_PAGESIZE") / 1e6, proportional_mb=sum(shares) / 1e3
    )


def main(name: str, folder: Path) -> None:
    """Answer the questions on standard input, one a line."""
    from benchmarks.speed.peers import Question, peer

    engine = peer(name)
    imported = time.perf_counter()

    def question_of(line: str) -> Question:
        row = json.loads(line)
        return Question(**row | {"words": tuple(row["words"])})

    first = question_of(sys.stdin.readline())
    begin = time.perf_counter()
    engine.open(folder)
    opened = time.perf_counter()
    engine.ask(first)
    answered = time.perf_counter()
    _print(
        Opened(
            import_ms=(imported - STARTED) * 1e3,
            open_ms=(opened - begin) * 1e3,
            first_ms=(answered - opened) * 1e3,
        )
    )
    for line in sys.stdin:
        if line.strip() == "null":
            _print(_memory())
            continue
        question = question_of(line)
        wall, cpu = time.perf_counter(), time.process_time()
        answer = engine.ask(question)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        _print(Timed(wall_ms=wall * 1e3, cpu_ms=cpu * 1e3, total=answer.total))


def _print(record: Opened | Timed | Memory) -> None:
    print(json.dumps(asdict(record)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
