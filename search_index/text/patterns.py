"""Words with `*` and `?` in them: beginnings and patterns."""

from __future__ import annotations

import re

from search_index.model.clauses import And, Clause, Every, Or, Phrase, Prefix, Wildcard, Word
from search_index.text.analysis import fold, prefixes, surfaces
from search_index.text.folding import APOSTROPHES
from search_index.text.query_tokens import WILD

_WITHIN = re.compile(
    rf"(?:\b(?:[ldjmtsnc]|qu)[{APOSTROPHES}](?=[aeiouyh*?]))|[{APOSTROPHES}\u2010\u2011-]"
)
_LETTER = 2
"""So long are a letter and a star."""
_FIRST = re.compile(r"[\w*?]")
_LAST = re.compile(r"[\w*]")


def pattern(raw: str, field: str | None) -> Clause | None:
    """A prefix where the only wild character is a star at the end, else a pattern."""
    first, last = _FIRST.search(raw), _LAST.search(raw[::-1])
    if first is None or last is None:
        return None
    typed = raw[first.start() : len(raw) - last.start()]
    if not typed.strip("*?"):
        return Every() if "*" in typed else None
    if typed.endswith("*") and not WILD.search(typed[:-1]) and len(surfaces(typed[:-1])) == 1:
        ways = [Prefix(start, field) for start in prefixes(typed[:-1])]
        return ways[0] if len(ways) == 1 else Or(tuple(ways))
    folded = _WITHIN.sub("", fold(typed))
    parts = [part for part in re.split(r"[^\w*?]+", folded) if part.strip("*?")]
    if len(parts) == 1:
        return Wildcard(parts[0], field)
    if parts[1:] and parts[-1][-1] == "*" and not WILD.search("".join(parts)[:-1]):
        # One letter behind a mark is a word: "AT&T*" is not "at the".
        return Phrase((*parts[:-1], parts[-1][:-1]), 0, field, begun=len(parts[-1]) > _LETTER)
    pieces: list[Clause] = [
        Wildcard(part, field) if WILD.search(part) else Word(part, field) for part in parts
    ]
    return And(tuple(pieces)) if pieces else None
