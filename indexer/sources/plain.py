"""Marks that dump tools leave in plain text: hard-wrapped lines, Markdown links."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache

from indexer.clean import known_kind
from indexer.language.words import has_digit
from indexer.sources.glued import apart
from indexer.sources.marks import without_marks
from indexer.sources.printed import undivided
from indexer.sources.torn import NUMBERED, mend
from indexer.sources.unspaced import whole

_FEW = 3
_GAP = re.compile(r"(?<=\S)(?: {3,}|\s*\t\s*)(?=\S)")
_MAX_ROW_CHARS = 300
# A line that opens a block of its own: heading, list item, table row, rule.
_OPENS_BLOCK = re.compile(rf"(?:[#>|•▪‣◦·*+»›–—-]|{NUMBERED})\s")
_RULED = re.compile(r"\s*([-_=~*#·•–—─━═▬])\s?(?:\1\s?){2,}")
"""A line that a tool drew across the page."""
_MIN_LINE, _MAX_WIDTH = 45, 110
_MIN_TORN = 12
_DAY_CHARS = 24
_OPENS_TORN_DAY = re.compile(
    r"\s*(?:\d{1,2}(?:,|\.|st|nd|rd|th)?\s+)?(?:(?:de\s)?[^\W\d_]{3,12}\.?,?\s+(?:de\s)?)?(?:1[89]|20)\d\d\b"
)
_FEW_SPACED = 20
_WIDER_SHARE = 0.4
_ENDS = re.compile(r"[.!?:;؟…»”\")]$")
_FUNCTION_WORD = re.compile(
    r"(?:^|\s)(?:the|a|an|of|by|in|to|and|with|for|from|that|at|on|le|la|les|l['’]|du|de|des"
    r"|d['’]|un|une|et|par|pour|avec|au|aux|que|في|من|إلى|على|عن|مع|أن)$",
    re.IGNORECASE,
)
_WORD_CHARS = 6
"""The longest of these words, and what comes before it."""
_ARTICLE = re.compile(r"the|le|la|les|l['’]|في", re.IGNORECASE)
# First lines of paragraphs fall short of the width by what they are set in.
_RAGGED = 12
_GOES_ON = re.compile(r"[,;.)،؛]|[a-zà-ÿ]+['’\s]|\([A-Z]{2,8}\)[\s,.;]")


def plain(text: str) -> str:
    """Text without marks of tools, its sentences whole and its blocks apart."""
    text = whole(without_marks(text))
    if "-\n" in text or "\u2010\n" in text or "\u00ad\n" in text:
        text = "\n".join(undivided(text.split("\n")))
    if not is_wrapped(text):
        text = apart(mend(text))
    if "   " in text or "\t" in text:
        text = "\n".join(_columns(line) for line in text.split("\n"))
    return unwrap(text)


def _columns(line: str) -> str:
    """The cells of a line that are set apart by room, each on a line of its own."""
    if len(line) > _MAX_ROW_CHARS or not _GAP.search(line.strip()):
        return line
    return _GAP.sub("\n", line.rstrip())


def unwrap(text: str) -> str:
    """Join lines that a dump tool broke at a fixed width or around links.

    The width is the one at which most lines could not have taken the first word of the
    line below them; that the page was wrapped at all is known by sentences that go on in
    the next line.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    width = _width(tuple(lines))
    if width:
        lines = _join(
            lines,
            lambda above, below: (
                _is_full(above, below, width)
                or (len(above) * 2 > width and _goes_on(above, below))
                or (len(above) > width - _RAGGED and _is_open(above, below))
                or _is_torn_day(above, below)
            ),
        )
    if any(_is_torn(above, below) for above, below in itertools.pairwise(lines)):
        lines = _join(lines, lambda above, below: _is_torn(above, below) or _goes_on(above, below))
    elif not width:
        return text
    return "\n".join(lines)


def is_wrapped(text: str) -> bool:
    """Whether the lines of a text were broken at a fixed width, and not around links."""
    lines = text.split("\n")
    spaced = sum(1 for line in lines if line.endswith(" ") and not line.isspace())
    return (
        spaced * _FEW_SPACED < len(lines)
        and _width(tuple([line.rstrip() for line in lines])) is not None
    )


@lru_cache(maxsize=1)  # it is asked for twice of a page that was not wrapped
def _width(lines: tuple[str, ...]) -> int | None:
    """The width at which the page was wrapped, None where it was not."""
    full: Counter[int] = Counter()
    torn: dict[int, float] = defaultdict(float)
    for above, below in itertools.pairwise(lines):
        if not below or not _MIN_LINE <= len(above) <= _MAX_WIDTH or _opens_block(below):
            continue
        goes_on = 0.0 if _ENDS.search(above) else _inside(below.lstrip()[0])
        for width in range(len(above), len(above) + 1 + len(below.split(maxsplit=1)[0])):
            full[width] += 1
            torn[width] += goes_on
    if not full:
        return None
    width = max(full, key=lambda width: (torn[width], full[width], -width))
    wider = sum(
        1
        for above, below in itertools.pairwise(lines)
        if below and len(above) > width and not _ENDS.search(above) and _inside(below.lstrip()[0])
    )
    few = wider <= max(1, torn[width] * _WIDER_SHARE)
    return width if torn[width] >= _FEW - 1 and full[width] >= _FEW and few else None


def _inside(char: str) -> float:
    """How surely a line that begins so goes on with a sentence; scripts without case say less."""
    if char.islower():
        return 1.0
    return 0.5 if char.isalpha() and not char.isupper() else 0.0


def _join(lines: Sequence[str], goes_on: Callable[[str, str], bool]) -> list[str]:
    joined = [[lines[0]]]
    above = lines[0]
    for line in lines[1:]:
        if above and line and not _RULED.fullmatch(above) and goes_on(above, line):
            below = line.lstrip()
            joined[-1].append(below if below[0] in ",;.)،؛" else f" {below}")
        else:
            joined.append([line])
        above = line
    return ["".join(pieces) for pieces in joined]


def _opens_block(line: str) -> bool:
    return _OPENS_BLOCK.match(line.lstrip()) is not None


def _is_full(above: str, below: str, width: int) -> bool:
    if _opens_block(below) or above.lstrip().startswith("#"):
        return False
    if len(above) > width:
        return (
            len(above) <= _MAX_WIDTH and not _ENDS.search(above) and _inside(below.lstrip()[0]) > 0
        )
    if len(below) < _MIN_LINE and (known_kind(below.strip()) or _is_day(below)):
        return False
    full = len(above) + 1 + len(below.split(maxsplit=1)[0]) > width
    return full and not (below.lstrip()[0].isupper() and _is_day(above))


def _is_open(above: str, below: str) -> bool:
    """Whether a line ends within a sentence and no block begins below it."""
    return (
        not _ENDS.search(above)
        and not _opens_block(below)
        and not above.startswith("#")
        and not (len(below) < _MIN_LINE and _is_day(below))
        and not (below.lstrip()[0].isupper() and _is_day(above))
    )


def _is_torn(above: str, below: str) -> bool:
    """Whether a line ends with a word or a comma that no line ends with, as a link's text came
    below it. Menus have short lines of that kind ("Sign in")."""
    if not above:
        return False
    if above.endswith(("،", ",")):
        return _GOES_ON.match(below.lstrip()) is not None and not _opens_block(below)
    return (
        _FUNCTION_WORD.search(above, max(0, len(above) - _WORD_CHARS)) is not None
        and (len(above) >= _MIN_TORN or _ARTICLE.fullmatch(above) is not None)
        and not _opens_block(below)
        and not (len(above) > _MIN_LINE and known_kind(below.strip()))
    )


def _is_torn_day(above: str, below: str) -> bool:
    """Whether a day was broken at the end of a line: "… EDT October" above "3, 2014"."""
    if len(above) < _MIN_LINE - _RAGGED or not _OPENS_TORN_DAY.match(below):
        return False
    from indexer.dates.mentions import find_mentions  # its tables take longer than an unchanged run

    above, below = above[-_DAY_CHARS:], below.lstrip()[:_DAY_CHARS]
    days = [day for day in find_mentions(f"{above} {below}") if day.full]
    return any(day.start < len(above) < day.end for day in days) and not any(
        day.full for part in (above, below) for day in find_mentions(part)
    )


def _goes_on(above: str, below: str) -> bool:
    if _ENDS.search(above) or not _GOES_ON.match(below.lstrip()):
        return False
    return not _is_day(below)


def _is_day(line: str) -> bool:
    """Whether a line is a date line: a headline as wide as the page does not go on in it."""
    if not has_digit(line):
        return False
    from indexer.dates import is_date_line  # its tables take longer than an unchanged run

    return is_date_line(line.strip())
