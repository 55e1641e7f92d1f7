"""The page of an article as it was: what is in the article, and what was removed, in place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, NamedTuple

from search_index.model.article import Article

_BREAK: Final = re.compile(r"\n{2,}")
_LONGEST: Final = 160
"""The characters of a paragraph that are enough to know it again."""


class Line(NamedTuple):
    """A line of the page: the headline or a paragraph of the article, or one that was removed.

    `reason` is why it was removed, empty where that is not known. A tuple, as a page has hundreds.
    """

    kind: Literal["title", "paragraph", "removed"]
    text: str
    reason: str = ""


def around(article: Article, translated: Mapping[str, str]) -> tuple[Line, ...]:
    """The lines of the page near the article in their order, with the reasons as `translated`.

    A paragraph is cut to its first words. A line of which the place is not known is above all.
    """
    paragraphs = _BREAK.split(article.body) if article.body.strip() else []
    last = len(paragraphs)
    removed: dict[int, list[Line]] = {}
    count = len(article.removed)
    reasons = (*article.removed_reasons, *[""] * count)[:count]
    places = (*article.removed_places, *[-1] * count)[:count]
    for text, reason, place in zip(article.removed, reasons, places, strict=True):
        line = Line(kind="removed", text=text, reason=translated.get(reason, reason))
        removed.setdefault(min(max(place, -1), last), []).append(line)
    return tuple(_in_order(article.title, paragraphs, removed))


def _in_order(
    title: str, paragraphs: Iterable[str], removed: Mapping[int, list[Line]]
) -> Iterator[Line]:
    yield from removed.get(-1, ())
    yield Line(kind="title", text=title)
    yield from removed.get(0, ())
    for number, text in enumerate(paragraphs, 1):
        yield Line(kind="paragraph", text=_first_words(text))
        yield from removed.get(number, ())


def _first_words(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST].rsplit(None, 1)[0]} …"
