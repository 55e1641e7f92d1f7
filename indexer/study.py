"""One page to the drafts of its articles: all that can be known from the page alone."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from corrections.records import Correction
from corrections.reference import RULE
from indexer.clean import (
    Kind,
    by_neighbours,
    known_kind,
    known_kinds,
    line_hash,
    mark_learned,
    marks_of,
)
from indexer.clean.learned import Marks
from indexer.credits import Credits, credits_of
from indexer.dates import Dating, date_stories, is_date_line
from indexer.entities import Mentions, find_mentions
from indexer.language import UNKNOWN, Language, detect
from indexer.language.words import words_of
from indexer.lines import lines_of
from indexer.page import Line, Page, Story
from indexer.quotes import find_quotes
from indexer.reshaping import digests_of, reshape
from indexer.split import (
    Cleaned,
    Removed,
    Split,
    prepare,
    sentences_of,
    split,
    take_whole,
)
from search_index.model.article import Article, Provenance, Source
from search_index.model.sentences import NONE, LongSentences

# What is taken for a caption or a label in text of which the markup is gone is a paragraph where
# the markup says so, unless it begins with what it is or is below all paragraphs.
_IN_EXTRACTED = (Kind.SECTION, Kind.ASIDE, Kind.INLINE, Kind.BYLINE)
_BELOW_EXTRACTED = (Kind.END, Kind.CAPTION, Kind.FURNITURE)
_CAPTION = re.compile(
    r"(?:photos?|fotos?|bild|bildquelle|images?|abb(?:ildung)?|fig(?:ure)?|infogra\w+|grafik"
    r"|graphique|schaubild|صورة|الصورة|تصوير)\b.{0,40}?[:：©]|©|\(c\)|.{3,200}\|\s?©",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article before the archive is known: no names, no duplicates, and no id yet.

    `key` distinguishes it from the other articles of its page.
    """

    key: str
    article: Article
    mentions: Mentions


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What a page holds: drafts in the order of the page, or why there are none.

    `texts` are digests of what was read of it, `reshaped` the ids of the corrections that
    changed what is in which story.
    """

    drafts: tuple[Draft, ...] = ()
    reason: str | None = None
    removed: int = 0
    sentences: LongSentences = NONE
    texts: tuple[str, ...] = ()
    reshaped: tuple[str, ...] = ()
    doubtful: bool = False
    """Whether the language of a story is one that the archive decides."""


def mark(page: Page) -> Marks:
    """What the page says of lines that may recur over its site."""
    return marks_of(lines_of(page.text), _site(page), skip=_never_learned)


def study(
    page: Page,
    learned: Collection[int],
    *,
    today: datetime.date,
    models: Sequence[tuple[str, str]] = (),
    corrections: Sequence[Correction] = (),
    usual: Sequence[str] = (),
) -> Study:
    """Clean and split a page, and find language, date and mentions of each story.

    `learned` are the hashes of lines that recur over the archive; `models` names
    for some languages a spaCy model that looks for names in stories of that language, too.
    `corrections` say of lines and stories what people know better. `usual` are the languages of
    the archive.
    """
    read = _split(page, learned)
    reshaped = reshape(page, read, corrections)
    texts = digests_of(page, read)
    found = reshaped.split
    sentences = sentences_of(found.stories, found.removed)
    taken_away = sum(not item.used for item in found.removed)
    if not found.stories:
        return Study(
            reason=found.reason,
            removed=taken_away,
            sentences=sentences,
            texts=texts,
            reshaped=reshaped.applied,
        )
    languages = [_language(story, usual) for story in found.stories]
    stories = _in_languages(found.stories, languages)
    datings = date_stories(page, stories, today=_latest(page, today))
    around = _around(stories, found.removed)
    drafts = tuple(
        Draft(
            key=key,
            article=_article(story, dating, credits_of(story, _others(story, removed)), removed),
            mentions=find_mentions(story, model=dict(models).get(story.language)),
        )
        for story, dating, key, removed in zip(
            stories, datings, _keys(stories), around, strict=True
        )
    )
    return Study(
        drafts=drafts,
        removed=taken_away,
        sentences=sentences,
        texts=texts,
        reshaped=reshaped.applied,
        doubtful=any(language.doubtful for language in languages),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A line of a page: title, date or body of a story, or removed for a reason, next to it."""

    line: Line
    part: str
    story: int | None
    reason: str = ""


def layout(
    page: Page, learned: Collection[int], corrections: Sequence[Correction] = ()
) -> tuple[list[Placed], str | None]:
    """Which lines of a page are in which story, in their order; and why there is no story."""
    found = reshape(page, _split(page, learned), corrections).split
    placed = [
        Placed(line=line, part=part, story=number)
        for number, story in enumerate(found.stories)
        for part, lines in (
            ("title", [story.title] if story.title else []),
            ("date", [story.dateline] if story.dateline else []),
            ("body", story.paragraphs),
        )
        for line in lines
    ]
    whole = {(one.line.start, one.line.end) for one in placed}
    groups = enumerate(_around(found.stories, found.removed)) if found.stories else ()
    near = {id(item): number for number, group in groups for item in group}
    placed += [
        Placed(line=item.line, part="removed", story=near.get(id(item)), reason=item.reason)
        for item in found.removed
        if (item.line.start, item.line.end) not in whole
    ]
    return sorted(placed, key=lambda one: (one.line.start, one.line.end)), found.reason


def stories_of(page: Page) -> list[Story]:
    """The stories of a page by itself, before anything is found in them."""
    stories = _split(page, ()).stories
    return _in_languages(stories, [_language(story, ()) for story in stories])


def _in_languages(stories: Sequence[Story], languages: Sequence[Language]) -> list[Story]:
    return [
        replace(story, language=language.code)
        for story, language in zip(stories, languages, strict=True)
    ]


def _split(page: Page, learned: Collection[int]) -> Split:
    lines = prepare(page.text)
    dated = [is_date_line(line.text) for line in lines]
    kinds = known_kinds(lines, dated)
    if page.extracted:
        kinds = _in_extracted(lines, kinds)
    if len(learned):
        site = _site(page)
        recurs = [
            kind is None and not is_date and line_hash(line.text, site) in learned
            for line, kind, is_date in zip(lines, kinds, dated, strict=True)
        ]
        if any(recurs):
            kinds = mark_learned(lines, kinds, dated, recurs)
    if not page.extracted:
        kinds = by_neighbours(lines, kinds, dated)
    cleaned = [Cleaned(line=line, kind=kind) for line, kind in zip(lines, kinds, strict=True)]
    return take_whole(page, cleaned) if page.whole else split(page, cleaned)


def _in_extracted(lines: Sequence[Line], kinds: Sequence[Kind | None]) -> list[Kind | None]:
    """The boilerplate that markup does not keep out of a story."""
    last = max((number for number, kind in enumerate(kinds) if kind is None), default=0)
    return [
        kind
        if kind in _IN_EXTRACTED
        or (kind is Kind.CAPTION and _CAPTION.match(line.text))
        or (kind in _BELOW_EXTRACTED and number > last and " | " not in line.text)
        else None
        for number, (line, kind) in enumerate(zip(lines, kinds, strict=True))
    ]


def _latest(page: Page, today: datetime.date) -> datetime.date:
    """The last day on which a story of the page can have been published."""
    try:
        return min(today, datetime.date.fromisoformat((page.captured or "")[:10]))
    except ValueError:
        return today


def _never_learned(text: str) -> bool:
    return known_kind(text) is not None or is_date_line(text)


def _site(page: Page) -> str:
    try:
        return urlsplit(page.url or "").hostname or ""
    except ValueError:  # an address as a page may claim one
        return ""


def _language(story: Story, usual: Sequence[str]) -> Language:
    declared = story.page.language
    found = detect(f"{story.body}\n{story.title_text}", declared, usual)
    return Language(declared[:2].lower()) if found.code == UNKNOWN and declared else found


def _article(story: Story, dating: Dating, credits: Credits, removed: Sequence[Removed]) -> Article:
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
        outlet=credits.outlet,
        authors=credits.authors,
        section=credits.section,
        quotes=find_quotes(story.body, story.language),
        removed=tuple(item.line.text for item in removed),
        removed_reasons=tuple(item.reason for item in removed),
        removed_places=_places(story, removed),
        provenance=(*_provenance(story), *dating.provenance, *credits.provenance),
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
            rule="the whole text" if page.whole else _body_rule(story),
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


def _body_rule(story: Story) -> str:
    if story.why == RULE:
        return RULE
    rule = "paragraphs up to the next story or frame"
    return f"{rule}; {story.why}" if story.why else rule


def _title_rule(story: Story) -> str:
    if story.why_title:
        return story.why_title
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
    """What distinguishes the stories of a page, stable when newer stories come on top.

    Pages grow at the top, so keys are given from the bottom: a story takes its title, or
    its opening words where an older story has the same title, or those and a number.
    """
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    keys = []
    for story in reversed(stories):
        title = _fold(story.title_text)
        opening = f"{title}\n{_fold(story.body[:400])}"
        key = title or opening
        if key in taken:
            key = opening
        while key in taken:
            numbers[opening] = number = numbers.get(opening, 1) + 1
            key = f"{opening}\n{number}"
        taken.add(key)
        keys.append(key)
    return keys[::-1]


def _fold(text: str) -> str:
    return " ".join(words_of(text.casefold()))


def _around(stories: Sequence[Story], removed: Sequence[Removed]) -> list[tuple[Removed, ...]]:
    """The removed lines of each story: those above the first, and those below each."""
    starts = sorted(min(line.start for line in _lines(story)) for story in stories)
    groups: list[list[Removed]] = [[] for _ in stories]
    for item in removed:
        below = bisect_right(starts, item.line.start)
        groups[max(below - 1, 0)].append(item)
    return [tuple(group) for group in groups]


def _places(story: Story, removed: Sequence[Removed]) -> tuple[int, ...]:
    """How many paragraphs are above each line on the page; -1 where the headline is below it."""
    starts = [line.start for line in story.paragraphs]
    headline = story.title.start if story.title else starts[0]
    return tuple(
        -1 if item.line.start < min(headline, starts[0]) else bisect_right(starts, item.line.start)
        for item in removed
    )


def _others(story: Story, removed: Sequence[Removed]) -> list[Line]:
    """The removed lines without the date line, of which the story knows already."""
    end = story.dateline.end if story.dateline else None
    return [item.line for item in removed if item.line.end != end]


def _lines(story: Story) -> list[Line]:
    return [line for line in (story.title, story.dateline, *story.paragraphs) if line]
