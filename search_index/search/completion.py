"""Completions while somebody types: words, names and titles.

A word is completed together with what comes before it: `oil pri` becomes `oil price`. The
words before it say what goes well with them: what is counted are the articles that have them too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from search_index.engines.base import Suggestion
from search_index.engines.terms import Terms
from search_index.model.clauses import And, Clause, Every, Or
from search_index.schema import NAME_FIELDS
from search_index.search.begun_values import (
    MOST_VALUES,
    begun_by,
    telling_word,
    values_begun_by,
    words_apart,
)
from search_index.text.analysis import (
    WORD,
    fold,
    phrase_words,
    unelided,
    value_beginnings,
    word_beginnings,
)
from search_index.text.folding import APOSTROPHES
from search_index.text.query_parser import parse

_TITLES: Final = 3
_TELLING: Final = 3
"""So many letters of a word are begun by few names."""
_FIELD: Final = re.compile(
    r"(?<![^\s(-])(?P<field>(?i:author|outlet|section|speaker|tag)):[\"(]?"
    r"(?P<begun>\s?\w[^\":()]*)\Z"
)
_BEGUN: Final = re.compile(r"[-+]?(?:\b\w+:)?[\"(]*\Z")
"""What belongs to the last word alone: a field, an opening bracket or quotation mark."""

_MARK: Final = re.compile(f"(?<=\\w)[-\u2010\u2011{APOSTROPHES}](?=\\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    """What was typed: the `last` word, which may go on, and all `before` it.

    `asked` is what of that asks for something by itself, and `words` are its words.
    """

    before: str
    asked: str
    words: tuple[str, ...]
    last: str

    @classmethod
    def of(cls, text: str) -> _Typed | None:
        """None where there is no word."""
        found = list(WORD.finditer(text))
        if not found:
            return None
        start = found[-1].start()
        behind = start + unelided(found[-1].group())
        asked = _BEGUN.sub("", text[:start])
        return cls(
            before=text[:behind].lstrip(),
            asked=asked,
            words=tuple(WORD.findall(asked)),
            last=text[behind:].rstrip(),
        )


def complete(terms: Terms, text: str, *, size: int) -> tuple[Suggestion, ...]:
    """Completions of the last word of `text`, names with a word that begins so, and titles.

    A word comes with what was typed before it. Names that begin as all of `text` does come
    first, then the most frequent; titles last.
    """
    typed = _Typed.of(text)
    if typed is None:
        return ()
    if fielded := _FIELD.search(text):
        return _credits(terms, fielded, size)
    starts = word_beginnings(typed.last)
    names = _names(terms, value_beginnings(typed.last), size)
    called = set(_called(terms, typed, text.strip(), names, size)) if typed.words else set()
    found = [*called.union(names), *_words(terms, typed, starts, size, is_named=bool(called))]
    found.sort(key=lambda row: (row not in called, -row.count, fold(row.text), row.text, row.kind))
    share = min(_TITLES, max(size // 3, size - len(found)))
    titles = [
        Suggestion(text=row.title, kind="title", count=1, article_id=row.article_id)
        for row in terms.titles(phrase_words(typed.words), starts, size=share)
    ]
    return (*found[: size - len(titles)], *titles)


def _credits(terms: Terms, typed: re.Match[str], size: int) -> tuple[Suggestion, ...]:
    """The whole line with the values of a field that is no name, as `author:"Jane Miller"`."""
    field, begun = typed["field"].lower(), typed["begun"].strip()
    line = typed.string[: typed.start("field")].lstrip()
    return tuple(
        Suggestion(text=f'{line}{field}:"{row.text}"', kind="word", count=row.articles)
        for row in values_begun_by(field, begun, terms)
        if '"' not in row.text
    )[:size]


def _names(terms: Terms, starts: tuple[str, ...], size: int) -> list[Suggestion]:
    return [
        Suggestion(text=row.text, kind=field, count=row.articles)
        for field in NAME_FIELDS
        for row in terms.values(field, starts, size=size)
    ]


def _called(
    terms: Terms, typed: _Typed, text: str, names: list[Suggestion], size: int
) -> list[Suggestion]:
    """The names that begin as the text, or have its words, of which the last may go on.

    `names` have a word that begins as the last one; of a short one these are too many.
    """
    found = _names(terms, (fold(text),), size)
    if words_apart(text):
        if len(typed.last) < _TELLING:
            names = _names(terms, value_beginnings(telling_word(text)), MOST_VALUES)
        fits = begun_by(text)
        found += [row for row in names if row not in found and fits(row.text)]
    return found


def _words(
    terms: Terms, typed: _Typed, starts: tuple[str, ...], size: int, *, is_named: bool
) -> list[Suggestion]:
    if typed.before.endswith("&"):
        return []
    among = _asked_before(typed.asked) if typed.words else None
    rows = terms.words(starts, size=size, among=among)
    if among is not None and not rows and not is_named and terms.fewer(typed.words, below=1):
        rows = terms.words(starts, size=size)  # a word before is misspelt
    there = set(map(fold, typed.words))
    rows = [row for row in rows if row.text not in there]  # "opec o" is not "opec opec"
    forms = terms.written([row.text for row in rows])
    found = list(zip(forms, rows, strict=True))
    if _MARK.search(typed.last):
        start = fold(typed.last)
        found = [pair for pair in found if fold(pair[0]).startswith(start)] or found
    return [
        Suggestion(text=typed.before + form, kind="word", count=row.articles) for form, row in found
    ]


def _asked_before(text: str) -> Clause | None:
    """What the words before the last ask for, None where that is nothing."""
    clause = parse(text)
    return None if clause in (Every(), And(()), Or(())) else clause
