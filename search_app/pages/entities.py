"""The page of a person, an organization or a place."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request, url_for

from search_app.api.fields import clean
from search_app.entities.drawing import Line, Map, Spot, network, world_map
from search_app.entities.portrait import KINDS, PATHS, Node, Portrait, portrait
from search_app.links import site_url_for
from search_app.met_forms import meet
from search_app.pages.messages import Messages
from search_app.pages.routes import blueprint, draw, messages_for
from search_app.pages.state import PageState, read_state
from search_app.pages.timeline import Strip, year_strip
from search_app.service import service
from search_index.engines.base import Searcher
from search_index.model.article import NameKind
from search_index.model.query import Query
from search_index.search.quotations import QuotationQuery, Quotations, find_quotations

QUOTATIONS = 30
QUOTED_ARTICLES = 300
"""Of a person's articles the newest so many are read for what he says."""
_PATH = "people,organizations,places"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityView:
    """A portrait with what is drawn of it. `state` is the search for all of its articles."""

    state: PageState
    portrait: Portrait
    label: str
    years: Strip
    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]
    map: Map | None
    quotations: Quotations | None = None

    @property
    def span(self) -> tuple[str, str] | None:
        """The first and the last year with articles."""
        years = [bar.value for bar in self.years.bars if bar.count]
        return (years[0], years[-1]) if years else None

    def of_kind(self, kind: str) -> tuple[Node, ...]:
        """The names of a kind that occur in articles with this one."""
        return tuple(node for node in self.portrait.together if node.kind == kind)


@blueprint.get(f"/<any({_PATH}):kind>/<path:name>")
def entity(kind: str, name: str) -> Response:
    """A name of the archive: when, how written, with whom and where."""
    shared = service()
    lang = read_state(request.args).lang
    messages = messages_for(lang)
    with shared.searchers.borrow() as searcher:
        found = portrait(searcher, KINDS[kind], clean(name), shared.settings.query_timeout_ms)
        said = None
        if found is not None:
            meet(searcher, found.names, messages.language, shared.settings.query_timeout_ms)
        if found is not None and found.kind == "person":
            said = _said_by(searcher, found.name, shared.settings.query_timeout_ms)
    if found is None:
        nothing = PageState(query=Query(), lang=lang)
        return draw("problem.html", messages, nothing, 404, problem="no_name")
    state = PageState(query=Query(include={found.kind: (found.name,)}), lang=lang)
    view = entity_view(found, state, messages, said)
    address = site_url_for("pages.entity", kind=kind, name=found.name)
    return draw("entity.html", messages, state, view=view, kind_path=kind, address=address)


def _said_by(searcher: Searcher, person: str, timeout_ms: int | None) -> Quotations:
    """The newest quotations of a person."""
    query = Query(per_page=QUOTATIONS, timeout_ms=timeout_ms)
    asked = QuotationQuery(query=query, persons=(person,))
    return find_quotations(searcher, asked, most_articles=QUOTED_ARTICLES)


def entity_view(
    found: Portrait, state: PageState, messages: Messages, said: Quotations | None = None
) -> EntityView:
    """The page of a portrait."""
    spots, lines = network(found.nodes, found.edges)
    own = Node(kind=found.kind, name=found.name, articles=found.articles)
    places = [own] if found.kind == "place" else []
    places += [node for node in found.together if node.kind == "place"]
    return EntityView(
        state=state,
        portrait=found,
        label=messages.value(found.kind, found.name),
        years=year_strip(found.facets.get("year", ()), None, None),
        spots=tuple(spots),
        lines=tuple(lines),
        map=world_map(places),
        quotations=said,
    )


@blueprint.app_template_global()
def entity_href(kind: NameKind, name: str, lang: str | None = None) -> str:
    """The address of the page of a name."""
    return url_for("pages.entity", kind=PATHS[kind], name=name, lang=lang)
