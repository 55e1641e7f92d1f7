"""`person:vol*`, `"gold pri*"`: what begins so in an archive, looked up before a clause is matched.

A value is begun by words in any order of which the last may go on: "volcker p" is Paul Volcker.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from search_index.engines.terms import Counted, Terms
from search_index.model.clauses import And, Boost, Clause, Not, Or, Phrase, Value, Widened, Word
from search_index.text.analysis import (
    CJK,
    fold,
    names_of,
    surfaces,
    value_beginnings,
    word_beginnings,
    word_terms,
)
from search_index.text.stop_words import STOP_WORDS

MOST_VALUES: Final = 200
"""So many of the most frequent values are meant by a beginning."""
_MOST_WORDS: Final = 64
"""So many words are meant by the beginnings at the ends of phrases."""
_MOST_FUNCTION_WORDS: Final = 24
_TAIL: Final = 2
"""The last letters of a word are next to each other, however its parts are joined."""


def with_values(clause: Clause, terms: Terms, languages: Sequence[str]) -> Clause:
    """The clause, with what the archive has of values and phrases of which the end is not known.

    `languages` are those of the archive.
    """
    if not _is_open(clause):
        return clause
    most = _MOST_WORDS // max(1, _begun_phrases(clause))

    def known(clause: Clause) -> Clause:
        match clause:
            case Value(field, text, begun) if begun:
                values = values_begun_by(field, text, terms)
                return Or(tuple(Value(field, value.text, known=True) for value in values))
            case Phrase(words, slop, field, begun) if begun:
                phrases = _phrases(words, slop, terms, languages)[:most]
                return Or(tuple(Phrase(each, slop, field) for each in phrases))
            case And(parts) | Or(parts):
                return replace(clause, clauses=tuple(map(known, parts)))
            case Not(inner) | Boost(inner) | Widened(inner):
                return replace(clause, clause=known(inner))
        return clause

    return known(clause)


def _is_open(clause: Clause) -> bool:
    """Whether anything of a clause goes on as the archive does."""
    if isinstance(clause, Word):
        return False
    match clause:
        case Phrase() | Value():
            return clause.begun
        case And(parts) | Or(parts):
            return any(map(_is_open, parts))
        case Not(inner) | Boost(inner) | Widened(inner):
            return _is_open(inner)
    return False


def _begun_phrases(clause: Clause) -> int:
    match clause:
        case Phrase():
            return int(clause.begun)
        case And(parts) | Or(parts):
            return sum(map(_begun_phrases, parts))
        case Not(inner) | Boost(inner) | Widened(inner):
            return _begun_phrases(inner)
    return 0


def words_apart(text: str) -> list[str]:
    """The words of a beginning where they are several, else none."""
    words = surfaces(text)
    return words if len(words) > 1 and not CJK.search(text) else []


def begun_by(text: str) -> Callable[[str], bool]:
    """Whether a value begins as `text`, or has its words, of which the last may go on."""
    *_, last = text.split()
    before, starts = names_of(text.strip().removesuffix(last)), value_beginnings(last)
    typed = fold(text)
    tail = min((way[-1] for way in before[0]), key=len)[-_TAIL:] if before else ""

    def fits(value: str) -> bool:
        folded = fold(value)
        if folded.startswith(typed):
            return True
        if tail not in folded:
            return False  # most values, sooner than by their words
        there = {word for each in surfaces(value) for word, _ in word_terms(each, "und").exact}
        begun = any(word.startswith(starts) for word in there)
        return begun and all(any(there.issuperset(way) for way in ways) for ways in before)

    return fits


def telling_word(text: str) -> str:
    """The word of a beginning of several words that fewest values have, likely."""
    return max(words_apart(text) or [text], key=len)


def values_begun_by(field: str, text: str, terms: Terms) -> list[Counted]:
    """The values of a field that begin as `text`, or have its words; the last may go on."""
    fits = begun_by(text)
    starts = value_beginnings(telling_word(text))
    return [row for row in terms.values(field, starts, size=MOST_VALUES) if fits(row.text)]


def _phrases(
    words: tuple[str, ...], slop: int, terms: Terms, languages: Sequence[str]
) -> list[tuple[str, ...]]:
    """The phrases of the archive that a begun one may be."""
    before, starts = words[:-1], word_beginnings(words[-1])
    among = Phrase(before, slop) if len(before) > 1 else Word(before[0])
    found = [row.text for row in terms.words(starts, size=_MOST_WORDS, among=among)]
    # Function words are never listed.
    unlisted = [word for name in languages for word in sorted(STOP_WORDS.get(name, ()))]
    begun = dict.fromkeys(word for word in unlisted if word.startswith(starts))
    ends = dict.fromkeys((*list(begun)[:_MOST_FUNCTION_WORDS], *found))
    return [(*before, end) for end in ends]
