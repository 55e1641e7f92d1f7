"""The sources from which a story's date can be had without asking its page's other stories."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from indexer.dates.addresses import (
    AddressDate,
    address_in,
    contradicts,
    part_of,
    published_on,
    read_address,
    reference_to,
)
from indexer.dates.dating import (
    EARLIEST,
    UNDATED,
    Dating,
    believable,
    by_words,
    dated,
    iso,
    possible_day,
)
from indexer.dates.reading import Candidate, StoryDates
from indexer.dates.roles import Role
from indexer.page import Page
from search_index.model.article import Provenance

# what the markup of an article states is believed before a date line within its text
_STATED = 0.85
# addresses are not older, and what a text only mentions of earlier years it looks back upon
_WEB = date(1971, 1, 1)
_GUESSED = 0.6
_STALE = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What all stories of a page share: `single` says that there is only one."""

    page: Page
    today: date
    single: bool


def own_date(setting: Setting, reading: StoryDates, above: int) -> Dating:
    """The date that a story has by itself: the surest source that gives a believable day.

    `above` is the offset into the page at which the story before it ends.
    """
    page = setting.page
    stated = page.extracted and page.published_confidence >= _STATED
    return (
        (_from_metadata(setting) if stated else None)
        or _from_dateline(setting, reading)
        or (_from_opening(setting, reading) if page.published_confidence <= _GUESSED else None)
        or _from_metadata(setting)
        or _from_address_or_text(setting, reading, above)
        or UNDATED
    )


def _from_opening(setting: Setting, reading: StoryDates) -> Dating | None:
    """The day with which the text opens, as agencies write it."""
    told = reading.reported
    opens = told is not None and told.part.role is Role.OPENING and told.mention.full
    return from_text(setting, told) if told and opens else None


def from_text(setting: Setting, told: Candidate) -> Dating | None:
    """The date by a day that the text names with its year, None where that cannot be."""
    if not believable(told.mention, setting.today):
        return None
    if told.part.role is not Role.OPENING and (told.mention.year or 0) < _WEB.year:
        return None
    sure = min(0.92, 0.6 + 0.06 * told.part.weight)
    return by_words(setting.page, told.line, told.mention, "text", sure)


def _from_dateline(setting: Setting, reading: StoryDates) -> Dating | None:
    line = reading.dateline
    if line is None or reading.dateline_at is None:
        return None
    if not believable(line.mention, setting.today):
        return None
    if line.modified:
        told, changed = reading.reported, line.mention.full
        told_on = told.mention.full if told else None
        if told_on and changed and changed - told_on > _STALE:
            return None
    sure = 0.7 if line.modified else 0.98
    return by_words(setting.page, reading.dateline_at, line.mention, "dateline", sure)


_HEADER_CHARS = 1500
_HEADER = re.compile(
    r"^[ \t]*[\"']?(?:(?:article|og|dc|dcterms|citation)[:._])?"
    r"(?:date|pub_?date|published|issued|created"
    r"|(?:date[_-]?|publication[_-]?)?publi(?:shed|cation)[_-]?(?:time|date|at|on)?)[\"']?"
    r"[ \t]*[:=][ \t]*[\"']?(?P<stamp>\d{4}-\d\d-\d\d[^\s\"',]*)",
    re.IGNORECASE | re.MULTILINE,
)


def _from_metadata(setting: Setting) -> Dating | None:
    """The time stamp that came with the page, or that a header of fields in its dump holds."""
    if not setting.single:
        return None
    page, start = setting.page, None
    stamp, source, sure = page.published, page.published_source, page.published_confidence
    if stamp is None and (found := _HEADER.search(setting.page.text[:_HEADER_CHARS])):
        stamp, start = found["stamp"], found.start("stamp")
        source, sure = "metadata", 0.95
    if stamp is None:
        return None
    day, part = published_on(stamp), part_of(stamp)
    if part:
        if not EARLIEST.isoformat()[: len(part)] <= part <= setting.today.isoformat():
            return None
    elif day is None or not possible_day(day, setting.today):
        return None
    if source == "dateline" and day and page.url:
        # a day in the frame, such as today's, where the address has that of the story
        addressed = read_address(page.url)
        if addressed and _in_time(addressed, setting.today) and contradicts(addressed, day):
            return None
    value = part or (day.isoformat() if day else "")
    why = Provenance(
        field="date",
        value=value,
        rule=dict(page.origins).get("date", source),
        words=page.published_words or stamp,
        start=start,
        end=None if start is None else start + len(stamp),
    )
    return dated(value, source, sure, why)


def _from_address_or_text(setting: Setting, reading: StoryDates, above: int) -> Dating | None:
    addressed = _from_address(setting, reading, above)
    told = reading.reported
    by_text = from_text(setting, told) if told else None
    if addressed and by_text and by_text.day and by_text.day.strftime("%Y-%m") == addressed.date:
        return by_text  # the day within the month of the address
    return addressed or by_text


def _from_address(setting: Setting, reading: StoryDates, above: int) -> Dating | None:
    """The date in the address of the page, or in one on a line of its own above the text."""
    page = setting.page
    if setting.single and page.url:
        found = read_address(page.url)
        if found and _in_time(found, setting.today):
            return _addressed(found, page.url, None, 0.9)
    elif setting.single and "/" in page.name:
        found = read_address(f"/{page.name}")
        if found and found.day is not None and _in_time(found, setting.today):
            return _addressed(found, f"/{page.name}", None, 0.75)
    at = above
    opening = reading.story.paragraphs[0].start
    for raw in page.text[above : max(above, opening)].splitlines(keepends=True):
        inside = address_in(raw.strip()) if "." in raw else None
        found = read_address(inside[0]) if inside else None
        if inside and found and _in_time(found, setting.today):
            return _addressed(found, inside[0], at + raw.index(inside[0]), 0.9)
        at += len(raw)
    return _from_reference(setting, reading)


def _from_reference(setting: Setting, reading: StoryDates) -> Dating | None:
    """The date in an address among the page's links that spells the story's title."""
    reference = reference_to(reading.story.title_text, setting.page.text)
    found = read_address(reference[0]) if reference else None
    if reference and found and found.day and _in_time(found, setting.today):
        return _addressed(found, reference[0], reference[1], 0.85)
    return None


def _in_time(found: AddressDate, today: date) -> bool:
    return _WEB <= date(found.year, found.month, found.day or 1) <= today


def _addressed(found: AddressDate, url: str, offset: int | None, sure: float) -> Dating:
    value = iso(found.year, found.month, found.day)
    why = Provenance(
        field="date",
        value=value,
        rule="url",
        words=url[found.start : found.end],
        start=None if offset is None else offset + found.start,
        end=None if offset is None else offset + found.end,
    )
    return dated(value, "url", sure if found.day is not None else sure - 0.2, why)
