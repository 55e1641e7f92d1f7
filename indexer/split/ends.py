"""Where the only story that the reader of several found ends, by what the other reader sees."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.clean import Kind
from indexer.dates import is_date_line
from indexer.page import Line
from indexer.split.gathered import Gathered, number_of
from indexer.split.pointers import is_lead_in

_NONE_OF_IT: Final = 0.2
_OF_IT: Final = 0.7
_PROSE: Final = 80
_MOST_BELOW: Final = 30
_ENDS: Final = (".", "!", "?", "…", "؟", "”", "“", "»", '"')
_MAYBE: Final = 0.4
_LEAST: Final = 2
_LEAST_PROSE: Final = 60
_LEAST_SENTENCE: Final = 30
_MOST_BOX: Final = 160
_CELLS: Final = 4
_CELL_WORDS: Final = 3
_BOX_LINES: Final = 6
_LINK_LINES: Final = 3
_HEADING: Final = 0.4
_HEADING_WORDS: Final = 6
_NEWSLETTER: Final = re.compile(
    r"newsletter|infolettre|\binbox\b|bo[îi]te mail|postfach|bolet[íi]n|"
    r"lettre d['’]information|e-?mail|نشرتنا|النشرة البريدية|بريدك",
    re.IGNORECASE,
)
_FEW_SPACES: Final = range(1, 8)
_OVER: Final = (Kind.END, Kind.ASIDE, Kind.SECTION)


def mend_end(
    story: Gathered,
    lines: Sequence[Line],
    kinds: Sequence[Kind | None],
    chances: NDArray[np.float64],
) -> None:
    """End a story above what heads other things ("About the author"), and not at a table in it.

    It ends above such a line where all that is below is hardly of a story. It goes on with
    sentences right below that the other reader is sure of, and to the next line that ends stories
    where a whole paragraph is between that surely is of one, and nothing of another kind.
    """
    ends = {line.end for line in story.paragraphs}
    inside = [number for number, line in enumerate(lines) if line.end in ends]
    if not inside:
        return
    likeliest = np.maximum.accumulate(chances[inside][::-1])[::-1]
    for number in range(inside[0] + 1, inside[-1]):
        if kinds[number] in _OVER and likeliest[bisect_right(inside, number)] < _NONE_OF_IT:
            above = inside[: bisect_left(inside, number)]
            kept = {lines[n].end for n in above}
            story.paragraphs = [line for line in story.paragraphs if line.end in kept]
            story.bottom = above[-1]
            return
    top = with_last_sentences(story, lines, kinds, chances)
    end = next((n for n in range(top, len(lines)) if kinds[n]), len(lines))
    if not (top < end < len(lines)) or end - top > _MOST_BELOW or kinds[end] not in _OVER:
        return
    sure = [n for n in range(top, end) if chances[n] >= _OF_IT and len(lines[n].text) >= _PROSE]
    if sure and lines[end - 1].text.endswith(_ENDS):
        story.paragraphs += lines[top:end]
        story.bottom = end - 1


def with_last_sentences(
    story: Gathered,
    lines: Sequence[Line],
    kinds: Sequence[Kind | None],
    chances: NDArray[np.float64],
    *,
    least: float = _OF_IT,
) -> int:
    """Add the sentences right below a story of which the other reader is sure.

    None stands further off than its paragraphs do from each other. Gives the number of the line
    below the story then.
    """
    top = number_of(lines, story.paragraphs[-1]) + 1
    room = _room_of(story)
    while (
        top < len(lines)
        and kinds[top] is None
        and lines[top].blank_before <= room
        and chances[top] >= least
        and _is_sentence(lines[top].text, _LEAST_SENTENCE)
    ):
        story.paragraphs.append(lines[top])
        story.bottom = top
        top += 1
    return top


def with_short_sentence(
    story: Gathered, lines: Sequence[Line], kinds: Sequence[Kind | None]
) -> None:
    """Add a sentence of a few words right below a story, above what is known to be of no story.

    On the pages to learn from with several stories 116 of 118 such lines were of the one above.
    """
    number = number_of(lines, story.paragraphs[-1]) + 1
    if number >= len(lines) or kinds[number] is not None:
        return
    line = lines[number]
    if (
        line.text.endswith(".")
        and line.text.count(" ") in _FEW_SPACES
        and story.paragraphs[-1].text.endswith(_ENDS)
        and line.blank_before <= _room_of(story)
        and (number + 1 == len(lines) or kinds[number + 1] is not None)
        and not is_date_line(line.text)
    ):
        story.paragraphs.append(line)
        story.bottom = number


def go_on_below(
    story: Gathered,
    lines: Sequence[Line],
    kinds: Sequence[Kind | None],
    chances: NDArray[np.float64],
) -> None:
    """Go on with a story below a table, the form of a newsletter or one link to another story.

    Whole sentences right below the first two are of it where the other reader leans to that;
    below a link it has to be sure.
    """
    ends = {line.end for line in story.paragraphs}
    last = next((n for n in range(len(lines) - 1, -1, -1) if lines[n].end in ends), None)
    if last is None or len(story.paragraphs) < _LEAST:
        return
    number, cells, asked = last + 1, 0, False
    while number < min(len(lines), last + 1 + _MOST_BELOW):
        text, kind = lines[number].text, kinds[number]
        newsletter = len(text) <= _MOST_BOX and _NEWSLETTER.search(text) is not None
        if _is_sentence(text, _LEAST_PROSE) and kind is None and not newsletter:
            break
        asked = asked or newsletter
        if len(text) > _MOST_BOX or (
            kind not in (None, Kind.INLINE, Kind.CAPTION, Kind.FURNITURE, Kind.LEARNED)
            and not (asked and kind is Kind.ASIDE)
        ):
            return
        cells += len(text.split()) <= _CELL_WORDS
        number += 1
    else:
        return
    passed = number - last - 1
    if number >= len(lines) or not passed:
        return
    table = cells == passed >= _CELLS
    box = asked and passed <= _BOX_LINES
    linked = passed <= _LINK_LINES and any(
        kinds[n] is Kind.INLINE or is_lead_in(lines[n].text) for n in range(last + 1, number)
    )
    if not (table or box or linked):
        return
    if chances[number] < (_MAYBE if table or box else _OF_IT):
        return
    heading = number - 1
    if not table and _is_heading(lines[heading].text) and chances[heading] >= _HEADING:
        story.paragraphs.append(lines[heading])
    while (
        number < len(lines)
        and kinds[number] is None
        and _is_sentence(lines[number].text, _LEAST_SENTENCE)
    ):
        story.paragraphs.append(lines[number])
        story.bottom = number
        number += 1


def _room_of(story: Gathered) -> float:
    """The most blank lines between its paragraphs, without a limit where it has but one."""
    return max([line.blank_before for line in story.paragraphs[1:]], default=math.inf)


def _is_sentence(text: str, least: int) -> bool:
    return len(text) >= least and text.endswith(_ENDS)


def _is_heading(text: str) -> bool:
    return len(text.split()) <= _HEADING_WORDS and not text.endswith((*_ENDS, ":"))
