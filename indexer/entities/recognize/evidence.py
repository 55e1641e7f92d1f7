"""Features that the recognizer weighed, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from indexer.entities.data.lexicon import sections

_OFFSETS = {"-2": "two words before", "-1": "before", "1": "behind", "2": "two words behind"}
_MOST = 3
_WORD = re.compile(r"(-?[012]):-?w=(.+)")
_NEAR = re.compile(r"(-?[012]):-?(.+)")


@cache
def _shown(section: str) -> Mapping[str, str]:
    """Features, or patterns of them, each with what it is in plain words."""
    rows = (entry.partition(" → ") for entry in sections("evidence")[section])
    return {feature: words for feature, _, words in rows}


def in_words(features: Iterable[str]) -> str:
    """The first few that mean something to a reader, joined."""
    told = [words for name in features if (words := _plain(name))]
    return "; ".join(list(dict.fromkeys(told))[:_MOST])


@lru_cache(maxsize=1 << 13)
def _plain(name: str) -> str:
    if match := _WORD.fullmatch(name):
        where = _OFFSETS.get(match[1], "")
        return f"“{match[2]}” {where}".strip()
    if match := _NEAR.fullmatch(name):
        if match[2].startswith(sections("evidence")["hidden"]):
            return ""
        where = _OFFSETS.get(match[1], "")
        for pattern, words in _shown("of_words").items():
            if inner := re.fullmatch(pattern, match[2]):
                return f"{inner.expand(words)} {where}".strip()
        return f"{_shown('senses').get(match[2], match[2])} {where}".strip()
    for pattern, words in _shown("of_places").items():
        if inner := re.fullmatch(pattern, name):
            cue = inner[inner.lastindex or 0]
            told = inner.expand(words).replace(f"“{cue}”", _shown("senses").get(cue, f"“{cue}”"))
            return told.replace("\n", "¶").strip()
    return ""
