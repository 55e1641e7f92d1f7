"""Searching by words and meaning together, above every engine.

Words come first: an engine answers as ever, and its best DEPTH hits are put in another order by
how near their vectors are to that of the question. Totals, facets, filters and pages stay those
of the words. What only vectors find comes in a block of its own: articles in other languages
than the question's.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from search_index.engines.base import Searcher
from search_index.engines.reference.matching import passes
from search_index.errors import IndexUnusable
from search_index.model.hits import Hit, Hits
from search_index.model.query import Query
from search_index.search.semantic.encoder import Array, Encoder, key_of, passage_of
from search_index.search.semantic.vector_file import FILE_NAME, Vectors, read_vectors
from search_index.text.analysis import fold, surfaces
from search_index.text.stop_words import STOP_WORDS

DEPTH: Final = 100
"""So many of the best hits are put in another order."""
WEIGHT: Final = 0.3
"""What meaning counts, words the rest; both are first stretched to 0 to 1."""
OTHERS: Final = 5
"""At most so many articles in other languages."""
STANDS_OUT: Final = 1.5
"""By so many standard deviations an article must be nearer than those of its language are."""
_LOOKED_AT: Final = 50
_ARABIC: Final = re.compile("[\u0620-\u064a]")

log = logging.getLogger("clippings")


class Semantic:
    """The encoder and the vectors in a folder; safe to share between threads."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._folder = folder
        self._encoder = encoder
        self._signature: tuple[int, int, int] | None = None
        self._vectors: Vectors | None = None
        self._rows: dict[str, int] = {}

    def search(self, searcher: Searcher, query: Query) -> Hits:
        """Answer a query. Raises what `Searcher.search` does, and nothing because of vectors."""
        found = self._current()
        if found is None or not query.text.strip():
            return searcher.ask(query)
        vectors, rows = found
        likeness = vectors.likeness(self._encoder.question(query.text))
        several = len(surfaces(query.text)) > 1
        if query.sort == "relevance" and query.stop <= DEPTH and several:
            hits = searcher.ask(replace(query, page=1, per_page=DEPTH, offset=None))
            best = self._reordered(hits, vectors, rows, likeness)
            hits = replace(hits, hits=tuple(best[query.start : query.stop]))
            top: Sequence[Hit] = best[:10]
        else:
            hits = searcher.ask(query)
            top = hits.hits
        marked = _marked(hits.hits, rows, likeness)
        others = _others(searcher, query, vectors, likeness, _language(query.text, top))
        return replace(hits, hits=marked, other_languages=others)

    def _current(self) -> tuple[Vectors, dict[str, int]] | None:
        """The vectors on the disk, read again where they were replaced; None without any."""
        try:
            state = (self._folder / FILE_NAME).stat()
        except OSError:
            return None
        signature = (state.st_ino, state.st_size, state.st_mtime_ns)
        if signature != self._signature:
            try:
                vectors = read_vectors(self._folder)
            except IndexUnusable as error:
                log.warning("%s", error)
                vectors = None
            ids = vectors.ids if vectors is not None else ()
            self._vectors, self._rows = vectors, {name: row for row, name in enumerate(ids)}
            self._signature = signature
        return None if self._vectors is None else (self._vectors, self._rows)

    @staticmethod
    def _reordered(
        hits: Hits, vectors: Vectors, rows: dict[str, int], likeness: Array
    ) -> list[Hit]:
        """The hits by words and meaning; those with all words stay before the others."""
        if len(hits.hits) < 2:
            return list(hits.hits)
        at = np.array([_row(hit, vectors, rows) for hit in hits.hits])
        there = at >= 0
        if not there.any():
            return list(hits.hits)
        words = _stretched(np.array([hit.score for hit in hits.hits]))
        meaning = np.zeros(len(at))
        meaning[there] = _stretched(likeness[at[there]].astype(np.float64))
        mixed = (1 - WEIGHT) * words + WEIGHT * meaning
        firsts = (hits.total_all_words or 0) if hits.all_words_first else 0
        places = np.arange(len(at))
        order = np.lexsort((places, -mixed, places >= firsts))
        return [
            replace(
                hit,
                score=float(mixed[place]),
                explanation=_explained(hit, float(words[place]), float(meaning[place])),
            )
            for place, hit in ((int(place), hits.hits[place]) for place in order)
        ]


def _explained(hit: Hit, words: float, meaning: float) -> dict[str, object] | None:
    if hit.explanation is None:
        return None
    return {**hit.explanation, "words": round(words, 4), "meaning": round(meaning, 4)}


def _row(hit: Hit, vectors: Vectors, rows: dict[str, int]) -> int:
    """Where the vector of a hit is; -1 where there is none of what the article says now."""
    row = rows.get(hit.article.id, -1)
    if row >= 0 and int(vectors.keys[row]) != key_of(passage_of(hit.article)):
        return -1
    return row


def _stretched(values: Array) -> Array:
    """The values, the least 0 and the greatest 1."""
    low, high = float(values.min()), float(values.max())
    result: Array = (values - low) / (high - low) if high > low else np.ones(len(values))
    return result


def _marked(hits: Sequence[Hit], rows: dict[str, int], likeness: Array) -> tuple[Hit, ...]:
    """Say of each hit whether its meaning is among the nearest as well."""
    count = min(DEPTH, len(likeness))
    bound = float(np.partition(likeness, len(likeness) - count)[len(likeness) - count])
    found = []
    for hit in hits:
        row = rows.get(hit.article.id, -1)
        near = row >= 0 and float(likeness[row]) >= bound
        found.append(replace(hit, found_by="both" if near else "words"))
    return tuple(found)


def _language(text: str, top: Sequence[Hit]) -> str:
    """The language of a question: that of its function words, else of most of the best hits."""
    if _ARABIC.search(text):
        return "ar"
    words = [fold(surface) for surface in surfaces(text)]
    known = {name: sum(word in STOP_WORDS[name] for word in words) for name in ("en", "fr")}
    if known["en"] != known["fr"]:
        return max(known, key=lambda name: known[name])
    counts = Counter(hit.article.language for hit in top if hit.article.language != "ar")
    return counts.most_common(1)[0][0] if counts else "en"


def _outstanding(vectors: Vectors, likeness: Array, language: str) -> list[int]:
    """The rows in other languages that stand out among those of their language, best first.

    The model takes articles of some languages for nearer than others, whatever they say; so
    each is compared with its own.
    """
    found: list[tuple[float, int]] = []
    names = np.array(vectors.languages)
    for name in sorted(set(vectors.languages) - {language}):
        rows = np.flatnonzero(names == name)
        values = likeness[rows].astype(np.float64)
        above = (values - values.mean()) / max(float(values.std()), 1e-9)
        best = np.argsort(-above, kind="stable")[:_LOOKED_AT]
        found += [
            (float(above[at]), int(rows[at])) for at in best.tolist() if above[at] >= STANDS_OUT
        ]
    return [row for _, row in sorted(found, key=lambda pair: (-pair[0], pair[1]))]


def _others(
    searcher: Searcher, query: Query, vectors: Vectors, likeness: Array, language: str
) -> tuple[Hit, ...]:
    """The articles in other languages that are nearest, of those that stand out."""
    if query.include.get("language"):
        return ()
    found: list[Hit] = []
    for row in _outstanding(vectors, likeness, language):
        if len(found) == OTHERS:
            break
        article = searcher.article(vectors.ids[row])
        if article is None or int(vectors.keys[row]) != key_of(passage_of(article)):
            continue
        if passes(article, query) and not (query.collapse and article.duplicate_of):
            found.append(Hit(article=article, score=float(likeness[row]), found_by="meaning"))
    return tuple(found)
