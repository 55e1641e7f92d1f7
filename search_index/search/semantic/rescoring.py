"""Another order of the best hits of the words, by how near they are to the question.

What the words say and what the meaning says are both stretched to 0 to 1 (weighted min-max, which
is better than reciprocal ranks); then each hit takes a part of the score of those that are most
like it by their vectors. Weights and shares were chosen on judged collections, each by the others
(docs/adr/0009-meaning.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from search_index.model.article import Article
from search_index.model.reordering import Placed
from search_index.search.semantic.archive import Archive
from search_index.search.semantic.encoder import Array
from search_index.search.semantic.models import Model, Question
from search_index.search.semantic.questions import language_of

DEPTH: Final = 100
"""So many of the best hits are put in another order."""
NEIGHBOURS: Final = 10
"""So many of those that are most like a hit count for it."""
STANDS_OUT: Final = 1.5
"""By so many standard deviations an article must be nearer than is usual in its language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blend:
    """What meaning counts, words the rest; and the part of a score that neighbours give."""

    weight: float
    share: float


ENGLISH: Final = Blend(weight=0.4, share=0.3)
OTHERS: Final = Blend(weight=0.2, share=0.0)


class Rescoring:
    """See `search_index.model.reordering.Reordering`."""

    def __init__(
        self,
        question: Question,
        multilingual: tuple[Model, Archive],
        english: tuple[Model, Archive] | None,
        *,
        deep: bool,
        snapshot: str,
    ) -> None:
        """`snapshot` is that of the index whose hits are put in order."""
        self._question = question
        self._multilingual = multilingual
        self._english = english
        self._snapshot = snapshot
        self.depth = DEPTH if deep else 0

    def order(
        self, articles: Sequence[Article], scores: Sequence[float], *, corrected: str | None
    ) -> Sequence[Placed]:
        """The hits by words and meaning."""
        if not articles:
            return ()
        question = self._question if corrected is None else self._question.corrected(corrected)
        model, archive = self._multilingual
        vector = question.vector(model)
        places = archive.places_of(articles, self._snapshot)
        near = values_at(archive, places, vector)
        found = self._found(articles, near, archive, vector)
        if not self.depth or len(articles) < 2 or np.isnan(near).all():
            return [Placed(at=at, score=scores[at], found_by=by) for at, by in enumerate(found)]
        words, meaning = stretched(np.array(scores, np.float64)), filled(near)
        likeness, blend = _between(archive, places), OTHERS
        if self._english is not None and language_of(question.text, articles[:10]) == "en":
            model, archive = self._english
            english = np.array([each.language == "en" for each in articles])
            places = np.where(english, archive.places_of(articles, self._snapshot), -1)
            if (places >= 0).sum() > len(articles) / 2:
                near = values_at(archive, places, question.vector(model))
                meaning = np.where(places >= 0, filled(near), meaning)
                likeness, blend = _between(archive, places), ENGLISH
        mixed = (1 - blend.weight) * words + blend.weight * meaning
        smooth = smoothed(mixed, likeness, blend.share)
        return [
            Placed(
                at=at,
                score=float(smooth[at]),
                parts={
                    "words": round(float(words[at]), 4),
                    "meaning": round(float(meaning[at]), 4),
                    "alike": round(float(smooth[at] - mixed[at]), 4),
                },
                found_by=found[at],
            )
            for at in np.lexsort((np.arange(len(smooth)), -smooth)).tolist()
        ]

    @staticmethod
    def _found(
        articles: Sequence[Article], near: Array, archive: Archive, vector: Array
    ) -> list[str]:
        """Of each hit whether its meaning stands out among the articles of its language."""
        usual = archive.usual(vector)
        bounds = {name: middle + STANDS_OUT * spread for name, (middle, spread) in usual.items()}
        return [
            "both" if value >= bounds.get(article.language, np.inf) else "words"
            for article, value in zip(articles, near.tolist(), strict=True)
        ]


def values_at(archive: Archive, places: Array, vector: Array) -> Array:
    """How near the articles at some places are (float64); NaN where there is no vector."""
    values = np.full(len(places), np.nan)
    there = places >= 0
    values[there] = archive.vectors.likeness(vector, places[there])
    return values


def filled(near: Array) -> Array:
    """The values stretched to 0 to 1; 0 where there is none."""
    there = ~np.isnan(near)
    result = np.zeros(len(near))
    if there.any():
        result[there] = stretched(near[there])
    return result


def _between(archive: Archive, places: Array) -> Array:
    """How alike every two hits are; 0 where one has no vector."""
    vectors = archive.vectors.of(np.maximum(places, 0)) * (places >= 0)[:, None]
    result: Array = (vectors @ vectors.T).astype(np.float64)
    return result


def stretched(values: Array) -> Array:
    """The values, the least 0 and the greatest 1."""
    low, high = float(values.min()), float(values.max())
    result: Array = (values - low) / (high - low) if high > low else np.ones(len(values))
    return result


def smoothed(scores: Array, likeness: Array, share: float) -> Array:
    """The scores with a part from the hits that are more like each than most are."""
    if not share or len(scores) < 3:
        return scores
    others = likeness.copy()
    np.fill_diagonal(others, -1.0)
    nearest = min(NEIGHBOURS, len(scores) - 1)
    near = np.argpartition(-others, nearest - 1, axis=1)[:, :nearest]
    usual = float(np.median(others[others > -1.0]))
    weights = np.maximum(np.take_along_axis(others, near, 1) - usual, 0.0)
    sums = weights.sum(axis=1)
    alone = sums <= 1e-9
    around = (weights * scores.take(near)).sum(axis=1) / np.where(alone, 1.0, sums)
    result: Array = (1 - share) * scores + share * np.where(alone, scores.min(), around)
    return result
