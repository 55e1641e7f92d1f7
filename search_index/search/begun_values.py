"""`person:vol*`: which values of an archive begin so, looked up before a clause is matched."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from search_index.engines.terms import Terms
from search_index.model.clauses import And, Boost, Clause, Not, Or, Value
from search_index.text.analysis import fold, names_of, surfaces, value_beginnings, word_terms

_MOST: Final = 200
"""So many of the most frequent values are meant by a beginning."""


def with_values(clause: Clause, terms: Terms) -> Clause:
    """The clause, with the values of the archive for those of which only the beginning is known."""
    match clause:
        case Value(field, text, begun) if begun:
            values = _values(field, text, terms)
            return Or(tuple(Value(field, value) for value in values)) if values else Or(())
        case And(parts) | Or(parts):
            return replace(clause, clauses=tuple(with_values(part, terms) for part in parts))
        case Not(inner) | Boost(inner):
            return replace(clause, clause=with_values(inner, terms))
    return clause


def _values(field: str, text: str, terms: Terms) -> list[str]:
    """The values with all words of `text`, of which the last may go on."""
    *_, last = text.split()
    before = names_of(text.strip().removesuffix(last))
    found = []
    for row in terms.values(field, value_beginnings(last), size=_MOST):
        there = {word for each in surfaces(row.text) for word, _ in word_terms(each, "und").exact}
        has_words = all(any(there.issuperset(way) for way in ways) for ways in before)
        if has_words or fold(row.text).startswith(fold(text)):
            found.append(row.text)
    return found
