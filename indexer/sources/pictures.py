"""What w3m writes for a picture without a description: the head of its file's name in brackets.

It has at most ten characters ("[csm_2022_J]", "[logo-print]"), stands on a line of its own or in
front of what is next to the picture, and is no word of the page.
"""

from __future__ import annotations

import re
from typing import Final

from indexer.language.words import has_digit

_MARK: Final = re.compile(r"\[(?=[\d_-]*[^\W\d_])([\w%+~-]{3,10})\][ \t]?")
_CUT_CHARS: Final = 10
_FEW: Final = 3
_SIGNS: Final = frozenset("_-%+~")


def without_pictures(text: str) -> str:
    """The text without these marks, where a page has some of which it is sure.

    Such are different ones as long as they can be, two of them with a sign or a digit as the
    names of files have.
    """
    cut = {mark for mark in _MARK.findall(text) if len(mark) == _CUT_CHARS}
    if len(cut) < _FEW or sum(map(_is_of_file, cut)) < _FEW - 1:
        return text
    return _MARK.sub(_without, text)


def _without(mark: re.Match[str]) -> str:
    name = mark[1]
    return "" if len(name) == _CUT_CHARS or not _SIGNS.isdisjoint(name) else mark[0]


def _is_of_file(name: str) -> bool:
    return not _SIGNS.isdisjoint(name) or (has_digit(name) and any(map(str.isalpha, name)))
