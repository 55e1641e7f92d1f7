"""Which date line dates which story: in its head, above it, below it, or over a group.

A date line in a story's own head is its own. Any other is read with the whole page in
view: on most pages dates are all above or all below the stories they date, and where one
is above several stories it dates them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.dates import is_date_line, read_age, read_dateline
from indexer.page import Line
from indexer.split.label import LineRole
from indexer.split.prepare import dated_part

_REACH = 3
"""How many lines a date line may be away from its story."""
_REACH_ALONE = 6


@dataclass(frozen=True, slots=True)
class Extent:
    """The lines of one story by number: `top` is its title or first line, `bottom` its last.

    `head` is the date line that is in its head, if any.
    """

    top: int
    bottom: int
    head: Line | None


def assign(
    lines: Sequence[Line],
    parts: Sequence[LineRole],
    stories: Sequence[Extent],
) -> list[Line | None]:
    """The date line of each story, None where it has none."""
    own = [story.head for story in stories]
    if len(stories) > 1 and _shifted(lines, parts, stories):
        own = [None] * len(stories)
    taken = {day.start for day in own if day}
    days = [
        day if (day := _day(line, part)) and day.start not in taken else None
        for line, part in zip(lines, parts, strict=True)
    ]
    reach = _REACH if len(stories) > 1 else _REACH_ALONE
    above, below = _beside(days, stories, reach)
    if len(stories) == 1:
        return [own[0] or _at(days, above[0]) or _at(days, below[0])]
    over, under = _count(above, own), _count(below, own)
    if under > over or (under == over > 0 and _nearer_below(stories, above, below)):
        return [head or _at(days, number) for head, number in zip(own, below, strict=True)]
    tops = [lines[story.top].start for story in stories]
    return _grouped(own, [_at(days, number) for number in above], tops)


def _shifted(
    lines: Sequence[Line],
    parts: Sequence[LineRole],
    stories: Sequence[Extent],
) -> bool:
    """Whether what is above each story but the first dates the story before it.

    So it is where the first story has no date and one is left over below the last.
    """
    first, *others = stories
    if first.head or not all(
        story.head and story.head.start < lines[story.top].start for story in others
    ):
        return False
    end = stories[-1].bottom + 1
    left = zip(lines[end : end + _REACH], parts[end : end + _REACH], strict=True)
    return any(_day(line, part) for line, part in left)


def _day(line: Line, part: LineRole) -> Line | None:
    """The line, or its dated part, where it is in no story and tells a day."""
    if part in (LineRole.TITLE, LineRole.FIRST, LineRole.BODY):
        return None
    if not is_date_line(line.text):
        dating = part in (LineRole.HEAD, LineRole.DATE_BELOW, LineRole.DATE_ABOVE)
        return dated_part(line) if dating else None
    read = read_dateline(line.text)
    if read is None:
        return line if read_age(line.text) else None
    return None if read.modified else line


def _beside(
    days: Sequence[Line | None], stories: Sequence[Extent], reach: int
) -> tuple[list[int | None], list[int | None]]:
    """The numbers of the nearest date lines above and below each story, within reach."""
    above: list[int | None] = []
    below: list[int | None] = []
    for number, story in enumerate(stories):
        ceiling = stories[number - 1].bottom if number else -1
        floor = stories[number + 1].top if number + 1 < len(stories) else len(days)
        over = range(story.top - 1, max(ceiling, story.top - 1 - reach), -1)
        under = range(story.bottom + 1, min(floor, story.bottom + 1 + reach))
        if not number:
            over = range(story.top - 1, max(-1, story.top - 1 - _REACH_ALONE), -1)
        above.append(next((at for at in over if days[at]), None))
        below.append(next((at for at in under if days[at]), None))
    return above, below


def _count(numbers: Sequence[int | None], own: Sequence[Line | None]) -> int:
    return sum(
        number is not None and head is None for number, head in zip(numbers, own, strict=True)
    )


def _nearer_below(
    stories: Sequence[Extent], above: Sequence[int | None], below: Sequence[int | None]
) -> bool:
    """Whether the dates between stories are nearer to the story above them."""
    if above[0] is None and below[-1] is not None:
        return True
    if above[0] is not None and below[-1] is None:
        return False
    to_upper = sum(n - s.bottom for n, s in zip(below, stories, strict=True) if n is not None)
    to_lower = sum(s.top - n for n, s in zip(above, stories, strict=True) if n is not None)
    return to_upper < to_lower


def _grouped(
    own: Sequence[Line | None], above: Sequence[Line | None], tops: Sequence[int]
) -> list[Line | None]:
    """Each story's own date or the one above it; a story without one shares its group's."""
    chosen: list[Line | None] = []
    group: Line | None = None
    for head, over, top in zip(own, above, tops, strict=True):
        group = (head if head.start < top else None) if head else over or group
        chosen.append(head or group)
    return chosen


def _at(days: Sequence[Line | None], number: int | None) -> Line | None:
    return None if number is None else days[number]
