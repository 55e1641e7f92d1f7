"""Tables within a story, of which a dump leaves a column of cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from indexer.language.words import has_digit
from indexer.page import Line

_CELLS: Final = 4
_CELL_WORDS: Final = 5
_CELL_CHARS: Final = 40
_NUMBERS: Final = 2
_NO_CELL: Final = (".", "!", "?", "…", "؟", ":", ";", ",", "،", "؛", "”", "“", "»", '"')


def without_tables(paragraphs: Sequence[Line]) -> list[Line]:
    """The paragraphs of a story without the cells of tables between or below them.

    Four lines or more in a row of five words at most are one where two or more of them have a
    digit, none ends like a sentence or a quotation and none is an item of a list.
    """
    kept: list[Line] = []
    cells: list[Line] = []
    for line in paragraphs:
        if _may_be_cell(line):
            cells.append(line)
            continue
        kept += _unless_table(cells)
        cells = []
        kept.append(line)
    kept += _unless_table(cells)
    return kept or list(paragraphs)


def _may_be_cell(line: Line) -> bool:
    return (
        len(line.text) <= _CELL_CHARS
        and not line.marker
        and not line.text.endswith(_NO_CELL)
        and line.text.count(" ") < _CELL_WORDS
    )


def _unless_table(cells: Sequence[Line]) -> Sequence[Line]:
    numbers = sum(has_digit(line.text) for line in cells)
    return () if len(cells) >= _CELLS and numbers >= _NUMBERS else cells
