"""News that nobody annotated, with the names that a first model finds there.

Of what the recognizer reads alone the whole pipeline keeps what rules, the other places of a
name in its story and the other stories of the archive agree with. A second model learns from
that the words of news that no annotated collection has.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from indexer.entities import NameBook
from indexer.entities.recognize import find
from indexer.entities.recognize.tagger import Tagger
from indexer.page import Line, Page, Story
from training.names.documents import Document

FILES = {"en": "reuters21578.jsonl.gz", "ar": "ant_arabic.jsonl.gz"}
_LEAST_CHARS = 900
_MOST_DIGITS = 0.25
_CODE = re.compile(r"\s*<[A-Z0-9.>]+>")
_BRACKETED = re.compile(r"<([^<>]+)>")
_SIGNED = re.compile(r"\n\s*reuter\s*$", re.IGNORECASE)
_INDENTED = re.compile(r"\n {4}|\n\s*\n")


def silver_documents(language: str, shared: Path, tagger: Tagger, count: int) -> list[Document]:
    """So many stories, read with those weights."""
    stories = [story_of(name, text, language) for name, text in _texts(language, shared, count)]
    with used(tagger):
        mentions = [find.find_mentions(story) for story in stories]
    book = NameBook()
    for one in mentions:
        book.add(one)
    book.close()
    found = []
    for story, one in zip(stories, mentions, strict=True):
        names = book.resolve("", story.body, one)
        spans = {(form.kind, *span) for form in names.forms for span in form.offsets}
        found.append(
            Document(
                id=story.page.name,
                language=language,
                text=story.body,
                spans=tuple(sorted(spans, key=lambda span: span[1:])),
            )
        )
    return found


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


def _texts(language: str, shared: Path, count: int) -> Sequence[tuple[str, str]]:
    """Names and texts of some stories that are long enough and no tables."""
    with gzip.open(shared / "data" / FILES[language], "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    kept = [
        (f"silver-{row['id']}", text)
        for row in rows
        if len(row["text"]) >= _LEAST_CHARS
        for text in [_clean(row["text"])]
        if max(map(_digits, text.split("\n"))) < _MOST_DIGITS
    ]
    return random.Random(5).sample(kept, min(count, len(kept)))  # noqa: S311 - no secret


def _clean(text: str) -> str:
    """Paragraphs of running text, without the codes of shares and what closes a story."""
    plain = _SIGNED.sub("", _BRACKETED.sub(r"\1", _CODE.sub("", text)))
    return "\n\n".join(filter(None, (" ".join(part.split()) for part in _INDENTED.split(plain))))


def _digits(line: str) -> float:
    return sum(map(str.isdigit, line)) / len(line) if len(line.split()) > 8 else 0.0
