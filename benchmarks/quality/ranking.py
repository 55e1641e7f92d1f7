"""Quality of ranking on collections with judged queries: `python -m benchmarks.quality.ranking`.

Each query's words are OR-ed (`match=any`) and the whole ranking is judged; nothing is tuned to a
collection. The floors are those of plain BM25. The default (`match=auto`) is judged next to it, by
its first ten hits. The exit status is 1 below a floor, and where the default is worse than `any`.
The collections lie in the folder CLIPPINGS_SHARED (../shared), under data/ir.

With `--peers` (needs the extra bench) each is also ranked by tantivy and SQLite's FTS5; the exit
status is then 1, too, where the better of both is better by more than 1 %, or where the mean of
nDCG@10 over that of the better peer is below 1.06.

With `--engine opensearch` the cluster that the settings name is judged (CLIPPINGS_OPENSEARCH_URL,
CLIPPINGS_OPENSEARCH_SHARDS and so on); it gets an index for each collection, named
`quality-` and the collection, which stays there.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from search_index import ENGINES, open_engine
from search_index.engines.base import Searcher
from search_index.model.article import Article, Source
from search_index.model.query import Match, Query
from search_index.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Mean average precision and nDCG at 10, over the queries of a collection."""

    average_precision: float
    ndcg_10: float


MEAN_OVER_PEERS = 1.06
LEAST_OVER_PEERS = 0.99
FLOORS = {
    "time": Scores(average_precision=0.690, ndcg_10=0.751),
    "cranfield": Scores(average_precision=0.307, ndcg_10=0.368),
    "cacm": Scores(average_precision=0.347, ndcg_10=0.483),
    "npl": Scores(average_precision=0.285, ndcg_10=0.432),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Documents, queries by id, and for each query the relevance of judged documents."""

    articles: list[Article]
    queries: dict[str, str]
    judged: dict[str, dict[str, int]]


def read_collection(folder: Path) -> Collection:
    """Read docs.jsonl.gz, queries.jsonl and qrels.tsv."""
    with gzip.open(folder / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    queries = [json.loads(line) for line in (folder / "queries.jsonl").read_text().splitlines()]
    judged: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text().splitlines():
        query, document, relevance = line.split("\t")[:3]
        if relevance.isdecimal():
            judged.setdefault(query, {})[document] = int(relevance)
    return Collection(
        articles=[
            Article(
                id=str(row["id"]),
                source=Source(page=f"{row['id']}.txt", position=0),
                title=row["title"] or "",
                body=row["text"] or "",
                language="en",
            )
            for row in rows
        ],
        queries={str(row["id"]): row["text"] for row in queries},
        judged=judged,
    )


def evaluate(searcher: Searcher, collection: Collection, match: Match = "any") -> Scores:
    """Judge the ranking of every query that has a relevant document."""
    precisions, gains = [], []
    for query_id, text in collection.queries.items():
        relevance = collection.judged.get(query_id, {})
        relevant = {document for document, value in relevance.items() if value > 0}
        if not relevant:
            continue
        asked = Query(
            text=text,
            match=match,
            per_page=len(collection.articles),
            facets=(),
            highlight=False,
            collapse=False,
            typo=False,
        )
        ranking = [hit.article.id for hit in searcher.search(asked).hits]
        precisions.append(average_precision(ranking, relevant))
        gains.append(ndcg(ranking[:10], relevance))
    return Scores(
        average_precision=sum(precisions) / len(precisions), ndcg_10=sum(gains) / len(gains)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a collection's queries reach with any word, and by default."""

    any_word: Scores
    default: Scores

    @property
    def default_is_worse(self) -> bool:
        """Whether the first ten hits are worse by default, as far as three digits tell."""
        return self.default.ndcg_10 < self.any_word.ndcg_10 - 0.0005


def judge(folder: Path, *, engine: str = "whoosh", index: str = "quality") -> Judged:
    """Index the collection in a folder and judge the ranking of its queries."""
    collection = read_collection(folder)
    with tempfile.TemporaryDirectory() as place:
        settings = Settings.from_environment(
            engine=engine, index_dir=Path(place), opensearch_index=index
        )
        opened = open_engine(settings)
        with opened.writer(full=True) as writer:
            for article in collection.articles:
                writer.add(article)
        searcher = opened.searcher()
        return Judged(
            any_word=evaluate(searcher, collection, "any"),
            default=evaluate(searcher, collection, "auto"),
        )


def peers_of(folder: Path) -> dict[str, float]:
    """The mean nDCG@10 of each peer over the queries of the collection in a folder."""
    from benchmarks.quality.ranking_peers import PEERS  # of the extra bench

    collection = read_collection(folder)
    found = {}
    for name, make in PEERS.items():
        rank = make(collection.articles)
        gains = [
            ndcg(list(rank(text)), collection.judged[query_id])
            for query_id, text in collection.queries.items()
            if any(value > 0 for value in collection.judged.get(query_id, {}).values())
        ]
        found[name] = sum(gains) / len(gains)
    return found


def average_precision(ranking: list[str], relevant: set[str]) -> float:
    """The mean, over the relevant documents, of the precision at the rank of each."""
    found, total = 0, 0.0
    for rank, document in enumerate(ranking, 1):
        if document in relevant:
            found += 1
            total += found / rank
    return total / len(relevant)


def ndcg(ranking: list[str], relevance: dict[str, int]) -> float:
    """Normalized discounted cumulative gain (Järvelin and Kekäläinen 2002) of a ranking."""
    gain = sum(
        max(relevance.get(document, 0), 0) / math.log2(rank + 1)
        for rank, document in enumerate(ranking, 1)
    )
    best = sorted((value for value in relevance.values() if value > 0), reverse=True)
    ideal = sum(value / math.log2(rank + 1) for rank, value in enumerate(best[:10], 1))
    return gain / ideal if ideal else 0.0


def main() -> int:
    """Print a table; 0 where every floor holds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", default=os.environ.get("CLIPPINGS_SHARED", "../shared"))
    parser.add_argument("--engine", choices=ENGINES, default="whoosh")
    parser.add_argument("--peers", action="store_true", help="rank by tantivy and FTS5 as well")
    given = parser.parse_args()
    root = Path(given.shared) / "data" / "ir"
    if not root.is_dir():
        print(f"Skipped: there are no collections in {root}; set CLIPPINGS_SHARED.")
        return 0
    failed = False
    over_peers: list[float] = []
    print("collection       MAP  (floor)  nDCG@10  (floor)  match=auto")
    for name, floor in FLOORS.items():
        judged = judge(root / name, engine=given.engine, index=f"quality-{name}")
        scores = judged.any_word
        low = scores.average_precision < floor.average_precision or scores.ndcg_10 < floor.ndcg_10
        failed = failed or low or judged.default_is_worse
        beside = ""
        if given.peers:
            peers = peers_of(root / name)
            over_peers.append(scores.ndcg_10 / max(peers.values()))
            shown = "  ".join(f"{peer} {value:.4f}" for peer, value in peers.items())
            beside = f"  {shown}  over the better {over_peers[-1]:.3f}"
        print(
            f"{name:12} {scores.average_precision:7.3f}  ({floor.average_precision:.3f}) "
            f" {scores.ndcg_10:7.3f}  ({floor.ndcg_10:.3f})  {judged.default.ndcg_10:10.4f}"
            f"{'  BELOW' if low else ''}{'  WORSE THAN ANY' if judged.default_is_worse else ''}"
            f"{beside}"
        )
    if over_peers:
        mean = sum(over_peers) / len(over_peers)
        print(f"over the better peer: mean {mean:.3f}, worst {min(over_peers):.3f}")
        failed = failed or mean < MEAN_OVER_PEERS or min(over_peers) < LEAST_OVER_PEERS
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
