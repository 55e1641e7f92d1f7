"""The cascade of a story's date: the surest source that gives a believable day wins."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from indexer.dates.dateline import read_dateline
from indexer.dates.dating import UNDATED, Dating
from indexer.dates.mentions import Mention, find_mentions
from indexer.page import Line, Page, Story
from search_index.article import DateSource, Provenance

_EARLIEST = datetime.date(1971, 1, 1)


def date_stories(
    page: Page, stories: Sequence[Story], *, today: datetime.date
) -> tuple[Dating, ...]:
    """Date the stories of one page, one `Dating` for each, none of them after `today`.

    Surest first: the date line, what the file says of itself, the address, a day with
    its year in the text.
    """
    return tuple(_date(page, story, today) for story in stories)


def _date(page: Page, story: Story, today: datetime.date) -> Dating:
    told = _told(story, today)
    event = _iso(told[1]) if told else None
    if story.dateline is not None:
        line = read_dateline(story.dateline.text)
        if line is not None and _believable(line.mention, today):
            return _dating(page, story.dateline, line.mention, "dateline", 0.97, event)
    if told:
        return _dating(page, told[0], told[1], "text", 0.85, event)
    return UNDATED


def _told(story: Story, today: datetime.date) -> tuple[Line, Mention] | None:
    for line in story.paragraphs:
        for mention in find_mentions(line.text):
            if mention.day is not None and _believable(mention, today):
                return line, mention
    return None


def _believable(mention: Mention, today: datetime.date) -> bool:
    if mention.impossible or mention.year is None:
        return False
    first = datetime.date(mention.year, mention.month, mention.day or 1)
    return _EARLIEST <= first <= today


def _iso(mention: Mention) -> str:
    text = f"{mention.year:04}-{mention.month:02}"
    return text if mention.day is None else f"{text}-{mention.day:02}"


def _dating(
    page: Page,
    line: Line,
    mention: Mention,
    source: DateSource,
    confidence: float,
    event: str | None,
) -> Dating:
    start, end = line.start + mention.start, line.start + mention.end
    value = _iso(mention)
    why = Provenance(
        field="date",
        value=value,
        rule=source,
        words=page.text[start:end],
        start=start,
        end=end,
    )
    return Dating(
        date=value,
        precision="day" if mention.day is not None else "month",
        source=source,
        confidence=confidence,
        event_date=event,
        provenance=(why,),
    )
