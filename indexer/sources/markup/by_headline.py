"""The days that a web page shows by the headline of its story."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from indexer.dates import read_dateline
from indexer.dates.ages import read_age
from indexer.dates.dateline import NO_LABEL
from indexer.dates.dating import possible_day
from indexer.dates.mentions import Mention, find_mentions
from indexer.dates.numbers import settle, writes_month_first
from indexer.language.folding import fold
from indexer.sources.markup.blocks import (
    ABOVE,
    CHANGED,
    LONG_CHARS,
    MAX_CHARS,
    OUTSIDE,
    PERHAPS_OUTSIDE,
    WIDER,
    Block,
    blocks_of,
    headline_of,
    part_of,
    reach,
)
from indexer.sources.markup.posted import posting_day
from indexer.sources.markup.text import whole_text
from indexer.sources.moments import iso_of
from search_index.model.article import DateSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The day (ISO 8601) on which a page's story was published, and why.

    `words` are those of the page, `rule` says where they are.
    """

    day: str
    source: DateSource
    confidence: float
    words: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A day that the page shows; `surely`, where nothing but publication gives a day there.

    `wider` says that it is not in the smallest part of the page that holds the story.
    """

    published: Published
    surely: bool
    wider: bool = False


_POST_DATE = re.compile(
    r"(?:^|[\s_-])(?:date-?header|entry-?date|post-?date|posted-?on|pub-?date|publish\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
STAMPED = 0.8
"""As sure is a stamp in the markup of the story's part that is not by its headline."""
_RIGHT_BELOW = 3
_LEAF_CHARS = 16


def seen_by_headline(tree: Any, *, title: str | None, today: date) -> Iterator[Seen]:
    """The days in the story's part of the page, those by its headline first.

    Where its smallest part shows none, the parts around that are read, and what looks like a
    teaser or a menu by its name only.
    """
    head = headline_of(tree, title)
    part = part_of(tree, head)

    @cache
    def month_first() -> bool:
        return writes_month_first(" ".join("".join(part.itertext())[:_READ_CHARS].split()))

    around = [part, *([] if head is None else list(part.iterancestors())[:WIDER])]
    if head is not None and (above := _posted_above(part, around, head, today, month_first)):
        yield above
        return
    for outside in (PERHAPS_OUTSIDE, OUTSIDE):
        for one in around:
            if one.tag == "html":
                break
            found = list(_in_part(one, head, outside, today, month_first, wider=one is not part))
            if found and (found[0].surely or one is part):
                yield from found
                return


def age_by_headline(tree: Any, *, title: str | None) -> str | None:
    """The line by the headline that tells how old the story is ("3 hours ago")."""
    head = headline_of(tree, title)
    blocks = blocks_of(part_of(tree, head), head, PERHAPS_OUTSIDE)
    at = next((number for number, block in enumerate(blocks) if block.headline), None)
    if at is None:
        return None
    below = at + 1 + reach(blocks[at + 1 :])
    for block in (*blocks[at + 1 : below], *reversed(blocks[max(0, at - ABOVE) : at])):
        if not block.changed and len(block.text) <= LONG_CHARS and read_age(block.text):
            return block.text
    return None


def _posted_above(
    part: Any, around: Sequence[Any], head: Any, today: date, month_first: Callable[[], bool]
) -> Seen | None:
    """The day in an element named as that of posts right above the story's part.

    So Blogger heads the posts of a day; a day further down is of what the post tells.
    """
    posted = next(_named_above(part, around), None)
    if posted is None:
        return None
    own = blocks_of(part, head, PERHAPS_OUTSIDE)
    at = next((number for number, block in enumerate(own) if block.headline), None)
    if at is None:
        return None
    for block in own[max(0, at - ABOVE) : at + 1 + _RIGHT_BELOW]:
        if (
            block.marked
            or block.stamp
            or _of_block(block, today, month_first, loose=False, confidence=0.92)
        ):
            return None
    text = whole_text(posted)
    line = Block(text=text, marked=True)
    found = _of_block(line, today, month_first, loose=True, confidence=0.92)
    return Seen(published=found, surely=True) if found else None


def _named_above(part: Any, around: Sequence[Any]) -> Iterator[Any]:
    """The elements above a part that are named as the day of posts, the nearest first."""
    for one in around[1:]:
        beside = part.getprevious() if part.getparent() is one else None
        while beside is not None:
            if _POST_DATE.search(f"{beside.get('class') or ''} {beside.get('id') or ''}"):
                yield beside
            beside = beside.getprevious()
        part = one


def _in_part(
    part: Any,
    head: Any,
    outside: re.Pattern[str],
    today: date,
    month_first: Callable[[], bool],
    *,
    wider: bool,
) -> Iterator[Seen]:
    blocks = blocks_of(part, head, outside)
    at = next((number for number, block in enumerate(blocks) if block.headline), None)
    near: list[Block] = []
    far = blocks
    if at is not None:
        below = at + 1 + reach(blocks[at + 1 :])
        above = blocks[max(0, at - ABOVE) : at]
        if wider:  # what stands bare above a story's part is the day of the site
            above = [block for block in above if block.marked or block.stamp]
        near = [*blocks[at + 1 : below], *reversed(above)]
        near += [*_calendars(blocks[at + 1 : below]), *_calendars(above)]
        far = blocks[below:]
    marked = [block for block in far if block.marked or block.stamp]
    posted = next((day for block in far if (day := _of_posting(block, today, month_first))), None)
    for loose, changed, surely, confidence, group in (
        (False, False, True, 0.92, near),
        (True, False, True, 0.85, near),
        (True, False, True, STAMPED, [block for block in marked if block.stamp]),
        (True, False, True, 0.75, [block for block in marked if not block.stamp]),
        (False, False, False, 0.6, far),
    ):
        if posted and loose and group is near:  # surer than a label in a sentence
            yield Seen(published=posted, surely=True, wider=wider)
        for block in group:
            if block.changed is changed and (
                found := _of_block(block, today, month_first, loose=loose, confidence=confidence)
            ):
                yield Seen(published=found, surely=surely, wider=wider)


def _of_posting(block: Block, today: date, month_first: Callable[[], bool]) -> Published | None:
    mention = posting_day(block.text)
    return None if mention is None else _settled(mention, block, today, month_first, STAMPED)


def _calendars(blocks: Sequence[Block]) -> Iterator[Block]:
    """Days that are set as leaves of a calendar, each part in an element of its own."""
    for size in (3, 2):
        for first in range(len(blocks) - size + 1):
            parts = [block.text for block in blocks[first : first + size]]
            if all(len(part) <= _LEAF_CHARS for part in parts) and any(map(_is_day, parts)):
                yield replace(blocks[first], text=" ".join(parts))


def _is_day(text: str) -> bool:
    return text.strip(".,").isdigit() and len(text.strip(".,")) <= len("31")


# since when a writer is a member of a forum
_JOINED = re.compile(
    r"\s*(?:joined|registered|member since|registriert|mitglied seit|dabei seit|beigetreten"
    r"|inscrite?(?: le| depuis)?|membre depuis|registrado|se uni[óo]|miembro desde|iscritto"
    r"|lid sinds|تاريخ (?:ال)?(?:تسجيل|انضمام|اشتراك)|عضو منذ|مسجل منذ)\b",
    re.IGNORECASE,
)


def _of_block(
    block: Block, today: date, month_first: Callable[[], bool], *, loose: bool, confidence: float
) -> Published | None:
    if _JOINED.match(block.text):
        return None
    if block.stamp and (day := day_of(block.stamp, today)):
        return _seen(day, block.stamp, confidence)
    if len(block.text) > MAX_CHARS:
        return None
    mention: Mention | None = None
    read = read_dateline(block.text)
    if read and not read.modified:
        mention = read.mention
    elif loose and read is None and len(block.text) <= LONG_CHARS:
        days = [one for one in find_mentions(block.text) if one.full and not one.last]
        label = block.text[: days[0].start] if days else ""
        mention = days[0] if days and not CHANGED.search(label) else None
        if NO_LABEL.search(fold(label)):
            return None
        if mention and not block.marked and not _labelled(block.text, mention):
            mention = None
    return None if mention is None else _settled(mention, block, today, month_first, confidence)


def _settled(
    mention: Mention,
    block: Block,
    today: date,
    month_first: Callable[[], bool],
    confidence: float,
) -> Published | None:
    day = settle(
        mention, month_first=mention.swapped is not None and month_first(), others=(), today=today
    ).full
    if day is None or not possible_day(day, today):
        return None
    return _seen(day, block.text[mention.start : mention.end], confidence)


_LABEL = re.compile(
    r"(?:publi\w+|ver[öo]ffentlicht\w*|posted|erstellt|erschienen|von|by|par|por|datum|date"
    r"|geschrieben|نشر\w*)\b[^.!?]*$",
    re.IGNORECASE,
)


def _labelled(text: str, mention: Mention) -> bool:
    """Whether a byline or label comes before the day, or hardly anything next to it."""
    rest = len(re.findall(r"[^\W\d_]+", text[: mention.start] + text[mention.end :]))
    label = _LABEL.search(text[: mention.start])
    if rest <= 5 or label is None:
        return rest <= 5
    # "In his book, which was published on 7 June 2012, a captain tells more." is a sentence
    return not text.endswith((".", "!", "?", "؟", "…")) or not text[: label.start()].strip()


def _seen(day: date, words: str, confidence: float) -> Published:
    return Published(
        day=day.isoformat(),
        source="dateline",
        confidence=confidence,
        words=words,
        rule="date by the headline",
    )


_READ_CHARS = 100_000


def day_of(stamp: str, today: date) -> date | None:
    """The day that a stamp writes, None where it writes none or one that cannot be."""
    value = iso_of(stamp)
    if value is None or len(value) != len("2021-05-04"):
        return None
    day = date.fromisoformat(value)
    return day if possible_day(day, today) else None
