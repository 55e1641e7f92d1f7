"""The words of folded text, the short way where it is plain."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
_PLAIN_WORD = re.compile(r"[a-z0-9_]+")
_LONG = re.compile(r"[^\W\d_]{4,}")
_PLAIN_LONG = re.compile(r"[a-z]{4,}")


def words_of(folded: str) -> list[str]:
    """The words and numbers of a text in lower case."""
    return (_PLAIN_WORD if folded.isascii() else _WORD).findall(folded)


def long_words_of(folded: str) -> list[str]:
    """The runs of four letters or more of a text in lower case."""
    return (_PLAIN_LONG if folded.isascii() else _LONG).findall(folded)
