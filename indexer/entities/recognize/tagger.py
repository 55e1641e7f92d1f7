"""Label the words of a text as names, by weights learned for its language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from indexer.entities.recognize.candidates import Scores
from indexer.entities.recognize.features import Context
from indexer.entities.recognize.word_features import word_features
from indexer.entities.records import Mention
from indexer.language.tokens import ARABIC, BREAK, LOWER, Tokens
from indexer.tagging.crf import Array, Numbers, Weights, best_labels, load

LABELS = (
    "O",
    "B-person",
    "I-person",
    "B-organization",
    "I-organization",
    "B-place",
    "I-place",
)
LANGUAGES = ("en", "fr", "ar")
OTHER = "latin"
"""The model for languages in Latin script that have none of their own."""

_MAX_SEQUENCE = 100
_MAX_WORDS_KEPT = 1 << 16
_MOST = 12
_REACH = 2
"""A word counts for the labels of so many words on either side."""
_STOPS = frozenset(".!?؟")


@dataclass(frozen=True, slots=True)
class Tagging:
    """The label of each token, how well each label fits it by itself, and its features besides
    those of words, of the tokens that have some."""

    labels: Sequence[int]
    scores: Scores
    context: Mapping[int, Sequence[str]]


class _Numbers(dict[str, int]):
    """Words by number; `fresh` are those that were asked for the first time."""

    def __init__(self) -> None:
        self.fresh: list[str] = []

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        self.fresh.append(word)
        return number


class Tagger:
    """Weights of one language, with what they say of words that were met."""

    def __init__(self, weights: Weights, language: str) -> None:
        self.weights = weights
        self.language = language
        self._numbers = _Numbers()
        self._vectors: Array = np.zeros((0, 2 * _REACH + 1, len(weights.labels)), np.float32)
        """What the words that were met say of the labels of the words around them, by number."""
        self._around = _rows_around(weights)
        self._told: dict[tuple[str, int, int], Sequence[tuple[float, str]]] = {}
        self._margins: dict[int, list[float]] = {}

    def read(self, tokens: Tokens, found: Sequence[Mention], sense: Sequence[int] = ()) -> Tagging:
        """Label each token; `found` are the names that rules saw, `sense` is for `Context`."""
        context = Context(tokens, self.language, found, sense).features()
        scores = self._scores(tokens, context)
        labels = best_labels(scores, sequences(tokens), self.weights)
        return Tagging(labels, Scores(scores), context)

    def evidence(self, tokens: Tokens, reading: Tagging, at: int, label: int) -> tuple[str, ...]:
        """The features that spoke most for the label of a token against its being no name."""
        weighed = self._weighed(reading.context.get(at, ()), label)
        for here in range(max(at - 1, 0), min(at + 2, len(tokens))):
            weighed += self._told_near(tokens.words[here], here - at, label)
        weighed.sort(reverse=True)
        return tuple(name for _, name in weighed[:_MOST])

    def _told_near(self, word: str, offset: int, label: int) -> Sequence[tuple[float, str]]:
        """What the features of a word say for a label so far from it."""
        key = (word, offset, label)
        if key not in self._told:
            if len(self._told) > _MAX_WORDS_KEPT:
                self._told.clear()
            seen = word_features(word, self.language)
            names = (*seen.far, *seen.near, *(() if offset else seen.own))
            self._told[key] = self._weighed([f"{offset}:{name}" for name in names], label)
        return self._told[key]

    def _weighed(self, names: Iterable[str], label: int) -> list[tuple[float, str]]:
        """The features that speak for a label, each with how much more than for no name."""
        if label not in self._margins:
            rows = self.weights.rows
            self._margins[label] = (rows[:, label] - rows[:, 0]).tolist()
        margins, number_of = self._margins[label], self.weights.numbers.get
        return [(margin, name) for name in names if (margin := margins[number_of(name, -1)]) > 0]

    def _scores(self, tokens: Tokens, context: Mapping[int, Sequence[str]]) -> Array:
        size = len(tokens)
        scores: Array = np.zeros((size, len(self.weights.labels)), np.float32)
        if context:
            scores[list(context)] = self.weights.sums(list(context.values()))
        if not size:
            return scores
        met = self._vectors_of(tokens.words)
        for offset in range(-_REACH, _REACH + 1):
            low, high = max(0, -offset), min(size, size - offset)
            if low < high:
                scores[low:high] += met[low + offset : high + offset, offset + _REACH]
        return scores

    def _vectors_of(self, words: Sequence[str]) -> Array:
        """What each word says of the labels around it, shape (words, offsets, labels)."""
        numbers = self._numbers
        if len(numbers) > _MAX_WORDS_KEPT:
            numbers.clear()
        rows = list(map(numbers.__getitem__, words))
        fresh, numbers.fresh = numbers.fresh, []
        if fresh:
            first = len(numbers) - len(fresh)
            if len(numbers) > len(self._vectors):
                room = np.zeros((2 * len(numbers), *self._vectors.shape[1:]), np.float32)
                room[: len(self._vectors)] = self._vectors
                self._vectors = room
            self._vectors[first : len(numbers)] = self._see(fresh)
        return self._vectors.take(rows, axis=0)

    def _see(self, words: Sequence[str]) -> Array:
        """What words say that were not met before."""
        by_name, rows = self._around
        places: list[int] = []
        reach: list[int] = []
        sizes: list[int] = []
        get = by_name.get
        for word in words:
            before = len(places)
            seen = word_features(word, self.language)
            for names, far in ((seen.far, _REACH), (seen.near, _REACH - 1), (seen.own, 0)):
                some = [place for name in names if (place := get(name)) is not None]
                places += some
                reach += [far] * len(some)
            sizes.append(len(places) - before)
        offsets = np.arange(-_REACH, _REACH + 1)
        within = np.array(reach, np.intp) >= abs(offsets)[:, None]
        columns = np.where(within, rows[places].T, len(self.weights.rows) - 1)
        sums = self.weights.sums_of(columns.ravel(), np.tile(sizes, len(offsets)))
        return sums.reshape(len(offsets), len(words), -1).swapaxes(0, 1)


def _rows_around(weights: Weights) -> tuple[dict[str, int], Numbers]:
    """Of each feature of words, at each offset from its word, the row of its weights.

    Gives which line of the array is of which feature.
    """
    by_name: dict[str, int] = {}
    offsets = {str(offset): offset + _REACH for offset in range(-_REACH, _REACH + 1)}
    lines, columns, numbers = [], [], []
    for full, row in weights.numbers.items():
        offset, _, name = full.partition(":")
        if offset in offsets:
            lines.append(by_name.setdefault(name, len(by_name)))
            columns.append(offsets[offset])
            numbers.append(row)
    rows = np.full((len(by_name) + 1, len(offsets)), len(weights.rows) - 1)
    rows[lines, columns] = numbers
    return by_name, rows


def sequences(tokens: Tokens) -> list[tuple[int, int]]:
    """The sentences of a text: first token and the first one after it; long ones are cut."""
    bounds = []
    first = 0
    fold, kind, size = tokens.fold, tokens.kind, len(tokens)
    ends = [
        at + 1
        for at in tokens.marks()
        if kind[at] == BREAK or (fold[at] in _STOPS and at + 1 < size and kind[at + 1] != LOWER)
    ]
    for after in [*ends, size]:
        if after - first > _MAX_SEQUENCE:
            for cut in range(first + _MAX_SEQUENCE, after, _MAX_SEQUENCE):
                bounds.append((first, cut))
                first = cut
        if first < after:
            bounds.append((first, after))
        first = after
    return bounds


@cache
def tagger(language: str) -> Tagger:
    """The tagger for a language, "latin" or "ar" for one that has no weights of its own."""
    file = resources.files("indexer.entities.recognize").joinpath(f"weights/{language}.npz")
    with file.open("rb") as stream:
        return Tagger(load(stream), language)


def model_for(language: str, tokens: Tokens) -> str:
    """Which weights to read a text with: its language's, else those of its script."""
    if language in LANGUAGES:
        return language
    arabic = sum(kind == ARABIC for kind in tokens.kind)
    return "ar" if arabic * 2 > len(tokens) else OTHER
