"""Cues: words and forms by which a line tells what it is to a page, from cues.txt."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

_TOKEN = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_STEM_KEY = 4
_MAX_CHARS = 220
"""A longer line is a paragraph, and only its words are looked at, not its forms."""
_END_CHARS = 60
"""So near to the end of a line forms that stand there are looked for."""
_MARKS = re.compile(r"[\u0300-\u036f\u0640\u064b-\u065f\u0670]+")


@dataclass(slots=True, kw_only=True)
class _Table:
    """`words` leads from the first word of an entry to its other words and cue, `stems` from
    the first letters of a stem to the stem and its cue; patterns are by cue."""

    words: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    start: dict[str, re.Pattern[str]] = field(default_factory=dict)
    find: dict[str, re.Pattern[str]] = field(default_factory=dict)
    end: dict[str, re.Pattern[str]] = field(default_factory=dict)
    digits: dict[str, re.Pattern[str]] = field(default_factory=dict)


def cues_of(text: str) -> Counter[str]:
    """The cues of a line; for those by words, how many words or phrases there are.

    A paragraph has only cues by words.
    """
    table = _table()
    folded = fold(text)
    tokens = _TOKEN.findall(folded)
    found: Counter[str] = Counter()
    words, stems = table.words, table.stems
    for at, token in enumerate(tokens):
        if token in words:
            for rest, cue in words[token]:
                if not rest or _follow(tokens, at + 1, rest):
                    found[cue] += 1
        if token[:_STEM_KEY] in stems:
            for stem, cue in stems[token[:_STEM_KEY]]:
                if token.startswith(stem):
                    found[cue] += 1
    if len(text) > _MAX_CHARS:
        return found
    for cue, pattern in table.start.items():
        if pattern.match(folded):
            found[cue] += 1
    for cue, pattern in table.find.items():
        if pattern.search(folded):
            found[cue] += 1
    for cue, pattern in table.end.items():
        if pattern.search(folded, max(0, len(folded) - _END_CHARS)):
            found[cue] = max(found[cue], 1)
    if _DIGIT.search(folded):
        for cue, pattern in table.digits.items():
            if pattern.search(folded):
                found[cue] += 1
    return found


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
    return all(
        token.startswith(word[:-1]) if word.endswith("*") else token == word
        for token, word in zip(tokens[at : at + len(rest)], rest, strict=True)
    )


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
    return table


def _add(table: _Table, entry: str, cue: str) -> None:
    first, *rest = entry.split()
    if first.endswith("*") and not rest:
        table.stems.setdefault(first[:_STEM_KEY], []).append((first[:-1], cue))
    else:
        table.words.setdefault(first.rstrip("*"), []).append((tuple(rest), cue))
