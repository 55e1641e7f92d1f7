"""What is measured of each line of a page and of what is around it, as numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase

import numpy as np
import numpy.typing as npt

from indexer.clean import Kind
from indexer.dates import is_date_line
from indexer.language.words import DIGITS, table_for, unspaced_of, words_of
from indexer.page import Line
from indexer.split.look import LINES_KEPT, Seen, look
from indexer.split.observe import key_of, stems_of
from indexer.split.runs import begins

Matrix = npt.NDArray[np.float32]
"""Shape (lines, measures)."""
Column = npt.NDArray[np.float32]
Chars = npt.NDArray[np.float64]

_NAMES = (
    "cue=by", "cue=picture", "cue=ad", "cue=pointer", "cue=contact", "cue=legal", "cue=account",
    "cue=social", "cue=comment", "cue=counter", "cue=nav", "cue=tags", "cue=about", "cue=bio",
    "cue=stop", "cue=finis", "cue=live", "cue=site", "cue=you", "cue=error", "cue=form",
    "cue=heading", "ends=.", "ends=?", "ends=!", "ends=:", "ends=,", "ends=", "lower start",
    "digit start", "quote start", "bracket start", "mark start", "sign start", "no letters",
    "all upper", "time", "year", "quote", "agency dateline", "cut short", "bracket end",
    "bracketed", "heading mark", "numbered", "bullet", "verb", "date line",
)  # fmt: skip
_COLUMN = {name: number for number, name in enumerate(_NAMES)}
_KINDS = {kind: number for number, kind in enumerate(Kind)}
_FLAGS = len(_NAMES) + len(_KINDS)
_CAPITAL = re.compile(r"[A-ZÀ-Þ0-9](?<!\w.)")
_COMMAS = ",،;"
_SIGNS = frozenset("|/•›»>#*_{}=©→·+[]")
_PLAIN_SIGNS = "".join(filter(str.isascii, _SIGNS)).encode()
_PLAIN_DIGITS = DIGITS.encode()
_PLAIN_CAPITALS = table_for({"A": f"{ascii_uppercase}{DIGITS}", "a": f"{ascii_lowercase}_"}, " ")
"""Capitals and digits as one, what else is in words as another, and the rest as blanks."""
_FOLD_CHARS = 400
_OWN = 12
"""Measures of a line by itself that are no flags."""
_NEAR = (1, 2, 3)
_WINDOWS = (2, 5, 12, 30)
_GAP = 6
"""So many lines that are not paragraphs may be between two paragraphs of one block."""
_MASS_CHARS = 1500


def measure(
    lines: Sequence[Line],
    kinds: Sequence[Kind | None],
    seen: Sequence[Seen],
) -> Matrix:
    """One row for each line."""
    own = _own(lines, kinds, seen)
    known = own[:, _KIND:].max(1)
    mass = _mass(own, known)
    around, page = _around(own, known, mass), _page(lines, own, mass)
    every = np.empty((len(own), own.shape[1] + around.shape[1] + page.shape[1]), np.float32)
    every[:, : own.shape[1]] = own
    every[:, own.shape[1] : -page.shape[1]] = around
    every[:, -page.shape[1] :] = page
    return every


def look_at(lines: Sequence[Line], kinds: Sequence[Kind | None]) -> list[Seen]:
    """Each line by itself."""
    return [
        look(line.text, line.marker, kind, is_date_line(line.text))
        for line, kind in zip(lines, kinds, strict=True)
    ]


def _own(
    lines: Sequence[Line],
    kinds: Sequence[Kind | None],
    seen: Sequence[Seen],
) -> Matrix:
    numbers, places = [], []
    above = 0
    for row, (line, kind, one) in enumerate(zip(lines, kinds, seen, strict=True)):
        numbers.append(
            (
                one.chars,
                one.words,
                one.prose,
                one.sentences,
                *_shares(line.text),
                min(line.blank_before, 6),
                line.indent,
                line.indent - above,
            )
        )
        above = line.indent
        first = row * (_OWN + _FLAGS) + _OWN
        places += [first + place for place in _flags(one.names)]
        if kind is not None:
            places.append(first + len(_NAMES) + _KINDS[kind])
    own = np.zeros((len(lines), _OWN + _FLAGS), dtype=np.float32)
    own.ravel()[places] = 1
    own[:, :_OWN] = numbers
    return own


@lru_cache(maxsize=LINES_KEPT)
def _shares(text: str) -> tuple[float, ...]:
    """What a line is made of: how long its words are, and the shares of capitals and marks."""
    words = _count_words(text) or 1
    text = text[:_FOLD_CHARS]
    chars = len(text)
    if text.isascii():
        raw = text.encode("ascii")
        digits = chars - len(raw.translate(None, _PLAIN_DIGITS))
        signs = chars - len(raw.translate(None, _PLAIN_SIGNS))
        begun = raw.translate(_PLAIN_CAPITALS)
        capitals = begun.count(b" A") + begun.startswith(b"A")
    else:
        capitals = len(_CAPITAL.findall(text))
        letters = frozenset(text)
        digits = sum([text.count(char) for char in letters if char.isdigit()])
        signs = sum(map(text.count, letters & _SIGNS))
    return (
        chars / words,
        capitals / words,
        sum(map(text.count, _COMMAS)) / chars,
        signs / chars,
        digits / chars,
    )


@lru_cache(maxsize=4096)
def _flags(names: tuple[str, ...]) -> tuple[int, ...]:
    """Which flags are set by what is seen of a line; many lines look alike."""
    return tuple(_COLUMN[name] for name in names if name in _COLUMN)


def _count_words(text: str) -> int:
    """How many words there are in so much of a line as is measured."""
    if len(text) > _FOLD_CHARS:
        head = text[:_FOLD_CHARS]
        return len(words_of(head if head.isascii() else head.casefold()))
    key = key_of(text)
    return key.count(" ") + 1 + len(unspaced_of(key)) // 2 if key else 0


CHARS, WORDS, PROSE = 0, 1, 2
_DATE, _KIND = _OWN + _COLUMN["date line"], _OWN + len(_NAMES)
SEEN_AGAIN = tuple(range(_OWN, _KIND + len(_KINDS)))
"""The flags of a line, for the second look."""


def own_of(measures: Matrix) -> Matrix:
    """The measures of the lines themselves, without those of what is around them."""
    return measures[:, : _KIND + len(_KINDS)]


def known_of(measures: Matrix) -> npt.NDArray[np.bool_]:
    """Which lines are boilerplate of some kind."""
    known: npt.NDArray[np.bool_] = measures[:, _KIND : _KIND + len(_KINDS)].max(axis=1) > 0
    return known


def column(name: str) -> int:
    """In which column it is measured whether a line has this mark or cue."""
    return _OWN + _COLUMN[name]


_SHOWN = (
    CHARS, 1, PROSE, 5, 9, 11, _DATE, _OWN + _COLUMN["ends=."],
    _OWN + _COLUMN["bullet"], _OWN + _COLUMN["heading mark"], _OWN + _COLUMN["cue=by"],
    _OWN + _COLUMN["cue=comment"], _OWN + _COLUMN["cue=picture"], _OWN + _COLUMN["cue=social"],
)  # fmt: skip
"""What is looked at of the lines next to one."""


def _around(own: Matrix, known: Column, mass: Chars) -> Matrix:
    count = len(own)
    wide = len(_SHOWN) + 1
    most = max(_NEAR)
    some = np.full((count + 2 * most, wide), -1, dtype=np.float32)
    some[most : most + count, :-1] = own[:, _SHOWN]
    some[most : most + count, -1] = known
    result = np.empty((count, 2 * len(_NEAR) * wide + 8 * len(_WINDOWS)), dtype=np.float32)
    at = 0
    for step in _NEAR:
        for shift in (-step, step):
            result[:, at : at + wide] = some[most + shift : most + shift + count]
            at += wide
    sums = np.zeros((count + 1, 5))
    told = np.ones((count, 5))
    told[:, 0] = mass
    told[:, 1] = own[:, CHARS]
    told[:, 2] = known
    told[:, 3] = own[:, _DATE]
    told.cumsum(axis=0, out=sums[1:])
    low, high = _windows(count)
    inside = sums.take(high, axis=0) - sums.take(low, axis=0)
    shares = np.empty((*low.shape, 4))
    shares[..., 0] = inside[..., 0]
    shares[..., 1] = inside[..., 0] / np.maximum(inside[..., 1], 1)
    shares[..., 2:] = inside[..., 2:4] / np.maximum(inside[..., 4:], 1)
    result[:, at:] = shares.reshape(count, -1)
    return result


@lru_cache(maxsize=256)
def _windows(count: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Of each line the bounds of the windows above and below it, each shape (count, windows)."""
    at = np.arange(count)[:, None]
    widths = np.array(_WINDOWS)
    low = np.empty((count, 2 * len(_WINDOWS)), dtype=np.intp)
    high = np.empty_like(low)
    low[:, ::2] = np.maximum(at - widths, 0)
    high[:, ::2] = at
    low[:, 1::2] = at + 1
    high[:, 1::2] = np.minimum(at + widths + 1, count)
    return low, high


def _mass(own: Matrix, known: Column) -> Chars:
    """How many characters of prose each line has, none where it is boilerplate or a date."""
    left_out = known + own[:, _DATE]
    chars = np.minimum(own[:, CHARS], _MASS_CHARS) * (own[:, PROSE] >= 0.4) * (left_out == 0)
    mass: Chars = chars.astype(np.float64)
    return mass


def _page(lines: Sequence[Line], own: Matrix, mass: Chars) -> Matrix:
    """Where on its page a line stands, and how it is like the rest of it."""
    count = len(lines)
    total = mass.sum()
    before = mass.cumsum() - mass
    at = np.arange(count)
    block, weight, first, last = _blocks(mass)
    heaviest = int(weight.argmax()) if len(weight) else -1
    inside = block == heaviest
    low, high = (int(first[heaviest]), int(last[heaviest])) if len(weight) else (0, 0)
    distance = np.where(at < low, low - at, np.where(at > high, at - high, 0))
    signed = np.where(at < low, -distance, distance)
    of_block = weight[block] if len(weight) else np.zeros(count)
    keys = [key_of(line.text) for line in lines]
    counts = Counter(keys)
    begun: dict[str, int] = {}
    for number, key in enumerate(keys):
        begun.setdefault(key, number)
    stems = [stems_of(line.text) for line in lines]
    inner: set[str] = set()
    again: set[str] = set()
    for own_stems in stems[low : high + 1] if total else ():
        again |= inner & own_stems
        inner |= own_stems
    opening = stems[0] if stems else frozenset[str]()
    rows = []
    for number, (line, key, own_stems) in enumerate(zip(lines, keys, stems, strict=True)):
        size = len(own_stems) or 1
        shared = len(own_stems & (again if low <= number <= high else inner))
        rows.append(
            (
                shared / size,
                shared,
                len(own_stems & opening) / size,
                counts[key],
                number - begun[key],
                line.text == lines[0].text,
            )
        )
    numbers = np.empty((count, 21), dtype=np.float32)
    chars = sorted(own[:, CHARS].tolist())
    columns = (
        at,
        count - at,
        at / count,
        before / (total or 1),
        (total - before - mass) / (total or 1),
        total,
        count,
        signed,
        inside,
        of_block / (weight.max() if len(weight) else 1),
        of_block,
        at - (first[block] if len(weight) else 0),
        (last[block] if len(weight) else 0) - at,
        mass.max(initial=0),
        (chars[(count - 1) // 2] + chars[count // 2]) / 2,
    )
    for number, column in enumerate(columns):
        numbers[:, number] = column
    numbers[:, len(columns) :] = rows
    return numbers


def _blocks(
    mass: Chars,
) -> tuple[
    npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.int64], npt.NDArray[np.int64]
]:
    """The blocks of prose: of each line which is nearest; of each its mass, first and last line."""
    at = mass.nonzero()[0]
    if not len(at):
        empty = np.empty(0, dtype=np.int64)
        return np.zeros(len(mass), dtype=np.int64), np.empty(0), empty, empty
    starts = begins(at, _GAP)
    first = at[starts]
    last = at[np.concatenate((starts[1:], (len(at),))) - 1]
    weight = np.add.reduceat(mass[at], starts)
    middle = (last[:-1] + first[1:]) // 2
    block = middle.searchsorted(np.arange(len(mass)), side="left")
    return block, weight, first, last
