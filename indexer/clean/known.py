"""Known boilerplate: whole lines that web pages carry around stories, from a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import Enum
from functools import cache, lru_cache
from importlib import resources
from itertools import product

from indexer.language.sieve import HEAD_CHARS, Needs, compiled_with_needs, heads_of, needs_of
from indexer.language.words import words_of

MAX_CHARS = 420

_MOST_PIECES = 8
"""So many pieces are looked for sooner than a pattern is tried that can begin with anything."""

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


_ROOM = re.compile(r"\s{3,}")


def known_kind(line: str, *, below: bool = False) -> Kind | None:
    """The kind of boilerplate that `line` is as a whole, None where it may be of a story.

    `below` says that the line is below the first paragraph of its page, where comments
    and asides can be.
    """
    if "   " in line:  # cells far apart, over which patterns would go in all ways there are
        line = _ROOM.sub(" ", line)
    return _kind(line, below) if len(line) <= MAX_CHARS else None


def talk(line: str) -> int:
    """How many kinds of words the line holds with which a site speaks to its visitor.

    One alone occurs in stories, too, and counts for nothing.
    """
    folded = line.casefold()
    if not folded.isascii():
        folded = folded.replace("’", "'")
    linked = "'" in folded or "-" in folded
    words = _WORD.findall(folded) if linked else words_of(folded)
    single, pairs, telling = _talk()
    said = telling.intersection(words)
    if not said:
        return 0
    found = {single[word] for word in said if word in single}
    begun = [word for word in said if word in pairs]
    if begun:
        text = f" {' '.join(words)} "
        for word in begun:
            found.update(group for phrase, group in pairs[word] if phrase in text)
    return len(found) if len(found) > 1 else 0


@lru_cache(maxsize=20_000)
def _kind(line: str, below: bool) -> Kind | None:
    lower = line.lower()
    tried = (_tried if lower.isascii() else _tried_on_any)(below, lower[:HEAD_CHARS])
    for kind, cased, pieces, fullmatch in tried:
        if pieces:
            for piece in pieces:
                if piece in lower:
                    break
            else:
                continue
        if fullmatch(line if cased else lower):
            return kind
    return _kind(line, False) if below else None


_Match = Callable[[str], re.Match[str] | None]
_Tried = tuple[tuple[Kind, bool, tuple[str, ...], _Match], ...]
"""Patterns by the order in which their kinds are taken: of each its kind, whether it is matched
with the line as it is rather than in lower case, pieces of which the line in lower case must have
one where there are any, and what matches it."""


@lru_cache(maxsize=8192)
def _tried(below: bool, head: str) -> _Tried:
    """The patterns that a line of ASCII can match that begins, in lower case, with a head."""
    heads = heads_of(head)
    written = frozenset[tuple[str, ...]]().union(*map(heads_of, _written(head)))
    return tuple(
        (kind, cased, needs.pieces, fullmatch)
        for kind, cased, needs, fullmatch in _patterns(below)
        if needs.can_begin(written if cased else heads)
    )


def _written(head: str) -> Iterator[str]:
    """How a head may be written that is given in lower case."""
    return map("".join, product(*((char, char.upper()) for char in head)))


@lru_cache(maxsize=8192)
def _tried_on_any(below: bool, head: str) -> _Tried:
    """The same of any line. Letters beyond ASCII can be the same as others but for their case
    without being so in lower case, so that all patterns that look at case are tried."""
    heads = heads_of(head)
    return tuple(
        (kind, cased, () if cased else needs.pieces, fullmatch)
        for kind, cased, needs, fullmatch in _patterns(below)
        if cased or needs.can_begin(heads)
    )


@cache
def _patterns(below: bool) -> tuple[tuple[Kind, bool, Needs, _Match], ...]:
    """Every pattern with what it needs, by the order in which their kinds are taken."""
    table = _table()
    [networks] = table["networks"]
    patterns = []
    for kind in _ONLY_BELOW if below else _ORDER:
        for pattern in table[kind.value]:
            full = pattern.replace("SEP", _SEPARATORS).replace("NETWORK", networks)
            cased = _CASED in full
            lower = _CAPITAL.sub(_lower, full)
            if cased:
                compiled, needs = re.compile(full, re.IGNORECASE), needs_of(lower)
            else:
                compiled, needs = compiled_with_needs(lower)
            needs = replace(needs, pieces=needs.worth_looking_for(_MOST_PIECES))
            patterns.append((kind, cased, needs, compiled.fullmatch))
    return tuple(patterns)


_CASED = "(?-i:"
_CAPITAL = re.compile(r"\\.|[A-ZÀ-Þ]")


def _lower(match: re.Match[str]) -> str:
    return match[0] if match[0][0] == "\\" else match[0].lower()


@cache
def _talk() -> tuple[dict[str, int], dict[str, list[tuple[str, int]]], frozenset[str]]:
    """Words of the group talk with their kinds, its phrases by their first words, and all these."""
    single: dict[str, int] = {}
    phrases: dict[str, list[tuple[str, int]]] = {}
    for kind, line in enumerate(_table()["talk"]):
        for words in line.casefold().split("|"):
            first, _, rest = words.partition(" ")
            if rest:
                phrases.setdefault(first, []).append((f" {words} ", kind))
            else:
                single[first] = kind
    return single, phrases, frozenset(single.keys() | phrases.keys())


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
