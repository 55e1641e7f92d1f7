"""Marks that dump tools leave in plain text: hard-wrapped lines, Markdown links."""

from __future__ import annotations

import itertools
import re

_LINK = re.compile(
    r"!?\[([^\[\]\n]*)\]\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"\n]*\")?\)"
)
_REFERENCE = re.compile(r"\[([^\[\]\n]+)\]\[\d+\]")
# A line that opens a block of its own: heading, list item, table row, rule.
_OPENS_BLOCK = re.compile(r"(?:[#>|•▪‣◦·*+»›–—-]|\d{1,3}[.)])\s")
_MIN_WIDTH, _MAX_WIDTH = 50, 110


def plain(text: str) -> str:
    """Text without Markdown links and with its paragraphs on one line each."""
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "][" in text:
        text = _REFERENCE.sub(r"\1", text)
    return unwrap(text)


def unwrap(text: str) -> str:
    """Join lines that a dump tool broke at a fixed width.

    A page counts as wrapped where most of its inner lines could not have taken the first
    word of the line below them; then just those are joined.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    width = max(map(len, lines), default=0)
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return text
    broken = [_is_broken(above, below, width) for above, below in itertools.pairwise(lines)]
    full = sum(broken)
    loose = sum(
        1
        for above, below, cut in zip(lines, lines[1:], broken, strict=False)
        if above and below and not cut and len(above) > width // 2
    )
    if full < 3 or full < 2 * loose:
        return text
    joined = [lines[0]]
    for line, cut in zip(lines[1:], broken, strict=True):
        if cut:
            joined[-1] += " " + line.lstrip()
        else:
            joined.append(line)
    return "\n".join(joined)


def _is_broken(above: str, below: str, width: int) -> bool:
    if not above or not below or _OPENS_BLOCK.match(below.lstrip()):
        return False
    if above.lstrip().startswith("#"):
        return False
    first_word = below.split(maxsplit=1)[0]
    return len(above) + 1 + len(first_word) > width
