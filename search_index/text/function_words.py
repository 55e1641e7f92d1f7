"""Which words of a question nobody looks for: the same for finding and for marking."""

from __future__ import annotations

from collections.abc import Sequence

from search_index.model.clauses import Clause, Every, Not, Word
from search_index.text.analysis import query_terms


def without_stop_words(parts: Sequence[Clause], languages: tuple[str, ...]) -> tuple[Clause, ...]:
    """The parts without bare function words, unless nothing else would be asked for."""
    kept = tuple(
        part
        for part in parts
        if not (isinstance(part, Word) and query_terms(part.text, languages).stop)
    )
    found = any(not isinstance(part, Not | Every) for part in kept)
    return kept if found else tuple(parts)
