"""Persons in Arabic, where the recognizer parts a name or passes one over that has a title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.entities.data.arabic_words import stems
from indexer.entities.data.lexicon import (
    FUNCTION,
    GIVEN_NAME,
    SPEECH,
    TITLE,
    arabic_senses,
    words_of,
)
from indexer.entities.recognize.arabic_person_bounds import name_end
from indexer.entities.recognize.candidates import Candidate, Scores, by_kind
from indexer.entities.recognize.scan import Scan
from indexer.language.normalize import fold_arabic, word_set
from indexer.language.tokens import ABBREVIATION, ARABIC

_NUMBERED = word_set("الاول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر")
_OFFICERS = word_set("اللواء العميد العقيد المقدم الرائد النقيب الفريق السفير السفيره العماد")
_LETTERS = frozenset({"د", "م", "ا", "اد"})
_FAR = 8
"""So many words behind an officer's title his name may begin: "General, governor of …"."""
_REACH = 5
"""So many words before the name a ruler's title is looked for."""


def with_ordinals(scan: Scan, found: Sequence[Candidate]) -> None:
    """Let the name of a ruler end with its number: "King Abdullah the Second"."""
    tokens = scan.tokens
    for span in found:
        after = span.after
        if (
            span.kind == "person"
            and after < len(tokens)
            and tokens.fold[after] in _NUMBERED
            and tokens.touches(after)
            and not words_of("rulers").isdisjoint(
                tokens.fold[max(span.first - _REACH, 0) : span.first]
            )
        ):
            span.after += 1
            if tokens.fold[after + 1 : after + 2] == ["بن"]:
                span.after = max(span.after, name_end(scan, after + 1))
        last = span.after - 1
        if tokens.fold[last] in _NUMBERED and tokens.fold[last + 1 : last + 2] == ["عشر"]:
            span.after += 1  # "the Thirteenth"


def titled(scan: Scan, found: Sequence[Candidate], scores: Scores) -> Iterator[Candidate]:
    """Names behind a title of address that the recognizer passed over: "Dr. Al-Khazen"."""
    tokens = scan.tokens
    taken = bytearray(scan.owned)
    for span in found:
        taken[span.first : span.after] = b"\1" * (span.after - span.first)
    for at, kind in enumerate(tokens.kind):
        if kind not in (ARABIC, ABBREVIATION) or taken[at]:
            continue
        first = _behind_title(scan, at)
        if not first or first >= len(tokens) or tokens.kind[first] != ARABIC or taken[first]:
            continue
        after = name_end(scan, first)
        if after > first and not any(taken[first:after]):
            taken[first:after] = b"\1" * (after - first)
            yield Candidate("person", first, after, by_kind(scores, first, after), fixed=True)


def _behind_title(scan: Scan, at: int) -> int:
    """Where the name begins whose title is token `at`; 0 where it is none, or none follows."""
    tokens, table = scan.tokens, arabic_senses()
    words = {stem for _, stem in stems(tokens.fold[at])}
    letters = tokens.words[at][-1] == "." and fold_arabic(tokens.words[at].replace(".", ""))
    following = [table.get(word, 0) for word in tokens.fold[at + 1 : at + _FAR]]
    if letters in _LETTERS or not words.isdisjoint(words_of("addressed")):
        return 0 if following and following[0] & TITLE else at + 1
    if not words.isdisjoint(words_of("rulers")):
        numbered = tokens.fold[at + 2 : at + 3] and tokens.fold[at + 2] in _NUMBERED
        return at + 1 if following and (following[0] & GIVEN_NAME or numbered) else 0
    if words.isdisjoint(_OFFICERS):
        return 0
    for step, bits in enumerate(following, at + 1):
        if tokens.kind[step] != ARABIC or bits & (FUNCTION | SPEECH):
            return 0
        if bits & GIVEN_NAME:
            return step if name_end(scan, step) > step + 1 else 0
    return 0
