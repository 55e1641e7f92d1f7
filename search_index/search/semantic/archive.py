"""The vectors of one model, ready to be asked: which articles are nearest, and by how much.

Where there are many articles, all are compared by the signs of their dimensions first (64 bytes
an article), and only the best of each language by their vectors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from search_index.model.article import Article
from search_index.search.semantic.encoder import Array
from search_index.search.semantic.passages import key_of, passage_of
from search_index.search.semantic.terms import agreement
from search_index.search.semantic.vector_file import Vectors

EXACT: Final = 8192
"""Up to so many articles of a language are all compared by their vectors."""
SKETCHED: Final = 512
"""So many of a language are, where there are more."""
SAMPLE: Final = 1024
"""So many of a language say what is usual in it."""
AGREEMENT: Final = 0.5
"""So well the words of an article near a question agree with its words on average."""
_PRIOR: Final = 8
"""A language with few articles is taken for like the others, as if it had so many of theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An article near a vector: the cosine, by how many standard deviations that is more than
    usual among the articles of its language, and the cosine with what the words add."""

    article: int
    likeness: float
    above: float
    score: float


class Archive:
    """Vectors, and what is computed of them once. Safe to share between threads."""

    def __init__(self, vectors: Vectors, words: int) -> None:
        self.vectors = vectors
        self._words = words
        self._last: tuple[Array, Mapping[str, tuple[float, float]]] | None = None
        names = np.array(vectors.languages, dtype=object)
        self._of = {
            str(name): np.flatnonzero(names == name) for name in sorted(set(vectors.languages))
        }

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that there are articles in."""
        return tuple(self._of)

    def places_of(self, articles: Sequence[Article], snapshot: str | None = None) -> Array:
        """Where the vectors of articles are; -1 where there is none of what one says now.

        Of a `snapshot` that the vectors were made for it is enough to know which articles they are.
        """
        if snapshot is None or snapshot != self.vectors.snapshot:
            return self.vectors.find([self.key_of(article) for article in articles])
        names, numbers = self._by_name
        wanted = np.array([key_of(article.id) for article in articles], np.uint64)
        at = np.minimum(names.searchsorted(wanted), len(names) - 1)
        return np.where(names[at] == wanted, self.vectors.places[numbers[at]], -1)

    @cached_property
    def _by_name(self) -> tuple[Array, Array]:
        """The keys of the names of articles, ascending, and which articles they are."""
        names = np.array([key_of(name) for name in self.vectors.ids], np.uint64)
        numbers = np.argsort(names, kind="stable")
        return names[numbers], numbers

    def key_of(self, article: Article) -> int:
        """The key of what is read of an article."""
        return key_of(passage_of(article, self._words))

    def fits(self, number: int, article: Article) -> bool:
        """Whether the vector of an article in the file is that of what it says now."""
        return int(self.vectors.keys[self.vectors.places[number]]) == self.key_of(article)

    @cached_property
    def _middle(self) -> Array:
        count = len(self.vectors.keys)
        sample = np.unique(np.linspace(0, max(count - 1, 0), min(count, SAMPLE)).astype(np.int64))
        middle: Array = self.vectors.of(sample).mean(axis=0)
        return middle

    @cached_property
    def _signs(self) -> dict[str, Array]:
        """Of each language with many articles the signs of their dimensions, a column each."""
        return {
            name: self._signs_of(numbers)
            for name, numbers in self._of.items()
            if len(numbers) > EXACT
        }

    def _signs_of(self, numbers: Array) -> Array:
        places = self.vectors.places[numbers]
        parts = [
            self._packed(self.vectors.of(places[start : start + EXACT]))
            for start in range(0, len(places), EXACT)
        ]
        return np.ascontiguousarray(np.concatenate(parts).T)

    def _packed(self, vectors: Array) -> Array:
        """The signs of vectors (uint64, 64 to a number)."""
        return np.packbits(vectors > self._middle, axis=1).view(np.uint64)

    @cached_property
    def _samples(self) -> dict[str, Array]:
        found = {}
        for name, numbers in self._of.items():
            step = max(len(numbers) // SAMPLE, 1)
            found[name] = self.vectors.of(self.vectors.places[numbers[::step][:SAMPLE]])
        return found

    def prepare(self) -> None:
        """Compute what the first question would have to wait for."""
        _ = self._signs, self._samples, self._by_name

    def usual(self, vector: Array) -> Mapping[str, tuple[float, float]]:
        """The mean and the standard deviation of the likeness in each language."""
        last = self._last
        if last is None or last[0] is not vector:
            last = self._last = (vector, self._usual(vector))
        return last[1]

    def _usual(self, vector: Array) -> Mapping[str, tuple[float, float]]:
        values = {name: sample @ vector for name, sample in self._samples.items()}
        every = np.concatenate(list(values.values())).astype(np.float64)
        mean, spread = float(every.mean()), float(every.var())
        found = {}
        for name, likeness in values.items():
            own = likeness.astype(np.float64)
            weight = len(own) + _PRIOR
            middle = (float(own.sum()) + _PRIOR * mean) / weight
            squares = float(((own - middle) ** 2).sum()) + _PRIOR * spread
            found[name] = middle, max(float(np.sqrt(squares / weight)), 1e-9)
        return found

    def nearest(
        self, vector: Array, languages: Sequence[str], *, most: int, signs: Array | None = None
    ) -> list[Near]:
        """The nearest articles in some languages, those first that stand out most in their own.

        Before the second one of any language comes the first of each. With the `signs` of the
        words that are asked for, these decide with the cosine.
        """
        usual = self.usual(vector)
        found: list[tuple[bool, float, Near]] = []
        for name in (name for name in languages if name in self._of):
            numbers = self._candidates(name, vector)
            values = self.vectors.likeness(vector, self.vectors.places[numbers])
            best = np.argsort(-values, kind="stable")[:most]
            scores = values[best].astype(np.float64)
            if signs is not None and len(signs) and self.vectors.terms.shape[1]:
                there = self.vectors.terms[self.vectors.places[numbers[best]]]
                scores += agreement(signs, there) - AGREEMENT
            mean, spread = usual[name]
            for rank, at in enumerate(np.argsort(-scores, kind="stable").tolist()):
                likeness, score = float(values[best[at]]), float(scores[at])
                near = Near(
                    article=int(numbers[best[at]]),
                    likeness=likeness,
                    above=(likeness - mean) / spread,
                    score=score,
                )
                found.append((rank > 0, (score - mean) / spread, near))
        found.sort(key=lambda each: (each[0], -each[1], each[2].article))
        return [near for *_, near in found]

    def _candidates(self, name: str, vector: Array) -> Array:
        numbers = self._of[name]
        signs = self._signs.get(name)
        if signs is None:
            return numbers
        asked = self._packed(vector[None, :])[0]
        different = np.zeros(signs.shape[1], np.uint16)
        for column, bits in zip(signs, asked, strict=True):
            different += np.bitwise_count(column ^ bits)
        best: Array = numbers[np.argpartition(different, SKETCHED)[:SKETCHED]]
        return best
