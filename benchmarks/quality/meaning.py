"""Quality of search by meaning: `python -m benchmarks.quality.meaning [--all]`.

Ranking: nDCG at 10 on collections with judged queries, by words alone and by words and meaning,
over the better of tantivy and FTS5 (their figures are below). NPL, and Arabic stories asked for
by their titles, take a quarter of an hour more (`--all`). Other languages: for how many English
questions the right French or Arabic article is the first of its language in `other_languages`; on
corpus/train and samples/, which settings were chosen with (but not with the second half of the
questions over corpus/train), and on corpus/held_out, which nothing was.
The exit status is 1 below a floor. It needs the extra `semantic`, and the collections in the folder
CLIPPINGS_SHARED (../shared).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from benchmarks.quality.meaning_questions import development_questions, held_out_questions
from benchmarks.quality.ranking import Collection, ndcg, read_collection
from corpus.pages import HELD_OUT, TRAIN, load
from indexer import pipeline
from indexer.vectors import build_vectors
from indexer.workers import Workers
from search_index import open_engine
from search_index.cores import cores
from search_index.engines.base import Engine
from search_index.errors import SettingError
from search_index.model.article import Article, Source
from search_index.model.query import Query
from search_index.search.semantic import encoders
from search_index.search.semantic.encoder import Encoder
from search_index.search.semantic.hybrid import Semantic
from search_index.settings import Settings
from tests.semantic.questions import ARABIC, FRENCH

PEERS = {"time": 0.7544, "cranfield": 0.3708, "cacm": 0.4660, "npl": 0.4385}
"""nDCG at 10 of the better of tantivy and FTS5 where all words of a query are OR-ed."""
LONG = ("npl", "arabic")
STORIES = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """nDCG at 10 by words alone and by words and meaning."""

    words: float
    meaning: float


RATIOS = {"time": 1.02, "cranfield": 1.17, "cacm": 1.22, "npl": 1.10}
"""Floors over the better peer, with meaning."""
FIRSTS = {
    "train fr, chosen with": 35,
    "train fr, others": 30,
    "train ar, chosen with": 34,
    "train ar, others": 32,
    "samples fr": 12,
    "samples ar": 10,
    "held out fr": 13,
    "held out ar": 12,
}
"""Floors of first places."""


@contextmanager
def opened(articles: list[Article], models: tuple[Encoder, ...]) -> Iterator[tuple[Engine, Path]]:
    """An index of articles with their vectors."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        engine = open_engine(Settings.from_environment({}, index_dir=folder))
        with engine.writer(full=True) as writer:
            for article in articles:
                writer.add(article)
        (folder / "pages").mkdir(exist_ok=True)
        with Workers(cores(), folder / "pages") as workers:
            build_vectors(engine, folder, models, workers)
        yield engine, folder


def gain(collection: Collection, models: tuple[Encoder, ...]) -> Gain:
    """Judge the first ten hits of every query that has a relevant document."""
    words, meaning = [], []
    with opened(collection.articles, models) as (engine, folder):
        searcher, semantic = engine.searcher(), Semantic(folder, models)
        for query_id, text in collection.queries.items():
            relevance = collection.judged.get(query_id, {})
            if not any(value > 0 for value in relevance.values()):
                continue
            asked = Query(
                text=text, match="any", facets=(), highlight=False, collapse=False, typo=False
            )
            for hits, found in (
                (searcher.search(asked), words),
                (semantic.search(searcher, asked), meaning),
            ):
                found.append(ndcg([hit.article.id for hit in hits.hits], relevance))
    return Gain(words=sum(words) / len(words), meaning=sum(meaning) / len(meaning))


def arabic_stories(path: Path) -> Collection:
    """Arabic stories without their titles, and every fortieth of these as a query."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    articles = [
        Article(
            id=str(row["id"]),
            source=Source(page=f"{row['id']}.txt", position=0),
            title="",
            body=row["text"] or row["abstract"] or "",
            language="ar",
        )
        for row in rows
    ]
    asked = [row for row in rows[:: len(rows) // STORIES] if row["title"]][:STORIES]
    return Collection(
        articles=articles,
        queries={str(row["id"]): row["title"] for row in asked},
        judged={str(row["id"]): {str(row["id"]): 1} for row in asked},
    )


Questions: TypeAlias = Mapping[str, object]
"""A question, and the id of the article that answers it, or the name of its page without suffix and
its place there."""


def firsts(
    pages: Path, asked: Mapping[str, Questions], models: tuple[Encoder, ...]
) -> Iterator[tuple[str, int, int]]:
    """Of questions by a name that has their language in it: for how many the right article is the
    first of its language, and how many there are."""
    with tempfile.TemporaryDirectory() as place:
        settings = Settings.from_environment({}, index_dir=Path(place))
        pipeline.index([pages], settings, jobs=cores())
        with Workers(cores(), Path(place) / "pages") as workers:
            build_vectors(open_engine(settings), Path(place), models, workers)
        searcher, semantic = open_engine(settings).searcher(), Semantic(Path(place), models)
        for name, questions in asked.items():
            language = "fr" if " fr" in name else "ar"
            found = 0
            for text, wanted in questions.items():
                hits = semantic.search(searcher, Query(text=text)).other_languages or ()
                names = [_names(hit.article) for hit in hits if hit.article.language == language]
                found += bool(names) and wanted in names[0]
            yield name, found, len(questions)


def _names(article: Article) -> tuple[object, ...]:
    page = Path(article.source.page).name.removesuffix(".txt")
    return article.id, (page, article.source.position)


def other_languages(models: tuple[Encoder, ...]) -> Iterator[tuple[str, int, int]]:
    """First places and questions, on pages that settings were chosen with and on others."""
    own = {"fr": development_questions.FRENCH, "ar": development_questions.ARABIC}
    chosen = {
        f"train {language}, {name}": dict(list(questions.items())[start::2])
        for language, questions in own.items()
        for start, name in enumerate(("chosen with", "others"))
    }
    unseen = {
        "held out fr": held_out_questions.FRENCH,
        "held out ar": held_out_questions.ARABIC,
    }
    with _unpacked(*sorted(TRAIN.glob("*.jsonl"))) as pages:
        yield from firsts(pages, chosen, models)
    yield from firsts(Path("samples"), {"samples fr": FRENCH, "samples ar": ARABIC}, models)
    with _unpacked(HELD_OUT / "unseen.jsonl") as pages:
        yield from firsts(pages, unseen, models)


@contextmanager
def _unpacked(*collections: Path) -> Iterator[Path]:
    """A folder of the pages of collections."""
    with tempfile.TemporaryDirectory() as place:
        for page in (page for collection in collections for page in load(collection)):
            (Path(place) / f"{page.name}.txt").write_text(page.text, encoding="utf-8")
        yield Path(place)


def main() -> int:
    """Print two tables; 0 where every floor holds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", default=os.environ.get("CLIPPINGS_SHARED", "../shared"))
    parser.add_argument("--all", action="store_true", help="NPL and Arabic stories as well")
    given = parser.parse_args()
    try:
        models = encoders()
    except SettingError as error:
        print(f"Skipped: {error}")
        return 0
    low = False
    print("other languages         first   of  (floor)")
    for name, count, questions in other_languages(models):
        low |= count < FIRSTS[name]
        print(f"{name:22} {count:6} {questions:4}  ({FIRSTS[name]})")
    root = Path(given.shared) / "data"
    if not (root / "ir").is_dir():
        print(f"Skipped: there are no collections in {root}; set CLIPPINGS_SHARED.")
        return int(low)
    print("collection      words  meaning  over the better peer  (floor)  seconds")
    for name in (*PEERS, "arabic"):
        if name in LONG and not given.all:
            continue
        began = time.monotonic()
        if name == "arabic":
            found = gain(arabic_stories(root / "ant_arabic.jsonl.gz"), models)
            low |= found.meaning < found.words - 0.005
            against = f"{found.meaning / found.words:9.3f} of words"
        else:
            found = gain(read_collection(root / "ir" / name), models)
            ratio = found.meaning / PEERS[name]
            low |= ratio < RATIOS[name]
            against = f"{found.words / PEERS[name]:9.3f} {ratio:9.3f}  ({RATIOS[name]:.2f})"
        seconds = time.monotonic() - began
        print(f"{name:12} {found.words:8.4f} {found.meaning:8.4f} {against} {seconds:8.0f}")
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
