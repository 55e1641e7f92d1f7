"""Which pieces of a text are worth showing, and how they look with their marks.

Everything is escaped; `<mark>` is the only tag.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from html import escape
from typing import TypeAlias

from search_index.model.hits import Snippet

_SENTENCE_END = re.compile(r"[.!?؟…][\"”’»)]*\s+|\n+")
_SHORT_WORD = re.compile(r"\b\w{1,3}\Z")
_ABBREVIATION = re.compile(r"(?:\s(?:(?:\w\.)+|\w{1,3}\.|[^\W\d_a-zà-ÿ][^\W\d_A-Z]{3,4}\.))+\Z")
"""A short word with a full stop, which may be "Mr.", "Prof." or an initial: nothing ends there."""
_LONGEST_ABBREVIATION = 20
_SPACE = re.compile(r"\s")
_BETWEEN = "\0"


Mark: TypeAlias = tuple[int, int, int]
"""A matched word or phrase in a field: start and end in code points, and which leaf it fits.

A plain tuple, as every answer makes hundreds of them.
"""


def apart(marks: list[Mark]) -> list[Mark]:
    """The marks in order; where two overlap the longer one stays."""
    behind = 0
    for start, end, _ in marks:
        if start < behind:
            break
        behind = end
    else:
        return marks
    kept: list[Mark] = []
    behind = 0
    for mark in sorted(marks, key=lambda m: (m[0], -m[1])):
        if mark[0] >= behind:
            kept.append(mark)
            behind = mark[1]
    return kept


def mark_whole(text: str, marks: Sequence[Mark]) -> Snippet:
    """The whole text as one snippet."""
    return _snippet(text, 0, len(text), marks)


def snippets(text: str, marks: Sequence[Mark], *, chars: int) -> tuple[Snippet, ...]:
    """The pieces of `text` that show most of what matched, in the order of the text.

    Together they have at most about `chars` code points. One piece where it holds
    everything that matched, else two; the opening of the text where nothing did.
    """
    if not text:
        return ()
    if not marks or len(text) <= chars:
        start, end = _window(text, 0, chars)
        return (_snippet(text, start, end, marks),)
    best = _best(text, marks, chars)
    if chars < 120 or _leaves_in(marks, best).issuperset([leaf for _, _, leaf in marks]):
        return (_snippet(text, *best, marks),)
    first = _best(text, marks, chars // 2)
    shown = _leaves_in(marks, first)
    others = [
        mark
        for mark in marks
        if mark[2] not in shown and (mark[0] >= first[1] or mark[1] <= first[0])
    ]
    if not others:
        return (_snippet(text, *best, marks),)
    second = _best(text, others, chars // 2)
    if second[0] < first[1] and first[0] < second[1]:
        return (_snippet(text, *best, marks),)
    return tuple(_snippet(text, *piece, marks) for piece in sorted((first, second)))


def _leaves_in(marks: Sequence[Mark], piece: tuple[int, int]) -> set[int]:
    low, high = piece
    return {leaf for start, end, leaf in marks if low <= start and end <= high}


def _best(text: str, marks: Sequence[Mark], chars: int) -> tuple[int, int]:
    """The window of `chars` that shows the most different leaves, then the most marks."""
    room = max(chars * 3 // 4, 1)
    if marks[-1][0] < marks[0][0] + room:
        return _window(text, marks[0][0], chars)
    starts = [mark[0] for mark in marks]
    leaves = [mark[2] for mark in marks]
    end, behind, count = 0, 0, len(marks)
    most, more, at = 0, 0, 0
    for index, start in enumerate(starts):
        end = bisect_left(starts, start + room, end)
        # What ends where the window before did, or has too few marks, cannot be better.
        if end > behind and end - index > most:
            different = len(set(leaves[index:end]))
            if different > most or (different == most and end - index > more):
                most, more, at = different, end - index, start
        if end == count:
            break
        behind = end
    return _window(text, at, chars)


def _window(text: str, focus: int, chars: int) -> tuple[int, int]:
    """About `chars` around `focus`, from the start of a sentence or else of a word."""
    if len(text) <= chars:
        return 0, len(text)
    lead = max(0, min(focus, len(text) - chars, focus - chars // 5))
    start = lead
    if lead > 0:
        sentence = None
        for found in reversed(
            list(_SENTENCE_END.finditer(text, max(0, focus - chars // 2), focus))
        ):
            # A full stop after up to three letters may end a title ("Dr.") and ends nothing.
            stop = found.start()
            if text[stop] != "." or not _SHORT_WORD.search(text, max(0, stop - 4), stop):
                sentence = found.end()
                break
        if sentence is not None and sentence <= focus:
            start = sentence
        else:
            space = _SPACE.search(text, lead, focus)
            start = space.end() if space else lead
    end = min(len(text), start + chars)
    if end < len(text):
        cut = max(text.rfind(" ", focus, end + 1), text.rfind("\n", focus, end + 1))
        end = cut if cut > focus else end
        if text[end - 1] == ".":
            loose = _ABBREVIATION.search(text, max(focus, end - _LONGEST_ABBREVIATION), end)
            if loose and loose.start() > focus:
                end = loose.start()
    return start, end


def _snippet(text: str, start: int, end: int, marks: Sequence[Mark]) -> Snippet:
    piece = text[start:end]
    if not marks:
        return Snippet(escape(piece) if _is_special(piece) else piece, piece, start)
    offsets = tuple([(a - start, b - start) for a, b, _ in marks if a >= start and b <= end])
    parts: list[str] = []
    at = 0
    for a, b in offsets:
        parts += (piece[at:a], piece[a:b])
        at = b
    parts.append(piece[at:])
    if _is_special(piece):
        # Escaped at once, as long as the text does not have what they are told apart by.
        if _BETWEEN in piece:
            parts = [escape(part) for part in parts]
        else:
            parts = escape(_BETWEEN.join(parts)).split(_BETWEEN)
    for place in range(1, len(parts), 2):
        parts[place] = f"<mark>{parts[place]}</mark>"
    return Snippet("".join(parts), piece, start, offsets)


def _is_special(piece: str) -> bool:
    """Whether `escape` writes anything of it in another way; sooner than a loop or a pattern."""
    return "'" in piece or '"' in piece or "&" in piece or "<" in piece or ">" in piece
