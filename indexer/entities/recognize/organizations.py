"""Organizations by head noun in English: "Guild of Weavers". French ones are learned alone."""

from __future__ import annotations

from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.entities.data.lexicon import (
    BODY,
    CALENDAR,
    COMMON,
    DEMONYM,
    FUNCTION,
    GIVEN_NAME,
    NOT_BODY,
    OFFICE,
    ORGAN,
    REGION,
    ROLE,
    TITLE,
    WEAK_BODY,
    phrases,
)
from indexer.entities.recognize.definitions import LINKS
from indexer.entities.recognize.organization_bounds import (
    GENERIC,
    left_end,
    right_end,
)
from indexer.entities.recognize.scan import Scan
from indexer.language.tokens import ACRONYM, CAPITAL, INITIAL, LOWER, mask_of

_CAPITAL_MASK = mask_of(CAPITAL)

# "Paris Office of the Guild of Weavers" is a part of the guild.
_OFFICES = frozenset({"office", "board", "bureau", "committee", "chamber"})


def find_bodies(scan: Scan) -> None:
    """Claim bodies with a head noun, then those that the text itself treats as bodies."""
    if scan.french:
        return
    sense, fold = scan.sense, scan.tokens.fold
    own = _own_heads(scan)
    end = blocked = -1
    for at in scan.tokens.places(_CAPITAL_MASK):
        if at < end:
            continue
        blocked = max(blocked, scan.blocks.get(at, -1))
        if at < blocked or scan.owned[at] or scan.headline[at]:
            continue
        if sense[at] & BODY or fold[at] in own:
            end = _body(scan, at, named=fold[at] in own)


def _own_heads(scan: Scan) -> frozenset[str]:
    """Words that the text uses with a capital and an article for a body: "the Caravan".

    Head nouns may be weak and still be among them: "the Trust".
    """
    tokens = scan.tokens
    bad = NOT_BODY | OFFICE | ROLE | TITLE | COMMON | CALENDAR | DEMONYM | FUNCTION | ORGAN | REGION
    return frozenset(
        tokens.fold[at]
        for at in scan.capitals
        if 0 < at < len(tokens) - 1
        and tokens.kind[at] == CAPITAL
        and tokens.fold[at - 1] in ("the", "its")
        and not scan.sense[at] & bad
        and tokens.kind[at + 1] not in (CAPITAL, ACRONYM)
        and tokens.fold[at + 1] not in ("of", "for", "-")
        and fold_place(tokens.words[at]) not in gazetteer().places
    )


def _body(scan: Scan, at: int, *, named: bool) -> int:
    first, after = left_end(scan, at), right_end(scan, at)
    opens_quote = scan.quoted[first] and not scan.quoted[max(first - 2, 0)]
    if opens_quote or not _is_body(scan, first, at, after, named=named):
        return at + 1
    rule = "head noun" if scan.sense[at] & BODY else "own head noun"
    scan.claim("organization", first, after, rule)
    return after


def _is_body(scan: Scan, first: int, head: int, after: int, *, named: bool) -> bool:
    """Is the run a proper-named body rather than a department, an organ or a thing?"""
    tokens, sense = scan.tokens, scan.sense
    kind = tokens.kind
    if tokens.fold[head] in _OFFICES and any(sense[i] & BODY for i in range(head + 1, after)):
        return False
    others = [
        i
        for i in range(first, after)
        if i != head
        and tokens.fold[i] not in LINKS
        and kind[i] in (CAPITAL, ACRONYM, LOWER, INITIAL)
    ]
    if not others or after - first < 2:
        return False
    if " ".join(tokens.fold[first:after]) in phrases("common_bodies"):
        return False
    if first == head and _is_office_holder(scan, head):
        return False
    if tokens.opens_sentence(first) and first == head and all(kind[i] == LOWER for i in others):
        return False
    special = [
        i
        for i in others
        if not sense[i] & (GENERIC | DEMONYM | BODY | (NOT_BODY if i < head else 0))
        and kind[i] != LOWER
    ]
    if not sense[head] & BODY:
        return bool(special)
    if sense[head] & WEAK_BODY:
        return bool(special) or (named and not all(sense[i] & (GENERIC | BODY) for i in others))
    return bool(special) or not all(sense[i] & (ORGAN | BODY) for i in others)


def _is_office_holder(scan: Scan, head: int) -> bool:
    """Is it an office with who holds it: "Speaker of the House Tom Foley"?"""
    fold, sense = scan.tokens.fold, scan.sense
    return (
        head > 2
        and fold[head - 2 : head] == ["of", "the"]
        and bool(sense[head - 3] & (ROLE | OFFICE))
        and bool(sense[head + 1] & GIVEN_NAME)
    )
