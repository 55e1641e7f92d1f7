"""Who said what: quotations of the articles that a query finds.

The engines find the articles, by the persons who are quoted in them and by the words that
are in them; which of their quotations fit is decided here, by the analysis that the words were
indexed with. So an answer is exact, and costs as many articles as may hold one that fits. At most
`MOST_ARTICLES` of them are read: an answer that knows of more says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from search_index.engines.base import Searcher
from search_index.model.article import Article
from search_index.model.clauses import And, Boost, Clause, DateRange, Every, Not, Or, Value
from search_index.model.conditions import AllOf, AnyOf, HasValue
from search_index.model.hits import Snippet
from search_index.model.query import Query
from search_index.model.quote import Quote
from search_index.search.highlight import Marker
from search_index.search.snippets import mark_whole
from search_index.text.analysis import fold
from search_index.text.function_words import without_stop_words
from search_index.text.query_parser import parse

MOST_ARTICLES: Final = 2_000
"""So many articles are read for one answer: a tenth of a second's work, a whole one with words."""

_Test = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A quotation with its article, its words, and the marks of what was asked for."""

    article: Article
    quote: Quote
    marked: Snippet

    @property
    def text(self) -> str:
        """The words, as they stand in the body."""
        return self.marked.text


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationQuery:
    """Which quotations are asked for.

    `query` chooses articles by its filters; its text, order and page are those of the
    quotations. `persons` are those who speak, `kinds` the kinds of quotation; none is any.
    """

    query: Query
    persons: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotations:
    """A page of quotations. `total` counts those that fit; where not `is_exact`, there are more."""

    total: int
    is_exact: bool
    quotations: tuple[Quotation, ...]
    snapshot: str


def quotations_of(article: Article) -> tuple[Quotation, ...]:
    """All quotations of an article."""
    return tuple(
        Quotation(
            article=article,
            quote=quote,
            marked=mark_whole(article.body[quote.start : quote.end], ()),
        )
        for quote in article.quotes
    )


def find_quotations(
    searcher: Searcher, asked: QuotationQuery, *, most_articles: int = MOST_ARTICLES
) -> Quotations:
    """Answer `asked`. Raises QueryTimeout."""
    query = asked.query
    clause = parse(
        query.text, match="any" if query.match == "any" else "all", synonyms=query.synonyms
    )
    languages = tuple(searcher.stats().languages)
    fits, marker = _test(clause, languages), Marker(clause, languages)
    persons = frozenset(map(fold, asked.persons))
    found: list[Quotation] = []
    total = 0
    articles = searcher.export(_articles(asked, clause))
    for article in islice(articles, most_articles):
        for quote in article.quotes:
            if persons and fold(quote.person or "") not in persons:
                continue
            if asked.kinds and quote.kind not in asked.kinds:
                continue
            text = article.body[quote.start : quote.end]
            if not fits(text, article.language):
                continue
            if query.start <= total < query.stop:
                marks = marker.marks({"body": text}, article.language)["body"]
                shown = mark_whole(text, marks if query.highlight else ())
                found.append(Quotation(article=article, quote=quote, marked=shown))
            total += 1
    return Quotations(
        total=total,
        is_exact=next(articles, None) is None,
        quotations=tuple(found),
        snapshot=searcher.snapshot,
    )


def _articles(asked: QuotationQuery, clause: Clause) -> Query:
    """The query for the articles that may hold such a quotation.

    The words are left out where some are unwanted: an article may have them elsewhere.
    """
    query = asked.query
    where = [query.where] if query.where is not None else []
    if asked.persons:
        where.append(AnyOf((HasValue("speaker", asked.persons),)))
    return replace(
        query,
        text="" if _has_unwanted(clause) else query.text,
        match="any" if query.match == "any" else "all",
        sort="newest" if query.sort == "relevance" else query.sort,
        where=AllOf(tuple(where)) if where else None,
        page=1,
        offset=None,
        facets=(),
        typo=False,
        highlight=False,
    )


def _has_unwanted(clause: Clause) -> bool:
    match clause:
        case Not():
            return True
        case And(parts) | Or(parts):
            return any(map(_has_unwanted, parts))
        case Boost(inner, _):
            return _has_unwanted(inner)
    return False


def _test(clause: Clause, languages: tuple[str, ...]) -> _Test:
    """Whether a text is what the clause asks for; what it asks of the article is not tested."""
    match clause:
        case And(parts):
            every = [_test(part, languages) for part in without_stop_words(parts, languages)]
            return lambda text, language: all(test(text, language) for test in every)
        case Or(parts):
            some = [_test(part, languages) for part in without_stop_words(parts, languages)]
            return lambda text, language: any(test(text, language) for test in some)
        case Not(inner):
            unwanted = _test(inner, languages)
            return lambda text, language: not unwanted(text, language)
        case Boost(inner, _):
            return _test(inner, languages)
        case Every() | Value() | DateRange():
            return lambda text, language: True
    marker = Marker(clause, languages)
    return lambda text, language: bool(marker.marks({"body": text}, language)["body"])
