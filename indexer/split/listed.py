"""Lists of teasers: a headline, perhaps a caption or a day, and one paragraph, again and again.

Where some of them were seen to be stories and all are set alike, the others are as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.clean import Kind
from indexer.dates import is_date_line
from indexer.page import Line
from indexer.split.label import OF_BODY, LineRole
from indexer.split.pointers import without_teasers

_LEAST = 3
_SEEN = 2
_WHOLE = 2
_LEAST_WORDS = 5
_HEADLINE_CHARS = 160
_PARAGRAPH_CHARS = 80
_MOST_BETWEEN = 2
_MOST_APART = 3
_GOES_ON = (".", "…", ",", ":", ";", "،", "؛")
_ASKS = ("?", "؟")
_BETWEEN = (Kind.CAPTION, Kind.BYLINE)
_OF_STORIES = (LineRole.TITLE, *OF_BODY, LineRole.INSERT)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teaser:
    headline: int
    paragraph: int


def teasers_alike(
    lines: Sequence[Line], kinds: Sequence[Kind | None], parts: Sequence[LineRole]
) -> list[LineRole]:
    """The parts of lines, where each teaser of a list begins a story if some were seen to."""
    result = list(parts)
    for run in _runs(_teasers(lines, kinds)):
        seen = sum(parts[one.headline] is LineRole.TITLE for one in run)
        if not _SEEN <= seen < len(run):
            continue
        for one, below in zip(run, [*run[1:], None], strict=True):
            result[one.headline] = LineRole.TITLE
            for number in range(one.headline + 1, one.paragraph):
                dated = is_date_line(lines[number].text)
                result[number] = LineRole.DATE_BELOW if dated else LineRole.HEAD
            result[one.paragraph] = LineRole.FIRST
            if below:
                apart = range(one.paragraph + 1, below.headline)
                result[apart.start : apart.stop] = [LineRole.OUTSIDE] * len(apart)
    return result


def teasers_at_the_end(
    lines: Sequence[Line], kinds: Sequence[Kind | None], parts: Sequence[LineRole]
) -> list[LineRole]:
    """The parts of lines, where two teasers or more that end a page's stories are read alike.

    A teaser is then a headline that asks nothing, as questions of interviews do, and right below it
    a sentence, with few words of what is above.
    """
    result = list(parts)
    inside = [number for number, part in enumerate(parts) if part in _OF_STORIES]
    least = max(len(without_teasers([lines[number] for number in inside])), 2 * _WHOLE - 1)
    pairs: list[int] = []
    for at in range(len(inside) - 2, least - 1, -2):
        headline, sentence = inside[at], inside[at + 1]
        if (
            sentence != headline + 1
            or kinds[headline]
            or kinds[sentence]
            or is_date_line(lines[headline].text)
            or lines[headline].text.rstrip("*_ ").endswith(_ASKS)
        ):
            break
        pairs.append(headline)
    whole = sum(parts[number] in OF_BODY for number in inside[: len(inside) - 2 * len(pairs)])
    if len(pairs) >= _SEEN and whole >= _WHOLE:
        for headline in pairs:
            result[headline], result[headline + 1] = LineRole.TITLE, LineRole.FIRST
    return result


def _teasers(lines: Sequence[Line], kinds: Sequence[Kind | None]) -> list[_Teaser]:
    found: list[_Teaser] = []
    for number, line in enumerate(lines):
        if kinds[number] or not _is_headline(line.text):
            continue
        below = number + 1
        while (
            below < len(lines)
            and below - number <= _MOST_BETWEEN
            and (kinds[below] in _BETWEEN or is_date_line(lines[below].text))
        ):
            below += 1
        if _is_paragraph(lines, kinds, below) and not _is_paragraph(lines, kinds, below + 1):
            found.append(_Teaser(headline=number, paragraph=below))
    return found


def _runs(teasers: Sequence[_Teaser]) -> list[list[_Teaser]]:
    """Those that follow each other and are set alike, with a line within or between them."""
    runs: list[list[_Teaser]] = []
    shape: tuple[int, int] | None = None
    for one in teasers:
        within = one.paragraph - one.headline - 1
        above = runs[-1][-1] if runs else one
        apart = one.headline - above.paragraph - 1
        own = (within, apart)
        alike = (
            0 <= apart <= _MOST_APART
            and within + apart > 0
            and within == above.paragraph - above.headline - 1
        )
        if alike and (len(runs[-1]) == 1 or own == shape):
            runs[-1].append(one)
            shape = own
        else:
            runs.append([one])
    return [run for run in runs if len(run) >= _LEAST]


def _is_headline(text: str) -> bool:
    return (
        len(text) <= _HEADLINE_CHARS
        and len(text.split()) >= _LEAST_WORDS
        and not text.endswith(_GOES_ON)
        and not is_date_line(text)
    )


def _is_paragraph(lines: Sequence[Line], kinds: Sequence[Kind | None], number: int) -> bool:
    return (
        number < len(lines)
        and kinds[number] is None
        and len(lines[number].text) >= _PARAGRAPH_CHARS
        and not is_date_line(lines[number].text)
    )
