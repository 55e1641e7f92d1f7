"""Stories of one body, and what is found to be said in them."""

from __future__ import annotations

from indexer.entities import NameBook, find_mentions
from indexer.page import Line, Page, Story
from indexer.quotes import find_quotes, name_speakers
from search_index.model.quote import Quote


def said(body: str, language: str) -> list[tuple[str, str]]:
    """(speaker, words) of each quotation."""
    return [(quote.speaker, body[quote.start : quote.end]) for quote in find_quotes(body, language)]


def named(body: str, language: str) -> list[tuple[str | None, str]]:
    """(person, words) of each quotation of a story that is an archive of its own."""
    return [(quote.person, body[quote.start : quote.end]) for quote in quotes_of(body, language)]


def quotes_of(body: str, language: str) -> tuple[Quote, ...]:
    """The quotations of a story with their persons."""
    lines: list[Line] = []
    at = 0
    for text in body.split("\n\n"):
        lines.append(Line(text, at, at + len(text)))
        at += len(text) + 2
    page = Page(name="a.txt", text=body, digest="")
    story = Story(
        page=page,
        position=0,
        title=None,
        dateline=None,
        paragraphs=tuple(lines),
        language=language,
    )
    mentions = find_mentions(story)
    book = NameBook()
    book.add(mentions)
    book.close()
    forms = book.resolve("", body, mentions).forms
    return name_speakers(body, language, find_quotes(body, language), forms)
