"""Cues: words and forms by which a line says what it is to a page, from cues.txt."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from indexer.language.words import words_of

_DIGIT = re.compile(r"\d")
_STEM_KEY = 4
_MAX_CHARS = 220
"""A longer line is a paragraph, and only its words are looked at, not its forms."""
_END_CHARS = 60
"""So near to the end of a line forms that occur there are looked for."""
_MOST_TOLD = 1 << 16
_MARKS = re.compile(r"[\u0300-\u036f\u0640\u064b-\u065f\u0670]+")


@dataclass(slots=True, kw_only=True)
class _Table:
    """`words` leads from the first word of an entry to its other words and cue, `stems` from
    the first letters of a stem to the stem and its cue; `told` has both for words that were
    met. Patterns are by cue; `starts` finds whether any of `start` does."""

    words: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    told: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = field(default_factory=dict)
    starts: re.Pattern[str] = _DIGIT
    start: dict[str, re.Pattern[str]] = field(default_factory=dict)
    find: dict[str, re.Pattern[str]] = field(default_factory=dict)
    end: dict[str, re.Pattern[str]] = field(default_factory=dict)
    digits: dict[str, re.Pattern[str]] = field(default_factory=dict)


def cues_of(text: str) -> dict[str, int]:
    """The cues of a line; for those by words, how many words or phrases there are.

    A paragraph has only cues by words.
    """
    table = _table()
    folded = fold(text)
    tokens = words_of(folded)
    found: dict[str, int] = {}
    entries = list(map(table.told.get, tokens))
    if None in entries:
        entries = [_tell(table, token) for token in tokens]
    for at, told in enumerate(entries, 1):
        if not told:
            continue
        ahead = tokens[at][0] if at < len(tokens) else ""
        for rest, cue in told:
            if not rest or (rest[0][0] == ahead and _follow(tokens, at, rest)):
                found[cue] = found.get(cue, 0) + 1
    if len(text) > _MAX_CHARS:
        return found
    if table.starts.match(folded):
        _add_each(found, [cue for cue, each in table.start.items() if each.match(folded)])
    _add_each(found, [cue for cue, each in table.find.items() if each.search(folded)])
    end = max(0, len(folded) - _END_CHARS)
    for cue, pattern in table.end.items():
        if pattern.search(folded, end):
            found[cue] = max(found.get(cue, 0), 1)
    if _DIGIT.search(folded):
        _add_each(found, [cue for cue, each in table.digits.items() if each.search(folded)])
    return found


def _add_each(found: dict[str, int], cues: list[str]) -> None:
    for cue in cues:
        found[cue] = found.get(cue, 0) + 1


def _tell(table: _Table, token: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The entries of the table that begin with a word, remembered."""
    known = table.told.get(token)
    if known is not None:
        return known
    entries = list(table.words.get(token, ()))
    stems = table.stems.get(token[:_STEM_KEY], ())
    entries += [((), cue) for stem, cue in stems if token.startswith(stem)]
    if len(table.told) >= _MOST_TOLD:
        table.told.clear()
    table.told[token] = told = tuple(entries)
    return told


def fold(text: str) -> str:
    """Lower case without accents and Arabic marks."""
    text = text.casefold()
    if text.isascii():
        return text
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(_ARABIC)


_ARABIC = str.maketrans("ةىٱ", "هيا")


def _follow(tokens: list[str], at: int, rest: tuple[str, ...]) -> bool:
    if at + len(rest) > len(tokens):
        return False
    for token, word in zip(tokens[at : at + len(rest)], rest, strict=True):
        if token != word and not (word[-1] == "*" and token.startswith(word[:-1])):
            return False
    return True


@cache
def _table() -> _Table:
    table = _Table()
    patterns: dict[str, dict[str, list[str]]] = {"start": {}, "find": {}, "end": {}, "digits": {}}
    text = resources.files("indexer.split").joinpath("cues.txt").read_text("utf-8")
    cue = ""
    for line in text.splitlines():
        if re.fullmatch(r"\[\w+\]", line):
            cue = line[1:-1]
        elif line.startswith("words: "):
            for entry in line.removeprefix("words: ").split(", "):
                _add(table, entry, cue)
        elif line and not line.startswith("#"):
            kind, pattern = line.split(": ", 1)
            if kind == "find" and pattern.endswith("$"):
                kind = "end"
            patterns[kind].setdefault(cue, []).append(pattern)
    goals = {
        "start": table.start, "find": table.find, "end": table.end, "digits": table.digits
    }  # fmt: skip
    for kind, goal in goals.items():
        for cue, each in patterns[kind].items():
            goal[cue] = re.compile("|".join(f"(?:{pattern})" for pattern in each))
    table.starts = re.compile("|".join(each.pattern for each in table.start.values()))
    return table


def _add(table: _Table, entry: str, cue: str) -> None:
    first, *rest = entry.split()
    if first.endswith("*") and not rest:
        table.stems.setdefault(first[:_STEM_KEY], []).append((first[:-1], cue))
    else:
        table.words.setdefault(first.rstrip("*"), []).append((tuple(rest), cue))
