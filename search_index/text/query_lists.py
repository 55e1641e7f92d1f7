"""Words that were typed without a space between them, and initials with or without one."""

from __future__ import annotations

import re
from typing import Final

from search_index.text.analysis import surfaces

_INITIALS: Final = re.compile(r"[^\W\d_]\.(?:\s*[^\W\d_]\.)+")
_LISTED: Final = re.compile(
    r"(?<!\d)/|/(?!\d)|[,;|\u2012-\u2015\u060c\u061b]+(?!\d)|(?<!\d)[,;|]+|--+"
    r"|[\u2022\u2026\u3001\uff0c\uff1b\uff0f\uff5c]|\.{2,}"
    r"|(?<=[^\W\d_])[+=:<>\\](?=[^\W\d_])"
)
"""What is between words of a list; between digits some of it belongs to a number or a date."""
_NOTE: Final = re.compile(r"(?<=\w)\[\d{1,3}\]")
"""The number of a note, copied with a text."""
_ADDRESS: Final = re.compile(r"://|\w@\w")


def listed(raw: str) -> list[str]:
    """The words of a list (`gold,oil`); an address is none."""
    return [raw] if _ADDRESS.search(raw) else _LISTED.split(_NOTE.sub("", raw))


def initials_joined_and_apart(text: str) -> list[tuple[str, ...]]:
    """The words of a phrase: "J. K. Rowling" and "J.K. Rowling" are written for each other."""
    apart = _INITIALS.sub(lambda found: found.group().replace(".", ". "), text)
    ways = (tuple(surfaces(text)), words_of(text), tuple(surfaces(apart)))
    return list(dict.fromkeys(ways))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, initials next to each other as one: "J. K." is "J.K."."""
    return tuple(surfaces(_INITIALS.sub(lambda found: re.sub(r"\s", "", found.group()), text)))
