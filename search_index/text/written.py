"""How a folded word occurs in a text: `ecole` as `école`, `covid19` as `covid-19`.

Terms have neither marks nor accents; what is offered to people has them as most articles do.
Case is left out: a word that begins a sentence is the same word.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from search_index.text.analysis import WordTerms, fold
from search_index.text.folding import APOSTROPHES
from search_index.text.marks import without_endless_marks

_UNSEEN: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u0640"))
_AS_TYPED: Final = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u00a0": " ", **dict.fromkeys(APOSTROPHES, "'")}
)
_PIECE: Final = re.compile("[^-' ]+")
_INITIALS: Final = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
_BETWEEN: Final = re.compile("[-' ]")
_MOST_PIECES: Final = 6
_MOST_CHARS: Final = 60


def written_forms(surface: str, terms: WordTerms) -> list[tuple[str, str]]:
    """(term, form) for the exact terms of a surface that are not written as they are folded."""
    text = surface.lower() if surface.isascii() else _lower(surface)
    wanted = {term for term, _ in terms.exact if term != text}
    if not wanted:
        return []
    pieces = list(_PIECE.finditer(text))
    if not pieces or len(pieces) > _MOST_PIECES or len(text) > _MOST_CHARS:
        return []
    found: dict[str, str] = {}
    for first in range(len(pieces)):
        for last in range(len(pieces) - 1, first - 1, -1):
            if not wanted:
                break
            form = text[pieces[first].start() : pieces[last].end()]
            term = fold(_BETWEEN.sub("", form))
            if term not in wanted and _INITIALS.fullmatch(form):
                term = term.replace(".", "")
            if term in wanted:
                wanted.discard(term)
                found[term] = form
    return [(term, form) for term, form in found.items() if form != term]


def _lower(surface: str) -> str:
    composed = unicodedata.normalize("NFC", without_endless_marks(surface))
    return composed.translate(_AS_TYPED).translate(_UNSEEN).lower()
