"""Which words of a question nobody looks for: the same for finding and for marking."""

from __future__ import annotations

from collections.abc import Sequence

from search_index.model.clauses import Clause, Every, Not, Widened, Word
from search_index.text.analysis import query_terms


def without_stop_words(parts: Sequence[Clause], languages: tuple[str, ...]) -> tuple[Clause, ...]:
    """The parts without bare function words, unless nothing else would be asked for."""
    kept = tuple(part for part in parts if not is_function_word(part, languages))
    found = any(not isinstance(part, Not | Every) for part in kept)
    return kept if found else tuple(parts)


def is_function_word(clause: Clause, languages: tuple[str, ...]) -> bool:
    """Whether the clause is a bare function word, alone or as a word of something widened."""
    match clause:
        case Word(text):
            return query_terms(text, languages).stop
        case Widened(inner, _, typed) if isinstance(inner, Word) and inner.text != typed:
            return is_function_word(inner, languages)
    return False
