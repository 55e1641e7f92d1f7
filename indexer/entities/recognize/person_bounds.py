"""How far a person's name reaches in English and French prose."""

from __future__ import annotations

import re

from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.entities.data.lexicon import (
    BODY,
    CALENDAR,
    COMMON,
    DEMONYM,
    FACILITY,
    FUNCTION,
    GIVEN_NAME,
    LANGUAGE,
    NAME_WORD,
    NOT_ACRONYM,
    NOT_BODY,
    OFFICE,
    PORTFOLIO,
    REGION,
    ROLE,
    ROLE_WORD,
    TITLE,
    TOPIC,
    WEAK_BODY,
    words_of,
)
from indexer.entities.recognize.scan import Scan
from indexer.language.tokens import ACRONYM, CAPITAL, INITIAL, LOWER

LONGEST = 8

_OF = frozenset({"de", "du", "d'", "la", "le", "l'", "e", "do", "des", "i"})
_ROMAN = re.compile(r"(?:I{2,3}|IV|VI{0,3}|IX|XI{0,3}|XIV|XVI{0,3})\Z")

_NEVER = FUNCTION
_NOT_TITLED = OFFICE | BODY | PORTFOLIO | NOT_BODY | CALENDAR
_NOT_BARE = (
    COMMON
    | CALENDAR
    | PORTFOLIO
    | TOPIC
    | NOT_BODY
    | BODY
    | WEAK_BODY
    | TITLE
    | ROLE
    | OFFICE
    | DEMONYM
    | FACILITY
    | LANGUAGE
    | REGION
    | ROLE_WORD
)
_NAMELIKE = NAME_WORD | GIVEN_NAME


def name_end(scan: Scan, at: int, *, titled: bool, addressed: bool = False) -> int:
    """Where the name that starts at token `at` ends; `at` itself if there is none.

    With `titled` a title or role comes before it, so nearly any capital word may be one;
    after a title of address (`addressed`) its first word may even be Park or Hill.
    """
    tokens = scan.tokens
    kind, fold, words, sense = tokens.kind, tokens.fold, tokens.words, scan.sense
    size = len(tokens)
    end = here = at
    real = 0
    while here < size and here - at < LONGEST:
        if here > at and not tokens.touches(here):
            break
        code, bits = kind[here], sense[here]
        if code == CAPITAL:
            if addressed and not real and not bits & (OFFICE | BODY | FUNCTION | CALENDAR):
                pass
            elif real and _capital_particle(scan, here):
                here += 1
                continue
            elif not _may_be_name(bits, titled=titled, first=not real):
                break
            real += 1
            here += 1
            end = here
        elif code == INITIAL:
            if not (words[here].endswith(".") or real) or (
                here == at and (fold[here] in "aàyi" or (scan.french and bits & TITLE))
            ):
                break
            here += 1
        elif code == ACRONYM:
            word = words[here]
            if real and _ROMAN.match(word):
                end = here = here + 1
                break
            shouted = len(word) > 2 and not bits & NOT_ACRONYM and "-" not in word[:3]
            if not (shouted and (titled or (real == 1 and len(word) > 3))) or real > 2:
                break
            if real and _is_of_a_body(scan, here, real):
                break
            real += 1
            here += 1
            end = here
        elif code == LOWER and real and fold[here] in words_of("particles"):
            step = here + 1
            while (
                step < size
                and step - here < 3
                and kind[step] == LOWER
                and fold[step] in words_of("particles")
            ):
                step += 1
            if step >= size or kind[step] != CAPITAL:
                break
            if fold[here] in _OF and (
                fold_place(words[step]) in gazetteer().places or sense[step] & (BODY | NOT_BODY)
            ):
                break
            here = step
        else:
            break
    return end if real else at


_WORDS_TO_ROLE = 3


def _is_of_a_body(scan: Scan, at: int, real: int) -> bool:
    """Whether the capitals behind a name of `real` words are no surname but a body: one that the
    page has in brackets, or that of the office that follows ("Dr. Olga Prentis OCW's Deputy
    Director"), where the name has its surname already."""
    tokens = scan.tokens
    if scan.in_brackets(tokens.words[at]):
        return True
    if real == 1 or scan.sense[at - 1] & GIVEN_NAME:
        return False
    behind = at + 1
    if tokens.fold[behind : behind + 1] in (["'s"], ["’s"]):
        behind += 1
    for step in range(behind, min(behind + _WORDS_TO_ROLE, len(tokens))):
        if tokens.kind[step] not in (CAPITAL, LOWER) or not tokens.touches(step):
            return False
        if scan.sense[step] & (ROLE | OFFICE | ROLE_WORD):
            return True
    return False


def _may_be_name(bits: int, *, titled: bool, first: bool) -> bool:
    if bits & _NEVER and not bits & _NAMELIKE:
        return False
    if titled:
        if bits & _NOT_TITLED and not bits & _NAMELIKE:
            return False
        return first or not bits & ROLE_WORD or bool(bits & _NAMELIKE)
    if bits & _NAMELIKE:
        return not (first and bits & CALENDAR)
    return not bits & _NOT_BARE


def _capital_particle(scan: Scan, at: int) -> bool:
    """ "Le Goff", "Van Dyck", "De Luca" after a given name."""
    if scan.tokens.fold[at] not in words_of("particles") or at + 1 >= len(scan.tokens):
        return False
    bits = scan.sense[at + 1]
    return scan.tokens.kind[at + 1] == CAPITAL and _may_be_name(bits, titled=False, first=False)


def is_full_name(scan: Scan, first: int, end: int) -> bool:
    """Is it a name of two words or more, none of them ordinary, and no place's name?"""
    if end - first < 2 or not scan.free(first, end):
        return False
    tokens = scan.tokens
    real = ordinary = 0
    for at in range(first, end):
        if tokens.kind[at] in (CAPITAL, ACRONYM):
            real += 1
            ordinary += tokens.fold[at] in scan.lower
    if real < 2 and not (real == 1 and tokens.kind[first] == INITIAL):
        return False
    if ordinary and (ordinary == real or tokens.fold[first] in scan.lower):
        return False
    if fold_place(tokens.slice(first, end)) in gazetteer().places:
        return False
    if scan.sense[first] & REGION and fold_place(tokens.words[first + 1]) in gazetteer().places:
        return False
    return not names_thing(scan, end)


def names_thing(scan: Scan, end: int) -> bool:
    """Does a facility, a prize or a school follow, so that the name is only part of its name?"""
    kind, sense = scan.tokens.kind, scan.sense
    for step in range(end, min(end + 3, len(kind))):
        if kind[step] != CAPITAL or not scan.tokens.touches(step):
            return False
        if sense[step] & FACILITY and not sense[step] & NAME_WORD:
            return True
    return False
