"""The headline of a page's one story: the lines among which it is looked for, and its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.language.words import unspaced_of
from indexer.page import Line
from indexer.split.context import Chances
from indexer.split.observe import key_of

_MOST_CHARS = 260
_NEAREST = 40
_TOP = 4
"""So many lines at the very top are looked at: the page's own title may be there."""
_BELOW = 2
"""So many lines from the first paragraph on may still be the headline."""
_FAR = 150
"""Of so many lines from the top those of four words or more are looked at as well, since what
the story was thought to begin with may stand far from where it does."""
_FAR_CHARS = 200
_FAR_SPACES = 3
_SITE_BEHIND = re.compile(r"\s+(?:[|•·–—»›/\\-]|::|<|>)\s+|\s*\|\s*")
_SITE_WORDS = 5
_NO_HEADLINE = re.compile(
    r"\S\.(?:jpe?g|png|gif|webp|svg|mp4)\b|https?:|\bwww\.\w|\bmailto:|\w@\w[\w-]*\.\w|\{\{"
    r"|^\W*(?:logo\s)?powered by\b.{0,30}$|^\W*(?:posted|written|published) by\s"
    r"|^#?(?:\[?\d*\]?alternate\b\s*)+$|^\W*\d+ (?:comment|reply|replie)\(?s?\)?(?:\W|$)"
    r"|\w\(\):|^\[[^\]]*\]$|^\W*[«‹←][^»›]*$|^[^«‹]*[»›→]\W*$",
    re.IGNORECASE,
)
_MOST_MARKS = 8
_SURE = 0.5
_GAP = 8
_HEAVY = 0.4
_MASS_CHARS = 1200


def candidates(lines: Sequence[Line], chances: Chances) -> list[int]:
    """The numbers of the lines among which the headline is looked for."""
    first = begin_of(lines, chances)
    count = len(lines)
    numbers = {
        *range(min(_TOP, count)),
        *range(max(0, first - _NEAREST), min(first + _BELOW, count)),
        *[n for n, line in enumerate(lines[:_FAR]) if _may_be_far(line.text)],
        *(n for n in range(first) if lines[n].marker[:1] == "#"),
    }
    return sorted(n for n in numbers if 2 < len(lines[n].text) <= _MOST_CHARS)


def _may_be_far(text: str) -> bool:
    if not _FAR_SPACES < len(text) <= _FAR_CHARS:
        return False
    return text.count(" ") >= _FAR_SPACES or len(unspaced_of(text)) > _FAR_SPACES


def is_no_headline(text: str) -> bool:
    """Whether a line is none by its form: it has an address, a file of a picture, the mark of a
    template, or the arrow of a link to the next page or story."""
    return _NO_HEADLINE.search(text) is not None


def begin_of(lines: Sequence[Line], chances: Chances) -> int:
    """The number of the line with which most of the story begins."""
    sure: list[int] = (chances >= _SURE).nonzero()[0].tolist()
    if not sure:
        return int(chances.argmax())
    starts: list[int] = []
    weights: list[int] = []
    last = -_GAP - 2
    for number in sure:
        if number - last > _GAP:
            starts.append(number)
            weights.append(0)
        weights[-1] += min(len(lines[number].text), _MASS_CHARS)
        last = number
    least = _HEAVY * max(weights)
    return next(start for start, weight in zip(starts, weights, strict=True) if weight >= least)


def told_by(lines: Sequence[Line], number: int) -> str:
    """The headline that a line is; one of the page's first lines without the name of the site."""
    text = _once(lines[number].text)
    if number >= _TOP:
        return text
    others = [other.text for other in lines[number + 1 :]]
    return without_site(text, others, of_page=number == 0)


def _once(text: str) -> str:
    """A line without its second half where that is the first again, as behind a title hidden
    from the eye."""
    half = len(text) // 2
    twice = text[:half].rstrip() == text[-half:].lstrip() and " " in text[:half].strip()
    return text[:half].rstrip() if twice else text


def without_site(text: str, others: Sequence[str], *, of_page: bool = True) -> str:
    """A page's own title without the name of the site after it or before it.

    `others` are other lines of the page: where the title, what it begins with or the greater part
    of it is one of them, that is the headline. Else it goes without what follows the last
    mark if that is short, or is what is between two marks if all before it is shorter by half,
    unless it is no title `of_page` but another line.
    """
    marks = [match.span() for match in _SITE_BEHIND.finditer(text)][:_MOST_MARKS]
    begins = [0, *(end for _, end in marks)]
    ends = [*(start for start, _ in marks), len(text)]
    known = {key_of(other) for other in others}
    if not marks or key_of(text) in known:
        return text
    runs = [text[begin:end] for begin in begins for end in ends if begin < end]
    for run in sorted(runs, key=len, reverse=True):
        if (text.startswith(run) or 2 * len(run) > len(text)) and key_of(run) in known:
            return run
    parts = [text[begin:end] for begin, end in zip(begins, ends, strict=True) if begin < end]
    if not of_page or len(parts) < 2 or len(parts[-1].split()) > _SITE_WORDS:
        return text
    longest = max(parts, key=len)
    return longest if len(parts[0]) < len(longest) / 2 else text[: ends[-2]]
