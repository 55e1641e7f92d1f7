"""Words of a text and of a question, in the simplest form that serves."""

from __future__ import annotations

import re
import unicodedata

from search_index.model.clauses import And, Clause, Every, Or, Phrase, Prefix, Value, Word
from search_index.model.query import FACET_FIELDS
from search_index.model.synonyms import Synonyms
from search_index.text.widening import Widener

WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(rf'(?:({"|".join(FACET_FIELDS)}):)?(?:"([^"]*)"|(\S+))')


def fold(text: str) -> str:
    """Case and accents away."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def parse(text: str, match: str, synonyms: Synonyms | None = None) -> Clause:
    """Words, "phrases", prefix* and facet:value; all of them, or any where `match` is `any`."""
    widener = Widener(synonyms)
    clauses: list[Clause] = []
    for field, phrase, piece in _PIECE.findall(text):
        if field:
            clauses.append(Value(field, phrase or piece))
            continue
        words = tuple(WORD.findall(phrase or piece))
        if not words:
            continue
        if piece.endswith("*"):
            clauses.append(Prefix(words[-1]))
        elif phrase or len(words) > 1:
            whole = Phrase(words)
            clauses.append(whole if phrase else widener.glued(whole, piece))
        else:
            clauses.append(Word(words[0]))
    if not clauses:
        return Every()
    clauses = widener.in_a_row(clauses)
    return Or(tuple(clauses)) if match == "any" else And(tuple(clauses))


def parts_of(text: str, synonyms: Synonyms | None = None) -> tuple[Clause, ...]:
    """What a question asks for, piece by piece."""
    clause = parse(text, "all", synonyms)
    return clause.clauses if isinstance(clause, And) else (clause,)
