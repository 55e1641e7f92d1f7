"""The memory of a build, in a process of its own that makes the articles as they are asked for.

So nothing but the builder grows there. Only private memory counts (RssAnon), its own and that of
processes that it starts: pages of files that are mapped belong to the system, which takes them back
when it needs them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Final

from benchmarks import corpus
from search_index.model.article import Article

_EVERY_S: Final = 0.01


def private_mb(name: str, source: str) -> float:
    """What an engine's private memory grows by at its largest, in MB; see `articles`."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.speed.building", name, source, folder]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        before = peak = _private_kb(process.pid)
        process.stdin.close()
        while process.poll() is None:
            peak = max(peak, sum(map(_private_kb, (process.pid, *_children(process.pid)))))
            time.sleep(_EVERY_S)
        if process.returncode:
            raise RuntimeError(f"{command!r} ended with {process.returncode}")
    return (peak - before) / 1024


def _children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in _read(task).split()]


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended
        return ""


def _private_kb(process: int) -> int:
    lines = _read(Path(f"/proc/{process}/status")).splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon:"))


def articles(source: str) -> Iterable[Article]:
    """So many made-up articles, or the Reuters collection in the folder of that name."""
    return corpus.made_up(int(source)) if source.isdigit() else corpus.reuters(Path(source))


def main(name: str, source: str, folder: Path) -> None:
    """Load everything, say so, and build when standard input ends."""
    from benchmarks.speed.peers import peer

    engine = peer(name)
    made = iter(articles(source))
    first = next(made)
    print("ready", flush=True)
    sys.stdin.read()
    engine.build(chain([first], made), folder)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
