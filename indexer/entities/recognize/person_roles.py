"""Roles in English and French prose, their realms, and the persons who hold them."""

from __future__ import annotations

from rapidfuzz import fuzz

from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.entities.data.lexicon import (
    BODY,
    COMMON,
    DEMONYM,
    FUNCTION,
    GIVEN_NAME,
    HONORIFIC,
    NAME_WORD,
    OFFICE,
    PORTFOLIO,
    REGION,
    ROLE,
    ROLE_LINK,
    ROLE_WORD,
    SPEECH,
    TITLE,
    TOPIC,
)
from indexer.entities.recognize.person_bounds import is_full_name, name_end
from indexer.entities.recognize.person_titles import claim_after, listed_names
from indexer.entities.recognize.scan import Scan
from indexer.language.normalize import word_set
from indexer.language.tokens import ABBREVIATION, ACRONYM, CAPITAL, INITIAL, LOWER

_BREAKERS = word_set(
    "who which that where when while after before as than then but if qui que quand lorsque"
)
_REALM = 18
LONG_ROLE_WORDS = ("plenipotentiary", "plénipotentiaire", "extraordinary", "extraordinaire")


def role_names(scan: Scan, at: int) -> int:
    """A role, the words that widen it, and the name after it; returns where to go on."""
    tokens, sense = scan.tokens, scan.sense
    kind, fold = tokens.kind, tokens.fold
    size = len(tokens)
    here = at + 1
    while here < size and sense[here] & (ROLE | ROLE_WORD | TITLE | DEMONYM | HONORIFIC):
        if not _widens(scan, here):
            break
        here += 1
    if here >= size or scan.headline[at]:
        return here
    if kind[here] in (CAPITAL, INITIAL, ACRONYM) and tokens.touches(here):
        end = name_end(scan, here, titled=True)
        if end > here and (is_full_name(scan, here, end) or _officeholder(scan, at, here, end)):
            done = claim_after(scan, here, cue=at, rule="role before name")
            if done > here:
                return listed_names(scan, done, cue=at, rule="role before name")
    if fold[here] == ",":
        return _after_comma(scan, here, cue=at) or here
    step = _realm_end(scan, here)
    if step == here or step >= size:
        return here
    if fold[step] == ",":
        return _after_comma(scan, step, cue=at) or here
    if kind[step] in (CAPITAL, INITIAL) and step - here > 1 and not sense[step - 1] & ROLE_LINK:
        end = name_end(scan, step, titled=False)
        if is_full_name(scan, step, end):
            scan.claim("person", step, end, "role before name", cue=(at, end))
    return here


def _widens(scan: Scan, here: int) -> bool:
    """Is this word of a role part of the role rather than of the name after it?"""
    kind, bits = scan.tokens.kind[here], scan.sense[here]
    if kind == LOWER:
        return bool(bits & (ROLE | ROLE_WORD | TITLE | DEMONYM))
    if kind not in (CAPITAL, ABBREVIATION, ACRONYM):
        return False
    return not (bits & (NAME_WORD | GIVEN_NAME) and name_end(scan, here, titled=False) > here + 1)


def _officeholder(scan: Scan, role: int, first: int, end: int) -> bool:
    """ "Ambassador Borsodi": a capital role before a single word that is no ordinary one."""
    tokens = scan.tokens
    if tokens.kind[role] != CAPITAL or not scan.sense[role] & OFFICE or end - first > 2:
        return False
    if tokens.fold[first] in scan.lower or scan.sense[first] & (
        COMMON | DEMONYM | PORTFOLIO | TOPIC
    ):
        return False
    if fold_place(tokens.words[first]) in gazetteer().places:
        return False
    word = tokens.fold[first]
    return len(word) < 10 or all(fuzz.ratio(word, known) < 80 for known in LONG_ROLE_WORDS)


def _after_comma(scan: Scan, comma: int, *, cue: int) -> int:
    """ ", Name Surname," after a role: the end of the name, 0 if there is none."""
    tokens = scan.tokens
    here = comma + 1
    if here >= len(tokens) or tokens.kind[here] not in (CAPITAL, INITIAL):
        return 0
    end = name_end(scan, here, titled=False)
    if not is_full_name(scan, here, end) or not _closes(scan, end):
        return 0
    scan.claim("person", here, end, "role before name", cue=(cue, end))
    return listed_names(scan, end, cue=cue, rule="role before name")


def _realm_end(scan: Scan, here: int) -> int:
    """Where the realm of a role ends: "of Culture", "of the Bank", "to Morocco"."""
    limit = min(len(scan.tokens), here + _REALM)
    if here >= limit:
        return here
    if not (scan.sense[here] & ROLE_LINK or scan.owned[here] or scan.tokens.fold[here] == "'s"):
        return here
    while here < limit:
        if here in scan.blocks:
            here = scan.blocks[here]
        elif _in_realm(scan, here):
            here += 1
        else:
            break
    return here


def _in_realm(scan: Scan, at: int) -> bool:
    """Can the word come between a role and the name of who holds it?"""
    tokens, bits = scan.tokens, scan.sense[at]
    kind, folded = tokens.kind[at], tokens.fold[at]
    if scan.owned[at] or bits & (ROLE_LINK | PORTFOLIO) or kind == ACRONYM:
        return True
    if kind == LOWER:
        return not bits & SPEECH and folded not in _BREAKERS
    if kind == CAPITAL:
        ordinary = bits & (COMMON | BODY | DEMONYM | TOPIC | REGION) and not bits & GIVEN_NAME
        place = gazetteer().places.get(fold_place(tokens.words[at]))
        behind_of = tokens.fold[at - 1] in ("of", "de", "d'", "du")
        placed = place is not None and (place.sure or behind_of)
        return bool(ordinary or folded in scan.lower or placed)
    return folded in ("&", "'s", "(", ")") or (folded == "," and _list_of_portfolios(scan, at))


def _list_of_portfolios(scan: Scan, comma: int) -> bool:
    """ "Education, Science and Culture": does the comma only part fields of work?"""
    return comma + 1 < len(scan.sense) and bool(scan.sense[comma + 1] & (PORTFOLIO | TOPIC))


def _closes(scan: Scan, end: int) -> bool:
    """Is an apposition ", Name" closed by a stop, a verb or "and"?"""
    tokens = scan.tokens
    if end >= len(tokens):
        return True
    return (
        tokens.kind[end] != CAPITAL
        and not tokens.fold[end].isdigit()
        and (
            tokens.fold[end] in (",", ".", ";", ")", "\n", "and", "et", "also", "who", "qui")
            or bool(scan.sense[end] & (SPEECH | FUNCTION))
            or tokens.fold[end].endswith(("ed", "é"))
        )
    )
