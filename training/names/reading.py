"""Texts as they are learned from, and read as stories with weights that are not shipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from indexer.entities.recognize import find
from indexer.entities.recognize.features import Context
from indexer.entities.recognize.tagger import Tagger
from indexer.entities.recognize.word_features import word_features
from indexer.entities.records import Mention
from indexer.language.tokens import Tokens
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


def features_of(tokens: Tokens, language: str, found: Sequence[Mention]) -> list[list[str]]:
    """Every feature of every token: of its place, and of the words around it with their offset."""
    seen = [word_features(word, language) for word in tokens.words]
    context = Context(tokens, language, found).features()
    every = []
    for at in range(len(tokens)):
        names = list(context.get(at, ()))
        for offset in range(max(-2, -at), min(3, len(tokens) - at)):
            word = seen[at + offset]
            near = word.near if abs(offset) < 2 else ()
            own = () if offset else word.own
            names += [f"{offset}:{name}" for name in (*word.far, *near, *own)]
        every.append(names)
    return every
