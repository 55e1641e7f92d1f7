"""When one machine is no longer enough: `python -m benchmarks.speed.scale --articles 10000,100000`.

Both engines get the same made-up articles at each size and are asked the same whole requests
by a real gunicorn: build, latency of /api/v1/search with facets and highlights (one client, one
request at a time), memory of whoever answers, bytes on disk. OpenSearch is one node of 1 GB
heap with one shard, started for each size. Sizes that do not fit --minutes are left out, said
aloud. The table goes to standard output, with --write into docs/scale.md.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import itertools
import json
import os
import platform
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from benchmarks import corpus
from benchmarks.live import Server, serve
from benchmarks.questions import read_archive, searches
from benchmarks.speed.load import Usage
from scripts.opensearch_server import running
from search_index import open_engine
from search_index.settings import Settings

ENGINES: Final = ("whoosh", "opensearch")
WARM: Final = 500
"""Questions that do not count: a Java that has just started compiles while it is asked."""
ASKED: Final = 400
REPORT: Final = Path(__file__).parents[2] / "docs" / "scale.md"
BEGIN: Final = "<!-- measured -->"
END: Final = "<!-- /measured -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One engine at one size; times in s and ms, memory and disk in MB (10^6 bytes)."""

    engine: str
    articles: int
    build_s: float
    indexer_cpu_s: float
    server_cpu_s: float
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    memory_mb: float
    disk_mb: float
    text_mb: float
    failed: int


def measure(name: str, articles: int, folder: Path) -> Point:
    """Build and ask one engine at one size."""
    with contextlib.ExitStack() as stack:
        environment = {"CLIPPINGS_ENGINE": name, "CLIPPINGS_INDEX_DIR": str(folder / "index")}
        node = 0
        if name == "opensearch":
            cluster = stack.enter_context(running(heap="1g", tier=4, data=folder / "node"))
            environment |= {"CLIPPINGS_OPENSEARCH_URL": cluster.urls[0]}
            node = cluster.nodes[0].process.pid if cluster.nodes[0].process else 0
        environment |= {"CLIPPINGS_QUERY_TIMEOUT_MS": "60000"}
        text = 0
        cpu, server = _cpu(), Usage.of(node).cpu_seconds if node else 0.0
        made_s = made_cpu_s = 0.0
        began = time.monotonic()
        with open_engine(Settings.from_environment(environment)).writer(full=True) as writer:
            made = corpus.made_up(articles)
            while True:
                start, start_cpu = time.monotonic(), time.thread_time()
                article = next(made, None)
                made_s += time.monotonic() - start
                made_cpu_s += time.thread_time() - start_cpu
                if article is None:
                    break
                text += len(f"{article.title}{article.body}".encode())
                writer.add(article)
        build_s = time.monotonic() - began - made_s
        indexer_cpu_s = _cpu() - cpu - made_cpu_s
        server_cpu_s = Usage.of(node).cpu_seconds - server if node else 0.0
        log = folder / f"{name}.log"
        live = stack.enter_context(
            serve(folder / "index", log=log, workers=1, **_without(environment))
        )
        times, cpu_ms, failed = _ask(live, [live.pid, *([node] if node else [])])
        memory = Usage.of(live.pid).megabytes + (Usage.of(node).megabytes if node else 0.0)
        stats = json.loads(live.get("/api/v1/stats")[2])
    return Point(
        engine=name,
        articles=articles,
        build_s=round(build_s, 1),
        indexer_cpu_s=round(indexer_cpu_s, 1),
        server_cpu_s=round(server_cpu_s, 1),
        p50_ms=round(statistics.median(times), 1),
        p95_ms=round(statistics.quantiles(times, n=20)[18], 1),
        cpu_ms=round(cpu_ms, 1),
        memory_mb=round(memory * 1.048576),
        disk_mb=round(stats["index_bytes"] / 1e6, 1),
        text_mb=round(text / 1e6, 1),
        failed=failed,
    )


def _without(environment: Mapping[str, str]) -> dict[str, str]:
    return {k: v for k, v in environment.items() if k != "CLIPPINGS_INDEX_DIR"}


def _cpu() -> float:
    """CPU seconds of this process and of those that it waited for."""
    own, ended = (
        resource.getrusage(resource.RUSAGE_SELF),
        resource.getrusage(resource.RUSAGE_CHILDREN),
    )
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime


def _ask(live: Server, servers: list[int]) -> tuple[list[float], float, int]:
    """Latencies in ms, CPU ms that the servers spent on a request, and how many failed."""
    paths: Iterator[str] = searches(read_archive(live.url, 1), random.Random(1))
    for path in itertools.islice(paths, WARM):
        live.get(path)
    times, failed = [], 0
    before = sum(Usage.of(process).cpu_seconds for process in servers)
    for path in itertools.islice(paths, ASKED):
        began = time.perf_counter()
        status, _, _ = live.get(path)
        times.append((time.perf_counter() - began) * 1000)
        failed += status != 200
    spent = sum(Usage.of(process).cpu_seconds for process in servers) - before
    return times, spent / ASKED * 1000, failed


def table(points: list[Point]) -> str:
    """The figures as Markdown."""
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")), platform.processor(),
    )  # fmt: skip
    lines = [
        f"{datetime.date.today().isoformat()}; {cpu}, {os.cpu_count()} cores.",
        "",
        "| articles | engine | build, s | articles/s | CPU of a build, ms an article "
        "| p50, ms | p95, ms | CPU, ms a request | memory, MB | disk, MB | disk, times the text |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in points:
        spent_ms = (row.indexer_cpu_s + row.server_cpu_s) / row.articles * 1000
        lines.append(
            f"| {row.articles:,} | {row.engine} | {row.build_s:.0f} "
            f"| {row.articles / row.build_s:,.0f} | {spent_ms:.2f} | {row.p50_ms:.1f} "
            f"| {row.p95_ms:.1f} | {row.cpu_ms:.1f} | {row.memory_mb:,.0f} | {row.disk_mb:,.0f} "
            f"| {row.disk_mb / row.text_mb:.2f} |"
        )
    return "\n".join(lines)


def main() -> int:
    """Measure and print; the exit status is 1 where a request failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--articles", default="10000,100000,1000000")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--minutes", type=float, default=1e9, help="begin nothing longer")
    parser.add_argument("--write", action="store_true", help="put the table into docs/scale.md")
    given = parser.parse_args()
    until = time.monotonic() + 60 * given.minutes
    points: list[Point] = []
    spent: dict[str, tuple[int, float]] = {}
    for count in map(int, given.articles.split(",")):
        for name in given.engines.split(","):
            before, took_s = spent.get(name, (count, 0.0))
            if time.monotonic() + took_s * count / before > until:
                print(f"Left out for want of time: {name} at {count:,}.", file=sys.stderr)
                continue
            began = time.monotonic()
            with tempfile.TemporaryDirectory(prefix="clippings-") as folder:
                Path(folder).chmod(0o755)
                points.append(measure(name, count, Path(folder)))
            spent[name] = count, time.monotonic() - began
            print(json.dumps(asdict(points[-1])), file=sys.stderr, flush=True)
    print(table(points))
    if given.write:
        text = REPORT.read_text("utf-8")
        before_it, after_it = text.split(BEGIN)[0], text.split(END)[1]
        REPORT.write_text(f"{before_it}{BEGIN}\n{table(points)}\n{END}{after_it}", "utf-8")
    return int(any(point.failed for point in points))


if __name__ == "__main__":
    sys.exit(main())
