"""Firms that bear the names of their founders, where the words around say who works there.

"an analyst at Harlow Finch", "brokers Harlow Finch", "the law firm of Harlow and Finch" and
"Harlow Finch economist Ruth Amery" name no person but the last.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from indexer.entities.recognize.candidates import Candidate
from indexer.entities.recognize.scan import Scan
from indexer.language.normalize import word_set
from indexer.language.tokens import ARABIC, BREAK, CAPITAL, INITIAL, LOWER

_STAFF = word_set(
    "analyst analysts economist economists strategist strategists trader traders dealer dealers "
    "broker brokers analyste analystes économiste économistes courtier courtiers"
)
_FIRMS = word_set(
    "brokers stockbrokers brokerage firm firms underwriters insurer insurers retailer retailers "
    "carmaker steelmaker shipbuilder drugmaker publisher"
)
"""Before a name; the singular "broker" may be who bears it."""
_TOLD = _STAFF | _FIRMS
_AT = frozenset({"at", "with", "of", "chez"})
_AND = frozenset({"and", "&", "et"})
_LEGAL = word_set("co corp inc ltd plc llp sa")
_ENDS = frozenset({".", "!", "?", ";"})
_STAFF_FAR = 6
_NEAR = 8
_LONGEST = 4


def employers(scan: Scan, found: list[Candidate]) -> None:
    """Make an organization of a person of whom the text says that people work there."""
    fold, kind = scan.tokens.fold, scan.tokens.kind
    if _TOLD.isdisjoint(fold):
        return
    at_first = {one.first: one for one in found}
    bearers = _bearers(scan, found)
    for span in found:
        if span.kind == "place" or span.dropped or kind[span.first] == ARABIC:
            continue
        form = tuple(fold[span.first : span.after])
        if bearers.get(form[-1], {form}) - {form} or not _employs(scan, span):
            continue
        if span.kind == "person":
            span.kind = "organization"
            span.fixed = True
        elif span.after + 1 in at_first:
            continue  # two firms, each by itself
        span.after = _with_partner(scan, span, at_first)
    found[:] = [span for span in found if not span.dropped]


def _bearers(scan: Scan, found: Sequence[Candidate]) -> Mapping[str, set[tuple[str, ...]]]:
    """The persons that the text names in full, or with a title, by their surnames."""
    fold = scan.tokens.fold
    bearers: dict[str, set[tuple[str, ...]]] = {}
    for one in found:
        if one.kind == "person" and one.after - one.first > 1:
            form = tuple(fold[one.first : one.after])
            bearers.setdefault(form[-1], set()).add(form)
    for mention in scan.found:
        if mention.kind == "person":
            words = mention.text.casefold().split()
            bearers.setdefault(words[-1], set()).add(("", *words))
    return bearers


def _employs(scan: Scan, span: Candidate) -> bool:
    fold, kind = scan.tokens.fold, scan.tokens.kind
    first, after = span.first, span.after
    if first and fold[first - 1] in _FIRMS and kind[first - 1] == LOWER:
        return True
    if first > 1 and fold[first - 1] in _AT and _has(scan, first - 1, -_STAFF_FAR, _TOLD):
        return True
    end = after
    if fold[after : after + 1] and fold[after] in _AND and scan.tokens.touches(after):
        end = after + 1
        while end < len(kind) and kind[end] == CAPITAL and end - after <= _LONGEST:
            end += 1
        if end > after + 1 and _is_house(scan, first, end):
            return True
    staff = end < len(kind) - 1 and fold[end] in _STAFF and kind[end] == LOWER
    return staff and kind[end + 1] in (CAPITAL, INITIAL)


def _is_house(scan: Scan, first: int, end: int) -> bool:
    """Is it of "Harlow and Finch" that brokers or lawyers are told, next to the name?"""
    return _has(scan, first, -_NEAR, _TOLD) or _has(scan, end - 1, 2, _TOLD)


def _has(scan: Scan, at: int, far: int, words: Collection[str]) -> bool:
    """Is one of the words among the next ones of the sentence, backwards for a negative `far`?"""
    fold, kind = scan.tokens.fold, scan.tokens.kind
    step = 1 if far > 0 else -1
    for here in range(at + step, at + far + step, step):
        if not 0 <= here < len(fold) or kind[here] == BREAK or fold[here] in _ENDS:
            return False
        if fold[here] in words:
            return True
    return False


def _with_partner(scan: Scan, span: Candidate, at_first: Mapping[int, Candidate]) -> int:
    """Where the name ends with its second founder: "Harlow and Finch Co"."""
    fold, kind = scan.tokens.fold, scan.tokens.kind
    end = span.after
    if not (end + 1 < len(kind) and fold[end] in _AND and kind[end + 1] == CAPITAL):
        return end
    partner = at_first.get(end + 1)
    if partner is not None:
        if partner.after - partner.first > 1 and partner.kind == "person":
            return end
        partner.dropped = True
        end = partner.after
    else:
        end += 2
    while end < len(kind) and fold[end].rstrip(".") in _LEGAL:
        end += 1
    return end
