"""Annotated texts for the recognizer: where each name stands and of what kind it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.entities.recognize.tagger import LABELS
from indexer.language.tokens import Tokens
from search_index.model.article import NameKind

_CLITICS = frozenset("وفبلك")
_PRONOUNS = frozenset({"ه", "ها", "هم", "هما", "هن", "نا", "ي", "ك", "كم"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text and its names: kind, first character, the first one after it."""

    id: str
    language: str
    text: str
    spans: tuple[tuple[NameKind, int, int], ...]

    def forms(self) -> set[tuple[str, str]]:
        """Every name with its kind, once."""
        return {(kind, self.text[start:end].casefold()) for kind, start, end in self.spans}


def read_collection(path: Path) -> list[Document]:
    """The documents of a file of ../shared/data/names."""
    return [_document(json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def _document(row: dict) -> Document:
    text = f"{row['title']}\n\n{row['body']}" if row["title"] else row["body"]
    spans = []
    at = 0
    for kind, mention in row["gold"]:
        start = text.find(mention, at)
        if start < 0:
            start = text.find(mention)
        if start < 0:
            continue
        spans.append((kind, start, start + len(mention)))
        at = max(at, start + len(mention))
    if row["lang"] == "ar":
        text, spans = _joined(text, spans)
    return Document(id=row["id"], language=row["lang"], text=text, spans=tuple(spans))


def _joined(text: str, spans: Sequence[tuple]) -> tuple[str, list]:
    """Arabic text with its prefixes and endings written on to their words again."""
    kept: list[str] = []
    moved = [0] * (len(text) + 1)
    length = 0
    drop = set()
    words = list(_words(text))
    for start, end in words:
        word = text[start:end]
        if word in _CLITICS and end < len(text) and text[end] == " ":
            drop.add(end)
        elif word in _PRONOUNS and start and text[start - 1] == " ":
            drop.add(start - 1)
        elif word.startswith("لال") and len(word) > 5:
            drop.add(start + 1)
    for at, char in enumerate(text):
        moved[at] = length
        if at not in drop:
            kept.append(char)
            length += 1
    moved[len(text)] = length
    return "".join(kept), [(kind, moved[start], moved[end]) for kind, start, end in spans]


def _words(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for at, char in enumerate(text + " "):
        if char.isspace():
            if at > start:
                yield start, at
            start = at + 1


def labels_of(tokens: Tokens, spans: Sequence[tuple[NameKind, int, int]]) -> list[int]:
    """The label of each token, as an index of LABELS."""
    labels = [0] * len(tokens)
    at = 0
    spans = [part for span in spans for part in _without_brackets(tokens.text, span)]
    for kind, start, end in sorted(spans, key=lambda span: (span[1], -span[2])):
        while at < len(tokens) and tokens.end[at] <= start:
            at += 1
        part = "B"
        while at < len(tokens) and tokens.start[at] < end:
            labels[at] = LABELS.index(f"{part}-{kind}")
            part = "I"
            at += 1
    return labels


_BRACKETED = re.compile(r"(.+?)\s*\(([^()]+)\)")


def _without_brackets(
    text: str, span: tuple[NameKind, int, int]
) -> Sequence[tuple[NameKind, int, int]]:
    """ "Full Name (ACRONYM)" is two names."""
    kind, start, end = span
    match = _BRACKETED.fullmatch(text, start, end)
    return [(kind, *match.span(1)), (kind, *match.span(2))] if match else [span]
