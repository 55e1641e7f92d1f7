"""What the templates show: everything is asked of the searcher here, nothing in a template."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

from search_app.met_forms import meet, names_of_hits
from search_app.pages import facets, labels, offers, timeline
from search_app.pages.around import Line, around
from search_app.pages.facets import Chip, Group
from search_app.pages.messages import Messages
from search_app.pages.offers import Offer
from search_app.pages.runs import Piece, Run, paragraphs, runs
from search_app.pages.state import GROUPS, PageState
from search_app.pages.timeline import Strip
from search_app.service import service
from search_index.engines.base import Searcher, Stats
from search_index.model.article import Article, NameKind
from search_index.model.hits import Hit, Hits
from search_index.model.query import Query
from search_index.schema import NAME_FIELDS, facet_values
from search_index.search.quotations import Quotation, quotations_of

FACETS = ("year", *GROUPS)
FACET_SIZE = 40
MOST_VALUES = 100
MOST_NAMES = 60
RELATED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """The search page."""

    state: PageState
    hits: Hits
    took_ms: float
    total_pages: int
    years: Strip
    months: Strip | None
    groups: tuple[Group, ...]
    chips: tuple[Chip, ...]
    offers: tuple[Offer, ...]
    common: tuple[tuple[str, str], ...]
    stats: Stats
    means: bool

    @property
    def pages(self) -> tuple[int | None, ...]:
        """The page numbers of the pager; None is a gap."""
        return pager(self.state.query.page, self.total_pages)


def search_view(
    searcher: Searcher, state: PageState, messages: Messages, timeout_ms: int
) -> SearchView:
    """Search and gather everything around the hits. Raises QueryTimeout."""
    started = time.perf_counter()
    query = replace(state.query, facets=FACETS, facet_size=FACET_SIZE, timeout_ms=timeout_ms)
    # Whoever types may be in the middle of a word; the script asks so too.
    hits = service().search(searcher, replace(query, prefix="last"))
    took_ms = (time.perf_counter() - started) * 1000
    meet(searcher, names_of_hits(query, hits.facets, hits.hits), messages.language, timeout_ms)
    years, months = _strips(searcher, query, hits, messages)
    return SearchView(
        state=state,
        hits=hits,
        took_ms=took_ms,
        total_pages=-(-hits.total // query.per_page),
        years=years,
        months=months,
        groups=tuple(facets.groups(hits.facets, state)),
        chips=facets.chips(state, messages),
        offers=tuple(offers.offers(hits.diagnosis, state, messages)),
        common=labels.common(hits, state),
        stats=searcher.stats(),
        means=service().semantic is not None,
    )


def _strips(
    searcher: Searcher, query: Query, hits: Hits, messages: Messages
) -> tuple[Strip, Strip | None]:
    values = hits.facets.get("year", ())
    first, last = query.date_from, query.date_to
    if first or last or query.missing_date or len(values) >= FACET_SIZE:
        whole = replace(query, date_from=None, date_to=None, missing_date=False)
        values = searcher.facet(whole, "year", size=MOST_VALUES)
    years = timeline.year_strip(values, first, last)
    span = timeline.months_to_show(first, last, years)
    if span is None:
        return years, None
    zoomed = replace(query, date_from=span[0], date_to=span[1])
    counted = searcher.facet(zoomed, "month", size=MOST_VALUES)
    names = messages.texts["months_short"]
    return years, timeline.month_strip(counted, span, first, last, names)


def pager(page: int, last: int) -> tuple[int | None, ...]:
    """The first page, the last, and two on each side of this one; None for a gap."""
    shown = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    found: list[int | None] = []
    for number in shown:
        before = found[-1] if found else None
        if before is not None and number > before + 1:
            found.append(before + 1 if number == before + 2 else None)
        found.append(number)
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name of an article: its forms there other than itself, and how many articles have it."""

    kind: NameKind
    name: str
    forms: tuple[str, ...]
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """The page of one article."""

    article: Article
    title: tuple[Run, ...]
    body: tuple[tuple[Piece, ...], ...]
    names: tuple[Name, ...]
    quotations: tuple[Quotation, ...]
    related: tuple[Hit, ...]
    stories: tuple[Hit, ...]
    around: tuple[Line, ...]

    @property
    def url(self) -> str | None:
        """The address of the original page, where it is one that a browser may open."""
        return self.article.source.web_url

    @property
    def matches(self) -> int:
        """How many pieces of the title and the body are marked."""
        pieces = [piece for paragraph in self.body for piece in paragraph]
        return sum(run.marked for run in (*self.title, *(r for one in pieces for r in one.runs)))

    @property
    def places(self) -> dict[tuple[str, str], int]:
        """Where each (kind, name) is in `names`."""
        return {(one.kind, one.name): number for number, one in enumerate(self.names)}


def article_view(
    searcher: Searcher, article: Article, query: Query, messages: Messages, timeout_ms: int
) -> ArticleView:
    """One article with its words marked and its names counted. Raises QueryTimeout."""
    marked = searcher.highlight(article, query)
    meet(searcher, names_of_hits(query, {}, (marked,)), messages.language, timeout_ms)
    return ArticleView(
        article=article,
        title=runs(article.title, _marks(marked, "title")),
        body=paragraphs(article.body, _marks(marked, "body"), article.forms),
        names=tuple(_names(searcher, article, timeout_ms)),
        quotations=quotations_of(article),
        related=service().related(searcher, article.id, size=RELATED) or (),
        stories=service().stories(searcher, article.id) or (),
        around=around(article, messages.reasons),
    )


def _marks(hit: Hit, field: str) -> Iterable[tuple[int, int]]:
    for snippet in hit.highlights.get(field, ()):
        for start, end in snippet.offsets:
            yield snippet.start + start, snippet.start + end


def _names(searcher: Searcher, article: Article, timeout_ms: int) -> Iterable[Name]:
    every = [(kind, name) for kind in NAME_FIELDS for name in facet_values(article, kind)]
    shown = every[:MOST_NAMES]
    counts = searcher.counts(shown, timeout_ms=timeout_ms)
    for (kind, name), articles in zip(shown, counts, strict=True):
        forms = {form.form for form in article.forms if form.kind == kind and form.name == name}
        yield Name(kind=kind, name=name, forms=tuple(sorted(forms - {name})), articles=articles)
