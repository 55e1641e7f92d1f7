"""One page to the drafts of its articles: all that can be known from the page alone."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.clean import Kind, known_kind
from indexer.dates import Dating, date_stories, read_dateline
from indexer.language import UNKNOWN, language_of
from indexer.lines import lines_of
from indexer.page import Line, Page, Story
from indexer.split import Cleaned, split
from search_index.article import Article, Provenance, Source, article_id

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article before the archive as a whole is known: without names and duplicates."""

    article: Article
    story: Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What a page holds: drafts in the order of the page, or why there are none."""

    name: str
    drafts: tuple[Draft, ...] = ()
    reason: str | None = None
    removed: int = 0


def study(page: Page, *, today: datetime.date) -> Study:
    """Clean and split a page and find language and date of each story."""
    lines = [Cleaned(line=line, kind=_kind(line)) for line in lines_of(page.text)]
    found = split(page, lines, is_date=_is_date)
    if not found.stories:
        return Study(name=page.name, reason=found.reason, removed=len(found.removed))
    stories = [replace(story, language=_language(story)) for story in found.stories]
    datings = date_stories(page, stories, today=today)
    removed = _around(stories, found.removed)
    drafts = tuple(
        Draft(article=_article(story, dating, key, around), story=story)
        for story, dating, key, around in zip(
            stories, datings, _keys(stories), removed, strict=True
        )
    )
    return Study(name=page.name, drafts=drafts, removed=len(found.removed))


def _kind(line: Line) -> Kind | None:
    kind = known_kind(line.text)
    return None if kind and _is_date(line.text) else kind


def _is_date(text: str) -> bool:
    return read_dateline(text) is not None


def _language(story: Story) -> str:
    declared = story.page.language
    found = language_of(f"{story.body}\n{story.title_text}")
    return declared[:2].lower() if found == UNKNOWN and declared else found


def _article(story: Story, dating: Dating, key: str, removed: tuple[str, ...]) -> Article:
    page = story.page
    return Article(
        id=article_id(page.name, key),
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
    return (
        Provenance(
            field="title",
            value=story.title_text,
            rule="line above the story" if title else "the page shows no title",
            words=story.title_text,
            start=title.start if title else None,
            end=title.end if title else None,
        ),
        Provenance(
            field="body",
            value=f"{len(story.paragraphs)} paragraphs",
            rule="lines below the title up to the next story or boilerplate",
            words=f"{first.text[:60]} … {last.text[-60:]}",
            start=first.start,
            end=last.end,
        ),
        Provenance(
            field="language",
            value=story.language,
            rule="script and words of the body",
            words=first.text[:60],
            start=first.start,
            end=first.start + len(first.text[:60]),
        ),
        Provenance(
            field="source",
            value=page.url or page.name,
            rule="address that the file gives" if page.url else "path of the file",
        ),
    )


def _keys(stories: Sequence[Story]) -> list[str]:
    """What tells the stories of a page apart, stable when newer stories come on top.

    Pages grow at the top, so keys are given from the bottom: a story takes its title, or
    its opening words where an older story has the same title, or those and a number.
    """
    taken: set[str] = set()
    keys = []
    for story in reversed(stories):
        opening = _fold(story.body[:400])
        title = _fold(story.title_text)
        choices = [title] if title else []
        choices += [f"{title}\n{opening}"]
        number = 2
        while choices[0] in taken:
            choices.pop(0)
            if not choices:
                choices.append(f"{title}\n{opening}\n{number}")
                number += 1
        taken.add(choices[0])
        keys.append(choices[0])
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
