"""Making the vectors of an archive: of each passage once, however often the indexer runs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np

from search_index.engines.base import Engine
from search_index.errors import IndexUnusable
from search_index.model.query import Query
from search_index.search.semantic.encoder import Array, Encoder, key_of, passage_of
from search_index.search.semantic.vector_file import (
    Vectors,
    quantized,
    read_vectors,
    write_vectors,
)

BATCH: Final = 32
SAVED_EVERY: Final = 4096
"""After so many new vectors the file is written, so that a run that is broken off goes on."""


def build_vectors(
    engine: Engine,
    folder: Path,
    encoder: Encoder,
    *,
    progress: Callable[[str, int, int], None] = lambda name, done, total: None,
) -> int:
    """Bring the vectors in `folder` up to the newest state of the index; how many are new."""
    known: dict[int, tuple[Array, np.float32]] = {}
    try:
        old = read_vectors(folder)
    except IndexUnusable:
        old = None
    if old is not None:
        keys = old.keys.tolist()
        known = {key: (old.rows[row], old.scales[row]) for row, key in enumerate(keys)}
    articles: list[tuple[str, str, int]] = []
    missing: dict[int, str] = {}
    with closing(engine.searcher()) as searcher:
        for article in searcher.export(Query(collapse=False)):
            passage = passage_of(article)
            key = key_of(passage)
            articles.append((article.id, article.language, key))
            if key not in known:
                missing[key] = passage
    wanted = list(missing.items())
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        rows, scales = quantized(encoder.passages([passage for _, passage in batch]))
        known.update(zip((key for key, _ in batch), zip(rows, scales, strict=True), strict=True))
        progress("Vectors", len(batch), len(wanted))
        if (start // BATCH + 1) % (SAVED_EVERY // BATCH) == 0:
            _write(folder, articles, known)
    _write(folder, articles, known)
    return len(wanted)


def _write(
    folder: Path,
    articles: list[tuple[str, str, int]],
    known: dict[int, tuple[Array, np.float32]],
) -> None:
    done = [row for row in articles if row[2] in known]
    empty = np.zeros((0, 0), np.int8)
    write_vectors(
        folder,
        Vectors(
            ids=[article_id for article_id, _, _ in done],
            languages=[language for _, language, _ in done],
            keys=np.array([key for _, _, key in done], np.uint64),
            scales=np.array([known[key][1] for _, _, key in done], np.float32),
            rows=np.stack([known[key][0] for _, _, key in done]) if done else empty,
        ),
    )
