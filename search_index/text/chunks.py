"""Chunks: stretches of a text that can be taken apart each by itself.

The surfaces of a text are those of its chunks, one after the other: `WORD.findall(text)` is
`WORD.findall` of each chunk. So a writer can find chunks by looking at bytes, many texts at
once, and take each apart only when it is met for the first time.

A chunk ends where there is an ASCII character that is not part of a surface. Only a particle
("al Zouaghi") goes on after a space, and `-'.,` belong to a surface between others only,
but for the stop of ".NET". Signs belong to the word before them ("C++").
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

_Bytes = np.ndarray[Any, np.dtype[np.uint8]]
_Flags = np.ndarray[Any, np.dtype[np.bool_]]
_Places = np.ndarray[Any, np.dtype[np.int64]]


def _among(letters: str) -> _Flags:
    """Which of the 256 bytes are among some ASCII letters."""
    return np.isin(np.arange(256), [ord(letter) for letter in letters])


_SPACE: Final = ord(" ")
_ALPHANUMERIC: Final = _among("".join(filter(str.isalnum, map(chr, range(128)))))
_BETWEEN: Final = _among("-'.,")
# An underscore is not part of a surface, but a word character to those that ask for one.
_GAP: Final = ~_ALPHANUMERIC & ~_BETWEEN & ~_among("_") & (np.arange(256) < 128)
_SIGN: Final = _among("+#")
_STOP_OR_SIGN: Final = _among(".+#")
_BEFORE_STOP: Final = _among(' \n\t("')
_LETTER: Final = _among("".join(filter(str.isalpha, map(chr, range(128))))) | (np.arange(256) > 127)
_PARTICLE: Final = (_among("aAeE"), _among("lL"))


def find_chunks(text: _Bytes) -> tuple[_Places, _Places]:
    """Where the chunks of UTF-8 bytes begin and where they end (int64 both, ascending)."""
    whole = text.tobytes()
    gaps = _looked_up(_GAP, whole).copy()
    gaps[_behind_particles(text, whole)] = False
    beside = np.ones(len(text), bool)
    beside[1:] = gaps[:-1]
    beside[:-1] |= gaps[1:]
    beside[-1:] = True
    gaps |= _looked_up(_BETWEEN, whole) & beside
    beginning, apart = _stops_and_signs(text, _looked_up(_STOP_OR_SIGN, whole))
    gaps[beginning], gaps[apart] = False, True
    between = np.ones(len(text) + 2, bool)
    between[1:-1] = gaps
    edges = np.flatnonzero(between[1:] != between[:-1])
    return edges[0::2], edges[1::2]


def _looked_up(flags: _Flags, text: bytes) -> _Flags:
    """The flag of every byte, many times sooner than by an index."""
    return np.frombuffer(text.translate(flags.tobytes()), bool)


def _behind_particles(text: _Bytes, whole: bytes) -> _Places:
    """The spaces that a particle and the name after it can have between them, or more."""
    first, second = (_looked_up(letters, whole) for letters in _PARTICLE)
    spaces = np.flatnonzero((text[2:-1] == _SPACE) & second[1:-2] & first[:-3]) + 2
    within = (spaces > 2) & _ALPHANUMERIC.take(text.take(np.maximum(spaces - 3, 0)))
    after = text.take(spaces + 1)
    return spaces.compress(~within & (_ALPHANUMERIC.take(after) | (after > 127)))


def _stops_and_signs(text: _Bytes, either: _Flags) -> tuple[_Places, _Places]:
    """Stops that a word can begin with and signs that one can end with, or more.

    After them the stops before a letter that no word begins with. `either` flags stops and signs.
    """
    places = np.flatnonzero(either)
    here, before = text.take(places), text.take(np.maximum(places - 1, 0))
    after = text.take(np.minimum(places + 1, len(text) - 1))
    sign = _SIGN.take(here)
    behind_word = sign & (places > 0) & (_LETTER.take(before) | _SIGN.take(before))
    leading = ~sign & _LETTER.take(after) & ((places == 0) | _BEFORE_STOP.take(before))
    apart = ~sign & _LETTER.take(after) & _BETWEEN.take(before) & (places > 0)
    return places.compress(behind_word | leading), places.compress(apart)
