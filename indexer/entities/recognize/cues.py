"""The nearest word before and behind a run that tells what it may be: a role, a label, a verb.

"the minister of culture and tourism, Anna Verhagen" is told by "minister", six words before,
"Pelion, a private radio station" by "station", five behind.
"""

from __future__ import annotations

from collections.abc import Mapping

from indexer.entities.data.lexicon import (
    BODY,
    BODY_LABEL,
    OFFICE,
    PERSON_LINK,
    PLACE_WORD,
    ROLE,
    ROLE_PLURAL,
    SENSE_NAMES,
    SPEECH,
    TITLE,
)
from indexer.language.tokens import BREAK, CAPITAL, Tokens

_PERSONAL = TITLE | ROLE | ROLE_PLURAL | OFFICE | SPEECH | PERSON_LINK
_TELLING = _PERSONAL | BODY | BODY_LABEL | PLACE_WORD
_NAMES = [(bit, name) for bit, name in SENSE_NAMES if bit & _TELLING]
_FAR = 8
_ENDS = frozenset(".!?;")
_COMMAS = frozenset(",(–—")


def far_cue(tokens: Tokens, senses: Mapping[str, int], at: int, step: int) -> str:
    """The first telling word from token `at` on, `step` by `step`, and what is between."""
    kind, fold = tokens.kind, tokens.fold
    comma = capital = ""
    for here in range(at, at + _FAR * step, step):
        if not 0 <= here < len(kind) or kind[here] == BREAK or fold[here] in _ENDS:
            break
        bits = senses.get(fold[here], 0) & _TELLING
        if bits:
            told = next(name for bit, name in _NAMES if bits & bit)
            return f"{told}{comma}{capital}"
        if fold[here] in _COMMAS:
            if comma:
                break
            comma = " ,"
        elif kind[here] == CAPITAL:
            capital = " X"
    return ""
