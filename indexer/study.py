"""One page to the drafts of its articles: all that can be known from the page alone."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from indexer.clean import Kind, known_kind, line_hash, mark_learned, marks_of
from indexer.clean.learned import Marks
from indexer.dates import Dating, date_stories, read_dateline
from indexer.entities import Mentions, find_mentions
from indexer.language import UNKNOWN, language_of
from indexer.lines import lines_of, part_dates
from indexer.page import Line, Page, Story
from indexer.split import Cleaned, Split, split, take_whole
from search_index.article import Article, Provenance, Source

_WORD = re.compile(r"\w+")
_BY = re.compile(r"\b(?:by|par|words|text|story|photos?|photography)\b", re.IGNORECASE)
_NAME = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?:\s(?:de |van |bin |ag |ould )?[A-ZÀ-Þ][\w’'-]+){1,3}")
_LABEL_CHARS = 60
_OFTEN = 3
_OFTEN_WORDS = 3
_NAME_CHARS = 6
_CAPTION_CHARS = 220
_BIOGRAPHY_CHARS = 300
_PARAGRAPH_CHARS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article before the archive is known: no names, no duplicates, and no id yet.

    `key` tells it apart from the other articles of its page.
    """

    key: str
    article: Article
    mentions: Mentions


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What a page holds: drafts in the order of the page, or why there are none."""

    drafts: tuple[Draft, ...] = ()
    reason: str | None = None
    removed: int = 0


def mark(page: Page) -> Marks:
    """What the page tells of lines that may recur over its site."""
    return marks_of(lines_of(page.text), _site(page), skip=_never_learned)


def study(page: Page, learned: Collection[int], *, today: datetime.date) -> Study:
    """Clean and split a page, and find language, date and mentions of each story.

    `learned` are the hashes of lines that recur over the archive.
    """
    found = _split(page, learned)
    if not found.stories:
        return Study(reason=found.reason, removed=len(found.removed))
    stories = [replace(story, language=_language(story)) for story in found.stories]
    datings = date_stories(page, stories, today=today)
    around = _around(stories, found.removed)
    drafts = tuple(
        Draft(
            key=key,
            article=_article(story, dating, removed),
            mentions=find_mentions(story),
        )
        for story, dating, key, removed in zip(
            stories, datings, _keys(stories), around, strict=True
        )
    )
    return Study(drafts=drafts, removed=len(found.removed))


def _split(page: Page, learned: Collection[int]) -> Split:
    lines = part_dates(lines_of(page.text), is_date=_is_date)
    kinds = _kinds(lines)
    if len(learned):
        site = _site(page)
        recurs = [
            kind is None and not _is_date(line.text) and line_hash(line.text, site) in learned
            for line, kind in zip(lines, kinds, strict=True)
        ]
        if any(recurs):
            kinds = mark_learned(lines, kinds, recurs, is_date=_is_date)
    kinds = _by_neighbours(lines, kinds)
    cleaned = [Cleaned(line=line, kind=kind) for line, kind in zip(lines, kinds, strict=True)]
    if page.whole:
        return take_whole(page, cleaned, is_date=_is_date)
    return split(page, cleaned, is_date=_is_date)


def _kinds(lines: Sequence[Line]) -> list[Kind | None]:
    """Known boilerplate; date lines are none, but the heads of comments are."""
    kinds: list[Kind | None] = []
    begun = False
    for line in lines:
        kind = known_kind(line.text, below=begun)
        if kind and kind is not Kind.COMMENT and _is_date(line.text):
            kind = None
        begun = begun or (kind is None and _is_paragraph(line.text))
        kinds.append(kind)
    return kinds


def _is_paragraph(text: str) -> bool:
    return len(text) >= _PARAGRAPH_CHARS or (len(text) >= _LABEL_CHARS and text.endswith("."))


def _by_neighbours(lines: Sequence[Line], kinds: Sequence[Kind | None]) -> list[Kind | None]:
    """What is boilerplate only by what else stands on the page.

    A label for a caption takes the line below it along; an author's name may stand again
    below the story, alone or with a word on him; and a label that stands again and again,
    such as "Details", is no line of a story.
    """
    result = list(kinds)
    often = Counter(line.text for line in lines if len(line.text) <= _LABEL_CHARS)
    bylines = " | ".join(
        line.text for line, kind in zip(lines, kinds, strict=True) if kind is Kind.BYLINE
    )
    names = tuple(_NAME.findall(_BY.sub("", bylines)))
    for number, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        text = line.text
        if kind is not None or _is_date(text):
            continue
        short = len(text) <= _LABEL_CHARS
        above = lines[number - 1].text if number else ""
        if (
            len(text) <= _CAPTION_CHARS
            and kinds[number - 1] is Kind.CAPTION
            and above.endswith((",", ":"))
        ):
            result[number] = Kind.CAPTION
        elif (short and len(text) > _NAME_CHARS and text in bylines) or (
            names and len(text) <= _BIOGRAPHY_CHARS and text.startswith(names)
        ):
            result[number] = Kind.BYLINE
        elif often[text] >= _OFTEN and text.count(" ") < _OFTEN_WORDS and text[-1] not in ".!?؟":
            result[number] = Kind.LEARNED
    return result


def _is_date(text: str) -> bool:
    return read_dateline(text) is not None


def _never_learned(text: str) -> bool:
    return known_kind(text) is not None or _is_date(text)


def _site(page: Page) -> str:
    return (urlsplit(page.url).hostname or "") if page.url else ""


def _language(story: Story) -> str:
    declared = story.page.language
    found = language_of(f"{story.body}\n{story.title_text}")
    return declared[:2].lower() if found == UNKNOWN and declared else found


def _article(story: Story, dating: Dating, removed: tuple[str, ...]) -> Article:
    page = story.page
    return Article(
        id="",
        source=Source(page=page.name, position=story.position, url=page.url),
        title=story.title_text,
        body=story.body,
        language=story.language,
        date=dating.date,
        date_precision=dating.precision,
        date_source=dating.source,
        date_confidence=dating.confidence,
        event_date=dating.event_date,
        removed=removed,
        provenance=(*_provenance(story), *dating.provenance),
    )


def _provenance(story: Story) -> tuple[Provenance, ...]:
    page, first, last = story.page, story.paragraphs[0], story.paragraphs[-1]
    title = story.title
    sample = first.text[:60]
    return (
        Provenance(
            field="title",
            value=story.title_text,
            rule=_title_rule(story),
            words=story.title_text,
            start=title.start if title else None,
            end=title.end if title else None,
        ),
        Provenance(
            field="body",
            value=f"{len(story.paragraphs)} paragraphs",
            rule="the whole text" if page.whole else "paragraphs up to the next story or frame",
            words=f"{sample} … {last.text[-60:]}",
            start=first.start,
            end=last.end,
        ),
        Provenance(
            field="language",
            value=story.language,
            rule="script and words of the body",
            words=sample,
            start=first.start,
            end=first.start + len(sample),
        ),
        Provenance(
            field="source",
            value=page.url or page.name,
            rule="address that the page gives" if page.url else "path of the file",
        ),
    )


def _title_rule(story: Story) -> str:
    if not story.title:
        return "the page shows no title"
    if story.page.whole:
        return "title that the file gives"
    if not story.dateline:
        return "short line above the first paragraph"
    if story.dateline.start < story.title.start:
        return "short line below the date line"
    return "short line above the date line"


def _keys(stories: Sequence[Story]) -> list[str]:
    """What tells the stories of a page apart, stable when newer stories come on top.

    Pages grow at the top, so keys are given from the bottom: a story takes its title, or
    its opening words where an older story has the same title, or those and a number.
    """
    taken: set[str] = set()
    keys = []
    for story in reversed(stories):
        title = _fold(story.title_text)
        opening = f"{title}\n{_fold(story.body[:400])}"
        key = title or opening
        if key in taken:
            key = opening
        number = 2
        while key in taken:
            key = f"{opening}\n{number}"
            number += 1
        taken.add(key)
        keys.append(key)
    return keys[::-1]


def _fold(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _around(stories: Sequence[Story], removed: Sequence[Line]) -> list[tuple[str, ...]]:
    """The removed lines of each story: those above the first, and those below each."""
    starts = [min(line.start for line in _lines(story)) for story in stories]
    groups: list[list[str]] = [[] for _ in stories]
    for line in removed:
        below = sum(start <= line.start for start in starts)
        groups[max(below - 1, 0)].append(line.text)
    return [tuple(group) for group in groups]


def _lines(story: Story) -> list[Line]:
    return [line for line in (story.title, story.dateline, *story.paragraphs) if line]
