"""BM25F as Whoosh computes it, with the value of every posting looked up in a table.

A posting's code holds the frequency and the length byte, so for one field and one average
length the part of the score that does not depend on the term has 65,536 possible values.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from whoosh import scoring

from search_index.engines.whoosh.store.postings import LENGTHS
from search_index.engines.whoosh.store.segment_file import Array
from search_index.search.ranking import FIELD_B, K1, idf


class Weighting(scoring.BM25F):  # type: ignore[misc]
    """The weighting of this index for Whoosh's own searcher."""

    def __init__(self) -> None:
        by_field = {f"{name}{kind}_B": b for name, b in FIELD_B.items() for kind in ("", "_stem")}
        super().__init__(K1=K1, **by_field)

    def idf(self, searcher: Any, fieldname: str, text: str) -> float:
        """The inverse document frequency of a term."""
        parent = searcher.get_parent()
        return idf(parent.doc_count_all(), parent.doc_frequency(fieldname, text))


def normalized(field: str, frequencies: Array, length_bytes: Array, average: float) -> Array:
    """How often a term occurs in a field, measured by the length of the field."""
    b = FIELD_B[field]
    result: Array = frequencies / ((1 - b) + b * LENGTHS.take(length_bytes) / average)
    return result


def saturated(frequencies: Array) -> Array:
    """What normalized frequencies are worth, before the idf: each further one less."""
    result: Array = frequencies * (K1 + 1) / (frequencies + K1)
    return result


def impact(field: str, frequencies: Array, length_bytes: Array, average: float) -> Array:
    """What one occurrence count in a field of one length is worth by itself, before the idf."""
    return saturated(normalized(field, frequencies, length_bytes, average))


Measure: TypeAlias = Callable[[str, Array, Array, float], Array]
"""What a posting is worth: `impact` or `normalized`."""


@lru_cache(maxsize=64)
def table_of(measure: Measure, field: str, average: float) -> Array:
    """The measure of every code (frequency above length byte), float32 of 65,536 values.

    Frequencies of 255 and more have the code 255; their value is not in the table.
    """
    frequencies = np.arange(1 << 8, dtype=np.float64)[:, np.newaxis]
    table: Array = measure(field, frequencies, np.arange(1 << 8), average).astype(np.float32)
    table = table.reshape(-1)
    table.setflags(write=False)
    return table
