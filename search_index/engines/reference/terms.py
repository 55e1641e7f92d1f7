"""The terms of all articles, found by reading them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from rapidfuzz.distance import OSA

from search_index.engines.reference.matching import IndexedArticle, Matcher
from search_index.engines.terms import Counted, Near, Titled, usual_form
from search_index.model.clauses import Clause
from search_index.schema import facet_values, first_day
from search_index.text.analysis import fold, is_stop_word, query_terms, surfaces, word_terms
from search_index.text.written import written_forms


class PlainTerms:
    """See `search_index.engines.terms.Terms`."""

    def __init__(self, readings: Sequence[IndexedArticle], matcher: Matcher) -> None:
        self._readings = readings
        self._matcher = matcher

    @cached_property
    def _languages(self) -> set[str]:
        return {reading.article.language for reading in self._readings}

    def words(
        self, starts: Sequence[str], *, size: int, among: Clause | None = None
    ) -> list[Counted]:
        """The most frequent exact words that begin in one of these ways, most first."""
        counts: Counter[str] = Counter()
        for reading in self._readings:
            if among is None or self._matcher.has(reading, among):
                counts.update(
                    word
                    for word in reading.exact_words()
                    if word.startswith(tuple(starts)) and not is_stop_word(word, self._languages)
                )
        return _most(counts, size)

    def values(self, field: str, starts: Sequence[str], *, size: int) -> list[Counted]:
        """The most frequent values that begin so, or go on so from one of their words."""
        counts: Counter[str] = Counter()
        for reading in self._readings:
            for value in facet_values(reading.article, field):
                folded = fold(value)
                rests = [folded[at + 1 :] for at, c in enumerate(folded) if not c.isalnum()]
                if begins(value, starts) or any(rest.startswith(tuple(starts)) for rest in rests):
                    counts[value] += 1
        return _most(counts, size)

    def written(self, words: Sequence[str]) -> list[str]:
        """The form in which most articles write each of these exact words."""
        counts: dict[str, Counter[str]] = {}
        having: Counter[str] = Counter()
        for reading in self._readings:
            article = reading.article
            there = set(surfaces(article.title) + surfaces(article.body))
            terms = {surface: word_terms(surface, article.language) for surface in there}
            having.update({word for each in terms.values() for word, _ in each.exact})
            pairs = {pair for surface in there for pair in written_forms(surface, terms[surface])}
            for word, form in pairs:
                counts.setdefault(word, Counter())[form] += 1
        return [usual_form(word, having[word], counts.get(word, {})) for word in words]

    def fewer(self, words: Sequence[str], *, below: int) -> dict[str, int]:
        """Those of these words that fewer than `below` articles have."""
        having = {word: sum(self._has_form(r, word) for r in self._readings) for word in words}
        return {word: articles for word, articles in having.items() if articles < below}

    def _has_form(self, reading: IndexedArticle, word: str) -> bool:
        stems = set(query_terms(word, tuple(self._languages)).stems)
        article = reading.article
        there = {*surfaces(article.title), *surfaces(article.body)}
        return any(not stems.isdisjoint(word_terms(s, article.language).stems) for s in there)

    def near(self, word: str, *, edits: int, least: int) -> list[Near]:
        """Exact words of at least `least` articles so many edits away."""
        counts: Counter[str] = Counter()
        for reading in self._readings:
            counts.update(reading.exact_words())
        return [
            Near(other, distance, articles)
            for other, articles in counts.items()
            if other[0] == word[0]
            and articles >= least
            and 0 < (distance := OSA.distance(word, other)) <= edits
        ]

    def languages(self, clauses: Sequence[Clause]) -> list[Counter[str]]:
        """Of what each clause finds, how many articles are in each language."""
        return [
            Counter(r.article.language for r in self._readings if self._matcher.has(r, clause))
            for clause in clauses
        ]

    def titles(self, words: Sequence[str], starts: Sequence[str], *, size: int) -> list[Titled]:
        """The newest titles with all of these exact words and one that begins so."""
        fitting = []
        for reading in self._readings:
            article = reading.article
            there = _words(article.title, article.language)
            begun = any(word.startswith(tuple(starts)) for word in there)
            if begun and there.issuperset(words) and not article.duplicate_of:
                fitting.append(article)
        fitting.sort(key=lambda article: -first_day(article.date or "0001"))
        return [Titled(article.title, article.id) for article in fitting[:size]]


def begins(value: str, starts: Iterable[str]) -> bool:
    """Whether a value begins so, or one of its words does."""
    return any(text.startswith(tuple(starts)) for text in {fold(value), *_words(value, "und")})


def _words(text: str, language: str) -> set[str]:
    return {word for surface in surfaces(text) for word, _ in word_terms(surface, language).exact}


def _most(counts: Counter[str], size: int) -> list[Counted]:
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return [Counted(text, articles) for text, articles in rows[:size]]
