"""Where the tokens of a text begin and end.

One pattern says what a token is. Most pieces between two blanks are so plain that the classes
of their characters say as much: letters, each run of which is a token, and marks, each of which
is one. That is found for all of a text at once; the pattern is asked of the other pieces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import numpy as np
import numpy.typing as npt

_MARKS = "\u0300-\u036f\u064b-\u0652\u0670"
_TOKEN = re.compile(
    rf"""(?!\ \S)(                                          # (no token begins with a blank)
      [A-Za-z]{{2,}}+(?=[ ,\n])                              # what most are: a plain word
    | (?:[^\W\d_]\.){{2,}}(?:[^\W\d_]\b(?=\s))?          # abbreviation
    | (?:[ldnjmtscLJ]|[DNSCMT](?=['’][a-zà-ÿ])
         |[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)['’](?=[^\W\d_])  # elision
    | [^\W\d_][\w{_MARKS}]*
      (?:(?:['’ʼ‘`](?![sS]\b)|[-‑](?=\w))[^\W_][\w{_MARKS}]*)*  # word
    | ['’][sS]\b                                            # possessive
    | \d[\d.,/:]*\w*                                        # code
    | (?<!\s)\s*\n\s*                                              # break
    | [^\s\w]|_                                             # stop
    )""",
    re.VERBOSE,
)
_LETTER, _MARK, _SPACE, _OTHER = range(4)
_JOINING: Final = frozenset("'’‘`-‑_")
"""Marks that may be within a token, or begin one of several characters."""
_DOT: Final = ord(".")
_FEED: Final = ord("\n")
_COMBINING: Final = re.compile(f"[{_MARKS}]")
_BEYOND: Final = 0x10000
"""Pieces with characters from here on are left to the pattern."""
_KNOWN: Final = ((0, 0x3100), (0xFF00, 0xFF60))
_IDEOGRAPHS: Final = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xAC00, 0xD7A4))
"""Ranges of characters that are all letters; there are too many to ask each."""
_SHORT_CHARS: Final = 800
"""A shorter text is sooner read by the pattern as a whole."""
_FEW: Final = 2
"""The pattern is asked of the whole text where more than one piece in so many is not plain."""


def _class_of(char: str) -> int:
    if char.isspace():
        return _SPACE
    if char.isalpha():
        return _LETTER
    other = char.isalnum() or char in _JOINING or _COMBINING.match(char)
    return _OTHER if other else _MARK


def _classes() -> npt.NDArray[np.uint8]:
    """The class of each character by its code."""
    classes = np.full(_BEYOND + 1, _OTHER, np.uint8)
    for first, after in _KNOWN:
        classes[first:after] = list(map(_class_of, map(chr, range(first, after))))
    for first, after in _IDEOGRAPHS:
        classes[first:after] = _LETTER
    return classes


_CLASSES: Final = _classes()
_ASCII_CLASSES: Final = _CLASSES[:256].tobytes()
_MOST_PIECES: Final = 1 << 15
_LONG_PIECE: Final = 40

_Flags = npt.NDArray[np.bool_]
_Places = npt.NDArray[np.intp]


def bounds_of(text: str) -> tuple[list[int], list[int]]:
    """Where each token of a text begins, and where it ends."""
    if len(text) < _SHORT_CHARS:
        return bounds_by_pattern(text)
    classes, feeds, dots = _seen(text)
    turns = classes[1:] != classes[:-1]
    spaces = classes == _SPACE
    marks = classes[1:-1] == _MARK
    words = ~spaces[1:-1]
    first, last = turns[:-1] & words | marks, turns[1:] & words | marks
    odd = classes[1:-1] == _OTHER
    if len(dots):  # a letter by itself before a full stop may be that of an abbreviation
        before = dots[dots > 0] - 1
        odd[before] |= turns[before] & (classes[before + 1] == _LETTER)
    edges = (spaces[1:] != spaces[:-1]).nonzero()[0]  # of pieces, and so of the spaces between
    places = odd.nonzero()[0]
    if len(places):
        pieces = _holding(edges, places, len(text))
        if len(pieces) * 2 * _FEW > len(edges):
            return bounds_by_pattern(text)
        _put_tokens(text, pieces, first, last)
    if len(feeds):
        for low, high in _holding(edges, feeds, len(text)):
            first[low] = last[high - 1] = True
    return first.nonzero()[0].tolist(), (last.nonzero()[0] + 1).tolist()


def _seen(text: str) -> tuple[npt.NDArray[np.uint8], _Places, _Places]:
    """The class of each character, and of a space before and behind all; line feeds; full stops."""
    if text.isascii():
        raw = b" %b " % text.encode("ascii")
        codes = np.frombuffer(raw, np.uint8)[1:-1]
        classes = np.frombuffer(raw.translate(_ASCII_CLASSES), np.uint8)
    else:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        classes = np.full(len(codes) + 2, _SPACE, np.uint8)
        classes[1:-1] = _CLASSES.take(codes, mode="clip")
    return classes, (codes == _FEED).nonzero()[0], (codes == _DOT).nonzero()[0]


def _holding(edges: _Places, places: _Places, size: int) -> list[tuple[int, int]]:
    """The stretches between edges of a text of some size that hold a place."""
    held = list(dict.fromkeys(edges.searchsorted(places, side="right").tolist()))
    bounds = np.concatenate(([0], edges, [size]))
    return list(zip(bounds[held].tolist(), bounds[1:][held].tolist(), strict=True))


def _put_tokens(text: str, pieces: Sequence[tuple[int, int]], first: _Flags, last: _Flags) -> None:
    """Note the tokens of some pieces of a text as the pattern finds them."""
    begins: list[int] = []
    ends: list[int] = []
    for low, high in pieces:
        first[low:high] = last[low:high] = False
        piece = text[low:high]
        found = _tokens_in[piece] if high < len(text) else _look_in(piece)
        for start, end in found:
            begins.append(low + start)
            ends.append(low + end)
    first[begins] = True
    last[ends] = True


class _TokensIn(dict[str, tuple[tuple[int, int], ...]]):
    """Where in a piece with a space behind it each token begins, and the last character of each,
    for pieces that were met."""

    def __missing__(self, piece: str) -> tuple[tuple[int, int], ...]:
        found = _look_in(f"{piece} ")
        if len(piece) <= _LONG_PIECE:
            if len(self) >= _MOST_PIECES:
                self.clear()
            self[piece] = found
        return found


_tokens_in = _TokensIn()


def _look_in(text: str) -> tuple[tuple[int, int], ...]:
    spans = [match.span() for match in _TOKEN.finditer(text)]
    return tuple((start, end - 1) for start, end in spans)


def bounds_by_pattern(text: str) -> tuple[list[int], list[int]]:
    """The same, with the pattern asked of all of the text."""
    pieces = _TOKEN.split(text)
    bounds = list(accumulate(map(len, pieces)))
    return bounds[0:-1:2], bounds[1::2]
