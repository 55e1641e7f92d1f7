"""Annotated pages to labelled lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import load as annotated
from indexer.clean import Kind, by_neighbours, known_kinds
from indexer.dates import is_date_line, read_dateline
from indexer.page import Line
from indexer.sources.decode import decode
from indexer.sources.plain import plain
from indexer.split import prepare
from indexer.split.label import LineRole
from indexer.split.observe import observe
from indexer.split.pointers import without_more
from indexer.split.same_place import NUMBER

_WORD = re.compile(r"\w+")
_FEW = 4

LETTERS = dict(zip("JATDMFBIZ", LineRole, strict=True))
"""One letter for each part of a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A page's lines, what is seen of each, and the letter of the part each plays."""

    slug: str
    lines: Sequence[Line]
    kinds: Sequence[Kind | None]
    names: Sequence[Sequence[str]]
    parts: Sequence[str]


def is_date(text: str) -> bool:
    """Whether a whole line is a date line."""
    return read_dateline(text) is not None


def load(collection: Path) -> Iterator[Labelled]:
    """The pages of a collection of corpus/train, without those whose annotation is not found.

    An article may list its `paragraphs`; else its body is what is between its first and
    its last words and is not known as boilerplate. A day between two stories is the lower one's,
    but where the first has none above it and the last one below it: there they are at the feet.
    """
    for page in annotated(collection):
        text, _ = decode(page.text.encode())
        lines = prepare(plain(text))
        dated = [is_date_line(line.text) for line in lines]
        kinds = by_neighbours(lines, known_kinds(lines, dated), dated)
        parts = _align(lines, kinds, page.articles)
        if parts is None:
            print(f"left out, as its articles are not found: {collection.stem}/{page.name}")
            continue
        yield Labelled(
            slug=page.name,
            lines=lines,
            kinds=kinds,
            names=observe(lines, kinds),
            parts=parts,
        )


def _align(
    lines: Sequence[Line], kinds: Sequence[Kind | None], articles: Sequence[dict[str, Any]]
) -> list[str] | None:
    words = [_words(line.text) for line in lines]
    parts = ["J"] * len(lines)
    above: list[int] = []
    at = top_of_all = 0
    for article in articles:
        if "paragraphs" in article:
            body = _find_paragraphs(lines, words, article["paragraphs"], at)
        else:
            body = _find_ends(lines, words, kinds, article, at)
        if body is None:
            return None
        first, title = body[0], _words(article["title"])
        top = first
        if title:
            tops = [n for n in range(first - 1, at - 1, -1) if words[n] == title] or [
                n for n in range(first - 1, at - 1, -1) if _unlisted(lines[n]) == title
            ]
            if not tops:
                return None
            top = tops[0]
            parts[top] = "T"
        dates = [n for n in range(top + 1, first) if is_date(lines[n].text)]
        parts[top + 1 : first] = "M" * (first - top - 1)
        if dates:
            parts[dates[0]] = "D"
        elif top > at and is_date(lines[top - 1].text):
            above.append(top - 1)
        inside = set(body)
        for n in range(first, body[-1] + 1):
            parts[n] = "B" if n in inside else "I"
        parts[first] = "F"
        at = body[-1] + 1
        top_of_all = top_of_all or top
    if articles:
        parts[at:] = "Z" * (len(lines) - at)
    at_feet = above and above[0] > top_of_all and at < len(lines) and is_date(lines[at].text)
    if not at_feet:
        for n in above:
            parts[n] = "A"
    return parts


def _find_paragraphs(
    lines: Sequence[Line], words: Sequence[list[str]], paragraphs: Sequence[str], at: int
) -> list[int] | None:
    """The lines of a body; the last may have "Read more" behind it, which is none of it."""
    body = [word for paragraph in paragraphs for word in _words(paragraph)]
    for start in range(at, len(words)):
        found, read = [], 0
        for n in range(start, len(words)):
            if words[n] and body[read : read + len(words[n])] == words[n]:
                found.append(n)
                read += len(words[n])
            elif words[n] and body[read:] == _words(without_more((lines[n],))[0].text):
                return [*found, n]
            elif not found:
                break
            if read == len(body):
                return found
    return None


def _find_ends(
    lines: Sequence[Line],
    words: Sequence[list[str]],
    kinds: Sequence[Kind | None],
    article: dict[str, Any],
    at: int,
) -> list[int] | None:
    head, tail = _words(article["first_words"]), _words(article["last_words"])
    title = _words(article["title"])
    for start in range(at, len(words)):
        if words[start] == title and title not in words[at:start]:
            continue  # the first paragraph may open with the headline's words
        run = [word for line in words[start : start + _FEW] for word in line]
        if not words[start] or run[: len(head)] != head:
            continue
        for end in range(start, len(words)):
            run = [word for line in words[max(start, end - _FEW) : end + 1] for word in line]
            if run[-len(tail) :] == tail:
                return [
                    n
                    for n in range(start, end + 1)
                    if n in (start, end) or (kinds[n] is None and not is_date(lines[n].text))
                ]
    return None


def _unlisted(line: Line) -> list[str]:
    """The words of a line without the number that it has in a list."""
    return _words(line.text[found.end() :] if (found := NUMBER.match(line.text)) else line.text)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("\u200b", ""))


def site_of(page: Labelled) -> str:
    """The site of a page: its name without number and kind of page."""
    return re.sub(r"^\d+_|_(?:s|cat\d+)$", "", page.slug)
