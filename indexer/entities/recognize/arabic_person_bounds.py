"""How far a person's name reaches in Arabic prose."""

from __future__ import annotations

from indexer.entities.data.arabic_words import ARTICLE, definite, entries, ordinary
from indexer.entities.data.gazetteer import gazetteer
from indexer.entities.data.lexicon import (
    DEMONYM,
    FUNCTION,
    GIVEN_NAME,
    NOUN,
    PARTICLE,
    ROLE,
    ROLE_WORD,
    TOPIC,
    arabic_senses,
)
from indexer.entities.recognize.scan import Scan
from indexer.language.tokens import ARABIC

LONGEST = 7
STARTS = "يتسوبلف"  # of verbs and small words
_PREFIXES = "ايتسوبلكفم"  # of verbs, participles and small words
_THAT = frozenset({"ان", "انه", "انها"})


def name_end(scan: Scan, at: int) -> int:
    """Where the name that starts at token `at` ends; `at` itself if there is none."""
    tokens = scan.tokens
    fold, kind = tokens.fold, tokens.kind
    table = arabic_senses()
    size = len(tokens)
    here = end = at
    real = articles = 0
    bound = False
    while here < size and here - at < LONGEST and kind[here] == ARABIC and not scan.owned[here]:
        if here > at and not tokens.touches(here):
            break
        word = fold[here]
        bits = table.get(word, 0)
        if bound:
            bound = bool(bits & PARTICLE)
            real += not bound
        elif bits & PARTICLE:
            if real and articles and word not in ("بن", "ابن", "بنت", "ال", "ولد", "عبد"):
                break
            bound = True
        elif real and word in entries("name_tails"):
            pass
        elif definite(word) and not (bits & GIVEN_NAME or (not real and _given_with_article(word))):
            if articles == 2 or not may_be_surname(scan, here, real=real, articles=articles):
                break
            if articles and word.endswith("يه") and not fold[here - 1].endswith("يه"):
                break
            articles += 1
            real += 1
        elif not definite(word) and not _bare(scan, here, bits, real, articles):
            break
        else:
            real += 1
        here += 1
        if not bound:
            end = here
        if real >= 5:
            break
    return end if real else at


def _given_with_article(word: str) -> bool:
    return bool(arabic_senses().get(word.removeprefix(ARTICLE), 0) & GIVEN_NAME)


def may_be_surname(scan: Scan, at: int, *, real: int, articles: int) -> bool:
    """May the word with article at token `at` be a surname?"""
    fold = scan.tokens.fold
    word = fold[at]
    bits = arabic_senses().get(word, 0)
    if not real and bits & DEMONYM:
        return False
    if ordinary(word):
        behind = at + 1
        ends = behind >= len(fold) or scan.tokens.kind[behind] != ARABIC
        given = arabic_senses().get(fold[at - 1], 0) & GIVEN_NAME
        trade = bits & ROLE and word[-1] != "ه"
        if trade and given and real == 1 and not articles and _closes(scan, behind):
            return True  # "هيفاء النجار من …": many a surname is a trade
        adjective = bits & (ROLE_WORD | TOPIC) and not bits & (NOUN | ROLE | FUNCTION)
        if articles or not real or not (ends or adjective) or bits & (ROLE | FUNCTION):
            return False
    if _participle(word) or (real >= 2 and word.startswith("الم") and word[-1] == "ه"):
        return False
    place = gazetteer().places.get(word)
    return place is None or not place.sure


def _participle(word: str) -> bool:
    """Is it a plural such as "المتبرعين" or "اللاعبين", which is nobody's name?"""
    return len(word) > 6 and word.endswith(("ين", "ون")) and (word[2] == "م" or word[3] == "ا")


def _closes(scan: Scan, at: int) -> bool:
    """Is there a small word, a verb or a stop here, so that a name is over?"""
    tokens = scan.tokens
    if at >= len(tokens) or tokens.kind[at] != ARABIC:
        return True
    return bool(arabic_senses().get(tokens.fold[at], 0) & FUNCTION)


def ends_clause(scan: Scan, at: int) -> bool:
    """Is there a comma, a full stop, "that" or "and" with another name here?"""
    tokens = scan.tokens
    if at >= len(tokens) or tokens.kind[at] != ARABIC or tokens.fold[at] in _THAT:
        return True
    word = tokens.fold[at]
    return word[0] == "و" and bool(arabic_senses().get(word[1:], 0) & GIVEN_NAME)


def _bare(scan: Scan, at: int, bits: int, real: int, articles: int) -> bool:
    """May a word without article go on with the name?"""
    tokens = scan.tokens
    word = tokens.fold[at]
    if bits & GIVEN_NAME:
        return not (articles and real >= 3)
    if word[0] == "و" and real and _joins(scan, at):
        return False
    if len(word) < 2 or ordinary(word) or word.startswith(("وال", "بال", "فال", "كال", "لل")):
        return False
    if bits & DEMONYM and real:
        return False
    place = gazetteer().places.get(word)
    if place is not None and place.sure:
        return False
    unknown = not bits and len(word) > 3 and word[0] not in _PREFIXES and word[-1] != "ا"
    if real >= 2 and unknown and _closes(scan, at + 1):
        return True
    southern = word.startswith("با") and len(word) > 4
    that = at + 1 < len(tokens) and tokens.fold[at + 1] in _THAT
    plain = not bits and len(word) > 3 and (word[0] not in STARTS or southern or that)
    if real and plain and not word.startswith("است") and ends_clause(scan, at + 1):
        return True
    if word.startswith("است") and len(word) > 5:
        return False
    if articles:
        return False
    if real >= 2:
        behind = at + 1
        closed = behind >= len(tokens) or tokens.kind[behind] != ARABIC
        return (closed and word[0] not in "يتسو") or (
            behind < len(tokens)
            and tokens.fold[behind].startswith(ARTICLE)
            and not ordinary(tokens.fold[behind])
        )
    return True


def _joins(scan: Scan, at: int) -> bool:
    """Is the "و" that begins token `at` the conjunction rather than part of a name?"""
    tokens = scan.tokens
    if arabic_senses().get(tokens.fold[at][1:], 0) & GIVEN_NAME:
        return True
    return at + 1 < len(tokens) and tokens.kind[at + 1] == ARABIC
