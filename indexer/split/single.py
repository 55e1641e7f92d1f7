"""A page that holds one story: which lines are its body, and which is its headline.

How probably each line is of it was seen before (looks.py); the headline is the best of some lines
as boosted trees rank them (trees.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from indexer.dates import is_date_line, read_age, read_dateline
from indexer.language.words import has_digit
from indexer.page import Line
from indexer.split.headline import candidates, is_no_headline, told_by
from indexer.split.headline_measures import NAMES, measure_headlines
from indexer.split.looks import Looked
from indexer.split.measures import PROSE, column, known_of
from indexer.split.prepare import dated_part
from indexer.split.reasons import reasons
from indexer.split.trees import Trees, trees

_SURE = 0.5
_HARDLY = 0.25
_PARAGRAPH = 0.9
_SURELY = 0.98
_MIN_SCORE = -2.5
_HEAD_LINES = 12
_LEAD = 3
"""So many lines from the first paragraph on may hold the day: a standfirst is above a byline."""
_STRAYS = 3
_MIN_CHARS = 80
_BYLINE_CHARS = 120
_TIME_BEHIND = re.compile(r"[\s,|•·–—-]*(?:(?:at|um|à|a las|alle)\s)?(?:\d{1,2}[.:h]\d\d.{0,16})?")
_STANDFIRST_WORDS = 4
_SIGNS = ("|", "•", "©", "@", "/", "»", "›", "·")
_NO_STANDFIRST = (
    "date line", "cue=by", "cue=picture", "cue=social", "cue=ad", "cue=tags", "cue=nav"
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleStory:
    """The one story of a page."""

    title: Line | None
    why_title: str
    dateline: Line | None
    paragraphs: tuple[Line, ...]


def single_story(
    lines: Sequence[Line], looked: Looked, *, headlines: Trees | None = None
) -> SingleStory | None:
    """The story of a page that holds one, None where nothing is like one."""
    chances = looked.chances
    body = (chances >= _SURE).nonzero()[0].tolist()
    if sum(len(lines[n].text) for n in body) < _MIN_CHARS:
        best = float(chances.max(initial=0))
        if best < _HARDLY:
            return None
        body = (chances >= max(best * 0.6, _HARDLY)).nonzero()[0].tolist()
    title, number, why = _headline(lines, looked, headlines or trees("headline"))
    body = _from_its_head([n for n in body if n != number], lines)
    if not body:
        return None
    return SingleStory(
        title=title,
        why_title=why,
        dateline=_dateline(lines, number, body),
        paragraphs=tuple(lines[n] for n in body),
    )


def is_standfirst(text: str) -> bool:
    """Whether a line may be one: some words, and neither a day nor the signs of a byline."""
    return (
        len(text.split()) >= _STANDFIRST_WORDS
        and not has_digit(text)
        and not any(sign in text for sign in _SIGNS)
    )


def standfirst_of(lines: Sequence[Line], looked: Looked, title: Line, first: Line) -> Line | None:
    """The one line between a headline and the first paragraph, if it is nothing else."""
    between = _between(lines, title, first)
    if len(between) != 1 or not is_standfirst(lines[between[0]].text):
        return None
    own = looked.measures[between[0]]
    if known_of(looked.measures[between])[0] or any(own[column(cue)] for cue in _NO_STANDFIRST):
        return None
    return lines[between[0]]


def opening_of(lines: Sequence[Line], looked: Looked, title: Line, first: Line) -> list[Line]:
    """The lines between a headline and the first paragraph that surely are paragraphs."""
    return [
        lines[number]
        for number in _between(lines, title, first)
        if looked.chances[number] >= _SURELY
        and looked.measures[number, PROSE] >= _PARAGRAPH
        and not is_date_line(lines[number].text)
    ]


def _between(lines: Sequence[Line], title: Line, first: Line) -> list[int]:
    """The numbers of the lines between a headline and the first paragraph."""
    return [
        number
        for number, line in enumerate(lines)
        if title.end <= line.start and line.end <= first.start
    ]


def _headline(
    lines: Sequence[Line], looked: Looked, headlines: Trees
) -> tuple[Line | None, int | None, str]:
    """The headline, its number, and why it is."""
    numbers = candidates(lines, looked.chances)
    if not numbers:
        return None, None, "no line could be a headline"
    rows = measure_headlines(lines, numbers, looked)
    scores = headlines.scores(rows)
    of_body = (looked.chances >= _SURE) & (looked.measures[:, PROSE] >= _PARAGRAPH)
    scores[of_body[numbers]] = -np.inf
    best = int(scores.argmax())
    while scores[best] > -np.inf and is_no_headline(told_by(lines, numbers[best])):
        scores[best] = -np.inf
        best = int(scores.argmax())
    why = reasons(headlines, rows[best : best + 1], NAMES)
    if scores[best] < _MIN_SCORE:
        return None, None, f"no line is enough like a headline; the best: {why}"
    number = numbers[best]
    line = lines[number]
    text = told_by(lines, number)
    at = line.text.find(text)
    if at >= 0 and text != line.text:
        line = replace(line, text=text, start=line.start + at, end=line.start + at + len(text))
    return line, number, f"the best of {len(numbers)} lines: {why}"


def _from_its_head(body: list[int], lines: Sequence[Line]) -> list[int]:
    """The lines of a body without first ones that stand far above its date line.

    They are teasers or notes of the frame: a story has its day above its text.
    """
    chars = [len(lines[n].text) for n in body]
    for above in range(1, min(_STRAYS + 1, len(body))):
        below = body[above]
        head = range(max(body[above - 1] + 1, below - _HEAD_LINES), below)
        if (
            below - body[above - 1] > _HEAD_LINES
            and sum(chars[:above]) < sum(chars[above:])
            and any(is_date_line(lines[n].text) for n in head)
        ):
            return body[above:]
    return body


def _ends_with(line: Line, part: Line) -> bool:
    """Whether a line is a byline that has a day, and at most the time of day, at its end."""
    return (
        len(line.text) <= _BYLINE_CHARS
        and _TIME_BEHIND.fullmatch(line.text, part.end - line.start) is not None
    )


def _dateline(lines: Sequence[Line], title: int | None, body: Sequence[int]) -> Line | None:
    """The date line nearest to the headline: between it and the body, then around both.

    A caption names a day as well: it is taken only where no line is one or ends with one.
    """
    first = body[0]
    inside = set(body)
    top = title if title is not None and title < first else first
    second = body[1] if len(body) > 1 else first
    lead = min(max(first + _LEAD, min(second, first + _HEAD_LINES)), len(lines))
    near = [
        *range(top + 1, first),
        *range(first, lead),
        *range(top - 1, max(-1, top - _HEAD_LINES), -1),
        *range(body[-1] + 1, min(body[-1] + 4, len(lines))),
    ]
    named: Line | None = None
    for number in near:
        line: Line = lines[number]
        if number in inside or number == title:
            continue
        in_head = top < number < lead
        if named and not in_head:
            break
        if is_date_line(line.text) and not read_age(line.text):
            read = read_dateline(line.text)
            if read is None or not read.modified:
                return line
            continue
        part = dated_part(line) if in_head else None
        if part and _ends_with(line, part):
            return part
        if number < first:
            named = named or part
    if named:
        return named
    for number in near:
        last: Line = lines[number]
        if number not in inside and is_date_line(last.text):
            return last
    return None
