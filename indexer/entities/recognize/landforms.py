"""Valleys, deltas and peninsulas that bear the name of a place: they are the place, it is not.

"the Jordan Valley" is not Jordan, "the Congo Basin" no organization.
"""

from __future__ import annotations

from indexer.entities.data.gazetteer import fold_place, gazetteer
from indexer.entities.data.lexicon import words_of
from indexer.entities.recognize.candidates import Candidate
from indexer.entities.recognize.scan import Scan
from indexer.entities.records import Mention
from indexer.language.tokens import ACRONYM, CAPITAL


def is_landform(scan: Scan, at: int) -> bool:
    """Is the token the word for a valley or the like, with a capital?"""
    return scan.tokens.fold[at] in words_of("landforms") and scan.tokens.kind[at] == CAPITAL


def is_landscape(mention: Mention) -> bool:
    """Is it a strait, a gulf or the like of the gazetteer: "Strait of Hormuz"?"""
    words = mention.text.casefold().split()
    return (
        mention.kind == "place"
        and len(words) > 1
        and not words_of("landforms").isdisjoint((words[0], words[-1]))
    )


def landforms(scan: Scan, found: list[Candidate]) -> None:
    """Let a place go on to the landform behind it, and make a place of one that is read whole."""
    tokens = scan.tokens
    last = [at for at in scan.capitals if is_landform(scan, at) and not _goes_on(scan, at)]
    if not last:
        return
    by_first = {span.first: span for span in found}
    by_after = {span.after: span for span in found}
    for at in last:
        whole = by_after.get(at + 1)
        span = whole if whole and whole.after - whole.first > 1 else by_after.get(at)
        if span is None or span.dropped or span.kind == "person":
            continue
        known = fold_place(tokens.slice(span.first, at)) in gazetteer().places
        if known and scan.free(span.first, at + 1):
            if at in by_first:
                by_first[at].dropped = True
            span.kind, span.after, span.fixed = "place", at + 1, True
    found[:] = [span for span in found if not span.dropped]


def _goes_on(scan: Scan, at: int) -> bool:
    """Is the landform itself within a longer name: "Congo Basin Forum"?"""
    kind, behind = scan.tokens.kind, at + 1
    return behind < len(kind) and kind[behind] in (CAPITAL, ACRONYM) and scan.tokens.touches(behind)
