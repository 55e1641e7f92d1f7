"""Persons behind a title of address in English and French: "Dr. AlWardani"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.entities.data import lexicon as lex
from indexer.entities.recognize.candidates import Candidate, Scores, by_kind, taken
from indexer.entities.recognize.scan import Scan
from indexer.language.normalize import word_set
from indexer.language.tokens import CAPITAL, INITIAL, LOWER

_DOT_TITLES = frozenset({"m", "fr", "pr", "sr"})
_CAPITAL_TITLES = frozenset({"me", "pr", "sem", "hm", "hrh", "mm"})
_FRENCH_NAMES = frozenset({"pape", "cheikh"})
"""Titles that are given names where French writes them with a capital."""
_NEVER = lex.mask(
    "org_heads not_org offices portfolio calendar function titles role_heads role_words"
)
_ORDINARY = _NEVER | lex.COMMON | lex.DEMONYM | lex.ROYAL | lex.HONORIFIC
_NAMES = frozenset({CAPITAL, INITIAL})
_ALSO_GIVEN = frozenset({"sultan", "prince", "king", "earl", "duke", "baron", "chief"})
_ROYAL_STYLES = word_set("highness majesty h.h hrh h.r.h h.m hm royal altesse majesté s.a.r")
_SON_OF = word_set("bin ben ibn bint")
_LONGEST = 5


def is_title(scan: Scan, at: int) -> bool:
    """Is the title at token `at` meant as one: "Me Alaoui" rather than "me"?"""
    tokens = scan.tokens
    word, folded = tokens.words[at], tokens.fold[at]
    if tokens.kind[at] == LOWER:
        return len(word) > 3 and folded != "major"
    if scan.french and folded in _FRENCH_NAMES:
        return False
    if folded == "reine" and (at == 0 or tokens.fold[at - 1] not in ("la", "sa", "majesté")):
        return False
    if folded in _DOT_TITLES and folded not in _CAPITAL_TITLES:
        return word.endswith(".") and not (
            at and tokens.kind[at - 1] == CAPITAL and tokens.touches(at)
        )
    return True


def is_addressed(scan: Scan, first: int) -> bool:
    """Does a title of address stand before token `first`?"""
    return first > 0 and bool(scan.sense[first - 1] & lex.TITLE) and is_title(scan, first - 1)


def titled(scan: Scan, found: Sequence[Candidate], scores: Scores) -> Iterator[Candidate]:
    """Names behind a title of address that the recognizer passed over, or of which it read the end.

    "Dr. AlWardani", "Eng. Sultan Al-Marri", "Mr. Said bin Khalfan Al-Toobi".
    """
    tokens, sense = scan.tokens, scan.sense
    owned = taken(scan, found)
    by_first = {span.first: span for span in found}
    for at in scan.capitals:
        if owned[at] or tokens.kind[at] != CAPITAL or not (at and tokens.touches(at)):
            continue
        if at - 1 in scan.blocks or not is_addressed(scan, at):
            continue
        given = tokens.fold[at] in _ALSO_GIVEN and tokens.fold[at - 1] not in _ROYAL_STYLES
        if sense[at] & _ORDINARY and not given:
            continue
        after = at + 1
        while (
            after < min(at + _LONGEST, len(tokens))
            and tokens.kind[after] in _NAMES
            and tokens.touches(after)
            and not owned[after]
            and not sense[after] & _NEVER
        ):
            after += 1
        if after + 1 < len(tokens) and tokens.fold[after] in _SON_OF and tokens.touches(after):
            father = by_first.get(after + 1)
            after += father is not None and father.kind == "person"
        behind = by_first.get(after)
        if behind is not None and tokens.touches(after):
            if behind.kind == "person":
                behind.first = at
        elif not given:
            yield Candidate("person", at, after, by_kind(scores, at, after), fixed=True)
