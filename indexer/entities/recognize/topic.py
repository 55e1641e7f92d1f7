"""What a text is about, where that says what its names are: in sport a town is mostly a team."""

from __future__ import annotations

from indexer.entities.data.lexicon import words_of
from indexer.language.tokens import CODE, Tokens, mask_of

_LEAST = 3
"""Scores and words of sport that a text has at least; one fewer where one is a score."""
_SHARE = 50
"""One of them to so many words."""
_CODES = mask_of(CODE)
_MARKS = frozenset("-–")


def is_of_sport(tokens: Tokens, language: str) -> bool:
    """Does a text tell of matches: by its scores and its words?"""
    words = words_of("sport_fr" if language == "fr" else "sport")
    fold, kind = tokens.fold, tokens.kind
    told = [word for word in fold if word in words]
    scores = sum(
        1
        for at in tokens.places(_CODES)
        if at + 2 < len(kind)
        and kind[at + 2] == CODE
        and fold[at + 1] in _MARKS
        and len(fold[at]) < 4
    )
    least = max(_LEAST - bool(scores), len(fold) / _SHARE)
    return bool(told) and len(told) + scores >= least
