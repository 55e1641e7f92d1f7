"""Who holds an office, where no word is between its body and the name.

« le président du Conseil régional Jean Maurel », « le maire de Sète Anne Vidal »: what is read as
one name is two.
"""

from __future__ import annotations

from indexer.entities.data.lexicon import GIVEN_NAME, OFFICE, ROLE, words_of
from indexer.entities.recognize.scan import Scan
from indexer.language.given_names import given_names
from indexer.language.normalize import word_set
from indexer.language.tokens import CAPITAL, INITIAL

_LINKS = word_set("du de d' des de la le l' les près au aux à of the for at")
_WIDENS = word_set("général générale délégué déléguée adjoint adjointe chief general deputy")
_NAMES = frozenset({CAPITAL, INITIAL})
_LONGEST = 4
"""Words of a person's name, at most."""
_FAR = 5
"""So many words before the body the office is looked for."""


def holder_at(scan: Scan, first: int, after: int) -> int:
    """Where the name of a person begins in a span behind an office; 0 where none does."""
    kind, fold = scan.tokens.kind, scan.tokens.fold
    at = after
    while at > first + 1 and after - at < _LONGEST and kind[at - 1] in _NAMES:
        at -= 1
    for here in range(at, after - 1):
        if here > first and _is_given(scan, here) and fold[here - 1] not in _LINKS:
            named = any(word in words_of("named_after") for word in fold[max(0, first - 1) : here])
            return here if not named and _office_before(scan, first) else 0
    return 0


def _is_given(scan: Scan, at: int) -> bool:
    word = scan.tokens.fold[at]
    return bool(scan.sense[at] & GIVEN_NAME) or word.partition("-")[0] in given_names()[0]


def _office_before(scan: Scan, first: int) -> bool:
    fold = scan.tokens.fold
    here = first - 1
    if here < 1 or fold[here] not in _LINKS:
        return False
    while here > 0 and first - here < _FAR and fold[here] in _LINKS | _WIDENS:
        here -= 1
    return bool(scan.sense[here] & (ROLE | OFFICE))
