"""Speed side by side with peers: `python -m benchmarks.search --articles 20000,100000`.

Every engine runs in a process of its own, builds its index from the same articles and does
the same work for the same questions. The figures go to standard output, and with --write
into benchmarks/results.md.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import itertools
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.peers import Question, peer

PEERS = ("clippings", "tantivy", "fts5", "whoosh")
WHOOSH_ENDS = 20_000
"""Stock Whoosh is asked up to this many articles; beyond it takes hours."""
PER_KIND = 20
ROUNDS = 3
RESULTS = Path(__file__).with_name("results.md")
MARK = "<!-- measured -->"


def questions(count: int = PER_KIND, seed: int = corpus.SEED) -> Iterator[Question]:
    """Questions of every kind about the made-up articles."""
    draw = random.Random(seed)
    words = corpus.words()
    common, middle, rare = words[20:90], words[400:2_000], words[15_000:60_000]
    people = Counter(a.persons[0] for a in corpus.made_up(200) if a.persons)
    person = people.most_common(1)[0][0]
    for _ in range(count):
        yield Question(kind="one common word", words=(draw.choice(common),))
        yield Question(kind="one rare word", words=(draw.choice(rare),))
        yield Question(kind="OR of 2", words=tuple(draw.sample(common, 2)), mode="any")
        yield Question(kind="OR of 3", words=tuple(draw.sample(common, 3)), mode="any")
        yield Question(kind="AND of 2", words=tuple(draw.sample(common, 2)))
        yield Question(kind="AND of 3", words=tuple(draw.sample(common, 3)))
        yield Question(kind="common and rarer", words=(draw.choice(common), draw.choice(middle)))
        yield Question(kind="phrase", words=tuple(draw.sample(common, 2)), mode="phrase")
        yield Question(kind="prefix", words=(draw.choice(middle)[:3],), mode="prefix")
        yield Question(
            kind="with filters",
            words=(draw.choice(common),),
            person=person,
            year=str(draw.randint(2011, 2022)),
        )


def measure(name: str, count: int, folder: Path) -> dict[str, Any]:
    """Build and ask one engine, in this process."""
    articles = list(corpus.made_up(count))
    text_bytes = sum(len(f"{a.title}{a.body}".encode()) for a in articles)
    before = _resident_mb()
    start = time.perf_counter()
    peer(name).build(articles, folder)
    build_s = time.perf_counter() - start
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "articles_per_s": count / build_s,
        "index_to_text": size / text_bytes,
        "build_mb": _peak_mb() - before,
    }


def ask(name: str, folder: Path) -> dict[str, Any]:
    """Open one engine's index and ask everything, in this process."""
    every = list(questions())
    engine = peer(name)
    start = time.perf_counter()
    engine.open(folder)
    opened = time.perf_counter()
    engine.ask(every[0])
    first = time.perf_counter()
    times: dict[str, list[float]] = {}
    totals: dict[str, int] = {}
    rounds = 1 if name == "whoosh" else ROUNDS
    for number, question in itertools.product(range(rounds + 1), every):
        begin = time.perf_counter()
        answer = engine.ask(question)
        if number or rounds == 1:
            times.setdefault(question.kind, []).append((time.perf_counter() - begin) * 1000)
        totals[question.kind] = totals.get(question.kind, 0) + (answer.total if not number else 0)
    return {
        "open_ms": (opened - start) * 1000,
        "first_ms": (first - opened) * 1000,
        "resident_mb": _resident_mb(),
        "kinds": {
            kind: (statistics.median(values), statistics.quantiles(values, n=20)[18])
            for kind, values in times.items()
        },
        "totals": {kind: total / PER_KIND for kind, total in totals.items()},
    }


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def _in_process(name: str, count: int, folder: Path, step: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.search", "--step", step]
    command += ["--engines", name, "--articles", str(count), "--folder", str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def compare(counts: list[int], names: list[str]) -> str:
    """Measure every engine at every size; the tables as Markdown."""
    parts = [_machine()]
    for count in counts:
        results: dict[str, dict[str, Any]] = {}
        for name in names:
            if name == "whoosh" and count > WHOOSH_ENDS:
                continue
            with tempfile.TemporaryDirectory() as folder:
                built = _in_process(name, count, Path(folder), "build")
                results[name] = built | _in_process(name, count, Path(folder), "ask")
            print(name, count, json.dumps(results[name]), file=sys.stderr)
        parts.append(_table(count, results))
    return "\n\n".join(parts)


def _machine() -> str:
    packages = ("numpy", "whoosh3", "tantivy", "zstandard")
    versions = ", ".join(f"{p} {importlib.metadata.version(p)}" for p in packages)
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")), platform.processor(),
    )  # fmt: skip
    return (
        f"{datetime.date.today().isoformat()}; {cpu}, {os.cpu_count()} cores; "
        f"Python {platform.python_version()}, {versions}."
    )


def _table(count: int, results: dict[str, dict[str, Any]]) -> str:
    names = list(results)
    lines = [
        f"### {count:,} articles",
        "| | " + " | ".join(names) + " |",
        "|---|" + "---|" * len(names),
    ]
    for key, label, form in (
        ("articles_per_s", "building, articles/s", ",.0f"),
        ("index_to_text", "index, times the text", ".2f"),
        ("open_ms", "opening, ms", ".1f"),
        ("first_ms", "first question, ms", ".1f"),
        ("resident_mb", "resident after all questions, MB", ".0f"),
    ):
        cells = " | ".join(format(results[name][key], form) for name in names)
        lines.append(f"| {label} | {cells} |")
    for kind in results[names[0]]["kinds"]:
        cells = " | ".join(
            "{:.2f} / {:.2f}".format(*results[name]["kinds"][kind]) for name in names
        )
        lines.append(f"| {kind}, p50 / p95 ms | {cells} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", default="20000,100000")
    parser.add_argument("--engines", default=",".join(PEERS))
    parser.add_argument("--write", action="store_true", help="put the tables into results.md")
    parser.add_argument("--step", choices=("build", "ask"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    counts = [int(text) for text in chosen.articles.split(",")]
    names = chosen.engines.split(",")
    if chosen.step == "build":
        print(json.dumps(measure(names[0], counts[0], chosen.folder)))
    elif chosen.step == "ask":
        print(json.dumps(ask(names[0], chosen.folder)))
    else:
        tables = compare(counts, names)
        print(tables)
        if chosen.write:
            text = RESULTS.read_text() if RESULTS.exists() else f"# Results\n\n{MARK}\n"
            RESULTS.write_text(text.split(MARK)[0] + f"{MARK}\n\n{tables}\n")


if __name__ == "__main__":
    main()
