"""One name of the archive: how it is written, how often and when, with whom and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations, islice

from search_app.entities.renaming import renamings
from search_app.places import find_place
from search_index.engines.base import Searcher
from search_index.model.article import Article, NameKind
from search_index.model.conditions import AllOf, HasValue
from search_index.model.hits import FacetValue, Hit
from search_index.model.query import Query
from search_index.search.naming import written_as

KINDS: Mapping[str, NameKind] = {
    "people": "person",
    "organizations": "organization",
    "places": "place",
}
"""The first part of an address, and the kind of name that it leads to."""

PATHS = {kind: path for path, kind in KINDS.items()}

MOST_TOGETHER = 20
MOST_READ = 300
"""So many of its newest articles are read for the forms of a name, and for who meets whom."""
MOST_NODES = 16
LATEST = 5
FIRST = 3
_MOST_YEARS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form in which the name is written, in so many of the articles that were read."""

    form: str
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A name that occurs in articles with the one of the page, in so many."""

    kind: NameKind
    name: str
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Two nodes, by their places in the list, that occur together in so many articles."""

    first: int
    second: int
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """All that the page of a name shows. `read` is how many articles were read for forms.

    `predecessors` and `successors` are what articles or the names file say an organization was
    called before, and afterwards, of those that the archive has.
    """

    kind: NameKind
    name: str
    articles: int
    read: int
    forms: tuple[Form, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    together: tuple[Node, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    latest: tuple[Hit, ...]
    first: tuple[Hit, ...]
    latitude: float | None
    longitude: float | None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()

    @property
    def names(self) -> list[tuple[str, str]]:
        """The (kind, name) of itself and of those that occur with it."""
        return [(self.kind, self.name), *((one.kind, one.name) for one in self.together)]


def portrait(searcher: Searcher, kind: NameKind, name: str, timeout_ms: int) -> Portrait | None:
    """What the archive says of a name; None where no article has it. Raises QueryTimeout."""
    newest = Query(
        where=AllOf((HasValue(kind, (name,)),)),
        sort="newest",
        per_page=LATEST,
        facets=("year", *PATHS),
        facet_size=_MOST_YEARS,
        highlight=False,
        timeout_ms=timeout_ms,
    )
    hits = searcher.search(newest)
    if not hits.total:
        known = written_as(searcher, kind, name, timeout_ms)
        return portrait(searcher, kind, known, timeout_ms) if known else None
    name = _as_stored(hits.hits[0].article, kind, name)
    oldest = searcher.search(replace(newest, sort="oldest", per_page=FIRST, facets=()))
    articles = list(islice(searcher.export(newest), MOST_READ))
    together = tuple(
        Node(kind=other, name=value.value, articles=value.count)
        for other in PATHS
        for value in hits.facets.get(other, ())[: MOST_TOGETHER + 1]
        if value.value is not None and (other, value.value) != (kind, name)
    )
    nodes = _nodes(together)
    before, after = renamings(articles, name) if kind == "organization" else ((), ())
    named = _named(searcher, (*before, *after), timeout_ms)
    place = find_place(name) if kind == "place" else None
    return Portrait(
        kind=kind,
        name=name,
        articles=hits.total,
        read=len(articles),
        forms=_forms(articles, kind, name),
        facets=hits.facets,
        together=together,
        nodes=nodes,
        edges=_edges(articles, nodes),
        latest=hits.hits,
        first=tuple(hit for hit in oldest.hits if hit.article.date),
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        predecessors=tuple(one for one in before if one in named),
        successors=tuple(one for one in after if one in named),
    )


def _named(searcher: Searcher, names: tuple[str, ...], timeout_ms: int) -> frozenset[str]:
    """Those of these organizations that articles name."""
    counts = searcher.counts([("organization", one) for one in names], timeout_ms=timeout_ms)
    return frozenset(one for one, count in zip(names, counts, strict=True) if count)


def names_of(article: Article, kind: NameKind) -> tuple[str, ...]:
    """The names of one kind in an article."""
    if kind == "person":
        return article.persons
    return article.organizations if kind == "organization" else article.places


def _as_stored(article: Article, kind: NameKind, asked: str) -> str:
    """The name as articles have it; the index does not distinguish case and accents."""
    names = names_of(article, kind)
    same = (name for name in names if name.casefold() == asked.casefold())
    return asked if asked in names else next(same, asked)


def _forms(articles: list[Article], kind: NameKind, name: str) -> tuple[Form, ...]:
    counted = Counter(
        form
        for article in articles
        for form in {one.form for one in article.forms if (one.kind, one.name) == (kind, name)}
    )
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Form(form=form, articles=count) for form, count in ordered)


def _nodes(together: tuple[Node, ...]) -> tuple[Node, ...]:
    """The people and organizations of the network, the most frequent first."""
    acting = [node for node in together if node.kind != "place"]
    return tuple(sorted(acting, key=lambda node: (-node.articles, node.name))[:MOST_NODES])


def _edges(articles: list[Article], nodes: tuple[Node, ...]) -> tuple[Edge, ...]:
    places = {(node.kind, node.name): place for place, node in enumerate(nodes)}
    counted: Counter[tuple[int, int]] = Counter()
    for article in articles:
        here = {
            places[kind, name]
            for kind in ("person", "organization")
            for name in names_of(article, kind)
            if (kind, name) in places
        }
        counted.update(combinations(sorted(here), 2))
    return tuple(
        Edge(first=first, second=second, articles=count)
        for (first, second), count in sorted(counted.items())
    )
