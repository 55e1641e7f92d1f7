"""Places in English and French prose: gazetteer look-ups, checked by what is around."""

from __future__ import annotations

from indexer.entities.data.gazetteer import (
    SURE_RULE,
    WEAK_RULE,
    fold_place,
    gazetteer,
    gazetteer_start,
    may_go_on,
)
from indexer.entities.data.lexicon import FUNCTION, PLACE_AFFIX, words_of
from indexer.entities.recognize.landforms import is_landform
from indexer.entities.recognize.place_evidence import belief_in
from indexer.entities.recognize.scan import Scan
from indexer.entities.recognize.unlisted_places import claim_unlisted
from indexer.language.tokens import ABBREVIATION, ACRONYM, BREAK, CAPITAL, LOWER, STOP, mask_of

_ELIDED = frozenset({"D’", "D'", "L’", "L'"})
_NAMES = frozenset({CAPITAL, ACRONYM, ABBREVIATION})
_NAME_MASK, _LANDSCAPE_MASK = mask_of(*_NAMES), mask_of(*_NAMES, LOWER)
_MOST_BEFORE = 2
"""Words of a place before the last one: "Kuala Lumpur-based"."""
_WATERS = {"lac": "Lake", "lake": "Lake", "mont": "Mount"}


def find_blocks(scan: Scan) -> None:
    """Note countries of several words, so that "Federation" in one is no head noun."""
    table = gazetteer()
    tokens = scan.tokens
    size = len(tokens)
    for at in scan.capitals:
        if tokens.kind[at] not in (CAPITAL, ACRONYM):
            continue
        key, longest = gazetteer_start(tokens.words[at])
        if key.partition(" ")[0] not in table.countries:
            continue
        if at + 1 < size and not may_go_on(tokens.words[at], tokens.words[at + 1]):
            continue
        for end in range(min(at + longest + 1, size), at + 1, -1):
            if not _one_run(scan, at, end):
                continue
            place = table.places.get(fold_place(tokens.slice(at, end)))
            if place is not None and place.rank == "country":
                scan.blocks[at] = end
                break


def find_places(scan: Scan) -> None:
    """Claim every free run of tokens that names a place."""
    table = gazetteer()
    tokens = scan.tokens
    end = 0
    landscapes = not words_of("small_landscapes").isdisjoint(tokens.fold)
    for at in tokens.places(_LANDSCAPE_MASK if landscapes else _NAME_MASK):
        if at < end or scan.owned[at]:
            continue
        code = tokens.kind[at]
        if code not in _NAMES:
            if code == LOWER and tokens.fold[at] in words_of("small_landscapes"):
                end = _listed(scan, at)
            continue
        word = tokens.words[at]
        if word[:2] in _ELIDED and fold_place(word) not in table.places:
            end = _elided(scan, at)
        else:
            end = (
                (tokens.fold[at - 1] in _WATERS and _water(scan, at))
                or _listed(scan, at)
                or claim_unlisted(scan, at)
                or ("-" in word and _compound(scan, at))
            )


def _listed(scan: Scan, at: int) -> int:
    """Claim the longest name that the gazetteer has and that is believed; its end or 0."""
    table = gazetteer()
    tokens = scan.tokens
    key, longest = gazetteer_start(tokens.words[at])
    if not longest:
        return 0
    last = min(at + longest + 1, len(tokens))
    if last > at + 2 and not may_go_on(tokens.words[at], tokens.words[at + 1]):
        last = at + 2
    for after in range(last, at, -1):
        if not scan.free(at, after) or (after - at > 1 and not _one_run(scan, at, after)):
            continue
        place = table.places.get(key if after == at + 1 else fold_place(tokens.slice(at, after)))
        if place is None and after - at == 2 and _affixed(scan, at):
            place = table.places.get(key)
            if place is not None and place.rank == "country" and is_landform(scan, at + 1):
                place = place._replace(name=tokens.slice(at, after), listed=False)
        belief = belief_in(scan, at, after, place) if place is not None else 0
        if place is not None and belief:
            rule = SURE_RULE if belief == 2 else WEAK_RULE
            scan.claim("place", at, after, rule, canonical=place.canonical)
            return after
    return 0


def _elided(scan: Scan, at: int) -> int:
    """« D’Alger à Oran »: the place after a capital elision; returns where to go on."""
    tokens = scan.tokens
    place = gazetteer().places.get(fold_place(tokens.words[at][2:]))
    if place is not None:
        start = tokens.start[at] + 2
        scan.add_part("place", start, tokens.end[at], SURE_RULE, place.canonical)
    return at + 1


def _water(scan: Scan, at: int) -> int:
    """Claim "lac Tchad" whose first word is written small; returns its end or 0."""
    tokens = scan.tokens
    before = tokens.fold[at - 1] if at and tokens.kind[at - 1] == LOWER else ""
    if before not in _WATERS or tokens.kind[at] != CAPITAL:
        return 0
    place = gazetteer().places.get(fold_place(tokens.words[at]))
    name = f"{_WATERS[before]} {place.name if place else tokens.words[at]}"
    scan.claim("place", at - 1, at + 1, "place word", canonical=name)
    return at + 1


def _one_run(scan: Scan, at: int, after: int) -> bool:
    """May the tokens be one name: nothing but words, the last not small after an article?"""
    kinds = scan.tokens.kind[at:after]
    if BREAK in kinds or kinds[-1] == STOP:
        return False
    return not (kinds[-1] == LOWER and scan.sense[at] & FUNCTION)


def _affixed(scan: Scan, at: int) -> bool:
    return bool(scan.sense[at + 1] & PLACE_AFFIX) and scan.tokens.kind[at + 1] == CAPITAL


def _compound(scan: Scan, at: int) -> int:
    """Countries in "OXO-Russia" or "Tunisia-Libya", a place in "Kuala Lumpur-based": claims them,
    returns where to go on."""
    tokens, places = scan.tokens, gazetteer().places
    word = tokens.words[at]
    if scan.sense[at]:
        return 0
    base, _, suffix = word.rpartition("-")
    if suffix in words_of("place_suffixes"):
        end = tokens.start[at] + len(base)
        for first in range(max(at - _MOST_BEFORE, 0), at + 1):
            start = tokens.start[first]
            place = places.get(fold_place(tokens.text[start:end]))
            one_run = all(map(scan.touches_capital, range(first, at))) and not scan.owned[first]
            if place is not None and one_run:
                scan.add_part("place", start, end, SURE_RULE, place.canonical)
                break
        return at + 1
    sides = [(part, places.get(fold_place(part))) for part in word.split("-")]
    if not all(side.rank == "country" if side else part.isupper() for part, side in sides):
        return 0
    offset = tokens.start[at]
    for part, side in sides:
        if side is not None:
            scan.add_part("place", offset, offset + len(part), SURE_RULE, side.name)
        offset += len(part) + 1
    return at + 1
