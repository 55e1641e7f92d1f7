"""Ships, airports and halls that bear the name of a person, who is not there.

"the freighter Henrik Larsen", « le chalutier Jean Bart », "John Hartwell International Airport".
"""

from __future__ import annotations

from indexer.entities.data.arabic_words import entries, stems
from indexer.entities.data.lexicon import phrases
from indexer.language.tokens import ARABIC, CAPITAL, LOWER, STOP, Tokens

_FAR = 3
"""So many words of a facility are behind the name, at most."""


def is_namesake(tokens: Tokens, first: int, after: int) -> bool:
    """Is the name from token `first` up to `after` that of a ship or a facility here?"""
    return _is_of_ship(tokens, first) or _is_of_facility(tokens, after)


def _is_of_ship(tokens: Tokens, first: int) -> bool:
    before = first - 1
    if before > 0 and tokens.kind[before] == STOP and tokens.words[before] in _QUOTES:
        before -= 1
    if before < 0:
        return False
    word = tokens.fold[before]
    if tokens.kind[before] == ARABIC:
        return any(stem.removeprefix("ال") in entries("vessels") for _, stem in stems(word))
    small = tokens.kind[before] == LOWER or tokens.words[before] in _SHIP_MARKS
    return small and word in phrases("vessels")


_QUOTES = frozenset("\"“«'‘")
_SHIP_MARKS = frozenset({"MV", "HMS", "USS", "SS", "RMS", "MT"})


def _is_of_facility(tokens: Tokens, after: int) -> bool:
    for at in range(after, min(after + _FAR, len(tokens))):
        if tokens.kind[at] != CAPITAL or not tokens.touches(at):
            return False
        if tokens.fold[at] in phrases("built"):
            return True
    return False
