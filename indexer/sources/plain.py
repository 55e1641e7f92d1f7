"""Marks that dump tools leave in plain text: hard-wrapped lines, Markdown links."""

from __future__ import annotations

import itertools
import re

_LINK = re.compile(
    r"!?\[([^\[\]\n]*)\]\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"\n]*\")?\)"
)
# Links as lynx numbers them.
_NUMBERED = re.compile(r"\[\d{1,3}\](?=\S)")
_FEW = 3
_GAP = re.compile(r"(?<=\S)(?: {3,}|\s*\t\s*)(?=\S)")
_MAX_ROW_CHARS = 300
_REFERENCE = re.compile(r"\[([^\[\]\n]+)\]\[\d+\]")
# A line that opens a block of its own: heading, list item, table row, rule.
_OPENS_BLOCK = re.compile(r"(?:[#>|•▪‣◦·*+»›–—-]|\d{1,3}[.)])\s")
_MIN_WIDTH, _MAX_WIDTH = 50, 110


def plain(text: str) -> str:
    """Text without marks of links, cells and paragraphs each on a line of their own."""
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "][" in text:
        text = _REFERENCE.sub(r"\1", text)
    if len(_NUMBERED.findall(text)) >= _FEW:
        text = _NUMBERED.sub("", text)
    if "   " in text or "\t" in text:
        text = "\n".join(_columns(line) for line in text.split("\n"))
    return unwrap(text)


def _columns(line: str) -> str:
    """The cells of a line that are set apart by room, each on a line of its own."""
    if len(line) > _MAX_ROW_CHARS or not _GAP.search(line.strip()):
        return line
    return _GAP.sub("\n", line.rstrip())


def unwrap(text: str) -> str:
    """Join lines that a dump tool broke at a fixed width.

    A page counts as wrapped where most of its inner lines could not have taken the first
    word of the line below them, and most of those go on in lower case or are several in a
    row; then just those are joined.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    inner = [len(above) for above, below in itertools.pairwise(lines) if above and below]
    width = max((chars for chars in inner if chars <= _MAX_WIDTH), default=0)
    if width < _MIN_WIDTH or sum(chars > _MAX_WIDTH for chars in inner) * 4 > len(inner):
        return text
    broken = [_is_broken(above, below, width) for above, below in itertools.pairwise(lines)]
    full = sum(broken)
    runs = sum(first and second for first, second in itertools.pairwise(broken))
    flowing = sum(
        below[:1].islower()
        for below, cut in zip(map(str.lstrip, lines[1:]), broken, strict=True)
        if cut
    )
    loose = sum(
        1
        for above, below, cut in zip(lines, lines[1:], broken, strict=False)
        if above and below and not cut and len(above) > width // 2
    )
    if full < 2 * max(loose, 1) or (flowing * 2 < full and (full < 3 or runs * 3 < full)):
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
    if above.lstrip().startswith("#") or len(above) > width:
        return False
    first_word = below.split(maxsplit=1)[0]
    return len(above) + 1 + len(first_word) > width
