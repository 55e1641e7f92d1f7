"""Features that the recognizer weighed, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_OFFSETS = {"-2": "two words before", "-1": "before", "1": "behind", "2": "two words behind"}
_MOST = 3
_WORD = re.compile(r"(-?[012]):-?w=(.+)")
_NEAR = re.compile(r"(-?[012]):-?(.+)")
_HIDDEN = (
    "class",
    "fine class",
    "shape",
    "case",
    "title class",
    "lower class",
    "letters",
    "bare",
    "news none",
    "news unknown",
)
_PLAIN = (
    (re.compile(r"place=(\w+)\??"), r"a \1 of the gazetteer"),
    (re.compile(r"surname"), "a known surname"),
    (re.compile(r"given names"), "a given name"),
    (re.compile(r"news (\w+) \d"), r"in the name of a \1 in other news"),
    (re.compile(r"(?:ends|begins|stem|prefix)=(.+)"), r"letters “\1”"),
)
_CONTEXT = (
    (re.compile(r"rule [BI] (person|organization|place)"), r"a rule saw this kind (\1)"),
    (re.compile(r"rule [BI] (.+)"), r"rule “\1”"),
    (re.compile(r"rule elsewhere \w+ (\w+)"), r"a rule saw this kind elsewhere (\1)"),
    (re.compile(r"(elsewhere )?(?:only|first|last|inner) before: (.+)"), r"\1“\2” before"),
    (re.compile(r"(elsewhere )?(?:only|first|last|inner) behind: (.+)"), r"\1“\2” behind"),
    (re.compile(r"(elsewhere )?(?:only|first|last|inner) (with .+)"), r"\1\2"),
    (re.compile(r"(elsewhere )?before: (.+)"), r"\1“\2” before"),
    (re.compile(r"(elsewhere )?behind: (.+)"), r"\1“\2” behind"),
    (re.compile(r"\w+ run (ends|begins)=(.+)"), r"a run of capitals that \1 with “\2”"),
    (re.compile(r"line=(.+)|line word \d (.+)"), r"a \1\2 line"),
    (re.compile(r"pair=(.+)"), r"“\1”"),
    (re.compile(r"(?:first|last|inner) of (known organization|long place=\w+).*"), r"\1"),
)


_SENSES = {
    "titles": "a title",
    "honorifics": "an honorific",
    "role heads": "a role",
    "role words": "a word of roles",
    "role plural": "a role",
    "offices": "an office",
    "speech": "a verb of saying",
    "person links": "a verb of persons",
    "org heads": "a noun for organizations",
    "org heads weak": "a noun for organizations",
    "org suffixes": "an ending of organizations",
    "org labels": "a noun for companies",
    "place words": "a noun for places",
    "place prepositions": "a preposition of place",
    "sure prepositions": "a preposition of place",
    "demonyms": "a nationality",
    "name particles": "a particle of names",
    "function": "a small word",
    "given names": "a given name",
}


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
        if match[2].startswith(_HIDDEN):
            return ""
        where = _OFFSETS.get(match[1], "")
        for pattern, words in _PLAIN:
            if inner := pattern.fullmatch(match[2]):
                return f"{inner.expand(words)} {where}".strip()
        return f"{_SENSES.get(match[2], match[2])} {where}".strip()
    for pattern, words in _CONTEXT:
        if inner := pattern.fullmatch(name):
            cue = inner[inner.lastindex or 0]
            told = pattern.sub(words, name).replace(f"“{cue}”", _SENSES.get(cue, f"“{cue}”"))
            return told.replace("\n", "¶").strip()
    return ""
