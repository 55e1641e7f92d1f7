"""Whether one article is what a clause asks for, decided by reading it."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Mapping, Sequence, Set
from functools import cached_property

from rapidfuzz.distance import OSA

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
from search_index.text.analysis import (
    QueryTerms,
    WordTerms,
    fold,
    names_of,
    phrase_words,
    query_terms,
    surfaces,
    word_terms,
)
from search_index.text.function_words import without_stop_words


class IndexedArticle:
    """An article with its words, as the matching needs them."""

    def __init__(self, article: Article, number: int) -> None:
        self.article = article
        self.number = number

    @cached_property
    def _terms(self) -> dict[str, list[WordTerms]]:
        article = self.article
        return {
            name: [word_terms(surface, article.language) for surface in surfaces(text)]
            for name, text in (("title", article.title), ("body", article.body))
        }

    @cached_property
    def words(self) -> dict[str, list[frozenset[str]]]:
        """The exact words at each position of each text field, in order."""
        return {
            name: [
                frozenset(word for word, at in each.exact if at == offset)
                for each in terms
                for offset in range(each.width)
            ]
            for name, terms in self._terms.items()
        }

    def exact_words(self, *fields: str) -> frozenset[str]:
        """The exact words of text fields, or of all."""
        return frozenset().union(*(w for name in fields or TEXT_FIELDS for w in self.words[name]))

    def count(self, field: str | None, fits: Callable[[str], bool]) -> float:
        """At how many positions an exact word fits, those of the title counted three times."""
        return _weighted(
            field,
            {name: sum(any(map(fits, w)) for w in words) for name, words in self.words.items()},
        )

    def count_stems(self, field: str | None, stems: Set[str]) -> float:
        """How many words have one of the stems, those of the title counted three times."""
        counts = {
            name: sum(not stems.isdisjoint(each.stems) for each in terms)
            for name, terms in self._terms.items()
        }
        return _weighted(field, counts)

    def has_phrase(self, field: str | None, wanted: Sequence[str], slop: int) -> bool:
        """Whether the words occur in this order, at most `slop` further places apart."""
        for name in (field,) if field in TEXT_FIELDS else TEXT_FIELDS:
            places = [[i for i, at in enumerate(self.words[name]) if word in at] for word in wanted]
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


def _weighted(field: str | None, counts: Mapping[str, int]) -> float:
    fields = (field,) if field in TEXT_FIELDS else TEXT_FIELDS
    return float(sum((3 if name == "title" else 1) * counts[name] for name in fields))


class Matcher:
    """Decides by reading. `languages` are those of the archive."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self._languages = languages

    def has(self, reading: IndexedArticle, clause: ask.Clause) -> bool:
        """Whether the article is what the clause asks for."""
        return self.score(reading, clause) is not None

    def score(self, reading: IndexedArticle, clause: ask.Clause) -> float | None:
        """How well the article fits, None where it does not."""
        match clause:
            case ask.Every():
                return 1.0
            case ask.Word(text, field):
                return self._word(reading, query_terms(text, self._languages), field)
            case ask.Prefix(text, field):
                start = fold(text)
                return reading.count(field, lambda word: word.startswith(start)) or None
            case ask.Wildcard(pattern, field):
                folded = fold(pattern).replace("[", "[[]")
                return reading.count(field, lambda word: fnmatch.fnmatchcase(word, folded)) or None
            case ask.Fuzzy(text, edits, prefix, field):
                return reading.count(field, _near(fold(text), edits, prefix)) or None
            case ask.Phrase(words, slop, field):
                return 5.0 if reading.has_phrase(field, phrase_words(words), slop) else None
            case ask.Value(field, value):
                return 1.0 if _has_value(reading.article, field, value) else None
            case ask.DateRange(first, last):
                return 1.0 if in_days(reading.article, first, last) else None
            case ask.Boost(inner, factor):
                found = self.score(reading, inner)
                return None if found is None else found * factor
            case ask.Not(inner):
                return None if self.score(reading, inner) is not None else 0.0
            case ask.And(parts):
                every = [self.score(reading, part) for part in self._telling(parts)]
                return None if None in every else sum(s for s in every if s is not None)
            case ask.Or(parts):
                scores = [self.score(reading, part) for part in self._telling(parts)]
                some = [score for score in scores if score is not None]
                return sum(some) if some else None
            case ask.Widened(inner, synonyms):
                spoken = (s for s in synonyms if s.is_for(reading.article.language))
                return self.score(reading, ask.Or((inner, *(each.clause for each in spoken))))

    def _telling(self, parts: Sequence[ask.Clause]) -> Sequence[ask.Clause]:
        return without_stop_words(parts, self._languages)

    def _word(self, reading: IndexedArticle, terms: QueryTerms, field: str | None) -> float | None:
        """By its stems, or by its parts next to each other."""
        found = reading.count_stems(field, set(terms.stems))
        if terms.parts and reading.has_phrase(field, terms.parts, 0):
            found += 5.0
        return found or None


def _near(wanted: str, edits: int, prefix: int) -> Callable[[str], bool]:
    return lambda word: word[:prefix] == wanted[:prefix] and OSA.distance(word, wanted) <= edits


def _has_value(article: Article, field: str, value: str) -> bool:
    """Whether a value is meant: itself, another name of it, or one with all its words."""
    values = facet_values(article, field)
    named = asked_name(field, value)
    if any(fold(value) == fold(one) or named in also_called(field, one) for one in values):
        return True
    wanted = names_of(value) if field in NAME_FIELDS or field in CREDIT_FIELDS else []
    for one in values if wanted else ():
        there = {word for each in surfaces(one) for word, _ in word_terms(each, "und").exact}
        if all(any(there.issuperset(way) for way in ways) for ways in wanted):
            return True
    return False


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
