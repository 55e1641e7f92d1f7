"""The fields of the index: what of an article can be searched, filtered, counted and sorted."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Mapping
from typing import Final, get_args

from search_index.model.article import Article, NameKind
from search_index.text.analysis import WORD, fold

SCHEMA_VERSION: Final = 5
"""Counts up with every change of the fields or of the files on disk."""

TEXT_FIELDS: Final = ("title", "body")
"""Fields whose words can be asked for by name; a word without a field means both."""

NAME_FIELDS: Final[tuple[NameKind, ...]] = get_args(NameKind)
"""Facets of names that are found in the text."""

CREDIT_FIELDS: Final = ("outlet", "author", "section", "speaker")
"""Facets of who published and wrote an article, where in the outlet, and who is quoted in it."""

_WITH_ACRONYM: Final = re.compile(r"(.+?)\s*\(([^()]+)\)")
_MOST_WORDS: Final = 8


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    return values if len(values) < 2 else tuple(dict.fromkeys(values))


_VALUES: Final[Mapping[str, Callable[[Article], tuple[str, ...]]]] = {
    "year": lambda article: (article.year,) if article.year else (),
    "month": lambda article: (article.month,) if article.month else (),
    "person": lambda article: _once(article.persons),
    "organization": lambda article: _once(article.organizations),
    "place": lambda article: _once(article.places),
    "outlet": lambda article: (article.outlet,) if article.outlet else (),
    "author": lambda article: _once(article.authors),
    "section": lambda article: (article.section,) if article.section else (),
    "speaker": lambda article: article.speakers,
    "tag": lambda article: _once(article.tags),
    "language": lambda article: (article.language,),
    "source": lambda article: (article.source.page,),
}


def facet_values(article: Article, name: str) -> tuple[str, ...]:
    """The values of one facet field of an article, each once; empty where it has none.

    `name` is one of `search_index.model.query.FACET_FIELDS`.
    """
    return _VALUES[name](article)


def also_called(field: str, value: str) -> tuple[str, ...]:
    """What a value of a field answers to in a query besides itself, folded.

    `Full Name (ACRONYM)` goes by both its parts. An outlet, an author or a section goes by
    each run of its words: "Guardian" for "The Guardian", "Lee" for "Ann Lee".
    """
    if field in NAME_FIELDS:
        both = _WITH_ACRONYM.fullmatch(value) if "(" in value else None
        return tuple(map(fold, both.groups())) if both else ()
    if field not in CREDIT_FIELDS:
        return ()
    words = WORD.findall(fold(value))[:_MOST_WORDS]
    runs = (
        " ".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
    )
    return tuple(dict.fromkeys(runs))


def asked_name(field: str, text: str) -> str:
    """The form in which a query's name is compared with what `also_called` gives."""
    folded = fold(text)
    return " ".join(WORD.findall(folded)) if field in CREDIT_FIELDS else folded.strip()


def alphabetically(value: str | None) -> tuple[bool, str, str]:
    """The sort key of a facet value among others as frequent: by its letters, None last."""
    return (value is None, fold(value or ""), value or "")


def first_day(date: str) -> int:
    """The first day of YYYY, YYYY-MM or YYYY-MM-DD, counted from 0001-01-01 as day 1.

    Raises ValueError where there is no such day.
    """
    parts = [int(part) for part in date.split("-")]
    return datetime.date(*[*parts, 1, 1][:3]).toordinal()


def last_day(date: str) -> int:
    """The last day of YYYY, YYYY-MM or YYYY-MM-DD, counted as in `first_day`."""
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 1:
        parts.append(12)
    if len(parts) == 2:
        parts.append(calendar.monthrange(parts[0], parts[1])[1])
    return datetime.date(*parts[:3]).toordinal()
