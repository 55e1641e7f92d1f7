"""Text → the stretches between quotation marks, of whatever style."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch between quotation marks.

    `first` and `after` bound it with its marks, `start` and `end` without them and without
    the blanks inside them. `goes_on` says that the next paragraph opens with a mark and
    the same speech: only the last paragraph of a long quotation closes.
    """

    first: int
    after: int
    start: int
    end: int
    goes_on: bool = False


_MARK: Final = re.compile(
    r"""[“”„‟«»‹›「」『』〝〞〟"″]|``|''|(?<![^\W_])['‘‚](?=\w)|(?<=[\w,.?!…])['’](?!\w)"""
)
_SIGN: Final = re.compile(r"""[“”„‟«»‹›「」『』〝〞〟"″`'‘‚’]""")
"""With one of these a mark begins: looked for first, as it is found much faster."""
_CLOSERS: Final = {
    "“": '”"',
    "„": '“”‟"',
    "‟": '”"',
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "〝": "〞〟",
    "‚": "‘’",
    "‘": "’'",
    "``": "''\"",
}
_PLAIN: Final = frozenset(('"', "''", "″"))
_SINGLE: Final = frozenset("'‘’‚")
_INSIDE: Final = " \u00a0\u202f\u2009\u200f\u200e"
_BEFORE_OPENING: Final = frozenset(" \u00a0\u202f\u2009\t([{—–-:/\u200f\u200e،«“‘'،")
_ENDS_SPEECH: Final = frozenset(",.?!…،؟")
_BEHIND_SINGLE: Final = frozenset(("", " ", "\n", ",", ".", ";", ":", "?", "!", ")", "”", '"'))
_DEEPEST: Final = 8
_LONGEST_SINGLE: Final = 1500
_TRIES: Final = 40


def quoted(text: str) -> list[Quoted]:
    """The outermost quoted stretches of a text, paragraph by paragraph, in their order.

    What is quoted inside a quotation belongs to it. A mark that nothing closes opens a
    quotation only where the next paragraph opens with the same mark.
    """
    found: list[Quoted] = []
    matches: list[re.Match[str]] = []
    at = 0
    for sign in _SIGN.finditer(text):
        match = _MARK.match(text, sign.start()) if sign.start() >= at else None
        if match:
            matches.append(match)
            at = match.end()
    at = 0
    while at < len(matches):
        low = text.rfind("\n", 0, matches[at].start()) + 1
        high = text.find("\n", matches[at].start())
        if high < 0:
            high = len(text)
        first = at
        while at < len(matches) and matches[at].start() < high:
            at += 1
        _paragraph(text, low, high, matches[first:at], found)
    return found


def _paragraph(
    text: str, low: int, high: int, matches: list[re.Match[str]], found: list[Quoted]
) -> None:
    """Add the quoted stretches of the paragraph text[low:high]."""
    opened: list[tuple[str, int, int]] = []
    for match in matches:
        mark, at, after = match[0], match.start(), match.end()
        depth = _closes(text, mark, at, high, opened)
        if depth is not None:
            _, first, start = opened[depth]
            del opened[depth:]
            if depth == 0:
                _add(text, found, first, after, start, at)
        elif opened and opened[0][1] == at:
            continue
        elif len(opened) < _DEEPEST and _opens(text, mark, at, after, low, high, opened):
            opened.append((mark, at, after))
    if opened and opened[0][0] not in _SINGLE:
        mark, first, start = opened[0]
        ahead = high
        while ahead < len(text) and text[ahead].isspace():
            ahead += 1
        if text.startswith((mark, "»" if mark == "«" else mark), ahead):
            _add(text, found, first, high, start, high, goes_on=True)


def _closes(
    text: str, mark: str, at: int, high: int, opened: list[tuple[str, int, int]]
) -> int | None:
    """How many marks are outside the one that this mark closes; None where it closes none."""
    for depth in range(len(opened) - 1, -1, -1):
        opener = opened[depth][0]
        if opener in _SINGLE and mark in "'’" and not _ends_single(text, at):
            return None
        if opener == mark and mark in _PLAIN:
            if depth == 0 and len(opened) == 1 and _announced(text, at):
                opened[0] = (mark, at, at + len(mark))  # the one before was never closed
                return None
            return depth if depth == 0 or _can_close(text, at) else None
        if mark in _CLOSERS.get(opener, ""):
            return depth
        if opener == "»" and mark == "«":
            return depth
        if opener == "'" and mark in "'’":
            return depth
        if opener == "”" and mark == "”":
            return depth
    return None


def _can_close(text: str, at: int) -> bool:
    return at > 0 and not text[at - 1].isspace()


def _announced(text: str, at: int) -> bool:
    """Is there a colon before the mark, and something to quote after it?"""
    place = at - 1
    while place >= 0 and text[place] in _INSIDE:
        place -= 1
    return (
        place >= 0 and text[place] == ":" and text[at + 1 : at + 2] not in {"", "\n", ",", ".", "،"}
    )


def _ends_single(text: str, at: int) -> bool:
    """Is this single mark no apostrophe, by the punctuation on one of its sides?"""
    if text[at - 1] in _ENDS_SPEECH:
        return True
    return text[at - 1] != "s" and text[at + 1 : at + 2] in _BEHIND_SINGLE


def _opens(
    text: str, mark: str, at: int, after: int, low: int, high: int,
    opened: list[tuple[str, int, int]],
) -> bool:  # fmt: skip
    if after >= high:
        return False
    before = text[at - 1] if at > low else " "
    if mark in _SINGLE:
        if mark == "’" or text[after].isdecimal() or before not in _BEFORE_OPENING:
            return False
        return bool(opened) or _single_closes(text, after, high)
    if mark in _CLOSERS:
        return True
    if mark in "»”":  # Danish and Swedish ways; else a mark that closes nothing
        return before in _BEFORE_OPENING and not text[after].isspace()
    if mark in _PLAIN:
        return before in _BEFORE_OPENING or not before.isalnum()
    return False


def _single_closes(text: str, after: int, high: int) -> bool:
    """Is a single mark closed like a speech, by a mark next to punctuation?

    The nearest mark that can close decides, for most are apostrophes.
    """
    high = min(high, after + _LONGEST_SINGLE)
    at = after
    for _ in range(_TRIES):
        both = text.find("'", at, high), text.find("’", at, high)
        at = min((place for place in both if place >= 0), default=-1)
        if at < 0:
            return False
        if _ends_single(text, at):
            return True
        at += 1
    return False


def _add(
    text: str, found: list[Quoted], first: int, after: int, start: int, end: int,
    *, goes_on: bool = False,
) -> None:  # fmt: skip
    while start < end and text[start] in _INSIDE:
        start += 1
    while start < end and text[end - 1] in _INSIDE:
        end -= 1
    if start < end:
        found.append(Quoted(first, after, start, end, goes_on))
