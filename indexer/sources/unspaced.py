"""Lines of scripts without spaces between words that a dump tool wrapped, whole again.

lynx and w3m break Chinese and Japanese at any letter, so that what goes on in the next line
follows without a space.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

_LETTER = "\u3040-\u30ff\u3400-\u9fff"
_SIGN = "\u3000-\u303f\uff00-\uff65“”‘’—…·"
_WRITTEN = re.compile(f"[{_LETTER}]{{8}}")
_WIDE = re.compile(f"[{_LETTER}\u3000-\u303f\uff01-\uff60]")
_LETTERS = re.compile(f"[{_LETTER}]")
_SIGNS = re.compile(f"[{_LETTER}{_SIGN}\\w,%()]")
_ENDED = re.compile(r"[。！？…”」』]\s*$")
_WORD = re.compile(r"\w+")
_SHARE = 2.0
"""So many letters there are for each run of them on a page of such a script."""
_LEAST_WIDTH = 70
_MOST_WIDTH = 160
_SHORT_OF = 4
"""So many columns a wrapped line falls short of the width: a letter takes two, and a sign that
may not open a line takes the letter before it along."""
_FEW = 3


def whole(text: str) -> str:
    """Join the lines that were wrapped at the width of the page, if it is one of such scripts."""
    if text.isascii() or not _WRITTEN.search(text):
        return text
    if len(_LETTERS.findall(text)) < _SHARE * len(_WORD.findall(text)):
        return text
    lines = text.split("\n")
    widths = [_width_of(line) for line in lines]
    full = _full(lines, widths)
    if full is None:
        return text
    out = [lines[0]]
    for (above, line), width in zip(itertools.pairwise(lines), widths, strict=False):
        if width >= full and _goes_on(above, line):
            out[-1] = out[-1].rstrip() + line.strip()
        else:
            out.append(line)
    return "\n".join(out)


def _width_of(line: str) -> int:
    """How many columns a line takes."""
    line = line.rstrip()
    return len(line) + (0 if line.isascii() else len(_WIDE.findall(line)))


def _full(lines: Sequence[str], widths: Sequence[int]) -> int | None:
    """The width from which on a line is full, None where the page was not wrapped."""
    gone_on = [
        width
        for (above, below), width in zip(itertools.pairwise(lines), widths, strict=False)
        if width >= _LEAST_WIDTH and _goes_on(above, below) and not _ENDED.search(above)
    ]
    most = max(gone_on, default=0)
    if most > _MOST_WIDTH or max(widths) > most + _SHORT_OF:
        return None
    return most - _SHORT_OF if sum(w >= most - _SHORT_OF for w in gone_on) >= _FEW else None


def _goes_on(above: str, below: str) -> bool:
    last, first = above.rstrip()[-1:], below.lstrip()[:1]
    if not (_SIGNS.match(last) and _SIGNS.match(first)):
        return False
    return _LETTERS.match(last) is not None or _LETTERS.match(first) is not None
