"""From a clause tree (what was asked) to a Whoosh query tree (which terms to look up)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whoosh import query

from search_index.engines.whoosh.read.combined import CombinedTerm
from search_index.engines.whoosh.read.names import Names
from search_index.model import clauses as ask
from search_index.schema import TEXT_FIELDS, first_day, last_day
from search_index.search.ranking import BOOSTS, EXACT, SYNONYM
from search_index.text.analysis import QueryTerms, fold, phrase_words, query_terms
from search_index.text.function_words import without_stop_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiler:
    """Compiles the clauses of one question.

    `languages` are those of the archive: a word is looked up by its stem in each of them.
    `exact` is what its exact form is worth besides.
    """

    languages: tuple[str, ...]
    names: Names
    exact: float = EXACT

    def compile(self, clause: ask.Clause, factor: float = 1.0) -> query.Query:
        """The query tree; every score in it is times `factor`."""
        match clause:
            case ask.Every():
                return query.Every(boost=factor)
            case ask.Word(text, field):
                return self._word(query_terms(text, self.languages), _fields(field), factor)
            case ask.Phrase(words, slop, field):
                return _phrase(phrase_words(words), slop, _fields(field), factor)
            case ask.Prefix(text, field):
                return _constants(query.Prefix, fold(text), _fields(field), factor)
            case ask.Wildcard(pattern, field):
                return _constants(query.Wildcard, fold(pattern), _fields(field), factor)
            case ask.Fuzzy(text, edits, prefix, field):
                return _fuzzy(fold(text), edits, prefix, _fields(field), factor)
            case ask.Value(field, value):
                terms = [query.Term(field, v) for v in self.names.meant(field, value)]
                return query.ConstantScoreQuery(query.Or(terms), factor)
            case ask.DateRange(first, last):
                return query.ConstantScoreQuery(query.And(date_ranges(first, last)), factor)
            case ask.Boost(inner, more):
                return self.compile(inner, factor * max(more, 1e-6))
            case ask.Not(inner):
                return query.AndNot(query.Every(), self.compile(inner))
            case ask.And(parts):
                return self._all(without_stop_words(parts, self.languages), factor)
            case ask.Or(parts):
                parts = without_stop_words(parts, self.languages)
                return _or([self.compile(part, factor) for part in parts])
            case ask.Widened(inner, synonyms):
                others = [self._synonym(each, factor * SYNONYM) for each in synonyms]
                return _or([self.compile(inner, factor), *others])

    def _synonym(self, synonym: ask.Synonym, factor: float) -> query.Query:
        found = self.compile(synonym.clause, factor)
        if synonym.not_in:
            spoken = _or([query.Term("language", each) for each in synonym.not_in])
            found = query.AndNot(found, spoken)
        if synonym.language is None:
            return found
        wanted = query.ConstantScoreQuery(query.Term("language", synonym.language), 1e-6)
        return query.And([found, wanted])

    def _all(self, parts: Sequence[ask.Clause], factor: float) -> query.Query:
        wanted = [self.compile(p, factor) for p in parts if not isinstance(p, ask.Not)]
        unwanted = [self.compile(p.clause) for p in parts if isinstance(p, ask.Not)]
        whole = _and(wanted) if wanted else query.Every(boost=factor)
        return query.AndNot(whole, _or(unwanted)) if unwanted else whole

    def _word(self, terms: QueryTerms, fields: Sequence[str], factor: float) -> query.Query:
        """The stems, and a bonus for the exact form, which is in no article without a stem."""
        choices: list[query.Query] = []
        stems = [(f"{field}_stem", stem) for stem in terms.stems for field in fields]
        exact = [(field, word) for word in terms.exact for field in fields]
        if stems:
            choices.append(CombinedTerm(stems, factor))
        if stems and exact and self.exact:
            choices.append(CombinedTerm(exact, factor * self.exact))
        if terms.parts:
            choices.append(_phrase(terms.parts, 0, fields, factor))
        return _or(choices)


def date_ranges(first: str | None, last: str | None) -> list[query.Query]:
    """Dated surely within these days, inclusive; None is open."""
    return [
        query.NumericRange("first_day", first_day(first) if first else 1, None),
        query.NumericRange("last_day", 1, last_day(last) if last else None),
    ]


def _fields(field: str | None) -> tuple[str, ...]:
    return TEXT_FIELDS if field is None else (field,)


def _or(parts: Iterable[query.Query]) -> query.Query:
    return _join(query.Or, parts)


def _and(parts: Iterable[query.Query]) -> query.Query:
    return _join(query.And, parts)


def _join(kind: type[query.Query], parts: Iterable[query.Query]) -> query.Query:
    listed = list(parts)
    if len(listed) == 1:
        return listed[0]
    return kind(listed) if listed else query.NullQuery


def _phrase(words: tuple[str, ...], slop: int, fields: Sequence[str], factor: float) -> query.Query:
    if len(words) == 1:
        return _or(query.Term(f, words[0], boost=BOOSTS[f] * factor) for f in fields)
    return _or(
        query.Phrase(f, list(words), slop=slop + 1, boost=BOOSTS[f] * factor) for f in fields
    )


def _constants(
    kind: type[query.Query], text: str, fields: Sequence[str], factor: float
) -> query.Query:
    return _or(
        query.ConstantScoreQuery(kind(field, text), BOOSTS[field] * factor) for field in fields
    )


def _fuzzy(text: str, edits: int, prefix: int, fields: Sequence[str], factor: float) -> query.Query:
    return _or(
        query.ConstantScoreQuery(
            query.FuzzyTerm(field, text, maxdist=edits, prefixlength=prefix),
            BOOSTS[field] * factor,
        )
        for field in fields
    )
