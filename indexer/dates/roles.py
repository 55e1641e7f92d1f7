"""What part a date plays in its sentence: what is reported, what is past, what is to come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from indexer.dates import cues
from indexer.dates.mentions import Mention
from indexer.language.folding import fold, without_marks


class Role(Enum):
    """What a date in a story is the date of."""

    OPENING = "opening"  # "Cairo, 23 October 2019 –": the story says when it was written
    REPORTED = "reported"
    FUTURE = "future"
    HISTORIC = "historic"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedRole:
    """The role of a mention, and how much speaks for it being the story's day.

    `weight` is a sum of votes: 2 and more is a sure case, below 1 a doubtful one.
    """

    role: Role
    weight: float


_CONTEXT_CHARS = 110
# how much a paragraph may date its story: news say first what happened; -1 is the title
_BY_PARAGRAPH = {-1: 1.0, 0: 2.0, 1: 1.0, 2: 0.5}
# a paragraph that runs on counts as so many: some dumps and agencies make none
_PARAGRAPH_CHARS = 400


def weigh(text: str, mention: Mention, paragraph: int) -> WeighedRole:
    """Judge the part that `mention` plays in `text`, the paragraph of that number.

    Paragraphs count from 0, the title is -1. The weights were set on dated news in Arabic
    and on pages in the three languages: a weekday next to a date is the best sign that it
    is the day reported, a bare "in" or "of" that it is not.
    """
    begin = max(0, mention.start - _CONTEXT_CHARS)
    raw = without_marks(text[begin : mention.start])
    before = fold(raw)
    raw_after = without_marks(text[mention.end : mention.end + _CONTEXT_CHARS])
    after = fold(raw_after)
    sentence = _last_end(cues.SENTENCE_END, before)
    raw, before = raw[sentence:], before[sentence:]
    ended = cues.SENTENCE_END.search(after)
    if ended:
        after = after[: ended.start()]
    at_end = len(text) - mention.end <= 1
    if paragraph < 0 and at_end and mention.day and cues.TITLE_END.search(before):
        return WeighedRole(role=Role.REPORTED, weight=2.0)
    closed = after[:1] in (")", "]")  # "Rabat (4 May 2021). The port": a sentence ends there
    if paragraph in (0, 1) and _opens(text, mention, fold(raw_after) if closed else after):
        return WeighedRole(role=Role.OPENING, weight=6.0)

    acted = max(_last(cues.ACTION, before), _last(cues.ACTION_FR, raw.lower()))
    today = bool(cues.TODAY.search(before[-30:]) or cues.TODAY.match(after.lstrip(" ,(")))
    weight = _BY_PARAGRAPH.get(paragraph + mention.start // _PARAGRAPH_CHARS, 0.0)
    if today:
        weight += 1.5
    if acted >= 0 or cues.PAST_TENSE.search(before):
        weight += 1.0
    elif mention.last and not cues.PAST_TENSE.search(after):
        weight -= 1.0
    if mention.day is None:
        weight -= 1.0 if acted >= 0 else 2.0
    if mention.weekday is not None:
        weight += 2.0
    elif not today:
        if not mention.last and cues.ATTRIBUTE_BEFORE.search(before):
            weight -= 1.0
        if cues.ASIDE_BEFORE.search(before):
            weight -= 1.5
    if paragraph > 0 and begin == 0 and cues.LISTED_BEFORE.match(before):
        weight -= 1.5
    if cues.DEADLINE_BEFORE.search(before) or cues.DEADLINE_AFTER.match(after):
        return WeighedRole(role=Role.FUTURE, weight=weight - 4.0)
    if not today and _lies_ahead(before, raw, after, raw_after, acted):
        return WeighedRole(role=Role.FUTURE, weight=weight)
    if mention.weekday is None and (
        cues.HISTORIC_BEFORE.search(before)
        or cues.HISTORIC_AFTER.match(after)
        or cues.BASIS.search(before)
    ):
        return WeighedRole(role=Role.HISTORIC, weight=weight - 4.0)
    if cues.EARLIER.search(before):
        return WeighedRole(role=Role.HISTORIC, weight=weight - 3.0)
    return WeighedRole(role=Role.REPORTED, weight=weight)


def _opens(text: str, mention: Mention, after: str) -> bool:
    """Whether the paragraph opens as agencies do: place, day, dash."""
    if mention.start > 80:
        return False
    before = text[: mention.start]
    match = cues.OPENING_BEFORE.fullmatch(fold(before))
    if not match or not cues.OPENING_AFTER.match(after):
        return False
    words = re.findall(r"[^\W\d_]+", before[: match.end("place")]) if match["place"] else []
    return all(not word[0].islower() or word in cues.SMALL_WORDS for word in words)


def _lies_ahead(before: str, raw: str, after: str, raw_after: str, acted: int) -> bool:
    """Whether the verb nearest to the date speaks of what is to come."""
    if cues.FUTURE_AFTER.match(after) or (acted < 0 and cues.HOUR_AFTER.match(after)):
        return True
    # "will be held" holds its own participle: ends are compared with starts
    ahead = max(_last_end(cues.FUTURE, before), _last_end(cues.FUTURE_FR, raw))
    if ahead:
        return acted < ahead
    if acted >= 0:
        return False
    later = cues.FUTURE.search(after) or cues.FUTURE_FR.search(raw_after, 0, len(after))
    return later is not None and not (
        cues.ACTION.search(after, 0, later.start())
        or cues.PAST_TENSE.search(after, 0, later.start())
    )


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match of `pattern` in `text` ends, 0 without one."""
    end = 0
    for match in pattern.finditer(text):
        end = match.end()
    return end


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match of `pattern` in `text` starts, -1 without one."""
    start = -1
    for match in pattern.finditer(text):
        start = match.start()
    return start
