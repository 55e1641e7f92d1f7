"""How fast pages become an index, in what memory, and how soon a second run sees no change.

    python -m benchmarks.speed.reading                               # 2,000 made-up pages
    python -m benchmarks.speed.reading --pages 200000 --words 60
    python -m benchmarks.speed.reading --reuters ../shared --pages 2000
    python -m benchmarks.speed.reading --write                       # into benchmarks/results.md

An archive of .txt pages is written to a temporary folder and read by a real
`python -m indexer`, and read again unchanged. Processor time is that of all processes of
a run; memory is their proportional set size (what they share counts once), sampled, and the
peak of resident memory of the run's own process and of the largest of those below it.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import datetime
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.dates import format_date

from benchmarks.corpus import SEED, reuters, words
from benchmarks.results import RESULTS, machine, put_section
from indexer.workers import batched

ROOT: Final = Path(__file__).parents[2]
HEADING: Final = "## Reading pages"
PAGES_A_FOLDER: Final = 1_000
_SAMPLE_S: Final = 0.1
_SAMPLES: Final = 2_000
"""About so many samples of a run are taken: each costs the kernel a look at all of its pages."""
_PR_SET_CHILD_SUBREAPER: Final = 36
_MIN_CHARS: Final = 200
_GLUE: Final = "the the the of of and and to in in for with on by was has at from that"
_PLACES: Final = ("Rabat", "Cairo", "Paris", "Dakar", "Muscat", "Tunis", "Geneva", "Amman")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the indexer: what it took, and the number of articles then."""

    seconds: float
    cpu_s: float
    memory_mb: float
    articles: int
    parent_mb: float = 0.0
    worker_mb: float = 0.0


def made_up_pages(count: int, words_a_page: int, seed: int = SEED) -> Iterator[str]:
    """Pages of one English-looking story each: title, date line, paragraphs, names."""
    vocabulary = words(20_000)
    glue = _GLUE.split()
    draw = random.Random(seed)
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(vocabulary))))
    names = [word.title() for word in vocabulary[2_000:4_000]]
    people = [f"{draw.choice(names)} {draw.choice(names)}" for _ in range(len(vocabulary))]
    for _ in range(count):
        drawn = iter(draw.choices(vocabulary, cum_weights=weights, k=words_a_page))
        [person] = draw.choices(people, cum_weights=weights)
        body = f"{draw.choice(names)} Council"
        opening = f"Dr. {person}, Director of the {body}, received in {draw.choice(_PLACES)} the"
        sentences = [f"{opening} {' '.join(itertools.islice(drawn, 5))}."]
        for chunk in batched(drawn, 9):
            mixed = " ".join(f"{draw.choice(glue)} {word}" for word in chunk)
            sentences.append(f"{mixed.capitalize()}.")
        title = f"{body} and the {' '.join(draw.choices(vocabulary, cum_weights=weights, k=5))}"
        day = f"{draw.randint(1, 28)} March {draw.randint(2005, 2024)}"
        yield _page(title, day, (" ".join(part) for part in batched(sentences, 5)))


def reuters_pages(shared: Path, count: int) -> Iterator[str]:
    """Stories of the Reuters collection as pages. Raises FileNotFoundError."""
    stories = (
        story
        for story in reuters(shared)
        if story.title and story.date and len(story.body) > _MIN_CHARS
    )
    for story in itertools.islice(stories, count):
        day = format_date(_date(story.date), "d MMMM yyyy", "en")
        yield _page(story.title, day, map(" ".join, map(str.split, story.body.split("\n    "))))


def _date(text: str | None) -> datetime.date:
    return datetime.date.fromisoformat(text or "")


def _page(title: str, day: str, paragraphs: Iterable[str]) -> str:
    return "\n\n".join([title, day, *paragraphs]) + "\n"


def write_pages(pages: Iterable[str], folder: Path) -> int:
    """Write pages as files, so many a folder; gives how many."""
    number = 0
    for number, page in enumerate(pages, 1):
        path = folder / f"{number // PAGES_A_FOLDER:04}" / f"{number:07}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, "utf-8")
    return number


def run_indexer(source: Path, index_dir: Path, jobs: int) -> Run:
    """Run the indexer as a user does. Raises RuntimeError where it failed."""
    _adopt_orphans()
    began, before = time.monotonic(), _cpu_of_ended()
    command = [sys.executable, "-m", "indexer", str(source), "--index-dir", str(index_dir)]
    command += ["--jobs", str(jobs), "--json", "--quiet"]
    peak = parent = worker = 0.0
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, cwd=ROOT, stdout=said, start_new_session=True)
        while process.poll() is None:
            peak = max(peak, _memory_mb(process.pid))
            parent = max(parent, _peak_mb(process.pid))
            worker = max([worker, *map(_peak_mb, _below(process.pid))])
            time.sleep(max(_SAMPLE_S, (time.monotonic() - began) / _SAMPLES))
        seconds = time.monotonic() - began
        said.seek(0)
        text = said.read()
    if process.returncode not in (0, 1):
        raise RuntimeError(f"the indexer ended with status {process.returncode}")
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-process.pid, 0)
    return Run(
        seconds=seconds,
        cpu_s=_cpu_of_ended() - before,
        memory_mb=peak,
        articles=json.loads(text)["articles"],
        parent_mb=parent,
        worker_mb=worker,
    )


def _adopt_orphans() -> None:
    """What outlives the indexer (its server of forks) is waited for here, so that it counts."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _cpu_of_ended() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _memory_mb(pid: int) -> float:
    """Of a process and all below it; 0 where they have just ended."""
    total = 0.0
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total = int(line.split()[1]) / 1024
    return total + sum(map(_memory_mb, _children(pid)))


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _below(pid: int) -> Iterator[int]:
    for child in _children(pid):
        yield child
        yield from _below(child)


def _peak_mb(pid: int) -> float:
    """The most memory that a process ever had resident; 0 where it has just ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def measure(name: str, pages: Iterable[str], jobs: int) -> str:
    """A row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        source, index_dir = Path(folder, "pages"), Path(folder, "index")
        number = write_pages(pages, source)
        first = run_indexer(source, index_dir, jobs)
        again = run_indexer(source, index_dir, jobs)
    cells = (
        name,
        f"{number:,}",
        f"{first.articles / first.seconds:,.0f}",
        f"{first.cpu_s / first.articles * 1000:.2f}",
        f"{first.memory_mb:,.0f} ({first.parent_mb:,.0f}, {first.worker_mb:,.0f})",
        f"{first.seconds:,.0f}",
        f"{number / again.seconds:,.0f}",
        f"{again.cpu_s:.2f}",
        f"{again.memory_mb:,.0f}",
    )
    return f"| {' | '.join(cells)} |"


HEAD: Final = (
    "| archive | pages | articles/s | CPU ms an article | peak MB (own process, largest below) | s "
    "| unchanged pages/s | CPU s | peak MB |\n|---|---|---|---|---|---|---|---|---|"
)


def main() -> int:
    """Measure, print the table and keep it where asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--pages", type=int, nargs="+", default=[2_000])
    parser.add_argument("--words", type=int, default=250, help="a made-up page")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--reuters", type=Path, metavar="SHARED", help="folder with data/reuters…")
    parser.add_argument("--write", action="store_true", help=f"into {RESULTS.name}")
    options = parser.parse_args()
    print(HEAD, flush=True)
    rows = []
    for count in options.pages:
        archives = {f"made up, {options.words} words": made_up_pages(count, options.words)}
        if options.reuters:
            archives = {"Reuters": reuters_pages(options.reuters, count)}
        for name, pages in archives.items():
            rows.append(measure(name, pages, options.jobs))
            print(rows[-1], flush=True)
    if options.write:
        write_section("\n".join([HEAD, *rows]))
    return 0


def write_section(table: str) -> None:
    """Put the table below its heading in the file of results."""
    put_section(HEADING, f"{machine()}\n\n{table}", RESULTS)


if __name__ == "__main__":
    sys.exit(main())
