"""Widens the words of a question by their synonyms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from search_index.model.clauses import (
    And,
    Boost,
    Clause,
    Or,
    Phrase,
    Prefix,
    Synonym,
    Value,
    Widened,
    Word,
)
from search_index.model.synonyms import Rule, Synonyms
from search_index.text.analysis import fold, phrase_words, query_terms
from search_index.text.stems import STEMMED, stems

MAX_SYNONYMS: Final = 256
"""So many are searched for in one question; what is beyond is not widened."""

_Same = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class _Typed:
    """A word as it was typed; `ways` are the words that it may be written with."""

    text: str
    field: str | None
    ways: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Found:
    end: int
    synonyms: tuple[Synonym, ...]


class Widener:
    """Widens the clauses of one question."""

    def __init__(self, synonyms: Synonyms | None) -> None:
        self._synonyms = synonyms
        self._left = MAX_SYNONYMS

    def in_a_row(self, clauses: list[Clause]) -> list[Clause]:
        """Clauses that are side by side: words, and several words that mean one thing."""
        if self._synonyms is None:
            return clauses
        typed = [_typed(clause) for clause in clauses]
        widened = list(clauses)
        at = 0
        while at < len(clauses):
            found = self._longest(typed, at)
            if found is None:
                at += 1
                continue
            words = [word for word in typed[at : found.end] if word is not None]
            phrase = " ".join(word.text for word in words)
            synonyms = self._afforded(_in_field(found.synonyms, words[0].field), len(words))
            for place in range(at, found.end) if synonyms else ():
                widened[place] = _widened(clauses[place], synonyms, phrase)
            at = found.end
        return widened

    def each(self, clauses: list[Clause]) -> list[Clause]:
        """Clauses between which operators stand."""
        return [one for clause in clauses for one in self.in_a_row([clause])]

    def glued(self, phrase: Phrase, typed: str) -> Clause:
        """Words that were typed as one, as AT&T."""
        if self._synonyms is None:
            return phrase
        words = [_Typed(word, phrase.field, (phrase_words((word,)),)) for word in phrase.words]
        found = self._longest(words, 0)
        if found is None or found.end < len(words):
            return phrase
        synonyms = self._afforded(_in_field(found.synonyms, phrase.field), 1)
        return Widened(phrase, synonyms, typed) if synonyms else phrase

    def _afforded(self, synonyms: tuple[Synonym, ...], times: int) -> tuple[Synonym, ...]:
        kept = synonyms[: self._left // times]
        self._left -= len(kept) * times
        return kept

    def _longest(self, typed: Sequence[_Typed | None], at: int) -> _Found | None:
        """The synonyms of most words from `at` on that have some."""
        best, synonyms = at, dict[Synonym, None]()
        for rule in self._candidates(typed[at]):
            for end, language in _spans(rule, typed, at):
                if end > best:
                    best, synonyms = end, {}
                if end == best:
                    for each in rule.synonyms:
                        synonyms[each if language is None else replace(each, language=language)] = (
                            None
                        )
        return _Found(best, _without_repetitions(synonyms)) if synonyms else None

    def _candidates(self, word: _Typed | None) -> Iterator[Rule]:
        if word is None or self._synonyms is None:
            return
        firsts = dict.fromkeys(way[0] for way in word.ways if way)
        forms = (stem for first in firsts for name in STEMMED for stem in stems(first, name))
        seen: set[int] = set()
        for key in dict.fromkeys((*firsts, *forms)):
            for rule in self._synonyms.by_word.get(key, ()):
                is_shouted = word.text.isupper()
                shout = not self._synonyms.languages.isdisjoint(rule.capitals_in)
                if id(rule) not in seen and (is_shouted or not shout):
                    seen.add(id(rule))
                    yield rule


def synonyms_in(clause: Clause) -> Iterator[tuple[str, Synonym]]:
    """What was typed and what it was widened by, from a clause tree."""
    match clause:
        case Widened(_, synonyms, typed):
            for each in synonyms:
                yield typed, each
        case And(parts) | Or(parts):
            for part in parts:
                yield from synonyms_in(part)
        case Boost(inner, _):
            yield from synonyms_in(inner)


def _spans(rule: Rule, typed: Sequence[_Typed | None], at: int) -> Iterator[tuple[int, str | None]]:
    """Where the words of a rule end that begin at `at`; in other forms, in articles of a language.

    The forms of a word are those of a language, and mean the same in it only.
    """
    end = _end(rule.key, typed, at, str.__eq__)
    if end is not None:
        yield end, None
        return
    first = typed[at]
    if rule.exact or first is None or (len(first.text) > 1 and first.text.isupper()):
        return
    for language in STEMMED if rule.language is None else (rule.language,):
        end = _end(rule.key, typed, at, _alike_in(language)) if language in STEMMED else None
        if end is not None:
            yield end, language


def _end(key: tuple[str, ...], typed: Sequence[_Typed | None], at: int, same: _Same) -> int | None:
    if not key:
        return at
    word = typed[at] if at < len(typed) else None
    for way in word.ways if word is not None else ():
        if way and len(way) <= len(key) and all(map(same, way, key)):
            end = _end(key[len(way) :], typed, at + 1, same)
            if end is not None and _is_one_field(typed[at:end]):
                return end
    return None


def _is_one_field(typed: Iterable[_Typed | None]) -> bool:
    return len({word.field for word in typed if word is not None}) == 1


def _alike_in(language: str) -> _Same:
    def same(a: str, b: str) -> bool:
        return a == b or not set(stems(a, language)).isdisjoint(stems(b, language))

    return same


def _typed(clause: Clause) -> _Typed | None:
    """The word that a clause is, perhaps one that may go on."""
    match clause:
        case Or((Word() as word, Prefix() | And())) | Or(
            (Widened(Word() as word), Prefix() | And())
        ):
            return _typed(word)
        case Word(text, field):
            parts, whole = phrase_words((text,)), query_terms(text, ()).exact
            return _Typed(text, field, tuple(dict.fromkeys(way for way in (parts, whole) if way)))
    return None


def _widened(clause: Clause, synonyms: tuple[Synonym, ...], typed: str) -> Clause:
    if isinstance(clause, Or):
        first, *rest = clause.clauses
        word = first.clause if isinstance(first, Widened) else first
        return Or((Widened(word, synonyms, typed), *rest))
    return Widened(clause, synonyms, typed)


def _in_field(synonyms: tuple[Synonym, ...], field: str | None) -> tuple[Synonym, ...]:
    if field is None:
        return synonyms
    return tuple(
        replace(each, clause=replace(each.clause, field=field))
        for each in synonyms
        if not isinstance(each.clause, Value)
    )


def _without_repetitions(synonyms: Iterable[Synonym]) -> tuple[Synonym, ...]:
    """Without those of one language that are there for all."""
    found = list(synonyms)
    everywhere = {fold(each.text) for each in found if each.language is None}
    return tuple(
        each for each in found if each.language is None or fold(each.text) not in everywhere
    )
