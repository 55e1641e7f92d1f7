"""The nearest word before and behind a run that tells what it may be: a role, a label, a verb.

"the minister of culture and tourism, Anna Verhagen" is told by "minister", six words before,
"Pelion, a private radio station" by "station", five behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from indexer.entities.data import lexicon as lex
from indexer.language.tokens import BREAK, CAPITAL, Tokens

_PERSONAL = lex.mask("titles role_heads role_plural offices speech person_links")
_TELLING = _PERSONAL | lex.BODY | lex.BODY_LABEL | lex.PLACE_WORD
_NAMES = [(bit, name) for bit, name in lex.SENSE_NAMES if bit & _TELLING]
_FAR = 8
_ENDS = frozenset(".!?;")
_COMMAS = frozenset(",(–—")


def far_cue(tokens: Tokens, sense: Sequence[int], at: int, step: int) -> str:
    """The first telling word from token `at` on, `step` by `step`, and what is between.

    `sense` has the lexicon's bits for each token.
    """
    kind, fold = tokens.kind, tokens.fold
    comma = capital = ""
    last = min(at + _FAR, len(kind)) if step > 0 else max(at - _FAR, -1)
    for here in range(at, last, step):
        word = fold[here]
        if word in _ENDS or kind[here] == BREAK:
            break
        if bits := sense[here] & _TELLING:
            return f"{_told(bits)}{comma}{capital}"
        if word in _COMMAS:
            if comma:
                break
            comma = " ,"
        elif kind[here] == CAPITAL:
            capital = " X"
    return ""


@cache
def _told(bits: int) -> str:
    return next(name for bit, name in _NAMES if bits & bit)
