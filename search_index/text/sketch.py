"""The sketch of an article: its most frequent stems as small numbers, to compare articles by.

Two sketches say how much two articles tell of the same without reading either. A stem goes by
16 bits of its hash: that two stems fall on one number is rare enough among the few hundred that
are ever compared.
"""

from __future__ import annotations

import zlib
from collections import Counter
from functools import lru_cache
from typing import Final

from search_index.model.article import Article
from search_index.text.analysis import surfaces, word_terms
from search_index.text.stop_words import STOP_WORDS

SLOTS: Final = 128
"""So many stems of an article are kept, the most frequent first."""
MOST: Final = 255
"""A stem counts at most so often."""


def number_of(stem: bytes) -> int:
    """The number by which a stem goes (16 bits)."""
    return zlib.crc32(stem) & 0xFFFF


@lru_cache(maxsize=1)
def stop_stems() -> frozenset[bytes]:
    """The stems of function words; every article has them, and they tell none apart."""
    return frozenset(
        stem.encode()
        for language, words in STOP_WORDS.items()
        for word in words
        for stem in word_terms(word, language).stems
    )


def sketch_of(article: Article) -> list[tuple[int, int]]:
    """The numbers of the most frequent stems of an article with their counts, at most SLOTS."""
    counts: Counter[int] = Counter()
    for text in (article.title, article.body):
        for surface in surfaces(text):
            for stem in word_terms(surface, article.language).stems:
                term = stem.encode("utf-8", "surrogatepass")
                if term not in stop_stems():
                    counts[number_of(term)] += 1
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:SLOTS]
    return [(number, min(count, MOST)) for number, count in best]
