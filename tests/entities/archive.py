"""A tiny archive for tests: stories in, their canonical names out."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.entities import KnownNames, Mentions, NameBook, StoryNames, find_mentions
from indexer.page import Line, Page, Story


def story(text: str, *, title: str = "", language: str = "en", page: str = "page.txt") -> Story:
    """A story whose paragraphs are the lines of `text`; its page holds nothing else."""
    whole = f"{title}\n{text}" if title else text
    lines = []
    offset = 0
    for raw in whole.split("\n"):
        bare = raw.strip()
        if bare:
            start = offset + raw.index(bare)
            lines.append(Line(bare, start, start + len(bare)))
        offset += len(raw) + 1
    head = lines.pop(0) if title else None
    return Story(
        page=Page(name=page, text=whole, digest=""),
        position=0,
        title=head,
        dateline=None,
        paragraphs=tuple(lines),
        language=language,
    )


def names_of(*stories: Story, known: KnownNames | None = None) -> list[StoryNames]:
    """The names of each story of an archive that holds just these."""
    book = NameBook(known)
    found = [find_mentions(one) for one in stories]
    for mentions in found:
        book.add(mentions)
    book.close()
    return [
        book.resolve(one.title_text, one.body, mentions, siblings=_page(mentions, found))
        for one, mentions in zip(stories, found, strict=True)
    ]


def _page(mentions: Mentions, found: Sequence[Mentions]) -> list[Mentions]:
    return [other for other in found if other.page == mentions.page]


def names_in(text: str, *, title: str = "", language: str = "en") -> StoryNames:
    """The names of a single story."""
    return names_of(story(text, title=title, language=language))[0]
