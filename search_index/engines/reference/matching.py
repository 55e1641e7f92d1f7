"""Whether one article is what a clause asks for, decided by reading it."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable
from functools import cached_property

from rapidfuzz.distance import DamerauLevenshtein

from search_index.engines.reference.words import WORD, fold
from search_index.model import clauses as ask
from search_index.model.article import Article
from search_index.model.conditions import (
    AllOf,
    AnyOf,
    Condition,
    FirstDayWithin,
    HasAny,
    HasValue,
    NotMet,
)
from search_index.model.query import Query
from search_index.schema import (
    CREDIT_FIELDS,
    NAME_FIELDS,
    TEXT_FIELDS,
    also_called,
    asked_name,
    facet_values,
    first_day,
    last_day,
)


class Reading:
    """An article with its words, as the matching needs them."""

    def __init__(self, article: Article, number: int) -> None:
        self.article = article
        self.number = number

    @cached_property
    def words(self) -> dict[str, list[str]]:
        """The folded words of each text field, in order."""
        return {
            "title": WORD.findall(fold(self.article.title)),
            "body": WORD.findall(fold(self.article.body)),
        }

    def count(self, field: str | None, fits: Callable[[str], bool]) -> float:
        """How many words fit, those of the title counted three times."""
        fields = (field,) if field in TEXT_FIELDS else TEXT_FIELDS
        return float(
            sum((3 if name == "title" else 1) * sum(map(fits, self.words[name])) for name in fields)
        )

    def has_phrase(self, field: str | None, words: tuple[str, ...], slop: int) -> bool:
        """Whether the words stand in this order, at most `slop` further places apart."""
        wanted = [part for word in words for part in WORD.findall(fold(word))]
        for name in (field,) if field in TEXT_FIELDS else TEXT_FIELDS:
            text = self.words[name]
            places = [[i for i, word in enumerate(text) if word == want] for want in wanted]
            for ends in places[:1]:
                reach = set(ends)
                for following in places[1:]:
                    reach = {
                        place
                        for place in following
                        if any(0 < place - r <= slop + 1 for r in reach)
                    }
                if reach:
                    return True
        return False


def score(reading: Reading, clause: ask.Clause) -> float | None:
    """How well the article fits, None where it does not."""
    match clause:
        case ask.Every():
            return 1.0
        case ask.Word(text, field):
            wanted = fold(text)
            if len(parts := WORD.findall(wanted)) > 1:
                return score(reading, ask.Phrase(tuple(parts), 0, field))
            return reading.count(field, wanted.__eq__) or None
        case ask.Prefix(text, field):
            start = fold(text)
            return reading.count(field, lambda word: word.startswith(start)) or None
        case ask.Wildcard(pattern, field):
            folded = fold(pattern).replace("[", "[[]")
            return reading.count(field, lambda word: fnmatch.fnmatchcase(word, folded)) or None
        case ask.Fuzzy(text, edits, prefix, field):
            wanted = fold(text)
            return (
                reading.count(
                    field,
                    lambda word: (
                        word[:prefix] == wanted[:prefix]
                        and DamerauLevenshtein.distance(word, wanted) <= edits
                    ),
                )
                or None
            )
        case ask.Phrase(words, slop, field):
            return 5.0 if reading.has_phrase(field, words, slop) else None
        case ask.Value(field, value):
            values = facet_values(reading.article, field)
            named = asked_name(field, value)
            folded = fold(value)
            fits = (folded == fold(one) or named in also_called(field, one) for one in values)
            is_name = field in NAME_FIELDS or field in CREDIT_FIELDS
            asked = set(WORD.findall(folded)) if is_name else set()
            within = (bool(asked) and asked <= set(WORD.findall(fold(one))) for one in values)
            return 1.0 if any(fits) or any(within) else None
        case ask.DateRange(first, last):
            return 1.0 if in_days(reading.article, first, last) else None
        case ask.Boost(inner, factor):
            found = score(reading, inner)
            return None if found is None else found * factor
        case ask.Not(inner):
            return None if score(reading, inner) is not None else 0.0
        case ask.And(parts):
            all_of = [score(reading, part) for part in parts]
            return None if None in all_of else sum(s for s in all_of if s is not None)
        case ask.Or(parts):
            some = [s for s in (score(reading, part) for part in parts) if s is not None]
            return sum(some) if some else None
        case ask.Widened(inner, synonyms):
            spoken = (each for each in synonyms if each.is_for(reading.article.language))
            return score(reading, ask.Or((inner, *(each.clause for each in spoken))))


def has(reading: Reading, clause: ask.Clause) -> bool:
    """Whether the article is what the clause asks for."""
    return score(reading, clause) is not None


def in_days(article: Article, first: str | None, last: str | None) -> bool:
    """Whether the article is surely dated within these days, inclusive."""
    if article.date is None:
        return False
    return (first is None or first_day(article.date) >= first_day(first)) and (
        last is None or last_day(article.date) <= last_day(last)
    )


def meets(article: Article, condition: Condition) -> bool:
    """Whether the article meets the condition."""
    match condition:
        case HasValue(field, values):
            return not set(map(fold, facet_values(article, field))).isdisjoint(map(fold, values))
        case HasAny(field):
            return bool(facet_values(article, field))
        case FirstDayWithin(first, last):
            if article.date is None:
                return False
            day = first_day(article.date)
            return (first is None or day >= first) and (last is None or day <= last)
        case AllOf(conditions):
            return all(meets(article, each) for each in conditions)
        case AnyOf(conditions):
            return any(meets(article, each) for each in conditions)
        case NotMet(inner):
            return not meets(article, inner)


def passes(article: Article, query: Query, *, without: str | None = None) -> bool:
    """Whether the filters of the query let the article through.

    `without` names a field whose wanted values are left out.
    """
    if query.missing_date and article.date is not None:
        return False
    if query.where is not None and not meets(article, query.where):
        return False
    if (query.date_from or query.date_to) and not in_days(article, query.date_from, query.date_to):
        return False
    for wanted, filters in ((True, query.include), (False, query.exclude)):
        for name, values in filters.items():
            if (wanted and name == without) or not values:
                continue
            has = set(map(fold, facet_values(article, name)))
            if has.isdisjoint(map(fold, values)) is wanted:
                return False
    return True


def positive(clause: ask.Clause, language: str) -> list[str]:
    """The folded words that can make an article of a language match, for marking."""
    match clause:
        case ask.Word(text, _) | ask.Prefix(text, _):
            return [fold(text)]
        case ask.Phrase(words, _, _):
            return [fold(word) for word in words]
        case ask.And(parts) | ask.Or(parts):
            return [word for part in parts for word in positive(part, language)]
        case ask.Boost(inner, _):
            return positive(inner, language)
        case ask.Widened(inner, synonyms):
            spoken = [each.clause for each in synonyms if each.is_for(language)]
            return positive(ask.Or((inner, *spoken)), language)
    return []
