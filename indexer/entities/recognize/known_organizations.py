"""Organizations that need no definition: world-known ones, and acronyms that act like one."""

from __future__ import annotations

from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.entities.data.lexicon import (
    DEMONYM,
    OFFICE,
    ROLE,
    ROLE_WORD,
    SPEECH,
    phrase_starts,
    phrases,
)
from indexer.entities.recognize.scan import Scan
from indexer.language.tokens import ACRONYM, CAPITAL, INITIAL, LOWER

# "Le Monde" is a paper, "Le monde" at the head of a sentence is not
_ARTICLES = frozenset({"the", "le", "la", "les", "l'"})


def find_known_bodies(scan: Scan) -> None:
    """Claim world-known organizations, and acronyms that act like one."""
    tokens, sense = scan.tokens, scan.sense
    fold, kind = tokens.fold, tokens.kind
    known = phrases("known_organizations")
    starts = phrase_starts("known_organizations")
    for at in scan.capitals:
        if scan.owned[at] or kind[at] == INITIAL:
            continue
        for length in (5, 4, 3, 2, 1) if fold[at] in starts else ():
            end = at + length
            if end > len(tokens) or not scan.free(at, end):
                continue
            one = length == 1 and kind[at] != ACRONYM and len(fold[at]) < 5
            small = length > 1 and fold[at] in _ARTICLES and not scan.capital(at + 1)
            if " ".join(fold[at:end]) in known and not one and not small:
                first = at
                while (
                    length > 1 and first and sense[first - 1] & DEMONYM and scan.capital(first - 1)
                ):
                    first -= 1
                scan.claim("organization", first, end, "known organization")
                break
        else:
            if kind[at] == ACRONYM and not scan.headline[at] and _acts(scan, at):
                scan.claim("organization", at, at + 1, "acronym in use")


def _acts(scan: Scan, at: int) -> bool:
    """Does an acronym that nobody defined act like a body?"""
    tokens, sense = scan.tokens, scan.sense
    fold, kind, word = tokens.fold, tokens.kind, tokens.words[at]
    if not word.isalpha() or not 3 <= len(word) <= 9 or sense[at]:
        return False
    if at and kind[at - 1] in (CAPITAL, INITIAL) and tokens.touches(at):
        return False
    if fold_place(word) in gazetteer().places or set(word) <= set("IVXLCDM"):
        return False
    behind = at + 1
    if behind < len(tokens):
        if sense[behind] & SPEECH and kind[behind] == LOWER:
            return True
        if fold[behind] == "'s" and any(
            sense[i] & ROLE for i in range(behind + 1, min(behind + 4, len(tokens)))
        ):
            return True
        if sense[behind] & OFFICE:
            return True
    here = at - 1
    while here >= 0 and fold[here] in ("the", "of", "de", "l'", "la", "du", "le", "d'", "for"):
        here -= 1
    return here < at - 1 and here >= 0 and bool(sense[here] & (ROLE | ROLE_WORD))
