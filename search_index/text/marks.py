"""Text without endless runs of accents, which Unicode's normal forms take hours to sort."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MOST_MARKS: Final = 30
"""What the Stream-Safe Text Format (UAX #15) allows; no language comes near it."""
_RUN: Final = re.compile(rf"[^\w\s\x00-\x7f]{{{MOST_MARKS + 1},}}")
# Two letters that decompose into marks.
_WIDE_RUN: Final = re.compile(rf"(?:[^\w\s\x00-\x7f]|[\uff9e\uff9f]){{{MOST_MARKS + 1},}}")


def without_endless_marks(text: str) -> str:
    """The text with at most 30 combining marks on one character.

    Normalizing takes time with the square of the length of a run of marks of several classes,
    and no other thread runs meanwhile.
    """
    if text.isascii():
        return text
    run = _WIDE_RUN if "\uff9e" in text or "\uff9f" in text else _RUN
    return run.sub(_shortened, text)


def _shortened(match: re.Match[str]) -> str:
    kept = []
    marks = 0
    for char in match[0]:
        is_mark = unicodedata.combining(unicodedata.normalize("NFKD", char)[0])
        marks = marks + 1 if is_mark else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)
