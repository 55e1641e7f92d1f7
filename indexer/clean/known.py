"""Known boilerplate: whole lines that web pages carry around stories, from a table."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache, lru_cache
from importlib import resources

from indexer.language.words import words_of

MAX_CHARS = 420

_SEPARATORS = r"[\s|/,·•+&–-]+"


class Kind(Enum):
    """What a line of boilerplate tells about the story next to it."""

    SECTION = "section"
    END = "end"
    ASIDE = "aside"
    COMMENT = "comment"
    INLINE = "inline"
    CAPTION = "caption"
    BYLINE = "byline"
    FURNITURE = "furniture"
    LEARNED = "learned"


_WORD = re.compile(r"\w+(?:['-]\w+)*")

# The first kind whose patterns match is taken.
_ORDER = (Kind.INLINE, Kind.CAPTION, Kind.SECTION, Kind.BYLINE, Kind.END, Kind.FURNITURE)
_ONLY_BELOW = (Kind.COMMENT, Kind.ASIDE)


def known_kind(line: str, *, below: bool = False) -> Kind | None:
    """The kind of boilerplate that `line` is as a whole, None where it may be of a story.

    `below` says that the line is below the first paragraph of its page, where comments
    and asides can be.
    """
    return _kind(line, below) if len(line) <= MAX_CHARS else None


def talk(line: str) -> int:
    """How many kinds of words the line holds with which a site speaks to its visitor.

    One alone occurs in stories, too, and counts for nothing.
    """
    folded = line.casefold().replace("’", "'")
    linked = "'" in folded or "-" in folded
    words = _WORD.findall(folded) if linked else words_of(folded)
    single, pairs = _talk()
    found = {single[word] for word in words if word in single}
    if not pairs.keys().isdisjoint(words):
        text = f" {' '.join(words)} "
        for word in pairs.keys() & set(words):
            found.update(group for phrase, group in pairs.get(word, ()) if phrase in text)
    return len(found) if len(found) > 1 else 0


@lru_cache(maxsize=20_000)
def _kind(line: str, below: bool) -> Kind | None:
    order = _ONLY_BELOW if below else _ORDER
    lower, cased = _patterns(order)
    matches = (lower.fullmatch(line.lower()), cased and cased.fullmatch(line))
    found = {Kind(match.lastgroup) for match in matches if match}
    kind = next((kind for kind in order if kind in found), None)
    return _kind(line, False) if below and kind is None else kind


@cache
def _patterns(order: tuple[Kind, ...]) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """What is matched against the line in lower case, and what against the line as it is.

    Whole alternatives are skipped by their first letter where case need not be ignored.
    """
    table = _table()
    [networks] = table["networks"]
    groups: tuple[list[str], list[str]] = ([], [])
    for kind in order:
        patterns: tuple[list[str], list[str]] = ([], [])
        for pattern in table[kind.value]:
            full = pattern.replace("SEP", _SEPARATORS).replace("NETWORK", networks)
            cased = _CASED in full
            patterns[cased].append(full if cased else _CAPITAL.sub(_lower, full))
        for some, group in zip(patterns, groups, strict=True):
            if some:
                group.append(f"(?P<{kind.value}>{'|'.join(some)})")
    lower, as_it_is = ("|".join(group) for group in groups)
    return re.compile(lower), re.compile(as_it_is, re.IGNORECASE) if as_it_is else None


_CASED = "(?-i:"
_CAPITAL = re.compile(r"\\.|[A-ZÀ-Þ]")


def _lower(match: re.Match[str]) -> str:
    return match[0] if match[0][0] == "\\" else match[0].lower()


@cache
def _talk() -> tuple[dict[str, int], dict[str, list[tuple[str, int]]]]:
    """Words of the group talk with their kinds, and its phrases by their first words."""
    single: dict[str, int] = {}
    phrases: dict[str, list[tuple[str, int]]] = {}
    for kind, line in enumerate(_table()["talk"]):
        for words in line.casefold().split("|"):
            first, _, rest = words.partition(" ")
            if rest:
                phrases.setdefault(first, []).append((f" {words} ", kind))
            else:
                single[first] = kind
    return single, phrases


@cache
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
