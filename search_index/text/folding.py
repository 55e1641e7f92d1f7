"""Folding: text without the differences that a reader overlooks."""

from __future__ import annotations

import re
import unicodedata

from search_index.text.marks import without_endless_marks

APOSTROPHES = "'\u2019\u2018\u02bc\u00b4\u2032\uff07"
"""What is typed or printed for an apostrophe."""

_DROP = re.compile(
    "[\u02bb\u02bd-\u02bf\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200d\u2060\ufeff\u00ad]"
)
_LETTERS = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
        "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ہ": "ه", "ک": "ك", "ٱ": "ا", "ء": "",
        "’": "'", "‘": "'", "ʼ": "'", "′": "'",
    }
)  # fmt: skip
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_DIGIT = re.compile(r"[^\W\D0-9]")


def fold(text: str) -> str:
    """Text without the differences a reader overlooks.

    Compatibility forms (NFKC), case, accents, Arabic vowel signs, kashida and letter
    variants (أ إ آ ا, ى ي, ة ه), and the digits of other scripts are made alike. The
    result may be longer or shorter than `text`; it is a fixed point of `fold`.
    """
    if not _NON_ASCII.search(text):
        return text.lower()
    folded = (
        unicodedata.normalize("NFKC", without_endless_marks(text)).casefold().translate(_LETTERS)
    )
    folded = _DROP.sub("", unicodedata.normalize("NFD", folded)).translate(_LETTERS)
    folded = unicodedata.normalize("NFKC", folded)
    return _DIGIT.sub(lambda match: str(unicodedata.digit(match.group(), "?")), folded)
