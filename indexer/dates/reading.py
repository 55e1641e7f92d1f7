"""What the words of one story say of its date, before the page is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from indexer.dates.ages import Age, read_age
from indexer.dates.dateline import DateLine, read_dateline
from indexer.dates.mentions import Mention, find_mentions
from indexer.dates.numbers import settle
from indexer.dates.relative import Relative, find_relative
from indexer.dates.roles import Role, WeighedRole, weigh
from indexer.page import Line, Story

TITLE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A mention in a story, the line it is in, and the part it plays there."""

    line: Line
    paragraph: int
    mention: Mention
    part: WeighedRole


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryDates:
    """One story's date line, the line it is in, and the dates in its text.

    `age` is what a line in the place of the date line tells instead, such as "3 days ago".
    The likeliest candidate is first.
    """

    story: Story
    dateline: DateLine | None
    dateline_at: Line | None
    age: Age | None
    candidates: tuple[Candidate, ...]

    @property
    def start(self) -> int:
        """The offset into the page at which the story starts, without its date line."""
        lines = [*filter(None, (self.story.title, *self.story.paragraphs[:1]))]
        return min((line.start for line in lines), default=0)

    @property
    def end(self) -> int:
        """The offset into the page at which the story ends."""
        lines = [*filter(None, (self.story.title, *self.story.paragraphs[-1:]))]
        return max((line.end for line in lines), default=0)

    @property
    def reported(self) -> Candidate | None:
        """The likeliest day on which what the story tells happened, with or without year."""
        for candidate in self.candidates:
            if candidate.part.role in (Role.OPENING, Role.REPORTED) and credible(candidate):
                return candidate
        return None


def credible(candidate: Candidate) -> bool:
    """Whether enough speaks for a mention to date its story by it.

    A day needs a little, a month without its day a lot: months are mostly named for
    what came before.
    """
    part = candidate.part
    return part.weight >= (1.5 if candidate.mention.day is not None else 2.0)


_RELATIVE_PARAGRAPHS = 2
# what a paragraph says of its day it says early; the bounds are for dumps of one endless line
_READ_CHARS = 8_000
_READ_MENTIONS = 50


def read_story(story: Story, *, today: date, month_first: bool) -> StoryDates:
    """Read the date line, the title and the paragraphs of `story`."""
    dateline_at = story.dateline or _signed(story)
    dateline = read_dateline(dateline_at.text) if dateline_at else None
    lines = [*enumerate(story.paragraphs)]
    if story.title:
        lines.append((TITLE, story.title))
    found = [
        (line, paragraph, mention)
        for paragraph, line in lines
        for mention in find_mentions(line.text[:_READ_CHARS])[:_READ_MENTIONS]
        if not mention.impossible
    ]
    worded = [day for _, _, mention in found if mention.form == "words" and (day := mention.full)]
    if dateline:
        mention = settle(dateline.mention, month_first=month_first, others=worded, today=today)
        dateline = replace(dateline, mention=mention)
        worded += [day] if (day := mention.full) else []
    candidates = []
    for line, paragraph, mention in found:
        mention = settle(mention, month_first=month_first, others=worded, today=today)
        part = weigh(line.text, mention, paragraph)
        candidates.append(Candidate(line=line, paragraph=paragraph, mention=mention, part=part))
    return StoryDates(
        story=story,
        dateline=dateline,
        dateline_at=dateline_at,
        age=read_age(dateline_at.text) if dateline_at and not dateline else None,
        candidates=tuple(_likeliest_first(candidates)),
    )


def _signed(story: Story) -> Line | None:
    """The last paragraph where it is place and day, as under a statement."""
    last = story.paragraphs[-1] if len(story.paragraphs) > 1 else None
    if last is None or len(last.text) > 80:
        return None
    found = read_dateline(last.text)
    place_before = found is not None and found.mention.start > 3
    return last if place_before and found and found.mention.full and not found.modified else None


def _likeliest_first(candidates: list[Candidate]) -> list[Candidate]:
    """Sort by weight; what lies years before the latest day reported is past."""
    years = [
        candidate.mention.year
        for candidate in candidates
        if candidate.mention.year and candidate.part.role in (Role.OPENING, Role.REPORTED)
    ]
    latest = max(years, default=0)
    aged = [
        replace(candidate, part=replace(candidate.part, weight=candidate.part.weight - 2.0))
        if candidate.mention.year and candidate.mention.year < latest
        else candidate
        for candidate in candidates
    ]
    return sorted(aged, key=lambda candidate: -_preference(candidate))


def _preference(candidate: Candidate) -> float:
    with_year = 0.5 if candidate.mention.year is not None else 0.0
    return candidate.part.weight + with_year


def relatives_of(story: Story) -> list[tuple[Line, Relative]]:
    """The days named by their distance, in the opening paragraphs and then in the title."""
    lines = [*story.paragraphs[:_RELATIVE_PARAGRAPHS]]
    if story.title:
        lines.append(story.title)
    return [
        (line, relative) for line in lines for relative in find_relative(line.text[:_READ_CHARS])
    ]
