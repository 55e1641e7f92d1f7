"""Known boilerplate: whole lines that web pages carry around stories, from a table."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache, lru_cache
from importlib import resources

MAX_CHARS = 420

_SEPARATORS = r"[\s|/,·•+&–-]+"


class Kind(Enum):
    """What a line of boilerplate tells about the story next to it."""

    SECTION = "section"
    END = "end"
    INLINE = "inline"
    BYLINE = "byline"
    FURNITURE = "furniture"
    LEARNED = "learned"


def known_kind(line: str) -> Kind | None:
    """The kind of boilerplate that `line` is as a whole, None where it may be of a story."""
    return _kind(line) if len(line) <= MAX_CHARS else None


@lru_cache(maxsize=20_000)
def _kind(line: str) -> Kind | None:
    match = _pattern().fullmatch(line)
    return Kind(match.lastgroup) if match else None


@cache
def _pattern() -> re.Pattern[str]:
    table = _table()
    [networks] = table["networks"]
    groups = []
    for kind in (Kind.INLINE, Kind.SECTION, Kind.END, Kind.BYLINE, Kind.FURNITURE):
        patterns = "|".join(table[kind.value])
        patterns = patterns.replace("SEP", _SEPARATORS).replace("NETWORK", networks)
        groups.append(f"(?P<{kind.value}>{patterns})")
    return re.compile("|".join(groups), re.IGNORECASE)


def _table() -> dict[str, list[str]]:
    text = resources.files("indexer.clean").joinpath("boilerplate.txt").read_text("utf-8")
    table: dict[str, list[str]] = {}
    patterns: list[str] = []
    for line in text.splitlines():
        if re.fullmatch(r"\[\w+\]", line):
            patterns = table.setdefault(line[1:-1], [])
        elif line and not line.startswith("# "):
            patterns.append(line)
    return table
