"""Invented stories in the manner of newspapers, their names marked by hand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from search_index.model.article import NameKind
from training.names.documents import Document

_KINDS: Mapping[str, NameKind] = {"p": "person", "o": "organization", "l": "place"}
_MARK = re.compile(r"\[([pol]) ([^\[\]]+)\]")
_BLOCK = re.compile(r"\n\s*\n")


TO_LEARN_FROM = Path(__file__).parent
NEWSROOM = TO_LEARN_FROM / "newsroom"
NEWSWIRE = TO_LEARN_FROM / "newswire"
"""More stories, written later; of both, a third is in benchmarks/quality/names_stories instead."""


def is_to_measure_with(story: str) -> bool:
    """Whether a story of the later ones is one of the third that measures: its first line says."""
    return int(hashlib.sha256(story.partition("\n")[0].encode()).hexdigest(), 16) % 3 == 0


def written_documents(language: str, folder: Path = TO_LEARN_FROM) -> Iterator[Document]:
    """The stories of a language; "[p Ada Flint]" marks a person, "o" and "l" the other kinds."""
    text = (folder / f"{language}.txt").read_text("utf-8")
    for number, block in enumerate(_BLOCK.split(text)):
        lines = [line for line in block.strip().splitlines() if not line.startswith("#")]
        if lines:
            yield _document(f"{folder.name}-{language}-{number}", language, "\n".join(lines))


def _document(name: str, language: str, marked: str) -> Document:
    parts: list[str] = []
    spans = []
    length = at = 0
    for mark in _MARK.finditer(marked):
        parts += (marked[at : mark.start()], mark[2])
        start = length + mark.start() - at
        length = start + len(mark[2])
        spans.append((_KINDS[mark[1]], start, length))
        at = mark.end()
    parts.append(marked[at:])
    return Document(id=name, language=language, text="".join(parts), spans=tuple(spans))
