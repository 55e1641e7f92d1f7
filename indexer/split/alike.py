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
_STOPPED_CHARS = 90
_FEET = (".", ",", ":", ";", "،", "؛")
_ENDS = (".", "!", "?", "…", "؟", "”", "“", "»", '"')
_ABOVE = (LineRole.DATE_ABOVE, LineRole.TITLE)
_BELOW = (LineRole.TITLE, LineRole.DATE_BELOW)
"""In which order a page may set the date line and the headline above the first paragraph."""
_ENDING = (Kind.END, Kind.BYLINE)
"""Below what says so the line of a word or two is a headline, and no sub-heading."""
_PASSED = (Kind.BYLINE, Kind.CAPTION, Kind.END)
_MOST_PASSED = 4
_OF_BODY = frozenset({LineRole.BODY, LineRole.INSERT})
_BETWEEN = frozenset({LineRole.OUTSIDE, LineRole.AFTER})
_SURE = 2


def begin_alike(
    lines: Sequence[Line], kinds: Sequence[Kind | None], parts: Sequence[LineRole]
) -> list[LineRole]:
    """The parts of lines, where a story also begins within another if it is set as one above is.

    Captions and advertisements between two stories hide that one ends; that a day, a headline and
    a paragraph follow each other as they do further up on the page shows where the next begins.
    Who wrote may be between them. Where two are set so, one may also begin below a line that ends
    stories, and a headline above its day may end with a full stop.
    """
    result = list(parts)
    orders = _orders(lines, kinds, parts)
    if not orders:
        return result
    order = max(_ABOVE, _BELOW, key=orders.count)
    sure = len(orders) >= _SURE
    for number, line in enumerate(lines):
        if (
            result[number] not in _OF_BODY and not (sure and result[number] in _BETWEEN)
        ) or not _names_a_day(line.text):
            continue
        if order == _BELOW:
            title, first = _pass(kinds, number, -1), _pass(kinds, number, 1)
        else:
            title = _pass(kinds, number, 1)
            first = _pass(kinds, title, 1)
        top = min(title, number)
        if (
            top < 1
            or first >= len(lines)
            or not is_headline(
                lines,
                kinds,
                title,
                least=1 if kinds[top - 1] in _ENDING else _LEAST_WORDS,
                stopped=sure and order == _BELOW,
            )
        ):
            continue
        taken = {result[n] for n in (title, number, first)}
        inside = taken <= _OF_BODY or (kinds[top - 1] in _ENDING and taken <= _OF_BODY | _BETWEEN)
        if not inside or not _is_paragraph(lines, kinds, first):
            continue
        result[top:first] = [LineRole.HEAD] * (first - top)
        result[title], result[number], result[first] = (
            LineRole.TITLE,
            order[1 if order == _BELOW else 0],
            LineRole.FIRST,
        )
        _leave_out_captions(lines, result, top)
    return result


def begin_below_more(
    lines: Sequence[Line], kinds: Sequence[Kind | None], parts: Sequence[LineRole]
) -> list[LineRole]:
    """The parts of lines, where the headline below "Read more" begins a story if another does.

    On a list of stories that each end so, it is the mark between them.
    """
    result = list(parts)
    below = [number + 1 for number, line in enumerate(lines) if is_more(line.text)]
    if not any(parts[number] is LineRole.TITLE for number in below if number < len(lines)):
        return result
    for number in below:
        end = number + 2
        if (
            end <= len(lines)
            and set(result[number:end]) <= _OF_BODY
            and is_headline(lines, kinds, number, least=_LEAST_WORDS)
            and _is_paragraph(lines, kinds, number + 1)
        ):
            result[number:end] = LineRole.TITLE, LineRole.FIRST
    return result


def begin_story(lines: Sequence[Line], parts: list[LineRole], title: int, first: int) -> None:
    """Begin a story with a headline and its first paragraph; what is between is its head."""
    parts[title] = LineRole.TITLE
    for number in range(title + 1, first):
        dated = is_date_line(lines[number].text)
        parts[number] = LineRole.DATE_BELOW if dated else LineRole.HEAD
    parts[first] = LineRole.FIRST


def _pass(kinds: Sequence[Kind | None], number: int, step: int) -> int:
    """The next line that is neither who wrote, a caption nor a button."""
    for _ in range(_MOST_PASSED):
        number += step
        if not 0 <= number < len(kinds) or kinds[number] not in _PASSED:
            break
    return number


def _leave_out_captions(lines: Sequence[Line], parts: list[LineRole], number: int) -> None:
    """Take the short lines above a story that begins at this number out of the one above it."""
    for above in range(number - 1, -1, -1):
        text = lines[above].text
        if parts[above] not in _OF_BODY or len(text) >= _PARAGRAPH_CHARS or text.endswith(_ENDS):
            return
        parts[above] = LineRole.INSERT


def _orders(
    lines: Sequence[Line], kinds: Sequence[Kind | None], parts: Sequence[LineRole]
) -> list[tuple[LineRole, LineRole]]:
    """The orders in which the stories that were seen to begin are set."""
    orders = []
    for first, part in enumerate(parts):
        if part is not LineRole.FIRST or not _is_paragraph(lines, kinds, first):
            continue
        head: list[int] = []
        for above in range(first - 1, max(-1, first - 2 - 2 * _MOST_PASSED), -1):
            if parts[above] in (LineRole.TITLE, LineRole.DATE_BELOW, LineRole.DATE_ABOVE):
                head.insert(0, above)
            elif parts[above] is not LineRole.HEAD:
                break
        order = tuple(parts[n] for n in head)
        for known in (_ABOVE, _BELOW):
            title = known.index(LineRole.TITLE)
            if (
                order == known
                and _names_a_day(lines[head[1 - title]].text)
                and is_headline(lines, kinds, head[title], least=1)
            ):
                orders.append(known)
    return orders


def _is_paragraph(lines: Sequence[Line], kinds: Sequence[Kind | None], number: int) -> bool:
    text = lines[number].text
    if is_salutation(text) and number + 1 < len(lines):
        text = lines[number + 1].text
    return len(text) >= _PARAGRAPH_CHARS and not kinds[number] and not is_date_line(text)


def is_headline(
    lines: Sequence[Line],
    kinds: Sequence[Kind | None],
    number: int,
    *,
    least: int,
    stopped: bool = False,
) -> bool:
    """Whether a line may be a headline, of at least so many words; `stopped` where it may end
    with a full stop, if it is short."""
    text = lines[number].text
    if stopped and len(text) <= _STOPPED_CHARS:
        text = text.removesuffix(".")
    return (
        len(text) <= _HEADLINE_CHARS
        and len(text.split()) >= least
        and not text.endswith(_FEET)
        and not kinds[number]
        and not is_date_line(text)
    )


def _names_a_day(text: str) -> bool:
    if not is_date_line(text) or read_age(text):
        return False
    read = read_dateline(text)
    return read is not None and not read.modified
