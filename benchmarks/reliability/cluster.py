"""Three nodes, two indexers, and a node that dies.

    python -m benchmarks.reliability.cluster --articles 2000

Three OpenSearch nodes of 512 MB heap run on this machine; the archive has 3 shards and one
replica. Two processes index a half each, at the same time, as parts of one archive
(CLIPPINGS_OPENSEARCH_PART). Then a real gunicorn is asked without pause, both indexers add
more, and the node that manages the cluster is killed in the middle of it. Every answer is
compared with what it was before; a search that fails is asked again, once, after the time
that the answer names. At the end the node comes back.

The articles are made up and handed to the writers ready, so that what is measured is the
cluster; with `--pages` they are page dumps, read by `python -m indexer`. The exit status is 1
after a wrong answer, a search that failed twice, or a lost article.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from benchmarks import corpus
from benchmarks.live import ROOT, Server, serve
from scripts.opensearch_server import Cluster, Node, running
from search_index import open_engine
from search_index.model.article import Article, article_id
from search_index.settings import Settings

PARTS: Final = ("north", "south")
QUESTIONS: Final = 40
ASKERS: Final = 2
TIME_LIMIT_MS: Final = 10_000
SEEDS: Final = {"north": 1, "south": 2, "north later": 3, "south later": 4}


@dataclass(slots=True)
class Asked:
    """What the askers met: latencies in ms, answers that differ, searches that failed."""

    latencies_ms: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    failed_once: list[str] = field(default_factory=list)
    failed_twice: list[str] = field(default_factory=list)

    def within_ms(self, share: float) -> float:
        """The latency that `share` of the answers kept within."""
        ordered = sorted(self.latencies_ms)
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The figures of a trial."""

    articles: int
    added: int
    found: int
    build_s: float
    add_s: float
    green_after_s: float
    index_mb: float
    nodes_mb: float
    searches: int
    p50_ms: float
    p95_ms: float
    max_ms: float
    failed_once: int
    failed_twice: int
    wrong: int
    problems: tuple[str, ...]


def articles_of(part: str, count: int, *, later: bool = False) -> Iterator[Article]:
    """Made-up articles of a part; `later` ones share no word with the others."""
    for number, article in enumerate(
        corpus.made_up(count, seed=SEEDS[f"{part} later" if later else part])
    ):
        page = f"{part}{' later' if later else ''}/{article.source.page}"
        own = replace(
            article,
            id=article_id(page, str(number)),
            source=replace(article.source, page=page),
        )
        if later:
            title, body = (
                re.sub(r"\b(\w)", r"zz\1", text.lower()) for text in (own.title, own.body)
            )
            own = replace(own, title=title, body=body, persons=(), organizations=(), places=())
        yield own


def pages_of(part: str, count: int, folder: Path, *, later: bool = False) -> None:
    """The same as page dumps, one article each."""
    for article in articles_of(part, count, later=later):
        name = article.id
        path = folder / part / name[:2] / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{article.title}\n\n{article.date}\n\n{article.body}\n", "utf-8")


def feed(part: str, count: int, *, later: bool, minutes: float) -> int:
    """Index articles of a part, as the settings say, for so long; says how many."""
    until = time.monotonic() + 60 * minutes
    fed = 0
    with open_engine(Settings.from_environment()).writer(full=not later) as writer:
        for article in articles_of(part, count, later=later):
            writer.add(article)
            fed += 1
            if time.monotonic() > until:
                break
    return fed


@dataclass(slots=True, kw_only=True)
class Trial:
    """One archive on one cluster."""

    cluster: Cluster
    folder: Path
    articles: int
    added: int
    pages: bool
    minutes: float = 1e9

    @property
    def environment(self) -> dict[str, str]:
        """The settings of everything that takes part."""
        return {
            "CLIPPINGS_ENGINE": "opensearch",
            "CLIPPINGS_OPENSEARCH_URL": ",".join(self.cluster.urls),
            "CLIPPINGS_OPENSEARCH_INDEX": "trial",
            "CLIPPINGS_OPENSEARCH_SHARDS": "3",
            "CLIPPINGS_OPENSEARCH_REPLICAS": "1",
            "CLIPPINGS_QUERY_TIMEOUT_MS": str(TIME_LIMIT_MS),
        }

    def run(self) -> Outcome:
        """Index, search, kill, and look."""
        began = time.monotonic()
        articles = self._index(self.articles, later=False)
        build_s = time.monotonic() - began
        environment = {**self.environment, "CLIPPINGS_INDEX_DIR": str(self.folder / "none")}
        with serve(self.folder / "none", log=self.folder / "gunicorn.log", **environment) as live:
            expected = answers(live, questions(articles))
            stats = json.loads(live.get("/api/v1/stats")[2])
            asked = Asked()
            with asking(live, expected, asked):
                began = time.monotonic()
                added = self._index(self.added, later=True, kill=self._manager())
                add_s = time.monotonic() - began
                time.sleep(2)
                began = time.monotonic()
                self._restart()
                green_after_s = time.monotonic() - began
            total = json.loads(live.get("/api/v1/search?facets=&per_page=1")[2])["total"]
            for path, answer in answers(live, list(expected)).items():
                if answer != expected[path]:
                    asked.wrong.append(path)
        return Outcome(
            articles=articles,
            added=added,
            found=total,
            build_s=round(build_s, 1),
            add_s=round(add_s, 1),
            green_after_s=round(green_after_s, 1),
            index_mb=round(stats["index_bytes"] / 1e6, 1),
            nodes_mb=round(sum(map(_resident_mb, self.cluster.nodes))),
            searches=len(asked.latencies_ms),
            p50_ms=asked.within_ms(0.5),
            p95_ms=asked.within_ms(0.95),
            max_ms=asked.within_ms(1),
            failed_once=len(asked.failed_once),
            failed_twice=len(asked.failed_twice),
            wrong=len(asked.wrong),
            problems=tuple([*asked.wrong, *asked.failed_twice, *asked.failed_once][:10]),
        )

    def _index(self, count: int, *, later: bool, kill: Node | None = None) -> int:
        """Both parts at the same time; `kill` dies when they are under way. Tells how many."""
        processes = []
        for part in PARTS:
            command = [sys.executable, "-m", "benchmarks.reliability.cluster", "--feed", part]
            command += ["--articles", str(count // 2), *(["--later"] if later else [])]
            command += ["--minutes", str(self.minutes)]
            if self.pages:
                pages_of(part, count // 2, self.folder / "pages", later=later)
                command = [sys.executable, "-m", "indexer", str(self.folder / "pages" / part)]
                command += ["--index-dir", str(self.folder / part), "--jobs", "1", "--quiet"]
            environment = {**os.environ, **self.environment, "CLIPPINGS_OPENSEARCH_PART": part}
            processes.append(
                subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE)
            )
        if kill is not None:
            self._wait_for_writing()
            kill.kill()
        told = [process.communicate()[0] for process in processes]
        if wrong := [process.returncode for process in processes if process.returncode]:
            raise RuntimeError(f"indexers ended with {wrong}")
        return 2 * (count // 2) if self.pages else sum(map(int, told))

    def _wait_for_writing(self) -> None:
        """Until both indexers hold their leases, and a little longer."""
        until = time.monotonic() + 300
        while time.monotonic() < until:
            body = {"docs": [{"_id": f"writer-{part}"} for part in PARTS]}
            found = self._ask("/trial-meta/_mget", body)["docs"]
            if all(each.get("found") for each in found):
                time.sleep(0.5)
                return
            time.sleep(0.05)
        raise RuntimeError("the indexers did not begin to write")

    def _manager(self) -> Node:
        name = self._ask("/_cat/cluster_manager?format=json")[0]["node"]
        return next(node for node in self.cluster.nodes if node.name == name)

    def _restart(self) -> None:
        dead = [n for n in self.cluster.nodes if n.process is None or n.process.poll() is not None]
        for node in dead:
            self.cluster.start(node)
        self.cluster.wait()
        while self._ask("/_cluster/health")["status"] != "green":
            time.sleep(0.2)

    def _ask(self, path: str, body: Any = None) -> Any:
        """Ask the first node that is up."""
        up = next(n for n in self.cluster.nodes if n.process and n.process.poll() is None)
        request = urllib.request.Request(  # noqa: S310
            up.url + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return json.load(answer)


def questions(articles: int) -> list[str]:
    """Searches for words of the archive, frequent and rare, one or several."""
    draw = random.Random(5)
    words = corpus.words()
    common, rarer = words[40:400], words[400 : 400 + max(1000, articles // 20)]
    shapes = (
        lambda: {"q": draw.choice(common)},
        lambda: {"q": f"{draw.choice(common)} {draw.choice(rarer)}", "match": "any"},
        lambda: {"q": f'"{draw.choice(common)} {draw.choice(common)}"', "match": "all"},
        lambda: {"q": draw.choice(rarer), "sort": "newest", "date_from": "2015"},
    )
    return [
        "/api/v1/search?" + urlencode({**shapes[n % len(shapes)](), "typo": "false"})
        for n in range(QUESTIONS)
    ]


def answers(live: Server, paths: list[str]) -> dict[str, Any]:
    """What must not change: totals and counts."""
    found = {}
    for path in paths:
        status, _, body = live.get(path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}: {body[:300]!r}")
        found[path] = _exact(body)
    return found


def _exact(body: bytes) -> Any:
    answer = json.loads(body)
    return {"total": answer["total"], "facets": answer["facets"]}


@contextlib.contextmanager
def asking(live: Server, expected: dict[str, Any], asked: Asked) -> Iterator[None]:
    """Ask without pause, from several threads, until the `with` block ends."""
    ended = threading.Event()

    def ask(seed: int) -> None:
        draw = random.Random(seed)
        while not ended.is_set():
            path = draw.choice(list(expected))
            began = time.perf_counter()
            status, body = _get(live, path)
            asked.latencies_ms.append((time.perf_counter() - began) * 1000)
            if status == 503:
                asked.failed_once.append(json.loads(body)["detail"])
                time.sleep(5)
                status, body = _get(live, path)
            if status != 200:
                asked.failed_twice.append(f"{path}: {status} {body[:300]!r}")
            elif _exact(body) != expected[path]:
                asked.wrong.append(path)

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(ASKERS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def _get(live: Server, path: str) -> tuple[int, bytes]:
    try:
        status, _, body = live.get(path)
        return status, body
    except (OSError, urllib.error.URLError) as error:
        return 0, str(error).encode()


def _resident_mb(node: Node) -> float:
    if node.process is None:
        return 0.0
    pages = int(Path(f"/proc/{node.process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def trial(articles: int, added: int, *, pages: bool, minutes: float) -> Outcome:
    """A cluster of three, from its start to its end."""
    with (
        tempfile.TemporaryDirectory(prefix="clippings-") as folder,
        running(nodes=3, heap="512m", tier=4) as cluster,
    ):
        return Trial(
            cluster=cluster,
            folder=Path(folder),
            articles=articles,
            added=added,
            pages=pages,
            minutes=minutes,
        ).run()


def main() -> int:
    """Run a trial and print its figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--articles", type=int, default=2000, help="of both parts together")
    parser.add_argument("--added", type=int, help="while a node dies; default: a tenth")
    parser.add_argument("--pages", action="store_true", help="as page dumps, by the real indexer")
    parser.add_argument("--minutes", type=float, default=1e9, help="feed for no longer")
    parser.add_argument("--feed", choices=PARTS, help=argparse.SUPPRESS)
    parser.add_argument("--later", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.feed:
        print(feed(given.feed, given.articles, later=given.later, minutes=given.minutes))
        return 0
    added = given.articles // 10 if given.added is None else given.added
    outcome = trial(given.articles, added, pages=given.pages, minutes=given.minutes)
    print(json.dumps(asdict(outcome), indent=1))
    lost = outcome.found != outcome.articles + outcome.added
    return int(bool(outcome.wrong or outcome.failed_twice or lost))


if __name__ == "__main__":
    sys.exit(main())
