"""Many patterns that are tried on one text: what a text must have to match each.

Of a few hundred patterns a line of a page has what some ten need; the others are not tried. What
a pattern needs is read off its parsed form: the two characters that a match can begin with, and
pieces of text of which one must be there. Both say too little rather than too much, so that a
pattern that is passed over would not have matched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from itertools import product
from typing import Any, Final

_parser: Final = import_module("re._parser")
_compiler: Final = import_module("re._compiler")
_code: Final = import_module("re._constants")

_ANY: Final = ""
"""Any character, where what a match begins with is not known."""
_CATEGORIES: Final[dict[Any, str]] = {
    _code.CATEGORY_DIGIT: r"\d",
    _code.CATEGORY_SPACE: r"\s",
    _code.CATEGORY_WORD: r"\w",
    _code.CATEGORY_NOT_WORD: r"\W",
}
_REPEATS: Final = frozenset({_code.MAX_REPEAT, _code.MIN_REPEAT, _code.POSSESSIVE_REPEAT})
_NOTHING: Final = frozenset({_code.AT, _code.ASSERT, _code.ASSERT_NOT})
"""What takes no character of the text."""
HEAD_CHARS: Final = 2
_MOST_HEADS: Final = 400
_MOST_IN_RANGE: Final = 64
_MOST_LETTERS: Final = 4
_LONG_ENOUGH: Final = 3

_Head = tuple[str, ...]
"""The first characters of a match, each as it is, as a category or as any."""
Heads = frozenset[_Head]


@dataclass(frozen=True, slots=True)
class Needs:
    """What a text must have so that a pattern matches it from its start.

    `heads` are what a match can begin with; `pieces` are texts of which one is in each match, empty
    where none is known.
    """

    heads: Heads
    pieces: tuple[str, ...]

    def worth_looking_for(self, most: int, *, anywhere: bool = False) -> tuple[str, ...]:
        """The pieces, where they are found sooner than the pattern is tried; else none.

        That is for up to `most` of them where a match can begin with any character or `anywhere`,
        and for one where the head tells as well.
        """
        blind = anywhere or (_ANY,) in self.heads
        return self.pieces if len(self.pieces) <= (most if blind else 1) else ()

    def can_begin(self, heads: Heads) -> bool:
        """Whether a match can begin as a text does of which these are the `heads_of`."""
        return not heads or not heads.isdisjoint(self.heads)


def heads_of(text: str) -> Heads:
    """Every way in which a pattern may name the first two characters of a text, or the only one."""
    return frozenset(product(*map(_kinds, text[:HEAD_CHARS]))) if text else frozenset()


def compiled_with_needs(pattern: str) -> tuple[re.Pattern[str], Needs]:
    """A pattern without flags, which is parsed but once, and what it needs."""
    parsed = _parser.parse(pattern)
    return _compiler.compile(parsed), _needs(parsed)


def _kinds(char: str) -> tuple[str, ...]:
    """How the first characters of a match may name a character."""
    word = r"\w" if char.isalnum() or char == "_" else r"\W"
    special = r"\d" if char.isdecimal() else r"\s" if char.isspace() else word
    return (char, _ANY, word, special)


def needs_of(pattern: str) -> Needs:
    """What a pattern needs that is compiled without flags."""
    return _needs(_parser.parse(pattern))


def _needs(parsed: Any) -> Needs:
    heads = frozenset((*head, _ANY, _ANY)[:HEAD_CHARS] for head, _ in _heads(parsed))
    shorter = frozenset(head[:1] for head in heads)
    return Needs(heads=heads | shorter, pieces=_shortest(_pieces(parsed) or ()))


def _shortest(pieces: Iterable[str]) -> tuple[str, ...]:
    """Pieces without those that have another one in them."""
    kept: list[str] = []
    for piece in sorted(pieces, key=lambda piece: (len(piece), piece)):
        if not any(each in piece for each in kept):
            kept.append(piece)
    return tuple(kept)


_Open = frozenset[tuple[_Head, bool]]
"""First characters, and of each whether what follows in the pattern goes on from it."""


def _heads(sequence: Iterable[Any]) -> _Open:
    done: set[tuple[_Head, bool]] = set()
    goes_on: set[_Head] = {()}
    for op, value in sequence:
        longer = {
            ((*head, *more)[:HEAD_CHARS], is_open)
            for more, is_open in _heads_of(op, value)
            for head in goes_on
        }
        whole = {(head, is_open) for head, is_open in longer if len(head) == HEAD_CHARS}
        done |= {(head, False) for head, is_open in longer if not is_open} | whole
        goes_on = {head for head, is_open in longer - whole if is_open}
        if len(done) + len(goes_on) > _MOST_HEADS:
            return frozenset({((_ANY,), False)})
        if not goes_on:
            break
    return frozenset(done | {(head, True) for head in goes_on})


def _heads_of(op: Any, value: Any) -> _Open:
    if op is _code.LITERAL:
        return frozenset({((chr(value),), True)})
    if op is _code.IN:
        return frozenset(((char,), True) for char in _class(value))
    if op is _code.BRANCH:
        return frozenset[tuple[_Head, bool]]().union(*map(_heads, value[1]))
    if op is _code.SUBPATTERN:
        return _heads(value[3])
    if op in _REPEATS:
        least, most, repeated = value
        # what is repeated can be followed by itself, so that nothing is known of what is behind
        own = {(head, is_open and most == 1) for head, is_open in _heads(repeated)}
        return frozenset(own if least else own | {((), True)})
    if op is _code.ATOMIC_GROUP:
        return _heads(value)
    return frozenset({((), True) if op in _NOTHING else ((_ANY,), op in _ONE_CHAR)})


_ONE_CHAR: Final = frozenset({_code.ANY, _code.NOT_LITERAL})


def _class(items: Iterable[tuple[Any, Any]]) -> set[str]:
    found: set[str] = set()
    for op, value in items:
        if op is _code.LITERAL:
            found.add(chr(value))
        elif op is _code.RANGE and value[1] - value[0] < _MOST_IN_RANGE:
            found.update(map(chr, range(value[0], value[1] + 1)))
        elif op is _code.CATEGORY and value in _CATEGORIES:
            found.add(_CATEGORIES[value])
        else:
            return {_ANY}
    return found


def _pieces(sequence: Iterable[Any]) -> frozenset[str] | None:
    """Texts of which each match has one, the most telling that are known; None for none."""
    best: frozenset[str] | None = None
    run = ""
    for op, value in [*sequence, (None, None)]:
        if op is _code.LITERAL:
            run += chr(value)
            continue
        best = _better(best, frozenset({run}) if run else None)
        run = ""
        best = _better(best, _pieces_of(op, value))
    return best


def _pieces_of(op: Any, value: Any) -> frozenset[str] | None:
    if op is _code.IN:
        letters = frozenset(chr(char) for kind, char in value if kind is _code.LITERAL)
        return letters if len(letters) == len(value) <= _MOST_LETTERS else None
    if op is _code.BRANCH:
        found = [_pieces(each) for each in value[1]]
        known = [each for each in found if each]
        return frozenset[str]().union(*known) if len(known) == len(found) else None
    if op is _code.SUBPATTERN:
        return _pieces(value[3])
    if op in _REPEATS:
        return _pieces(value[2]) if value[0] else None
    return _pieces(value) if op is _code.ATOMIC_GROUP else None


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """The more telling of two choices: long pieces, and few."""
    known = [each for each in (one, other) if each]
    return max(known, key=_telling) if known else None


def _telling(pieces: frozenset[str]) -> tuple[int, int]:
    return min(min(map(len, pieces)), _LONG_ENOUGH), -len(pieces)
