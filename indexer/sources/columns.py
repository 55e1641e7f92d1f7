"""What the columns of a table are that has no row with their names, by what is in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from statistics import median
from typing import Final

from indexer.language.words import has_digit
from indexer.sources.moments import iso_of

_ADDRESS: Final = re.compile(r"https?://\S+")
_SENTENCE: Final = re.compile(r"[.!?…؟。][\"'»”)]*(?:\s|$)")
_MOST: Final = 0.6
"""So many of the cells of a column show what it is; some are empty or odd."""
_TEXT_CHARS: Final = 80
_TITLE_CHARS: Final = (12, 250)
_MANY_ROWS: Final = 200


def columns_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """A name for each column, empty where none is a text; what is not known is called by number."""
    rows = rows[:_MANY_ROWS]
    width = max(map(len, rows), default=0)
    columns = [[row[at].strip() for row in rows if at < len(row)] for at in range(width)]
    names = [f"column{at}" for at in range(width)]
    free = []
    for at, cells in enumerate(columns):
        filled = [cell for cell in cells if cell]
        if _mostly(filled, lambda cell: bool(_ADDRESS.fullmatch(cell))) and "url" not in names:
            names[at] = "url"
        elif _mostly(filled, _is_day) and "date" not in names:
            names[at] = "date"
        elif filled and any(map(str.isalpha, "".join(filled))):
            free.append(at)
    lengths = {at: median(len(cell) for cell in columns[at] if cell) for at in free}
    texts = [
        at
        for at in free
        if lengths[at] >= _TEXT_CHARS
        and _mostly(
            [cell for cell in columns[at] if cell], lambda cell: bool(_SENTENCE.search(cell))
        )
    ]
    if not texts:
        return []
    text = max(texts, key=lambda at: lengths[at])
    names[text] = "text"
    titles = [
        at for at in free if at != text and _TITLE_CHARS[0] <= lengths[at] <= _TITLE_CHARS[-1]
    ]
    apart = [at for at in titles if len(set(columns[at])) * 2 > len(columns[at])]
    if apart:
        names[max(apart, key=lambda at: lengths[at])] = "title"
    return names


def _mostly(cells: Sequence[str], is_so: Callable[[str], bool]) -> bool:
    return bool(cells) and sum(map(is_so, cells)) >= _MOST * len(cells)


def _is_day(cell: str) -> bool:
    found = iso_of(cell) if has_digit(cell) and len(cell) < 40 else None
    return found is not None and len(found) == len("2021-05-04")
