"""Is the place meant that has this name? What speaks for it, what against it."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.entities.data.gazetteer import Place, fold_place, gazetteer
from indexer.entities.data.lexicon import (
    BODY,
    CALENDAR,
    COMMON,
    DEMONYM,
    FACILITY,
    GIVEN_NAME,
    LANGUAGE,
    NOT_BODY,
    OFFICE,
    PLACE_AFFIX,
    PLACE_WORD,
    PREPOSITION,
    REGION,
    ROLE,
    ROLE_WORD,
    SURE_PREPOSITION,
    TITLE,
    words_of,
)
from indexer.entities.recognize.scan import Scan
from indexer.language.normalize import word_set
from indexer.language.tokens import ABBREVIATION, ACRONYM, CAPITAL, CODE

_GOES_ON = OFFICE | TITLE | ROLE_WORD | ROLE | PLACE_AFFIX
_THINGS = BODY | NOT_BODY | FACILITY
_NEVER_PLACES = BODY | NOT_BODY | OFFICE | ROLE | TITLE | CALENDAR
# Their small towns are named with surnames and common words.
_ENGLISH_COUNTRIES = frozenset({"US", "GB", "CA", "AU", "NZ", "IE", "ZA"})
_RIVERS = word_set("niger congo senegal gambia jordan chad")
_STREAMS = word_set("river fleuve delta basin bassin banks bank mouth waters bend rives bords")


def belief_in(scan: Scan, at: int, end: int, place: Place) -> int:
    """2: the place is meant; 1: perhaps, if the archive is sure of it elsewhere; 0: no."""
    _tokens, sense = scan.tokens, scan.sense
    single = end - at == 1
    if _within_longer(scan, at, end, place):
        return 0
    if single and sense[at] & _NEVER_PLACES:
        return 0
    evidence = _evidence(scan, at, end)
    if single and sense[at] & LANGUAGE and evidence < 2:
        return 0
    if single and sense[at] & GIVEN_NAME and not place.listed:
        return 2 if evidence == 2 else 0
    if place.sure or place.rank == "country":
        return 2
    if single and sense[at] & COMMON:
        return 2 if evidence == 2 and place.listed else 0
    if place.listed or place.rank == "city" or place.country not in _ENGLISH_COUNTRIES:
        return 2 if evidence else 0
    return evidence


def is_river(fold: Sequence[str], at: int) -> bool:
    """Is it a river that a country has its name from: "the delta of the Niger"?"""
    return fold[at] in _RIVERS and not _STREAMS.isdisjoint(fold[max(at - 3, 0) : at])


def _within_longer(scan: Scan, at: int, end: int, place: Place) -> bool:
    """Is the run part of something else: "US$", "SPLIT", "Cairo Tower", "the Medina of"?"""
    tokens, sense = scan.tokens, scan.sense
    kind, fold = tokens.kind, tokens.fold
    single = end - at == 1
    last = end >= len(tokens)
    if single and kind[at] in (ACRONYM, ABBREVIATION) and tokens.words[at] not in words_of("codes"):
        first = at == 0 or (len(fold[at]) > 4 and fold[at - 1] in (")", "\n"))
        opening = first and not last and fold[end] in (",", "(", "–", "—", "-")
        if not opening:
            return True
    if at > 1 and not last and fold[at - 1] == "(" and fold[end] == ")" and kind[at - 2] == CODE:
        return True  # "May 28 (Petra) -": the mark of an agency
    if not last and fold[end] in ("$", "dollar", "dollars"):
        return True
    behind = not last and kind[end] == CAPITAL and tokens.touches(end) and not scan.owned[end]
    if behind and scan.headline[at]:
        # in a headline every word has its capital, so only a thing's name goes on
        return place.rank != "country" and (not place.listed or bool(sense[end] & _THINGS))
    if behind and not sense[end] & _GOES_ON:
        return not (place.rank == "country" and sense[end] & DEMONYM)
    if single and at and not last and fold[at - 1] == "the" and fold[end] == "of":
        return place.rank != "country"
    return (
        single
        and at > 0
        and kind[at - 1] == CAPITAL
        and tokens.touches(at)
        and not sense[at - 1]
        and not scan.owned[at - 1]
    )


def _evidence(scan: Scan, at: int, end: int) -> int:
    """2: a preposition of place or a country after it; 1: another hint; 0: none."""
    tokens, sense = scan.tokens, scan.sense
    fold = tokens.fold
    before = at - 1
    while before > 0 and (sense[before] & REGION or fold[before] in ("the", "la", "le", "l'")):
        before -= 1
    if before >= 0:
        if sense[before] & SURE_PREPOSITION or sense[before] & PLACE_WORD:
            return 2
        if is_part_of(scan, before):
            return 2
        if sense[before] & PREPOSITION:
            return 1
        if fold[before] in (",", "and", "et", "or", "ou") and _follows_place(scan, before):
            return 1
    if end + 1 < len(tokens) and fold[end] in (",", "(") and scan.capital(end + 1):
        after = scan.blocks.get(end + 1, end + 2)
        other = gazetteer().places.get(fold_place(tokens.slice(end + 1, after)))
        if other is not None and other.rank == "country":
            return 2
    if at == 0 and end < len(tokens) and fold[end] in (",", "(", "–", "—", "-"):
        return 2
    if end + 1 < len(tokens) and fold[end] in (",", "and", "et"):
        other = gazetteer().places.get(fold_place(tokens.words[end + 1]))
        if other is not None and other.sure:
            return 2 if other.rank == "country" else 1
    return 0


def _follows_place(scan: Scan, comma: int) -> bool:
    tokens = scan.tokens
    here = comma - 1
    if here > 0 and tokens.fold[here] == ",":
        here -= 1
    if here < 0:
        return False
    return tokens.end[here] in scan.place_ends


def is_part_of(scan: Scan, link: int) -> bool:
    """Is token `link` the "of" in "the village of X", « au large de X »?"""
    fold = scan.tokens.fold
    return (
        link > 0
        and fold[link] in ("of", "de", "d'")
        and (bool(scan.sense[link - 1] & PLACE_WORD) or fold[link - 1] in words_of("compass"))
    )
