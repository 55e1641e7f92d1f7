"""Places that no table knows, by the words around them: "the city of X", "in X", "left for X"."""

from __future__ import annotations

from indexer.entities.data import lexicon as lex
from indexer.entities.data.lexicon import endings_of, words_of
from indexer.entities.recognize.place_evidence import is_part_of
from indexer.entities.recognize.scan import Scan
from indexer.language.tokens import CAPITAL, CODE, LOWER, STOP

_ORDINARY = lex.mask(
    "common function calendar language demonyms org_heads not_org offices role_heads titles topics "
    "portfolio organ_words"
)


def claim_unlisted(scan: Scan, at: int) -> int:
    """Claim a place at token `at` that no table knows; its end or 0."""
    tokens, sense = scan.tokens, scan.sense
    fold, kind = tokens.fold, tokens.kind
    prefixed = bool(sense[at] & lex.PLACE_PREFIX)
    if kind[at] != CAPITAL or scan.headline[at] or not (at or prefixed):
        return 0
    end = at + 1
    if end < len(tokens) and kind[end] == CAPITAL and tokens.touches(end):
        end += 1
        longer = end < len(tokens) and kind[end] == CAPITAL and tokens.touches(end)
        paired = sense[at + 1] & lex.PLACE_AFFIX or not sense[at] | sense[at + 1]
        if longer or not (prefixed or paired):
            return 0
    elif prefixed and len(fold[at]) > 3:
        return 0
    if (
        (sense[at] & _ORDINARY and not prefixed)
        or sense[at] & lex.GIVEN_NAME
        or fold[at] in scan.lower
    ):
        return 0
    if not scan.free(at, end) or tokens.words[at][-1] == ".":
        return 0
    before = max(at - 1, 0)
    if is_part_of(scan, before):
        rule, cue = "place word", before - 1
    elif fold[before] in ("in", "à", "near", "off") and _in_place(scan, at, end):
        rule, cue = "preposition", before
    elif _on_a_way(scan, at, end):
        rule, cue = "way", before
    elif (end == at + 2 and sense[at + 1] & lex.PLACE_AFFIX) or (
        prefixed and fold[at] in ("lake", "lac", "mount", "mont") and end == at + 2
    ):
        rule, cue = "place word", at
    else:
        return 0
    scan.claim("place", at, end, rule, cue=(cue, end), canonical="~" + tokens.slice(at, end))
    return end


def _on_a_way(scan: Scan, at: int, end: int) -> bool:
    """ "from X to Y", "the road between X and Y", "left for X", "as far as X"."""
    tokens = scan.tokens
    fold = tokens.fold
    behind = fold[end] if end + 1 < len(tokens) else ""
    before = list(fold[max(at - 3, 0) : at])
    if before[-1:] == ["from"] and behind == "to":
        return scan.capital(end + 1) and tokens.kind[at] == CAPITAL
    if before[-1:] == ["between"] and behind == "and":
        return fold[at - 2] in words_of("roads") and scan.capital(end + 1)
    if before[-3:] == ["as", "far", "as"] or before[-2:] == ["bound", "for"]:
        return _in_place(scan, at, end)
    if before[-1:] == ["for"] and fold[at - 2] in ("leave", "left", "leaves", "sailed"):
        return _in_place(scan, at, end)
    if before[-1:] in (["to"], ["and"]) and at > 1 and tokens.end[at - 2] in scan.place_ends:
        first = at - 3
        return any(
            fold[near] == ("from" if before[-1] == "to" else "between")
            for near in range(max(first - 2, 0), first + 1)
        ) and _in_place(scan, at, end)
    return False


def _in_place(scan: Scan, at: int, end: int) -> bool:
    """Is "in X" said of a place: not "in Xism", nor "in X and Y" of other things?"""
    tokens = scan.tokens
    folded = tokens.fold[at]
    if at > 1 and tokens.fold[at - 2] in words_of("in_things"):
        return False
    if folded.endswith(endings_of("no_places")) or len(folded) < 3:
        return False
    if end < len(tokens):
        if tokens.kind[end] == CODE or tokens.fold[end] in ("’", "'s", "-"):
            return False
        return tokens.kind[end] in (STOP, LOWER) or tokens.fold[end] == "\n"
    return True
