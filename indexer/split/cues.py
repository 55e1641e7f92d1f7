"""Cues: words and forms by which a line says what it is to a page, from cues.txt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import chain

from indexer.language.sieve import HEAD_CHARS, Needs, compiled_with_needs, heads_of
from indexer.language.words import words_of

_DIGIT = re.compile(r"\d")
_STEM_KEY = 4
_MAX_CHARS = 220
"""A longer line is a paragraph, and only its words are looked at, not its forms."""
_END_CHARS = 60
"""So near to the end of a line forms that occur there are looked for."""
_MOST_TOLD = 1 << 16
_MOST_PIECES = 12
"""So many pieces are looked for more quickly than a pattern is."""
_MARKS = re.compile(r"[\u0300-\u036f\u0640\u064b-\u065f\u0670]+")


_Match = Callable[[str, int], re.Match[str] | None]
_Pattern = tuple[str, tuple[str, ...], _Match]
"""A cue, pieces of text of which a line must have one where there are any, and what matches it."""


@dataclass(slots=True, kw_only=True)
class _Table:
    """`words` leads from a word to its cues, `phrases` from the first word of an entry to its
    other words and cue, `stems` from the first letters of a stem to the stem and its cue; `alone`
    has the cues of words and stems for words that were met. `heads` are the patterns of `start`
    that can match what begins with two characters."""

    words: dict[str, list[str]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    alone: _Alone = field(init=False)
    start: list[tuple[Needs, str, tuple[str, ...], _Match]] = field(default_factory=list)
    find: list[_Pattern] = field(default_factory=list)
    end: list[_Pattern] = field(default_factory=list)
    digits: list[_Pattern] = field(default_factory=list)
    heads: dict[str, list[_Pattern]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What a word says alone is looked up in the others."""
        self.alone = _Alone(self)


class _Alone(dict[str, tuple[str, ...]]):
    """The cues of a table for each word that was met, by itself."""

    __slots__ = ("_table",)

    def __init__(self, table: _Table) -> None:
        self._table = table

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= _MOST_TOLD:
            self.clear()
        stems = self._table.stems.get(word[:_STEM_KEY], ())
        own = [cue for stem, cue in stems if word.startswith(stem)]
        self[word] = cues = (*self._table.words.get(word, ()), *own)
        return cues


def cues_of(text: str) -> dict[str, int]:
    """The cues of a line; for those by words, how many words or phrases there are.

    A paragraph has only cues by words.
    """
    table = _table()
    folded = fold(text)
    tokens = words_of(folded)
    cues = list(chain.from_iterable(map(table.alone.__getitem__, tokens)))
    if not table.phrases.keys().isdisjoint(tokens):
        for at, token in enumerate(tokens, 1):
            if token in table.phrases and at < len(tokens):
                ahead = tokens[at][0]
                cues += [
                    cue
                    for rest, cue in table.phrases[token]
                    if rest[0][0] == ahead and _follow(tokens, at, rest)
                ]
    found = {cue: cues.count(cue) for cue in frozenset(cues)}
    if len(text) > _MAX_CHARS:
        return found
    heads = table.heads.get(folded[:HEAD_CHARS])
    if heads is None:
        heads = _with_head(table, folded[:HEAD_CHARS])
    if heads:
        _count(found, heads, folded, 0)
    _count(found, table.find, folded, 0)
    for cue in _matching(table.end, folded, max(0, len(folded) - _END_CHARS)):
        found[cue] = max(found.get(cue, 0), 1)
    if _DIGIT.search(folded):
        _count(found, table.digits, folded, 0)
    return found


def _count(found: dict[str, int], patterns: Sequence[_Pattern], text: str, start: int) -> None:
    """Note each cue of which a pattern is in a text once more."""
    for cue in _matching(patterns, text, start):
        found[cue] = found.get(cue, 0) + 1


def _matching(patterns: Sequence[_Pattern], text: str, start: int) -> list[str]:
    """The cues of which a pattern matches, those of one cue being one after the other."""
    cues: list[str] = []
    last = ""
    for cue, pieces, matches in patterns:
        if cue == last:
            continue
        if pieces:
            for piece in pieces:
                if piece in text:
                    break
            else:
                continue
        if matches(text, start):
            cues.append(cue)
            last = cue
    return cues


def _with_head(table: _Table, head: str) -> list[_Pattern]:
    """The patterns that can match what begins so, remembered."""
    if len(table.heads) >= _MOST_TOLD:
        table.heads.clear()
    heads = heads_of(head)
    table.heads[head] = found = [
        (cue, pieces, matches)
        for needs, cue, pieces, matches in table.start
        if needs.can_begin(heads)
    ]
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
    for token, word in zip(tokens[at : at + len(rest)], rest, strict=True):
        if token != word and not (word[-1] == "*" and token.startswith(word[:-1])):
            return False
    return True


@cache
def _table() -> _Table:
    table = _Table()
    patterns: dict[str, list[tuple[str, str]]] = {"start": [], "find": [], "end": [], "digits": []}
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
            patterns[kind].append((cue, pattern))
    # those of one cue one after the other; the order of cues does not matter
    for each in patterns.values():
        each.sort(key=lambda pair: pair[0])
    table.start = [_with_needs(*pair, start=True) for pair in patterns["start"]]
    table.find = [_with_needs(*pair)[1:] for pair in patterns["find"]]
    table.end = [_with_needs(*pair)[1:] for pair in patterns["end"]]
    table.digits = [_with_needs(*pair)[1:] for pair in patterns["digits"]]
    return table


def _with_needs(
    cue: str, pattern: str, *, start: bool = False
) -> tuple[Needs, str, tuple[str, ...], _Match]:
    compiled, needs = compiled_with_needs(pattern)
    pieces = needs.worth_looking_for(_MOST_PIECES, anywhere=not start)
    return needs, cue, pieces, compiled.match if start else compiled.search


def _add(table: _Table, entry: str, cue: str) -> None:
    first, *rest = entry.split()
    if first.endswith("*") and not rest:
        table.stems.setdefault(first[:_STEM_KEY], []).append((first[:-1], cue))
    else:
        word = first.rstrip("*")
        if rest:
            table.phrases.setdefault(word, []).append((tuple(rest), cue))
        else:
            table.words.setdefault(word, []).append(cue)
