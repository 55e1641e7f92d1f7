"""The day from which "yesterday" and "on Thursday" count, for a story that has none of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from indexer.dates.addresses import published_on
from indexer.dates.dateline import DateLine, read_dateline
from indexer.dates.dating import EARLIEST, believable, dated, possible_day, words
from indexer.dates.page_dates import PageDates
from indexer.dates.reading import StoryDates, relatives_of
from indexer.dates.relative import Relative
from indexer.page import Line, Page
from search_index.model.article import Provenance

_LINE_CHARS = 120
_DAY = timedelta(days=1)
_NOWADAYS = ("today", "aujourd'hui", "aujourd’hui")
_DID = re.compile(r"(?:ed|said|began|won|met|ée?s?) $")
_SAYS = re.compile(r" (?:announced|said|opened|signed|launched|a |ont )")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A day on which a story was told, or the page was made; `confidence` from 0 to 1."""

    day: date
    confidence: float
    why: Provenance | None = None


def place_relatives(known: PageDates) -> None:
    """Date the undated stories that open with a day named from an anchor of their page.

    The anchor is the one day of the stories above and below; else the stamp that came with
    the page, its "last updated" line, or the day of week that is above its stories.
    """
    waiting = [
        (position, told)
        for position, reading in known.undated()
        if (told := _told(reading)) is not None
    ]
    if not waiting:
        return
    setting, column = known.setting, known.column()
    page_anchor = _of_page(known)
    for position, (line, relative) in waiting:
        around = column.between(position)
        day_around = around.above if around.above == around.below else None
        anchor = Anchor(day=day_around, confidence=0.65) if day_around else page_anchor
        if anchor is None:
            continue
        day = relative.before(anchor.day)
        low, high = around.below or EARLIEST, around.above or setting.today
        if not min(low, high) - _DAY <= day <= max(low, high):
            continue
        value, span = day.isoformat(), (relative.start, relative.end)
        known.datings[position] = dated(
            value,
            "text_relative",
            anchor.confidence,
            words(setting.page, "date", value, "text_relative", line, span),
            *((anchor.why,) if anchor.why else ()),
        )


def place_ages(known: PageDates) -> None:
    """Date the stories whose head tells their age, "3 days ago", by the day of their page.

    It is surer than a day that their text names, and less sure than all that has its day.
    """
    if not any(reading.age for reading in known.readings):
        return
    anchor = _of_page(known, any_above=True)
    if anchor is None:
        return
    for position, reading, dating in known.stories():
        age, line = reading.age, reading.dateline_at
        if dating.source not in ("none", "text") or not (age and line):
            continue
        value, span = age.before(anchor.day), (age.start, age.end)
        if value is not None:
            known.datings[position] = dated(
                value,
                "text_relative",
                anchor.confidence + 0.15,
                words(known.setting.page, "date", value, "text_relative", line, span),
                *((anchor.why,) if anchor.why else ()),
            )


def _told(reading: StoryDates) -> tuple[Line, Relative] | None:
    """The first day that the story's opening names by its distance."""
    for line, relative in relatives_of(reading.story):
        if relative.distance != 0 or _said_today(line.text, relative):
            return line, relative
    return None


def _said_today(text: str, relative: Relative) -> bool:
    """ "opened today", "this morning", but not the "today" that means "nowadays"."""
    if text[relative.start : relative.end].casefold() not in _NOWADAYS:
        return True
    return bool(_DID.search(text[: relative.start]) or _SAYS.match(text[relative.end :]))


def _of_page(known: PageDates, *, any_above: bool = False) -> Anchor | None:
    """The day on which the page was made; `any_above` takes one without its weekday, too."""
    page, today = known.setting.page, known.setting.today
    day = published_on(page.published) if page.published else None
    if day is not None and possible_day(day, today):
        return Anchor(day=day, confidence=0.5)
    day = published_on(page.captured) if page.captured else None
    if day is not None and possible_day(day, today):
        return Anchor(day=day, confidence=0.5)
    changed: dict[date, Anchor] = {}
    above: dict[date, Anchor] = {}
    first = min((reading.start for reading in known.readings), default=0)
    for line, found in _datelines(page, known.readings):
        mention = found.mention
        day = mention.full
        if day is None or mention.contradicted or not believable(mention, today):
            continue
        why = words(page, "date", day.isoformat(), "anchor", line, (mention.start, mention.end))
        if found.modified:
            changed[day] = Anchor(day=day, confidence=0.45, why=why)
        elif (any_above or mention.weekday is not None) and line.end <= first:
            above[day] = Anchor(day=day, confidence=0.4, why=why)
    for anchors in (changed, above):
        if len(anchors) == 1:
            return next(iter(anchors.values()))
    return None


def _datelines(page: Page, readings: Sequence[StoryDates]) -> list[tuple[Line, DateLine]]:
    """The date lines that are outside of all stories."""
    inside = {
        line.start
        for reading in readings
        for line in (reading.story.title, reading.dateline_at, *reading.story.paragraphs)
        if line is not None
    }
    found = []
    at = 0
    for raw in page.text.split("\n"):
        text = raw.strip()
        start = at + len(raw) - len(raw.lstrip())
        at += len(raw) + 1
        if text and len(text) <= _LINE_CHARS and start not in inside:
            dateline = read_dateline(text)
            if dateline is not None:
                found.append((Line(text, start, start + len(text)), dateline))
    return found
