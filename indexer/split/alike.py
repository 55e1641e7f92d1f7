"""Stories that are set as the first of their page: its date line, headline and paragraph again."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.clean import Kind
from indexer.dates import is_date_line, read_age, read_dateline
from indexer.page import Line
from indexer.split.heads import is_salutation
from indexer.split.label import LineRole
from indexer.split.pointers import is_more

_LEAST_WORDS = 3
_HEADLINE_CHARS = 160
_PARAGRAPH_CHARS = 60
_FEET = (".", ",", ":", ";", "،", "؛")
_ENDS = (".", "!", "?", "…", "؟", "”", "»", '"')
_ORDERS = (
    (LineRole.DATE_ABOVE, LineRole.TITLE, LineRole.FIRST),
    (LineRole.TITLE, LineRole.DATE_BELOW, LineRole.FIRST),
)
"""In which order a page may set the date line, the headline and the first paragraph."""
_OF_BODY = frozenset({LineRole.BODY, LineRole.INSERT})


def begin_alike(
    lines: Sequence[Line], kinds: Sequence[Kind | None], parts: Sequence[LineRole]
) -> list[LineRole]:
    """The parts of lines, where a story also begins within another if it is set as the first is.

    Captions and advertisements between two stories hide that one ends; that a day, a headline and
    a paragraph follow each other as they do at the top of the page shows where the next begins.
    """
    result = list(parts)
    order = _order_of_first(lines, kinds, parts)
    if order is None:
        return result
    for number in range(1, len(lines) - len(order) + 1):
        end = number + len(order)
        if set(result[number:end]) <= _OF_BODY and _is_set(lines, kinds, number, order):
            result[number:end] = order
            _leave_out_captions(lines, result, number)
    return result


def begin_below_more(
    lines: Sequence[Line], kinds: Sequence[Kind | None], parts: Sequence[LineRole]
) -> list[LineRole]:
    """The parts of lines, where the headline below "Read more" begins a story if another does.

    On a list of stories that each end so, it is the mark between them.
    """
    result = list(parts)
    order = (LineRole.TITLE, LineRole.FIRST)
    below = [number + 1 for number, line in enumerate(lines) if is_more(line.text)]
    if not any(parts[number] is LineRole.TITLE for number in below if number < len(lines)):
        return result
    for number in below:
        end = number + len(order)
        if (
            end <= len(lines)
            and set(result[number:end]) <= _OF_BODY
            and _is_set(lines, kinds, number, order)
        ):
            result[number:end] = order
    return result


def _leave_out_captions(lines: Sequence[Line], parts: list[LineRole], number: int) -> None:
    """Take the short lines above a story that begins at this number out of the one above it."""
    for above in range(number - 1, -1, -1):
        text = lines[above].text
        if parts[above] not in _OF_BODY or len(text) >= _PARAGRAPH_CHARS or text.endswith(_ENDS):
            return
        parts[above] = LineRole.INSERT


def _order_of_first(
    lines: Sequence[Line], kinds: Sequence[Kind | None], parts: Sequence[LineRole]
) -> tuple[LineRole, ...] | None:
    """The order of the first story of a page, None where it has another one."""
    if LineRole.FIRST not in parts:
        return None
    top = parts.index(LineRole.FIRST) - 2
    for order in _ORDERS:
        if top >= 0 and tuple(parts[top : top + 3]) == order and _is_set(lines, kinds, top, order):
            return order
    return None


def _is_set(
    lines: Sequence[Line], kinds: Sequence[Kind | None], top: int, order: Sequence[LineRole]
) -> bool:
    """Whether the lines from `top` on look like these parts of a story."""
    for number, part in enumerate(order, top):
        text = lines[number].text
        if part is LineRole.FIRST:
            if is_salutation(text) and number + 1 < len(lines):
                text = lines[number + 1].text
            if len(text) < _PARAGRAPH_CHARS or kinds[number] or is_date_line(text):
                return False
        elif part is LineRole.TITLE:
            if (
                len(text) > _HEADLINE_CHARS
                or len(text.split()) < _LEAST_WORDS
                or text.endswith(_FEET)
                or kinds[number]
                or is_date_line(text)
            ):
                return False
        elif not _names_a_day(text):
            return False
    return True


def _names_a_day(text: str) -> bool:
    if not is_date_line(text) or read_age(text):
        return False
    read = read_dateline(text)
    return read is not None and not read.modified
