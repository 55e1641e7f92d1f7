"""Persons in Arabic: whom a title announces, numbers of rulers, how far a name reaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.entities.data import lexicon as lex
from indexer.entities.data.arabic_words import definite, entries, ordinary, stems
from indexer.entities.data.gazetteer import gazetteer
from indexer.entities.data.lexicon import arabic_senses, words_of
from indexer.entities.recognize.candidates import Candidate, Scores, by_kind, taken
from indexer.entities.recognize.scan import Scan
from indexer.language.normalize import fold_arabic, word_set
from indexer.language.tokens import ABBREVIATION, ARABIC, CODE

_OFFICERS = word_set("اللواء العميد العقيد المقدم الرائد النقيب الفريق السفير السفيره العماد")
_LETTERS = frozenset({"د", "م", "ا", "اد"})
_LINKS = word_set("بن ابن بنت ال ولد عبد")
_FAR = 8
"""So many words behind an officer's title his name may begin: "General, governor of …"."""
_REACH = 5
"""So many words before the name a ruler's title is looked for."""
_LONGEST = 7
_PREFIXES = "ايتسوبلكفم"  # of verbs, participles and small words


def name_end(scan: Scan, at: int) -> int:
    """Where the name that starts at token `at` ends; `at` itself if there is none."""
    tokens, table = scan.tokens, arabic_senses()
    fold = tokens.fold
    here = end = at
    real = articles = 0
    while here < min(len(tokens), at + _LONGEST) and tokens.kind[here] == ARABIC:
        word, bits = fold[here], table.get(fold[here], 0)
        if scan.owned[here] or (here > at and not tokens.touches(here)):
            break
        if bits & lex.PARTICLE and fold[here - 1] not in _LINKS:
            if articles and word not in _LINKS:
                break
        else:
            bound = here > at and table.get(fold[here - 1], 0) & lex.PARTICLE
            if not bound and not _goes_on(scan, here, real, articles):
                break
            articles += definite(word)
            real += 1
            end = here + 1
        here += 1
    return end


def _goes_on(scan: Scan, at: int, real: int, articles: int) -> bool:
    """May a word go on with a name that has so many words already, some with an article?"""
    fold, table = scan.tokens.fold, arabic_senses()
    word, bits = fold[at], table.get(fold[at], 0)
    if bits & lex.GIVEN_NAME:
        return not (articles and real >= 3)
    if word in entries("name_tails"):
        return real > 0
    place = gazetteer().places.get(word)
    if ordinary(word) or (place is not None and place.sure):
        trade = real == 1 and definite(word) and bits & lex.ROLE and word[-1] != "ه"
        return bool(trade) and _closes(scan, at + 1)  # "هيفاء النجار من …": a surname
    if definite(word):
        return articles < 1 + (word[-1] != "ه")
    unknown = not bits and len(word) > 3 and word[0] not in _PREFIXES
    return not articles and len(word) > 2 and (real < 2 or (unknown and _closes(scan, at + 1)))


def _closes(scan: Scan, at: int) -> bool:
    """Is there a small word, a verb or a stop here, so that a name is over?"""
    tokens = scan.tokens
    if at >= len(tokens) or tokens.kind[at] != ARABIC:
        return True
    return bool(arabic_senses().get(tokens.fold[at], 0) & lex.FUNCTION)


def with_ordinals(scan: Scan, found: Sequence[Candidate]) -> None:
    """Let the name of a ruler end with its number: "King Abdullah the Second"."""
    tokens = scan.tokens
    for span in found:
        after = span.after
        if (
            span.kind == "person"
            and after < len(tokens)
            and tokens.fold[after] in words_of("ordinals")
            and tokens.touches(after)
            and not words_of("rulers").isdisjoint(
                tokens.fold[max(span.first - _REACH, 0) : span.first]
            )
        ):
            span.after += 1
            if tokens.fold[after + 1 : after + 2] == ["بن"]:
                span.after = max(span.after, name_end(scan, after + 1))
        last = span.after - 1
        if tokens.fold[last] in words_of("ordinals") and tokens.fold[last + 1 : last + 2] == [
            "عشر"
        ]:
            span.after += 1  # "the Thirteenth"


def titled(scan: Scan, found: Sequence[Candidate], scores: Scores) -> Iterator[Candidate]:
    """Names behind a title of address that the recognizer passed over: "Dr. Al-Khazen"."""
    tokens = scan.tokens
    owned = taken(scan, found)
    for at, kind in enumerate(tokens.kind):
        if kind not in (ARABIC, ABBREVIATION) or owned[at]:
            continue
        first = _behind_title(scan, at)
        if not first or first >= len(tokens) or tokens.kind[first] != ARABIC or owned[first]:
            continue
        after = name_end(scan, first)
        if after > first and not any(owned[first:after]):
            owned[first:after] = b"\1" * (after - first)
            yield Candidate("person", first, after, by_kind(scores, first, after), fixed=True)


def _behind_title(scan: Scan, at: int) -> int:
    """Where the name begins whose title is token `at`; 0 where it is none, or none follows."""
    tokens, table = scan.tokens, arabic_senses()
    words = {stem for _, stem in stems(tokens.fold[at])}
    year = at and (tokens.kind[at - 1] == CODE or tokens.fold[at - 1] == "ق")  # "in 1200 AD"
    dotted = tokens.words[at][-1] == "." and not year
    letters = dotted and fold_arabic(tokens.words[at].replace(".", ""))
    following = [table.get(word, 0) for word in tokens.fold[at + 1 : at + _FAR]]
    if letters in _LETTERS or not words.isdisjoint(words_of("addressed")):
        return 0 if following and following[0] & lex.TITLE else at + 1
    if not words.isdisjoint(words_of("rulers")):
        numbered = tokens.fold[at + 2 : at + 3] and tokens.fold[at + 2] in words_of("ordinals")
        return at + 1 if following and (following[0] & lex.GIVEN_NAME or numbered) else 0
    if words.isdisjoint(_OFFICERS):
        return 0
    for step, bits in enumerate(following, at + 1):
        if tokens.kind[step] != ARABIC or bits & (lex.FUNCTION | lex.SPEECH):
            return 0
        if bits & lex.GIVEN_NAME:
            return step if name_end(scan, step) > step + 1 else 0
    return 0
