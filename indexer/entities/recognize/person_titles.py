"""Titles of address in English and French prose, and the persons after them."""

from __future__ import annotations

from indexer.entities.data.lexicon import (
    COMMON,
    DEMONYM,
    GIVEN_NAME,
    HONORIFIC,
    NAME_WORD,
    ROLE,
    ROLE_WORD,
    TITLE,
    words_of,
)
from indexer.entities.recognize.person_bounds import is_full_name, name_end, names_thing
from indexer.entities.recognize.scan import Scan
from indexer.language.normalize import word_set
from indexer.language.tokens import CAPITAL, LOWER

_DOT_TITLES = frozenset({"m", "fr", "pr", "sr"})
_CAPITAL_TITLES = frozenset({"me", "pr", "sem", "hm", "hrh", "mm"})
# Titles that are given names where French writes them with a capital.
_FRENCH_NAMES = frozenset({"pape", "cheikh"})
_TITLESAND_NAMES = frozenset({"sultan", "prince", "king", "earl", "duke", "baron", "chief"})
_ROYAL_STYLES = word_set("highness majesty h.h hrh h.r.h h.m hm royal altesse majesté s.a.r")
AND = frozenset({"and", "et", "&"})


def find_titled(scan: Scan) -> None:
    """Claim every person that comes with a title of address."""
    end = 0
    for at in [at for at, bits in enumerate(scan.sense) if bits & TITLE]:
        if at >= end and not scan.owned[at] and _is_title_here(scan, at):
            end = titled_names(scan, at)


def _is_title_here(scan: Scan, at: int) -> bool:
    """Is it a title, and not the beginning of a country: "DR Congo"?"""
    return at not in scan.blocks and is_title(scan, at)


def titled_names(scan: Scan, at: int) -> int:
    """A title of address, or a chain of them, and the names after it."""
    tokens, sense = scan.tokens, scan.sense
    here, size = at + 1, len(tokens)
    while here < size and here - at < 9 and _adds_to_title(scan, here):
        here += 1
    if here >= size:
        return here
    if _is_given_after_title(scan, at, here):
        here -= 1
    end = claim_after(scan, here, cue=at, rule="title")
    if end == here and sense[here - 1] & NAME_WORD and here - 1 > at:
        return claim_after(scan, here - 1, cue=at, rule="title")
    if end > here and tokens.fold[at] in words_of("plural_titles"):
        end = listed_names(scan, end, cue=at, rule="title")
    return end if end > here else at + 1


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


def _is_given_after_title(scan: Scan, at: int, here: int) -> bool:
    """Is the last title of a chain rather a given name: "Eng. Sultan Al-Marri"?"""
    fold = scan.tokens.fold
    if fold[here - 1] not in _TITLESAND_NAMES or here - 1 == at:
        return False
    royal = any(fold[step] in _ROYAL_STYLES for step in range(at, here - 1))
    return not royal and name_end(scan, here, titled=True) == here + 1


def _adds_to_title(scan: Scan, at: int) -> bool:
    """Is the word a further title, an honorific or a role in a chain of titles?"""
    bits = scan.sense[at]
    if scan.tokens.fold[at] in (".", "'", "’") or bits & HONORIFIC:
        return True
    if bits & TITLE:
        return is_title(scan, at)
    return bool(
        bits & (ROLE | ROLE_WORD)
        and scan.tokens.kind[at] in (CAPITAL, LOWER)
        and not bits & (NAME_WORD | GIVEN_NAME)
    )


def claim_after(scan: Scan, here: int, *, cue: int, rule: str) -> int:
    """Claim the name at `here`; returns its end, or `here` if there is none."""
    end = name_end(scan, here, titled=True, addressed=rule == "title")
    if end == here or not scan.free(here, end) or names_thing(scan, end):
        return here
    if (
        end == here + 1
        and scan.sense[here] & (DEMONYM | COMMON)
        and not scan.sense[here] & NAME_WORD
    ):
        return here
    scan.claim("person", here, end, rule, cue=(cue, end))
    return end


_MOST_LISTED = 30
"""A longer list is read as names by themselves: each would look through the rest of it."""


def listed_names(scan: Scan, at: int, *, cue: int, rule: str) -> int:
    """Claim the others of "A B, C D and E F", where `at` is the end of the first.

    Only a list that "and" closes is one. Returns the end of the last, or `at`.
    """
    tokens = scan.tokens
    spans: list[tuple[int, int]] = []
    here = at
    closed = False
    while here + 1 < len(tokens) and not closed and len(spans) < _MOST_LISTED:
        first = here + (tokens.fold[here] == ",")
        if first < len(tokens) and tokens.fold[first] in AND:
            closed = True
            first += 1
        if first == here or first >= len(tokens) or not scan.capital(first):
            break
        end = name_end(scan, first, titled=False)
        if not is_full_name(scan, first, end):
            break
        spans.append((first, end))
        here = end
    if not closed or not spans or spans[-1][1] != here:
        return at
    for first, end in spans:
        scan.claim("person", first, end, rule, cue=(cue, end))
    return here
