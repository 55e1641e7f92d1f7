"""Organizations whose names hold no head noun: what is next to them says what they are.

"the carrier Zephyr Blue", "Zephyr, a private radio station", "Zephyr's chief executive",
"owned by Zephyr", "Zephyr Holdings", « la compagnie danoise Zéphyr ».
"""

from __future__ import annotations

from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.entities.data.lexicon import (
    BODY,
    BODY_LABEL,
    BODY_PREFIX,
    BODY_SUFFIX,
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
    ORGAN,
    PORTFOLIO,
    PREPOSITION,
    REGION,
    ROLE,
    ROLE_WORD,
    TITLE,
    TOPIC,
    phrases,
)
from indexer.entities.data.word_endings import ADJECTIVES
from indexer.entities.recognize.organization_bounds import topical
from indexer.entities.recognize.organization_context import (
    ENDS,
    deals,
    described,
    employs,
    is_label,
    is_qualifier,
    labelled,
    plays,
    run,
)
from indexer.entities.recognize.scan import Scan
from indexer.language.tokens import ACRONYM, CAPITAL

_ORDINARY = (
    COMMON
    | DEMONYM
    | PORTFOLIO
    | TOPIC
    | ORGAN
    | REGION
    | FUNCTION
    | CALENDAR
    | LANGUAGE
    | NOT_BODY
    | FACILITY
    | ROLE
    | ROLE_WORD
    | TITLE
)


def find_named_bodies(scan: Scan) -> None:
    """Claim bodies by the words next to them."""
    end = 0
    for at in scan.capitals:
        if at < end or scan.owned[at] or scan.headline[at]:
            continue
        if is_label(scan, at) or is_qualifier(scan, at) or _goes_on(scan, at):
            continue
        after = run(scan, at)
        if after == at:
            continue
        rule, cue, after = _betrayed(scan, at, after)
        if rule:
            scan.claim("organization", at, after, rule, cue=cue)
            end = after


def _goes_on(scan: Scan, at: int) -> bool:
    """Is token `at` rather a further word of a run?"""
    if not at or scan.owned[at - 1] or is_label(scan, at - 1) or is_qualifier(scan, at - 1):
        return False
    return scan.capital(at - 1) and scan.tokens.touches(at)


def _betrayed(scan: Scan, at: int, after: int) -> tuple[str, tuple[int, int], int]:
    """The rule by which the run of capital words is a body, its cue and the body's end."""
    suffixed = _suffixed(scan, at, after)
    if suffixed:
        return "suffix of bodies", (at, suffixed), suffixed
    label = labelled(scan, at)
    if label >= 0 and not _only_ordinary(scan, at, after):
        if scan.sense[after - 1] & NOT_BODY:
            return "", (at, after), after
        after = _linked(scan, after)
        return "label before name", (label, after), after
    if _prefixed(scan, at, after):
        after = _linked(scan, after)
        return "prefix of bodies", (at, after), after
    if not _unknown(scan, at, after):
        return "", (at, after), after
    town = _is_place(scan, at, after)
    after = _linked(scan, after)
    behind = described(scan, after)
    if behind:
        return "label behind name", (at, behind), after
    if town or _is_surname(scan, at, after):
        return "", (at, after), after
    if employs(scan, at, after):
        return "staff of a body", (max(at - 2, 0), min(after + 2, len(scan.tokens))), after
    if plays(scan, at, after):
        return "doings of a club", (max(at - 2, 0), min(after + 2, len(scan.tokens))), after
    if deals(scan, at, after):
        return "doings of a body", (max(at - 2, 0), min(after + 1, len(scan.tokens))), after
    return "", (at, after), after


def _prefixed(scan: Scan, at: int, after: int) -> bool:
    """ "AS Vita", "Radio Mars", « Racing de … »: the first word is one of clubs and stations."""
    tokens, sense = scan.tokens, scan.sense
    if not sense[at] & BODY_PREFIX or scan.tokens.opens_sentence(at):
        return False
    if len(tokens.words[at]) < 4 and tokens.kind[at] != ACRONYM:
        return False
    if after - at > 1:
        return not sense[after - 1] & NOT_BODY
    return scan.french and tokens.fold[after] in ("de", "d'") and scan.capital(after + 1)


def _linked(scan: Scan, end: int) -> int:
    """The run's end after "of Hope", « des Sables »: a link and capital words, no place."""
    tokens = scan.tokens
    while (
        end + 1 < len(tokens)
        and tokens.fold[end] in phrases("name_links")
        and scan.capital(end + 1)
        and not scan.owned[end + 1]
        and not scan.sense[end + 1] & ENDS
        and (tokens.fold[end] in ("du", "des") or not _known_place(scan, end + 1, end + 2))
    ):
        after = run(scan, end + 1)
        joined = tokens.fold[end] in ("and", "et")
        if joined and (after > end + 2 or not scan.french or scan.sense[end + 1] & GIVEN_NAME):
            break
        end = after
    return end


def _is_surname(scan: Scan, at: int, after: int) -> bool:
    """Does the single word also follow another capital word: "Leila Haddad"?"""
    tokens = scan.tokens
    if after - at > 1:
        return False
    word = tokens.words[at]
    if word not in scan.surnames:
        scan.surnames[word] = any(
            tokens.kind[i - 1] == CAPITAL
            and tokens.touches(i)
            and not scan.sense[i - 1] & (FUNCTION | BODY_LABEL)
            for i in scan.positions_of(word)
            if i
        )
    return scan.surnames[word]


def _is_place(scan: Scan, at: int, after: int) -> bool:
    return fold_place(scan.tokens.slice(at, after)) in gazetteer().places


def _known_place(scan: Scan, at: int, after: int) -> bool:
    """A country or a city; names of towns are too many to say anything."""
    place = gazetteer().places.get(fold_place(scan.tokens.slice(at, after)))
    return place is not None and place.rank != "town"


def _only_ordinary(scan: Scan, at: int, after: int) -> bool:
    """Is every word of the run a place or an ordinary word?"""
    if _is_place(scan, at, after):
        return True
    return all(
        scan.sense[i] & _ORDINARY and not scan.sense[i] & (NAME_WORD | BODY_SUFFIX)
        for i in range(at, after)
    ) and (after - at == 1 or scan.tokens.opens_sentence(at))


def _unknown(scan: Scan, at: int, after: int) -> bool:
    """Is the run free of ordinary words, given names and places?"""
    tokens, sense = scan.tokens, scan.sense
    prepositioned = at > 0 and sense[at - 1] & PREPOSITION
    if _is_place(scan, at, after) and (prepositioned or _known_place(scan, at, after)):
        return False
    if sense[at] & (GIVEN_NAME | NOT_ACRONYM) or tokens.fold[at] in scan.lower:
        return False
    return not any(sense[i] & (_ORDINARY | BODY) for i in range(at, after))


def _suffixed(scan: Scan, at: int, after: int) -> int:
    """End of "Renwick Partners", "Simba SC" within the run; 0 if it holds no suffix."""
    tokens, sense = scan.tokens, scan.sense
    for last in range(after - 1, at, -1):
        if sense[last] & BODY_SUFFIX:
            before = range(at, last)
            if all(
                sense[i] & (_ORDINARY & ~DEMONYM) and not sense[i] & (NAME_WORD | GIVEN_NAME)
                for i in before
            ):
                return 0
            if tokens.fold[last] not in phrases("legal_forms") and _is_adjective(scan, last - 1):
                return 0
            if tokens.opens_sentence(at) and sense[at] & FUNCTION:
                return 0
            return last + 1
    return 0


def _is_adjective(scan: Scan, at: int) -> bool:
    """ "Renewable" in "Renewable Energy", "Financial" in "Financial Partners"."""
    folded = scan.tokens.fold[at]
    return folded in scan.lower or topical(scan, at) or folded.endswith(ADJECTIVES)
