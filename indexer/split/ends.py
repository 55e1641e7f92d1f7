"""Where the only story that the reader of several found ends, by what the other reader sees."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.clean import Kind
from indexer.page import Line
from indexer.split.gathered import Gathered

_NONE_OF_IT: Final = 0.2
_OF_IT: Final = 0.7
_PROSE: Final = 80
_MOST_BELOW: Final = 30
_ENDS: Final = (".", "!", "?", "…", "؟", "”", "»", '"')
_OVER: Final = (Kind.END, Kind.ASIDE, Kind.SECTION)


def mend_end(
    story: Gathered,
    lines: Sequence[Line],
    kinds: Sequence[Kind | None],
    chances: NDArray[np.float64],
) -> None:
    """End a story above what heads other things ("About the author"), and not at a table in it.

    It ends above such a line where all that is below is hardly of a story. It goes on to the
    next line that ends stories where a whole paragraph is between that surely is of one, and
    nothing of another kind.
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
    top = inside[-1] + 1
    end = next((n for n in range(top, len(lines)) if kinds[n]), len(lines))
    if not (top < end < len(lines)) or end - top > _MOST_BELOW or kinds[end] not in _OVER:
        return
    sure = [n for n in range(top, end) if chances[n] >= _OF_IT and len(lines[n].text) >= _PROSE]
    if sure and lines[end - 1].text.endswith(_ENDS):
        story.paragraphs += lines[top:end]
        story.bottom = end - 1
