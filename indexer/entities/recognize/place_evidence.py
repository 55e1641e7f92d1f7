"""Is the place meant that has this name? What speaks for it, what against it."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.entities.data import lexicon as lex
from indexer.entities.data.gazetteer import Place, fold_place, gazetteer
from indexer.entities.data.lexicon import words_of
from indexer.entities.recognize.scan import Scan
from indexer.language.normalize import word_set
from indexer.language.tokens import ABBREVIATION, ACRONYM, CAPITAL, CODE

_GOES_ON = lex.OFFICE | lex.TITLE | lex.ROLE_WORD | lex.ROLE | lex.PLACE_AFFIX
_THINGS = lex.BODY | lex.NOT_BODY | lex.FACILITY
_NEVER_PLACES = lex.mask("org_heads not_org offices role_heads titles calendar")
# Their small towns are named with surnames and common words.
_ENGLISH_COUNTRIES = frozenset({"US", "GB", "CA", "AU", "NZ", "IE", "ZA"})
_RIVERS = word_set("niger congo senegal gambia jordan chad")
_STREAMS = word_set("river fleuve delta basin bassin banks bank mouth waters bend rives bords")


def belief_in(scan: Scan, at: int, end: int, place: Place) -> int:
    """2: the place is meant; 1: perhaps, if the archive is sure of it elsewhere; 0: no."""
    bits = scan.sense[at] if end == at + 1 else 0
    if bits & _NEVER_PLACES or _within_longer(scan, at, end, place):
        return 0
    if end == at + 1 and is_river(scan.tokens.fold, at):
        return 0
    evidence = _evidence(scan, at, end)
    country = place.rank == "country"
    doubtful = bits & lex.LANGUAGE or (bits & lex.GIVEN_NAME and not place.listed)
    if evidence < 2 and doubtful:
        return 0
    if place.sure or country:
        return 2
    if bits & lex.COMMON and not (evidence == 2 and place.listed):
        return 0
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
    single, country = end - at == 1, place.rank == "country"
    mark = fold[end] if end < len(fold) else ""
    if single and kind[at] in (ACRONYM, ABBREVIATION) and tokens.words[at] not in words_of("codes"):
        first = at == 0 or (len(fold[at]) > 4 and fold[at - 1] in (")", "\n"))
        if not first or mark not in (",", "(", "–", "—", "-"):
            return True
    if mark in ("$", "dollar", "dollars"):
        return True
    if mark == ")" and at > 1 and fold[at - 1] == "(" and kind[at - 2] == CODE:
        return True  # "May 28 (Petra) -": the mark of an agency
    if mark and kind[end] == CAPITAL and tokens.touches(end) and not scan.owned[end]:
        if scan.headline[at]:
            # in a headline every word has its capital, so only a thing's name goes on
            return not country and (not place.listed or bool(sense[end] & _THINGS))
        if not sense[end] & _GOES_ON:
            return not (country and sense[end] & lex.DEMONYM)
    if not single or not at:
        return False
    if fold[at - 1] == "the" and mark == "of":
        return not country
    unknown = not sense[at - 1] and not scan.owned[at - 1]
    return unknown and kind[at - 1] == CAPITAL and tokens.touches(at)


def _evidence(scan: Scan, at: int, end: int) -> int:
    """2: a preposition of place or a country after it; 1: another hint; 0: none."""
    tokens, sense, fold = scan.tokens, scan.sense, scan.tokens.fold
    before = at - 1
    while before > 0 and (sense[before] & lex.REGION or fold[before] in ("the", "la", "le", "l'")):
        before -= 1
    if before >= 0:
        if sense[before] & (lex.SURE_PREPOSITION | lex.PLACE_WORD) or is_part_of(scan, before):
            return 2
        if sense[before] & lex.PREPOSITION:
            return 1
        ahead = before - 1 - (before > 1 and fold[before - 1] == ",")
        listed = before and fold[before] in (",", "and", "et", "or", "ou")
        if listed and tokens.end[ahead] in scan.place_ends:
            return 1
    mark = fold[end] if end < len(fold) else ""
    if at == 0 and mark in (",", "(", "–", "—", "-"):
        return 2
    if mark in (",", "(", "and", "et") and end + 1 < len(fold):
        after = scan.blocks.get(end + 1, end + 2) if mark in (",", "(") else end + 2
        other = gazetteer().places.get(fold_place(tokens.slice(end + 1, after)))
        if other is not None and scan.capital(end + 1):
            return 2 if other.rank == "country" else int(other.sure and mark != "(")
    return 0


def is_part_of(scan: Scan, link: int) -> bool:
    """Is token `link` the "of" in "the village of X", « au large de X »?"""
    fold = scan.tokens.fold
    return (
        link > 0
        and fold[link] in ("of", "de", "d'")
        and (bool(scan.sense[link - 1] & lex.PLACE_WORD) or fold[link - 1] in words_of("compass"))
    )
