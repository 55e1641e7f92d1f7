"""The reader of several: a page's lines to the stories that begin and end among them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from indexer.clean import Kind
from indexer.dates import is_date_line, read_age, read_dateline
from indexer.page import Line
from indexer.split.alike import begin_alike, begin_below_more
from indexer.split.bare import is_heading
from indexer.split.datelines import Extent, assign
from indexer.split.gathered import Gathered, numbers_of
from indexer.split.going_on import (
    joined_on,
    mend_titles,
    with_subheadings,
    without_introduction,
)
from indexer.split.heads import with_salutations, without_contacts
from indexer.split.label import FORMULA, OF_BODY, LineRole, Weights, label
from indexer.split.listed import teasers_alike, teasers_at_the_end
from indexer.split.observe import stems_of
from indexer.split.openings import opens_anew
from indexer.split.overview import begin_as_listed, begin_by_days
from indexer.split.parted import begin_parted
from indexer.split.pictures import without_captions
from indexer.split.pointers import listed
from indexer.split.prepare import dated_part
from indexer.split.rooms import parted_by_room, without_heads
from indexer.split.same_place import (
    mend_headlines,
    mend_heads,
    mend_labels,
    without_common_ends,
    without_numbers,
)
from indexer.split.several import FoundStory, is_short

_BULLET = re.compile(r"(?:[•▪‣◦·●■○*+–—►▶→»-]|>{1,3})\s+(?=\S)")
_MOST_BETWEEN = 8
_LISTS = 2
_OWN_WORDS = 2
_FEW_WORDS, _HEADING_WORDS = 4, 6
_MOST_ASKED = 120
_FEW_LINES = 3  # standfirst, author and what the author is


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A line and, where it is boilerplate, of which kind."""

    line: Line
    kind: Kind | None = None


def find_several(
    lines: Sequence[Cleaned], seen: Sequence[Sequence[str]], weights: Weights | None = None
) -> list[Gathered]:
    """The stories of a page as the reader of several finds them, by other weights if given.

    `seen` is what was observed of each line (observe.py).
    """
    text, kinds = [item.line for item in lines], [item.kind for item in lines]
    parts = with_salutations(
        text, with_subheadings(text, kinds, seen, without_foreign(lines, label(seen, weights)))
    )
    untitled = {number for number, names in enumerate(seen) if FORMULA in names}
    parts = begin_by_days(text, kinds, begin_as_listed(text, kinds, parts))
    parts, parted = begin_parted(text, kinds, begin_alike(text, kinds, parts))
    parts = teasers_alike(text, kinds, begin_below_more(text, kinds, parts))
    parts = teasers_at_the_end(text, kinds, parts)
    found = without_captions(_gather(text, parts, untitled=untitled), text)
    for story in found:
        _mend_head(story)
        story.formula = story.title is None and story.top in untitled
    found = _with_sections(_without_listed(parted_by_room(found, text), text))
    without_heads(found, text)
    mend_titles(found, text)
    if not found:
        return found
    found = without_introduction(joined_on(found, parted))
    if len(found) > 1:
        mend_headlines(found, text, kinds)
        mend_labels(found, text, kinds)
        mend_heads(found, text, kinds)
        without_common_ends(found)
    without_numbers(found)
    return without_contacts(found)


def _with_sections(found: list[Gathered]) -> list[Gathered]:
    """The stories with what stands below their sub-headings.

    Where stories have headlines and days, or each but the first stands below lines of none, what
    follows one with no line between, without a day and with a few words for a headline, is none
    of its own.
    """
    sections = {
        id(story)
        for above, story in itertools.pairwise(found)
        if story.top == above.bottom + 1
        and story.title
        and not story.dateline
        and is_short(story.title.text)
    }
    whole = [story for story in found if id(story) not in sections]
    alone = {
        id(story)
        for above, story in itertools.pairwise(found)
        if story.top is not None and story.top > above.bottom + 1
    }
    if len(whole) < _LISTS or not (
        all(story.title and story.dateline for story in whole)
        or (whole[0].dateline and all(story.title and id(story) in alone for story in whole[1:]))
    ):
        return found
    for story in found:
        if id(story) not in sections:
            above = story
        elif story.title:
            above.paragraphs += [story.title, *story.paragraphs]
            above.bottom = story.bottom
    return whole


def _without_listed(found: list[Gathered], lines: Sequence[Line]) -> list[Gathered]:
    """The stories without those that have the last headline below "Read also" for a title.

    That story goes on below the list, perhaps with a sub-heading, or another begins there with a
    headline and a day. Where such a list is between all of three stories or more, they are each a
    story, and so is one that has more words of its title than the one above has.
    """
    below = [_is_listed(story, above, lines) for above, story in itertools.pairwise(found)]
    if len(below) >= _LISTS and all(below):
        return found
    kept = found[:1]
    for story, is_listed in zip(found[1:], below, strict=True):
        above = kept[-1]
        if is_listed and (not story.dateline or story.dateline is above.dateline):
            few = story.title and is_short(story.title.text, most=_HEADING_WORDS)
            heading = [story.title] if story.title and few else []
            above.paragraphs += [*heading, *story.paragraphs]
            above.bottom = story.bottom
            continue
        if is_listed and len(story.paragraphs) > 1 and is_heading(story.paragraphs[0]):
            story.title = story.paragraphs.pop(0)
        kept.append(story)
    return kept


def _is_listed(story: Gathered, above: Gathered, lines: Sequence[Line]) -> bool:
    title, top = story.title, story.top
    if title is None or top is None:
        return False
    between = lines[above.bottom + 1 : top]
    pointers = {line.end for line in listed(lines[above.bottom + 1 : top + 2])}
    if {title.end, story.paragraphs[0].end} <= pointers:
        return True
    if opens_anew(story.paragraphs[0].text):
        return False
    if title.end not in pointers:
        few = is_short(title.text, most=_HEADING_WORDS if above.dateline else _FEW_WORDS)
        return (
            few
            and not story.dateline
            and bool(between)
            and all(line.end in pointers for line in between)
        )
    own = stems_of(title.text)
    here, there = (
        len(own & frozenset[str]().union(*[stems_of(line.text) for line in one.paragraphs]))
        for one in (story, above)
    )
    return here <= there or here < _OWN_WORDS


def of_found(lines: Sequence[Line], story: Gathered) -> FoundStory:
    """The same by the numbers of its lines."""
    title = story.title.text if story.title else ""
    return FoundStory(
        body=tuple(numbers_of(lines, story.paragraphs)),
        titled=story.title is not None,
        dated=story.dateline is not None,
        title_words=len(title.split()),
        anew=opens_anew(story.paragraphs[0].text),
        formula=story.formula,
    )


_MAYBE_OF_A_STORY = (None, Kind.LEARNED, Kind.FURNITURE)
"""A word of a menu may be a sub-heading; what recurs may be a sentence."""


def without_foreign(lines: Sequence[Cleaned], parts: Sequence[LineRole]) -> list[LineRole]:
    """The parts of lines, where what is known to be no paragraph is none, and an advertisement
    or a caption below a paragraph is no headline of what goes on below it."""
    result: list[LineRole] = []
    for item, part in zip(lines, parts, strict=True):
        above = result[-1] if result else None
        if (
            _is_foreign(item, part)
            or (part is LineRole.TITLE and item.kind in _NO_TITLE and above in OF_BODY)
            or (
                part is LineRole.BODY and above is LineRole.INSERT and _is_asked(lines, len(result))
            )
        ):
            part = LineRole.INSERT
        elif part is LineRole.FIRST and above is LineRole.INSERT:
            part = LineRole.BODY
        result.append(part)
    return result


def _is_asked(lines: Sequence[Cleaned], number: int) -> bool:
    """Whether a line of a few words stands above the button of a form, as for a newsletter."""
    below = lines[number + 1] if number + 1 < len(lines) else None
    return (
        below is not None
        and below.kind in (Kind.ASIDE, Kind.FURNITURE)
        and len(lines[number].line.text) < _MOST_ASKED
    )


_NO_TITLE = (Kind.INLINE, Kind.CAPTION)


def _is_foreign(item: Cleaned, part: LineRole) -> bool:
    """Whether a line that was taken for a paragraph is known not to be one."""
    return part is LineRole.BODY and item.kind not in _MAYBE_OF_A_STORY


def _gather(
    lines: Sequence[Line],
    parts: Sequence[LineRole],
    *,
    untitled: Set[int],
) -> list[Gathered]:
    """The stories as their parts say; at `untitled` lines one may begin without a title."""
    found: list[Gathered] = []
    story = Gathered()
    for number, (line, part) in enumerate(zip(lines, parts, strict=True)):
        begins = part in (LineRole.TITLE, LineRole.DATE_ABOVE) or (
            part is LineRole.FIRST and bool(story.paragraphs)
        )
        if story.paragraphs and (begins or part in (LineRole.OUTSIDE, LineRole.AFTER)):
            found.append(story)
            story = Gathered()
        match part:
            case LineRole.TITLE:
                story.title = _without_bullet(line)
                story.top = number
            case LineRole.DATE_ABOVE | LineRole.DATE_BELOW:
                if story.dateline is None or not (read_age(line.text) or _is_change(line)):
                    story.dateline = line
            case LineRole.HEAD:
                _note_day(story, line if is_date_line(line.text) else dated_part(line))
            case LineRole.INSERT:  # below a standfirst
                if 0 < len(story.paragraphs) <= _FEW_LINES and is_date_line(line.text):
                    _note_day(story, line)
            case LineRole.FIRST | LineRole.BODY:
                if story.top is None:
                    story.top = number
                story.bottom = number
                story.paragraphs.append(line)
            case LineRole.OUTSIDE | LineRole.AFTER:
                story = Gathered()
    if story.paragraphs:
        found.append(story)
    found = _rejoined(found, untitled)
    extents = [Extent(story.top or 0, story.bottom, story.dateline) for story in found]
    for story, day in zip(found, assign(lines, parts, extents), strict=True):
        story.dateline = day
    return found


def _note_day(story: Gathered, day: Line | None) -> None:
    """Take a day below a headline, if there is none yet or only that of a change."""
    if day and (story.dateline is None or (_is_change(story.dateline) and not _is_change(day))):
        story.dateline = day


def _is_change(line: Line) -> bool:
    """Whether a date line only says when the page was changed."""
    read = read_dateline(line.text)
    return read is not None and read.modified


def _rejoined(found: Sequence[Gathered], untitled: Set[int]) -> list[Gathered]:
    """The stories without those that only go on below a picture, a byline or an advertisement.

    On a page whose stories have titles, text that is close below one and has neither title
    nor date belongs to it.
    """
    if not any(story.title for story in found):
        return list(found)
    joined: list[Gathered] = []
    for story in found:
        above = joined[-1] if joined else None
        if (
            above is None
            or story.title
            or story.dateline
            or story.top is None
            or story.top in untitled
            or story.top - above.bottom > _MOST_BETWEEN
        ):
            joined.append(story)
            continue
        above.paragraphs += story.paragraphs
        above.bottom = story.bottom
    return joined


def _without_bullet(line: Line) -> Line:
    bullet = _BULLET.match(line.text)
    if not bullet:
        return line
    return replace(line, text=line.text[bullet.end() :], start=line.start + bullet.end())


def _mend_head(story: Gathered) -> None:
    """Date lines open no body, nor does a line that could well be the title it lacks, nor who
    wrote it above the day."""
    if (
        story.title
        and story.dateline
        and len(story.paragraphs) > 1
        and story.paragraphs[0].end <= story.dateline.start < story.paragraphs[1].start
        and is_short(story.paragraphs[0].text, most=_FEW_WORDS)
        and len(story.title.text.split()) >= _FEW_WORDS
    ):
        del story.paragraphs[0]
    while len(story.paragraphs) > 1 and is_date_line(story.paragraphs[0].text):
        story.dateline = story.dateline or story.paragraphs[0]
        del story.paragraphs[0]
    if story.title is None and len(story.paragraphs) > 1 and is_heading(story.paragraphs[0]):
        story.title = story.paragraphs.pop(0)
        _mend_head(story)
