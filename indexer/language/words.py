"""The words of folded text, the short way where it is plain."""

from __future__ import annotations

import re
from collections.abc import Mapping

_WORD = re.compile(r"\w+")
_BLANK = ord(" ")
_LONG = re.compile(r"[^\W\d_]{4,}")
_PLAIN_LONG = re.compile(r"[a-z]{4,}")


def blanks_for(kept: str) -> bytes:
    """A table for `spaced` that makes blanks of all of ASCII but letters and what is kept."""
    return bytes(
        code if chr(code).isalpha() or chr(code) in kept else _BLANK for code in range(256)
    )


def spaced(text: str, blanks: bytes) -> str:
    """Text of ASCII, of the same length, with blanks for what a table of `blanks_for` has none of.

    It is split in a small part of the time that a pattern takes to find its words.
    """
    return text.encode("ascii").translate(blanks).decode("ascii")


DIGITS = "0123456789"
_DIGITS = DIGITS.encode()
SPACES = "".join(filter(str.isspace, map(chr, range(128))))
"""The spaces of ASCII."""
_BLANKS = blanks_for(f"{DIGITS}_")


def table_for(groups: Mapping[str, str], rest: str) -> bytes:
    """A table for `bytes.translate` that makes of each character of ASCII the letter of its group.

    `groups` has the characters of each; those of none are made `rest`. What stands next to what
    is then found in a small part of the time that a pattern takes.
    """
    known = {char: letter for letter, chars in groups.items() for char in chars}
    return bytes(ord(known.get(chr(code), rest)) for code in range(256))


def words_of(folded: str) -> list[str]:
    """The words and numbers of a text, without what is between them."""
    return spaced(folded, _BLANKS).split() if folded.isascii() else _WORD.findall(folded)


def long_words_of(folded: str) -> list[str]:
    """The runs of four letters or more of a text in lower case."""
    return (_PLAIN_LONG if folded.isascii() else _LONG).findall(folded)


_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]")
_PAIR = re.compile(rf"(?=({_UNSPACED.pattern}{{2}}))")


def unspaced_of(text: str) -> list[str]:
    """Each two letters that follow on each other, where a script has no spaces between words."""
    if text.isascii() or not _UNSPACED.search(text):
        return []
    return _PAIR.findall(text)


def has_digit(text: str) -> bool:
    """Whether a text has a digit of any script."""
    if text.isascii():
        return len(text.encode("ascii").translate(None, _DIGITS)) < len(text)
    return any(map(str.isdigit, text))
