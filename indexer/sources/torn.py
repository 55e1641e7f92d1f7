"""Sentences that a dump tool tore at links and other inline tags, whole again.

BeautifulSoup's `get_text("\\n")` and its kin set every piece of a sentence on a line of its own.
The pieces keep the one space that stood between them on one side, which blocks seldom have.
"""

from __future__ import annotations

import re

_CLOSES = re.compile(r"[,;.!?)\]،؛؟»”’%](?!\w)|['’](?:s|re|ll|d|t|m|ve)\b|[:\"”](?:\s|$)")
NUMBERED = r"\d{1,3}[.)]|[a-z]+:[a-z_:]+"
"""A number in a list, or a member of a page's head, such as "article:author"."""
_OPENS_BLOCK = re.compile(rf"(?:[#>|•▪‣◦·*+›–—-]|{NUMBERED})\s")
_ENDED = re.compile(r"[.!?؟…][”“\"»’)\]]*$")
_OPEN_END = re.compile(r"(?:[(\[]|(?:^|[\s(])[«“‘]|\s[\"'])$")
_LONG = 40
"""A line that long, without a full stop, is a piece of a sentence."""
_MOST_CHARS = 20_000
_MANY = 0.35
_NO_SENTENCE = re.compile(r"[\w:.-]{2,30}\s?:\s|www\.|https?:|\w+@")


def mend(text: str) -> str:
    """Join the pieces of torn sentences. The lines of the text still have their outer spaces."""
    lines = text.split("\n")
    whole = [line for line in lines if line and not line.isspace()]
    spaced = sum(line.endswith(" ") for line in whole) > _MANY * len(whole)
    joined: list[str] = []
    pieces: list[str] = []
    chars = 0
    above = ""
    for line in lines:
        gap = None
        if above and chars < _MOST_CHARS and not line.isspace() and line:
            gap = _gap(above, line, chars, grown=len(pieces) > 1, spaced=spaced)
        if gap is None:
            joined.append("".join(pieces))
            pieces = [line.rstrip()]
            chars = len(line.strip())
        else:
            pieces += [gap, line.strip()]
            chars += len(line.strip())
        above = "" if line.isspace() else line
    joined.append("".join(pieces))
    return "\n".join(joined[1:])


def _gap(above: str, below: str, chars: int, *, grown: bool, spaced: bool) -> str | None:
    """What to put between two lines of one sentence, None where they are not.

    `chars` is how much of the sentence is above, `grown` whether it was joined already;
    on a page that is `spaced` lines end with a space for no reason.
    """
    end, start = above.rstrip(), below.lstrip()
    first = start[0]
    if _CLOSES.match(start) and len(start) < len(below) + 1 and (start != "..." or grown):
        return "" if below[0] == first else " "
    if _OPENS_BLOCK.match(start):
        return None
    trailing, leading = len(above) - len(end), len(below) - len(start)
    if (trailing == 1) != (leading == 1) and trailing + leading == 1:
        if first.islower():
            return " "
        if spaced or (_ENDED.search(end) and not grown):
            return None
        return " " if trailing or grown or chars >= _LONG else None
    if trailing or leading:
        return None
    if _OPEN_END.search(end):
        return ""
    if (
        first.islower()
        and (grown or chars >= _LONG)
        and not _ENDED.search(end)
        and not _NO_SENTENCE.match(start)
    ):
        from indexer.dates import is_date_line  # its tables take longer than an unchanged run

        return None if is_date_line(start) else " "
    return None
