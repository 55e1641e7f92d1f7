"""The day next to the headline of a page's main story, where no date line was handed on.

Dumps hold it between menus, bylines and share buttons, so that splitting may pass it over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.dates.dateline import NO_LABEL, read_dateline
from indexer.dates.dating import believable, by_words
from indexer.dates.mention import Mention
from indexer.dates.mentions import find_mentions
from indexer.dates.numbers import settle, writes_month_first
from indexer.dates.page_dates import PageDates
from indexer.dates.reading import StoryDates
from indexer.language.folding import fold
from indexer.page import Line

_LINE_CHARS = 120
_MOST_CHARS = 180
_MAIN_SHARE = 0.6
_ABOVE = 8
_BELOW = 12
_CHANGED = re.compile(r"updated|modified|mise? a jour|modifie|aktualis|actualiz|تحديث|copyright|©")
_BY = re.compile(
    r"\W*(?:by|par|von|por|di|publi\w+|posted|geschrieben|erstellt|veroffentlicht|date|datum|بقلم|نشر)\b"
)
_PUBLISHED = re.compile(
    r"(?<!\w)(?:published|posted|publie|mis en ligne|veroffentlicht|erschienen|publicado|pubblicato"
    r"|نشر(?:ت)?(?: في)?)(?: (?:on|le|am|el|il|em|في|بتاريخ))?\s?:?\s*$"
)
_FEW_WORDS = 5


def date_beside(known: PageDates) -> None:
    """Date the story that is all or most of a page by the line next to its headline.

    Lines below the headline come first, then those above, the nearest first; a whole date
    line is surer than a byline with a day in it. What says "updated" is passed over.
    """
    sizes = [len(reading.story.body) for reading in known.readings]
    if not sizes:
        return
    at = sizes.index(max(sizes))
    if sizes[at] < _MAIN_SHARE * sum(sizes):
        return
    reading, dating = known.readings[at], known.datings[at]
    if dating.source not in ("none", "text") or reading.dateline is not None or reading.age:
        return
    others = {
        line.start
        for other in known.readings
        for line in (other.story.title, other.story.dateline, *other.story.paragraphs)
        if line is not None and other is not reading
    }
    page, today = known.setting.page, known.setting.today
    month_first = writes_month_first(page.text)
    lines = [line for line in _near(page.text, reading) if line.start not in others]
    own = {line.start for line in reading.story.paragraphs}
    for loose, confidence in ((False, 0.85), (True, 0.75)):
        for line in lines:
            found = read_dateline(line.text)
            if found and not found.modified:
                mention = found.mention
            elif loose and not found and line.start not in own and _is_byline(line.text):
                mention = find_mentions(line.text)[0]
            elif loose and not found and line.start not in own and (day := _labelled(line.text)):
                mention = day
            else:
                continue
            mention = settle(mention, month_first=month_first, others=(), today=today)
            if mention.full and believable(mention, today):
                known.datings[at] = by_words(page, line, mention, "dateline", confidence)
                return


def _labelled(text: str) -> Mention | None:
    """The day behind "Published on", where a line has it among authors and other labels."""
    if text.endswith((".", "!", "?")):
        return None
    at = 0
    for mention in find_mentions(text):
        if mention.full and not mention.last and _PUBLISHED.search(fold(text[at : mention.start])):
            return mention
        at = mention.end
    return None


def _is_byline(text: str) -> bool:
    """Whether a short line names one day and next to nothing else, or who wrote on it."""
    folded = fold(text)
    if len(text) > _LINE_CHARS or _CHANGED.search(folded) or NO_LABEL.search(folded):
        return False
    mentions = find_mentions(text)
    if len(mentions) != 1 or not mentions[0].full or mentions[0].last:
        return False
    rest = re.findall(r"[^\W\d_]+", text[: mentions[0].start] + text[mentions[0].end :])
    return len(rest) <= _FEW_WORDS or _BY.match(folded) is not None


def _near(text: str, reading: StoryDates) -> Iterator[Line]:
    """The lines from the headline to the text, then those above the headline, upwards."""
    story = reading.story
    first = story.paragraphs[0]
    top = min(story.title.start, first.start) if story.title else first.start
    below = _lines(text, top, first.end)
    after = _lines(text, first.end, min(len(text), first.end + 4_000))[:2]
    above = _lines(text, max(0, top - 4_000), top)
    for line in (*below[-_BELOW:], *reversed(above[-_ABOVE:]), *after):
        if len(line.text) <= _MOST_CHARS and not (story.title and line.start == story.title.start):
            yield line


def _lines(text: str, start: int, end: int) -> list[Line]:
    found = []
    at = start
    for raw in text[start:end].split("\n"):
        stripped = raw.strip(" \t*-•|")
        begin = at + (raw.index(stripped) if stripped else 0)
        at += len(raw) + 1
        if 6 <= len(stripped) <= 2 * _LINE_CHARS and any(char.isdigit() for char in stripped):
            found.append(Line(stripped, begin, begin + len(stripped)))
    return found
