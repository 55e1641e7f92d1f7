"""The sketch of an article: its most frequent stems as small numbers, to compare articles by.

Two sketches say how much two articles tell of the same without reading either. A stem is a code
of 16 bits: 14 of its hash, above 2 that say how often it occurs. That two stems have one hash is
rare enough among the few hundred that are ever compared.
"""

from __future__ import annotations

import zlib
from collections import Counter
from functools import lru_cache
from typing import Final

from search_index.model.article import Article
from search_index.text.analysis import surfaces, word_terms
from search_index.text.stop_words import STOP_WORDS

SLOTS: Final = 64
"""So many stems of an article are kept, the most frequent first."""
NUMBERS: Final = 1 << 14
"""So many numbers there are for stems."""
LEVEL_BITS: Final = 2
FROM: Final = (1, 2, 3, 5)
"""From how many occurrences on a stem is of each level."""
COUNTED: Final = (1, 2, 3, 6)
"""As how many occurrences each level counts."""


def number_of(stem: bytes) -> int:
    """The number by which a stem goes (14 bits)."""
    return zlib.crc32(stem) % NUMBERS


def code_of(number: int, count: int) -> int:
    """The number of a stem above the level of how often it occurs (16 bits)."""
    return number << LEVEL_BITS | sum(count >= least for least in FROM[1:])


@lru_cache(maxsize=1)
def stop_stems() -> frozenset[bytes]:
    """The stems of function words; every article has them, and they tell none apart."""
    return frozenset(
        stem.encode()
        for language, words in STOP_WORDS.items()
        for word in words
        for stem in word_terms(word, language).stems
    )


def sketch_of(article: Article) -> list[int]:
    """The codes of the most frequent stems of an article, at most SLOTS."""
    counts: Counter[int] = Counter()
    for text in (article.title, article.body):
        for surface in surfaces(text):
            for stem in word_terms(surface, article.language).stems:
                term = stem.encode("utf-8", "surrogatepass")
                if term not in stop_stems():
                    counts[number_of(term)] += 1
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:SLOTS]
    return [code_of(*each) for each in best]
