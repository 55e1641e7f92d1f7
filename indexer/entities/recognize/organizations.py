"""Organizations in English and French prose by their head noun: "Guild of Weavers"."""

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
    SPEECH,
    TITLE,
    WEAK_BODY,
    phrases,
    words_of,
)
from indexer.entities.recognize.definitions import LINKS
from indexer.entities.recognize.organization_bounds import (
    AND,
    ARTICLES,
    GENERIC,
    left_end,
    right_end,
)
from indexer.entities.recognize.scan import Scan
from indexer.language.tokens import ACRONYM, CAPITAL, INITIAL, LOWER, mask_of

_CAPITAL_MASK, _SMALL_MASK = mask_of(CAPITAL), mask_of(CAPITAL, LOWER)

# "Paris Office of the Guild of Weavers" is a part of the guild.
_OFFICES = frozenset({"office", "board", "bureau", "committee", "comité", "chamber", "conseil"})


def find_bodies(scan: Scan) -> None:
    """Claim bodies with a head noun, then those that the text itself treats as bodies."""
    kind, sense, fold = scan.tokens.kind, scan.sense, scan.tokens.fold
    own = _own_heads(scan)
    end = blocked = -1
    small = scan.french
    small_words = words_of("small_heads") | words_of("small_labels")
    for at in scan.tokens.places(_SMALL_MASK if small else _CAPITAL_MASK):
        code = kind[at]
        if at < end or (code == LOWER and fold[at] not in small_words):
            continue
        blocked = max(blocked, scan.blocks.get(at, -1))
        if at < blocked or scan.owned[at] or scan.headline[at]:
            continue
        if code == LOWER:
            end = _small(scan, at)
        elif sense[at] & BODY or fold[at] in own or (small and _opens_chain(scan, at)):
            end = _body(scan, at, named=fold[at] in own)


def _own_heads(scan: Scan) -> frozenset[str]:
    """Words that the text uses with a capital and an article for a body: "the Caravan".

    Head nouns may be weak and still be among them: "the Trust".
    """
    tokens, sense = scan.tokens, scan.sense
    bad = NOT_BODY | OFFICE | ROLE | TITLE | COMMON | CALENDAR | DEMONYM | FUNCTION | ORGAN | REGION
    found = set()
    last = len(tokens) - 1
    for at in scan.capitals:
        if not 0 < at < last:
            continue
        french = tokens.fold[at - 1] in ("le", "la", "l'", "du")
        if (
            tokens.kind[at] == CAPITAL
            and (french or tokens.fold[at - 1] in ("the", "its"))
            and not (french and tokens.kind[at + 1] == LOWER and not sense[at + 1] & SPEECH)
            and not sense[at] & bad
            and tokens.kind[at + 1] not in (CAPITAL, ACRONYM)
            and tokens.fold[at + 1] not in ("of", "for", "de", "des", "du", "d'", "-")
            and fold_place(tokens.words[at]) not in gazetteer().places
        ):
            found.add(tokens.fold[at])
    return frozenset(found)


def _opens_chain(scan: Scan, at: int) -> bool:
    """French "le Comptoir des Menuisiers": a common noun with a capital, mid-sentence."""
    tokens, sense = scan.tokens, scan.sense
    bad = NOT_BODY | OFFICE | ROLE | TITLE | COMMON | CALENDAR | DEMONYM | FUNCTION | GIVEN_NAME
    return (
        0 < at < len(tokens) - 2
        and tokens.fold[at - 1] in ("le", "la", "l'", "du", "au")
        and tokens.fold[at + 1] in ("des", "du", "de", "d'")
        and not sense[at] & bad
        and fold_place(tokens.words[at]) not in gazetteer().places
        and any(
            scan.capital(step)
            and not sense[step] & (CALENDAR | OFFICE)
            and fold_place(tokens.words[step]) not in gazetteer().places
            for step in (at + 2, min(at + 3, len(tokens) - 1))
            if step == at + 2 or tokens.fold[at + 2] in ARTICLES
        )
    )


def _body(scan: Scan, at: int, *, named: bool) -> int:
    first, after = left_end(scan, at), right_end(scan, at)
    opens_quote = scan.quoted[first] and not scan.quoted[max(first - 2, 0)]
    if opens_quote or not _is_body(scan, first, at, after, named=named):
        return at + 1
    rule = "head noun" if scan.sense[at] & BODY else "own head noun"
    scan.claim("organization", first, after, rule)
    return after


def _small(scan: Scan, at: int) -> int:
    """A French body whose head noun is written small."""
    tokens, sense, fold = scan.tokens, scan.sense, scan.tokens.fold
    if at + 1 < len(tokens) and scan.capital(at + 1) and fold[at] in words_of("small_labels"):
        if sense[at + 1] & (DEMONYM | FUNCTION | CALENDAR | TITLE):
            return at + 1
        after = _label_end(scan, at + 1)
        scan.claim("organization", at + 1, after, "label before name", cue=(at, after))
        return after
    after = right_end(scan, at)
    capitals = [i for i in range(at + 1, after) if scan.capital(i)]
    if not capitals or fold[at] not in words_of("small_heads"):
        return at + 1
    lone = all(fold_place(tokens.words[i]) in gazetteer().places for i in capitals)
    if lone and sense[at] & WEAK_BODY:
        return at + 1
    text = tokens.slice(at, after)
    scan.claim("organization", at, after, "head noun", text=text[0].upper() + text[1:])
    return after


def _label_end(scan: Scan, at: int) -> int:
    """End of the capital words from `at` on, with "et", "&", "du" and "des" between them."""
    tokens = scan.tokens
    end = at
    while end < len(tokens) and scan.capital(end) and tokens.touches(end):
        end += 1
        linked = end < len(tokens) and (
            tokens.fold[end] in AND or tokens.fold[end] in ("du", "des")
        )
        if end + 1 < len(tokens) and linked and scan.capital(end + 1):
            end += 1
    return end


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
    if not scan.french and first == head and _is_office_holder(scan, head):
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
    if sense[head] & WEAK_BODY and not (scan.french and tokens.fold[head] == "office"):
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
