"""Texts as stories, read with weights that are not the shipped ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from indexer.entities.recognize import find
from indexer.entities.recognize.tagger import Tagger
from indexer.page import Line, Page, Story


@contextmanager
def used(tagger: Tagger) -> Iterator[None]:
    """Read with a tagger in place of the one that is shipped."""
    shipped, find.tagger = find.tagger, lambda _: tagger  # type: ignore[assignment]
    try:
        yield
    finally:
        find.tagger = shipped


def story_of(name: str, text: str, language: str) -> Story:
    """A text without a title as a page of its own; each line is a paragraph."""
    lines = []
    offset = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(Line(line, offset, offset + len(line)))
        offset += len(line) + 1
    page = Page(name=name, text=text, digest="")
    return Story(
        page=page, position=0, title=None, dateline=None, paragraphs=tuple(lines), language=language
    )
