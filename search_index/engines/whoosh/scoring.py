"""BM25F as Whoosh computes it, with the value of every posting looked up in a table.

A posting's code holds the frequency and the length byte, so for one field and one average
length the part of the score that does not depend on the term has 65,536 possible values.
"""

from __future__ import annotations

from functools import lru_cache
from math import log
from typing import Final

import numpy as np
from whoosh import scoring
from whoosh.util.numeric import byte_to_length

from search_index.engines.whoosh.postings import LONG
from search_index.engines.whoosh.segment_file import Array

K1: Final = 1.2
B: Final = 0.75
FIELD_B: Final = {"title": 0.3, "title_stem": 0.3}
"""Titles are short anyway; that one is longer than another says little."""

_LENGTHS: Final = np.array([byte_to_length(n) for n in range(256)], np.float64)


class Weighting(scoring.BM25F):  # type: ignore[misc]
    """The weighting of this index for Whoosh's own searcher."""

    def __init__(self) -> None:
        super().__init__(B=B, K1=K1, **{f"{name}_B": value for name, value in FIELD_B.items()})


def idf(documents: int, having: int) -> float:
    """Whoosh's inverse document frequency; both counts include deleted documents."""
    return log(documents / (having + 1)) + 1


def impact(field: str, frequencies: Array, length_bytes: Array, average: float) -> Array:
    """What one occurrence count in a field of one length is worth, before the idf."""
    b = FIELD_B.get(field, B)
    norm = K1 * ((1 - b) + b * _LENGTHS.take(length_bytes) / average)
    result: Array = frequencies * (K1 + 1) / (frequencies + norm)
    return result


@lru_cache(maxsize=64)
def impact_table(field: str, average: float) -> Array:
    """`impact` of every code (frequency above length byte), float32 of 65,536 values.

    Frequencies of 255 and more have the code 255; their value is not in the table.
    """
    codes = np.arange(1 << 16)
    frequencies = np.minimum(codes >> 8, LONG).astype(np.float64)
    table = impact(field, frequencies, codes & 255, average).astype(np.float32)
    table.setflags(write=False)
    return table
