"""A model that knows what a few words mean, and an archive of articles that have them."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from indexer.vectors import build_vectors
from indexer.workers import Workers
from search_index import open_engine
from search_index.engines.base import Engine
from search_index.model.article import Article, Source
from search_index.search.semantic.encoder import Array, Encoder
from search_index.search.semantic.hybrid import Semantic
from search_index.search.semantic.terms import signs_of, terms_of
from search_index.settings import Settings

MEANINGS = {
    "well": 1, "puits": 1, "water": 1, "eau": 1, "spring": 1,
    "guard": 2, "gardien": 2, "keeper": 2, "watch": 2,
    "bread": 3, "pain": 3, "oven": 3,
}  # fmt: skip


class Dictionary:
    """A model that counts what it is asked."""

    name = "multilingual"
    fingerprint = "d" * 64
    dimensions = 128
    words = 40
    terms = 8
    languages: frozenset[str] | None = None

    def __init__(self) -> None:
        self.read = 0
        self.stops_after: int | None = None
        self._lock = threading.Lock()

    def passages(self, texts: Sequence[str]) -> Array:
        if self.stops_after is not None and self.read >= self.stops_after:
            raise KeyboardInterrupt
        with self._lock:
            self.read += len(texts)
        found = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            found[row, 0] = 0.1
            for word in text.lower().replace(".", " ").split():
                other = 10 + zlib.crc32(word.encode("utf-8", "replace")) % 100
                found[row, MEANINGS.get(word.rstrip("s"), other)] += 1
        normalized: Array = found / np.linalg.norm(found, axis=1, keepdims=True)
        return normalized

    def signs(self, passage: str) -> Array:
        terms = terms_of(passage, self.terms)
        vectors = np.zeros((len(terms), self.dimensions), np.float32)
        for row, term in enumerate(terms):
            meaning = MEANINGS.get(term.rstrip("s"), zlib.crc32(term.encode("utf-8", "replace")))
            vectors[row] = np.random.default_rng(meaning).normal(size=self.dimensions)
        return signs_of(vectors)

    def question(self, text: str) -> Array:
        vector: Array = self.passages([text])[0]
        return vector


def article(number: int, title: str, language: str = "en", body: str = "") -> Article:
    source = Source(page=f"page{number}.txt", position=0)
    return Article(id=f"{number:016x}", source=source, title=title, body=body, language=language)


ARCHIVE = (
    article(1, "Report on springs", body="Nobody knew of it at all today"),
    article(2, "Report on springs", body="Guards watch wells and water wells"),
    article(3, "Bread report", body="An oven for bread."),
    *(article(n, f"Meeting number {n}", body="Nothing else is known.") for n in range(10, 16)),
    article(20, "Gardiens des puits", "fr", "Les gardiens de l eau"),
    *(article(n, f"Pain et fours {n}", "fr", "Le pain du jour") for n in range(21, 26)),
)


def archive_in(folder: Path, articles: Sequence[Article] = ARCHIVE) -> Engine:
    """An index of articles."""
    engine = open_engine(Settings.from_environment({}, index_dir=folder))
    with engine.writer() as writer:
        for each in articles:
            writer.add(each)
    return engine


@contextmanager
def one_job(folder: Path) -> Iterator[Workers]:
    """Work that is done in this process."""
    (folder / "pages").mkdir(exist_ok=True)
    with Workers(1, folder / "pages") as workers:
        yield workers


def make(engine: Engine, folder: Path, *encoders: Encoder) -> int:
    """The vectors of an index; how many were made."""
    with one_job(folder) as workers:
        return build_vectors(engine, folder, encoders, workers)


def semantic_in(engine: Engine, folder: Path) -> Semantic:
    """Search by meaning over an index whose vectors are made."""
    encoder = Dictionary()
    make(engine, folder, encoder)
    return Semantic(folder, [encoder])


def numbers(hits: Sequence[object]) -> list[int]:
    """The articles of some hits."""
    return [int(hit.article.id, 16) for hit in hits]  # type: ignore[attr-defined]
