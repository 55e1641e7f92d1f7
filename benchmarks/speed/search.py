"""Speed side by side with peers.

    python -m benchmarks.speed.search --articles 10000,100000,1000000

Every engine builds its index from the same articles in memory, each in a process of its own,
and does the same work for the same questions. The engines are asked in turn, question by
question. The tables go to standard output, and with --write into benchmarks/results.md.
Where the Reuters collection lies in CLIPPINGS_SHARED (../shared), it is measured as well.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from benchmarks import corpus
from benchmarks.results import machine, put_section
from benchmarks.speed import search_questions
from benchmarks.speed.asking import Asked, Memory, Opened, Timed
from benchmarks.speed.building import private_mb
from benchmarks.speed.peers import Question, peer
from search_index.model.article import Article

PEERS: Final = ("clippings", "tantivy", "fts5", "whoosh")
ENDS: Final = {"whoosh": 20_000, "fts5": 200_000}
"""Engines that are asked up to so many articles only; beyond, a run takes hours."""
ROUNDS: Final = 3
HEADING: Final = "## Searching, beside other engines"
OF_ARCHIVE: Final = "## Searching: "
NOTES: Final = """\
The work of one question: the ten best hits with all that is stored of them, the exact total,
five facets of ten values (year, person, organization, place, language), a marked title and a
snippet of the body for each hit. tantivy takes one search (which counts), one aggregation of
five terms over fast fields and two snippet generators; FTS5 `count(*)`, `order by rank`,
`highlight`, `snippet` and a `group by` for each facet; stock Whoosh its own searcher, facets
and highlights. All stem English in title and body; phrases are of stems but in Clippings, where
they are of words as written, so there their totals differ. Times are wall clock, p50 / p95 over
{questions} questions a class, each asked {rounds} times after a first time that does not count,
the engines in turn; of stock Whoosh 10 a class, once. In brackets: that engine's time over that
of Clippings, so more than 1 says that Clippings is quicker. Building is from articles in memory
by one process; tantivy has one indexing thread beside the one that hands it articles, Clippings
one that writes batches and now and then one that merges them. Private MB of building are what
memory grows by (without mapped files) where articles are made one by one as they are needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What building took; MB are what private memory grew by at its largest."""

    seconds: float
    private_mb: float
    index_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All that was measured of one engine at one size."""

    built: Built
    opened: Opened
    memory: Memory
    times: Mapping[str, list[Timed]]


def build(name: str, articles: Sequence[Article], source: str, folder: Path) -> Built:
    """Build an index in a forked process, so that all engines share the articles.

    For its memory it is built again by a process that makes the articles of `source`.
    """
    # Else each collection of the child would copy the pages of all articles.
    gc.freeze()
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_build, args=(name, articles, folder, sender))
    child.start()
    sender.close()
    try:
        seconds = receiver.recv()
    finally:
        child.join()
        gc.unfreeze()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Built(seconds=seconds, private_mb=private_mb(name, source), index_bytes=size)


def _build(name: str, articles: Sequence[Article], folder: Path, sender: Connection) -> None:
    engine = peer(name)
    begin = time.perf_counter()
    engine.build(articles, folder)
    sender.send(time.perf_counter() - begin)


def measure(
    names: Sequence[str],
    articles: list[Article],
    source: str,
    questions: Sequence[Question],
    *,
    rounds: int = ROUNDS,
) -> dict[str, Measured]:
    """Build with every engine, then ask them in turn. Empties `articles`."""
    with ExitStack() as stack:
        folders = {name: Path(stack.enter_context(tempfile.TemporaryDirectory())) for name in names}
        built = {}
        for name in names:
            built[name] = build(name, articles, source, folders[name])
            print(f"{name} built {len(articles):,}: {built[name]}", file=sys.stderr)
        articles.clear()
        asked = {name: stack.enter_context(Asked(name, folders[name])) for name in names}
        opened = {name: each.open(questions[0]) for name, each in asked.items()}
        times: dict[str, dict[str, list[Timed]]] = {name: {} for name in names}
        of_kind: dict[str, int] = {}
        for number in range(rounds + 1):
            of_kind.clear()
            for question in questions:
                place = of_kind[question.kind] = of_kind.get(question.kind, 0) + 1
                for name, each in asked.items():
                    if name == "whoosh" and (number or place > 10):
                        continue
                    timed = each.ask(question)
                    if number or name == "whoosh":
                        times[name].setdefault(question.kind, []).append(timed)
            print(f"round {number} of {rounds}", file=sys.stderr)
        return {
            name: Measured(
                built=built[name],
                opened=opened[name],
                memory=each.memory(),
                times=times[name],
            )
            for name, each in asked.items()
        }


def table(articles: int, text_bytes: int, results: Mapping[str, Measured]) -> str:
    """The figures of one archive as Markdown; the first engine is what others compare with."""
    names = list(results)
    lines = [
        "| | " + " | ".join(names) + " |",
        "|---|" + "---|" * len(names),
    ]

    def row(label: str, cells: Iterable[str]) -> None:
        lines.append(f"| {label} | " + " | ".join(cells) + " |")

    every = list(results.values())
    row("building, articles/s", (f"{articles / each.built.seconds:,.0f}" for each in every))
    row("building, private MB", (f"{each.built.private_mb:.0f}" for each in every))
    row("index, times the text", (f"{each.built.index_bytes / text_bytes:.2f}" for each in every))
    row("importing, ms", (f"{each.opened.import_ms:.0f}" for each in every))
    row("opening, ms", (f"{each.opened.open_ms:.1f}" for each in every))
    row("first question, ms", (f"{each.opened.first_ms:.1f}" for each in every))
    row("resident after all questions, MB", (f"{each.memory.resident_mb:.0f}" for each in every))
    row("of that its own share (PSS), MB", (f"{each.memory.proportional_mb:.0f}" for each in every))
    for kind in every[0].times:
        ours = _quantiles(every[0].times[kind])
        cells = ["{:.2f} / {:.2f}".format(*ours)]
        for each in every[1:]:
            theirs = _quantiles(each.times[kind])
            ratios = "({:.2f} / {:.2f})".format(*(b / a for a, b in zip(ours, theirs, strict=True)))
            cells.append("{:.2f} / {:.2f} ".format(*theirs) + ratios)
        hits = statistics.mean(timed.total for timed in every[0].times[kind])
        row(f"{kind} ({hits:,.0f} hits), p50 / p95 ms", cells)
    return "\n".join(lines)


def _quantiles(timed: Sequence[Timed]) -> tuple[float, float]:
    """p50 and p95 in ms."""
    values = [each.wall_ms for each in timed]
    return statistics.median(values), statistics.quantiles(values, n=20, method="inclusive")[18]


def compare(
    counts: Sequence[int], names: Sequence[str], shared: Path | None
) -> Iterator[tuple[str, str]]:
    """Measure every archive; each as soon as it is done, as a heading and its table."""
    yield HEADING, NOTES.format(questions=search_questions.PER_KIND, rounds=ROUNDS)
    made_up = search_questions.questions(search_questions.made_up())
    for count in counts:
        articles = list(corpus.made_up(count))
        heading = f"{OF_ARCHIVE}{count:,} made-up articles"
        yield heading, _measured(names, articles, str(count), made_up)
    if shared is None:
        return
    try:
        articles = list(corpus.reuters(shared))
    except FileNotFoundError:
        print(f"The Reuters collection is not in {shared}: not measured.", file=sys.stderr)
        return
    asked = search_questions.questions(search_questions.read_from(articles))
    yield f"{OF_ARCHIVE}Reuters-21578", _measured(names, articles, str(shared), asked)


def _measured(
    names: Sequence[str], articles: list[Article], source: str, questions: Sequence[Question]
) -> str:
    described = machine()
    count = len(articles)
    text_bytes = sum(len(a.title.encode()) + len(a.body.encode()) for a in articles)
    able = [name for name in names if count <= ENDS.get(name, count)]
    left_out = [name for name in names if name not in able]
    found = f"{described}\n\n" + table(
        count, text_bytes, measure(able, articles, source, questions)
    )
    if left_out:
        found += f"\n\nToo slow at this size to be measured: {', '.join(left_out)}."
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", default="10000,100000", help="sizes, with commas")
    parser.add_argument("--engines", default=",".join(PEERS))
    parser.add_argument("--shared", default=os.environ.get("CLIPPINGS_SHARED", "../shared"))
    parser.add_argument("--no-reuters", action="store_true", help="made-up articles only")
    parser.add_argument("--write", action="store_true", help="put the tables into results.md")
    chosen = parser.parse_args()
    counts = [int(text) for text in chosen.articles.split(",") if text]
    shared = None if chosen.no_reuters else Path(chosen.shared)
    for heading, text in compare(counts, chosen.engines.split(","), shared):
        print(f"{heading}\n\n{text}\n", flush=True)
        if chosen.write:
            put_section(heading, text)


if __name__ == "__main__":
    main()
