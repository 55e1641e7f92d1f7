"""Text in one spelling, character for character, so that offsets stay those of the page."""

from __future__ import annotations

import re
import unicodedata

_SAME = {
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ة": "ه",
    "ک": "ك",
    "،": ",",
    "؛": ";",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "´": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "⁄": "/",
}


_BEYOND = 0x10000  # the basic plane has all letters and digits that dates are written with


def _table() -> dict[int, str]:
    """Map each character to its folded one, where that differs and is one character."""
    table = {}
    for code in range(_BEYOND):
        char = chr(code)
        if char in _SAME:
            table[code] = _SAME[char]
            continue
        category = unicodedata.category(char)
        if category == "Nd":
            if code > 127:
                table[code] = str(unicodedata.digit(char))
        elif category == "Pd" and char != "-":
            table[code] = "-"
        elif category in ("Zs", "Cf") and char != " ":
            table[code] = " "
        elif code < 0x250 and category in ("Lu", "Ll"):
            base = unicodedata.normalize("NFKD", char)[0].lower()
            if base != char and len(base) == 1:
                table[code] = base
    table[ord("−")] = "-"
    return table


_TABLE: dict[int, str] = {}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def _translate(match: re.Match[str]) -> str:
    return match[0].translate(_TABLE)


_MARKS = re.compile(r"[\u0300-\u036f\u064b-\u065f\u0670\u0640]")


def without_marks(text: str) -> str:
    """`text` without the vowel signs and lengthening strokes of Arabic, and loose accents."""
    return text if text.isascii() else _MARKS.sub("", text)


def places_without_marks(text: str) -> list[int] | None:
    """For each character of `without_marks(text)` its place in `text`, and the end.

    None where the text has no marks, so that places stay as they are.
    """
    if text.isascii() or not _MARKS.search(text):
        return None
    places = [place for place, char in enumerate(text) if not _MARKS.match(char)]
    return [*places, len(text)]


def fold(text: str) -> str:
    """`text` in lower case, without accents, with ASCII digits, dashes and spaces.

    The result has exactly as many code points as `text`. Arabic letters are brought to
    one form of alef, yeh and teh marbuta, the way people type them.
    """
    if not _TABLE:
        _TABLE.update(_table())
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    plain = lower if lower.isascii() else _BEYOND_ASCII.sub(_translate, lower)
    return plain.replace("\t", " ").replace("`", "'")
