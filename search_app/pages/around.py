"""What of a page was around an article and is not in it, in the order of the page, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from search_index.model.article import Article

ABOVE: Final = frozenset(
    {
        "the headline was taken from this line, which holds more",
        "the date of the story was taken from this line",
        "above the first story, and not its headline or date",
        "between headline and body, and part of neither",
    }
)
"""The reasons that only a line over the body can have, as the indexer writes them."""

BELOW: Final = frozenset(
    {
        "between two stories, and part of neither",
        "below the last paragraph of the last story",
    }
)
"""The reasons that only a line under the body can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the page that is in no article, and the reason, empty where none was kept."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The lines over the body, those that may be in it or next to it, and those under it."""

    above: tuple[Line, ...]
    near: tuple[Line, ...]
    below: tuple[Line, ...]


def around(article: Article, translated: Mapping[str, str]) -> Around:
    """The removed lines of an article by place, with the reasons as `translated` says them.

    A reason of the kind "boilerplate" says nothing of the place, but the lines are in the order
    of the page: what is before one that is above is above, too.
    """
    missing = len(article.removed) - len(article.removed_reasons)
    reasons = (*article.removed_reasons, *[""] * missing)[: len(article.removed)]
    start = max((at + 1 for at, one in enumerate(reasons) if one in ABOVE), default=0)
    below = (at for at, one in enumerate(reasons) if at >= start and one in BELOW)
    end = next(below, len(reasons))
    lines = tuple(
        Line(text=text, reason=translated.get(reason, reason))
        for text, reason in zip(article.removed, reasons, strict=True)
    )
    return Around(above=lines[:start], near=lines[start:end], below=lines[end:])
