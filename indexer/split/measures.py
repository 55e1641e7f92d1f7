"""What is measured of each line of a page and of what stands around it, as numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indexer.clean import Kind
from indexer.dates import is_date_line
from indexer.page import Line
from indexer.split.look import Seen, look
from indexer.split.observe import key_of, stems_of

Matrix = npt.NDArray[np.float32]
"""Shape (lines, measures)."""

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
_WORD = re.compile(r"\w+")
_CAPITAL = re.compile(r"(?<!\w)[A-ZÀ-Þ0-9]")
_COMMA = re.compile(r"[,،;]")
_SIGN = re.compile(r"[|/•›»>#*_{}=©→·+\[\]]")
_FOLD_CHARS = 400
_OWN = 12
"""Measures of a line by itself that are no flags."""
_NEAR = (1, 2, 3)
_WINDOWS = (2, 5, 12, 30)
_GAP = 6
"""So many lines that are none may stand between two paragraphs of one block."""
_MASS_CHARS = 1500


def measure(
    lines: Sequence[Line],
    kinds: Sequence[Kind | None],
    seen: Sequence[Seen],
) -> Matrix:
    """One row for each line."""
    own = _own(lines, kinds, seen)
    around = _around(own)
    page = _page(lines, seen, own)
    return np.hstack([own, around, page])


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
    count = len(lines)
    numbers = np.zeros((count, _OWN), dtype=np.float32)
    flags = np.zeros((count, len(_NAMES)), dtype=np.float32)
    kind_flags = np.zeros((count, len(_KINDS)), dtype=np.float32)
    above = 0
    for row, (line, kind, one) in enumerate(zip(lines, kinds, seen, strict=True)):
        text = line.text[:_FOLD_CHARS]
        words = _WORD.findall(text.casefold())
        chars = len(text)
        numbers[row] = (
            one.chars,
            one.words,
            one.prose,
            one.sentences,
            chars / (len(words) or 1),
            len(_CAPITAL.findall(text)) / (len(words) or 1),
            len(_COMMA.findall(text)) / chars,
            len(_SIGN.findall(text)) / chars,
            sum(map(str.isdigit, text)) / chars,
            min(line.blank_before, 6),
            line.indent,
            line.indent - above,
        )
        above = line.indent
        for name in one.names:
            column = _COLUMN.get(name)
            if column is not None:
                flags[row, column] = 1
        if kind is not None:
            kind_flags[row, _KINDS[kind]] = 1
    return np.hstack([numbers, flags, kind_flags])


_CHARS, _PROSE = 0, 2
_DATE, _KIND = _OWN + _COLUMN["date line"], _OWN + len(_NAMES)
SEEN_AGAIN = tuple(range(_OWN, _KIND + len(_KINDS)))
"""The flags of a line, for the second look."""
_SHOWN = (
    _CHARS, 1, _PROSE, 5, 9, 11, _DATE, _OWN + _COLUMN["ends=."],
    _OWN + _COLUMN["bullet"], _OWN + _COLUMN["heading mark"], _OWN + _COLUMN["cue=by"],
    _OWN + _COLUMN["cue=comment"], _OWN + _COLUMN["cue=picture"], _OWN + _COLUMN["cue=social"],
)  # fmt: skip
"""What is looked at of the lines next to one."""


def _around(own: Matrix) -> Matrix:
    count = len(own)
    some = own[:, _SHOWN]
    known = own[:, _KIND:].max(1, keepdims=True)
    some = np.hstack([some, known])
    parts = []
    for step in _NEAR:
        for shift in (-step, step):
            moved = np.full_like(some, -1)
            if abs(shift) < count:
                if shift < 0:
                    moved[-shift:] = some[:shift]
                else:
                    moved[:-shift] = some[shift:]
            parts.append(moved)
    prose = _mass(own)
    told = np.stack([prose, own[:, _CHARS], known[:, 0], own[:, _DATE], np.ones(count)], axis=1)
    sums = np.vstack([np.zeros((1, told.shape[1])), np.cumsum(told, axis=0)])
    at = np.arange(count)
    for width in _WINDOWS:
        begin, end = np.maximum(at - width, 0), np.minimum(at + width + 1, count)
        for low, high in ((begin, at), (at + 1, end)):
            inside = sums[high] - sums[low]
            share = inside[:, :1] / np.maximum(inside[:, 1:2], 1)
            parts += [inside[:, :1], share, inside[:, 2:4] / np.maximum(inside[:, 4:], 1)]
    return np.hstack(parts).astype(np.float32)


def _mass(own: Matrix) -> npt.NDArray[np.float64]:
    """How many characters of prose each line has, none where it is boilerplate or a date."""
    known = own[:, _KIND:].max(1) + own[:, _DATE]
    chars = np.minimum(own[:, _CHARS], _MASS_CHARS) * (own[:, _PROSE] >= 0.4) * (known == 0)
    mass: npt.NDArray[np.float64] = chars.astype(np.float64)
    return mass


def _page(lines: Sequence[Line], seen: Sequence[Seen], own: Matrix) -> Matrix:
    """Where on its page a line stands, and how it is like the rest of it."""
    count = len(lines)
    mass = _mass(own)
    total = mass.sum()
    before = np.cumsum(mass) - mass
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
    inner = (
        Counter(stem for number in range(low, high + 1) for stem in stems[number])
        if total
        else Counter[str]()
    )
    opening = stems[0] if stems else frozenset[str]()
    rows = []
    for number, (line, key, own_stems) in enumerate(zip(lines, keys, stems, strict=True)):
        size = len(own_stems) or 1
        shared = sum(1 for stem in own_stems if inner[stem] > (low <= number <= high))
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
    numbers = np.stack(
        [
            at,
            count - at,
            at / count,
            before / (total or 1),
            (total - before - mass) / (total or 1),
            np.full(count, total),
            np.full(count, count),
            signed,
            inside,
            of_block / (weight.max() if len(weight) else 1),
            of_block,
            at - (first[block] if len(weight) else 0),
            (last[block] if len(weight) else 0) - at,
            np.full(count, mass.max(initial=0)),
            np.full(count, np.median(own[:, _CHARS])),
        ],
        axis=1,
    )
    return np.hstack([numbers, np.array(rows)]).astype(np.float32)


def _blocks(
    mass: npt.NDArray[np.float64],
) -> tuple[
    npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.int64], npt.NDArray[np.int64]
]:
    """The blocks of prose: of each line which is nearest; of each its mass, first and last line."""
    at = np.flatnonzero(mass)
    if not len(at):
        empty = np.empty(0, dtype=np.int64)
        return np.zeros(len(mass), dtype=np.int64), np.empty(0), empty, empty
    starts = np.flatnonzero(np.diff(at, prepend=-_GAP - 2) > _GAP)
    first = at[starts]
    last = at[np.append(starts[1:], len(at)) - 1]
    weight = np.add.reduceat(mass[at], starts)
    middle = (last[:-1] + first[1:]) // 2
    block = np.searchsorted(middle, np.arange(len(mass)), side="left")
    return block, weight, first, last
