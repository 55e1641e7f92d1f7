"""Two pages as they were dumped, next to each other, with what matters in them marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from search_app.desk.dumps import Dump, dumps_of
from search_index.model.article import Article
from search_index.text.analysis import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A page, None where its file is gone, of an article; `marked` are numbers of its lines."""

    article: Article
    dump: Dump | None
    marked: frozenset[int] = frozenset()


def stories(one: Article, other: Article) -> list[Side]:
    """The pages of two stories; lines that only one of the pages has are marked."""
    dumps = dumps_of([one.id, other.id])
    known = [{fold(line.text) for line in dump.lines} if dump else set() for dump in dumps]
    return [
        _side(article, dump, partial(_is_missing, others))
        for article, dump, others in zip((one, other), dumps, reversed(known), strict=True)
    ]


def names(named: list[tuple[str, Article]]) -> list[Side]:
    """The page of an article of each name; lines that have the name are marked."""
    dumps = dumps_of([article.id for _, article in named])
    return [
        _side(article, dump, partial(_is_in, name))
        for (name, article), dump in zip(named, dumps, strict=True)
    ]


def _side(article: Article, dump: Dump | None, matters: Callable[[str], bool]) -> Side:
    lines = dump.lines if dump else ()
    marked = frozenset(number for number, line in enumerate(lines) if matters(line.text))
    return Side(article=article, dump=dump, marked=marked)


def _is_missing(others: set[str], text: str) -> bool:
    return bool(others) and fold(text) not in others


def _is_in(name: str, text: str) -> bool:
    return f" {fold(name)} " in f" {_words(text)} "


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())
