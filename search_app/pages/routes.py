"""The routes of the pages, and what every template can use."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    render_template,
    request,
    send_from_directory,
)
from flask.blueprints import BlueprintSetupState

from search_app.api.fields import clean
from search_app.errors import NotFound, Problem
from search_app.links import site_url_for
from search_app.pages import assets, labels, timeline
from search_app.pages.branding import Branding
from search_app.pages.citing import citation, coins
from search_app.pages.linked_data import news_article
from search_app.pages.messages import LOCALES, Messages, direction
from search_app.pages.narrowing import Narrowing
from search_app.pages.neighbours import neighbours, rank_of
from search_app.pages.runs import runs
from search_app.pages.state import PageState, read_state
from search_app.pages.unsubscribing import unsubscribing
from search_app.pages.views import article_view, search_view
from search_app.service import service, service_of
from search_index.errors import IndexMissing, IndexUnreachable, IndexUnusable, QueryTimeout
from search_index.model.query import Query

blueprint = Blueprint("pages", __name__)

_KEY = "clippings-messages"
SUMMARY_CHARS = 200
MAX_ADDRESS_BYTES = 32 * 1024
EMBED_KEPT_S = 3600
_BRANDING = "clippings-branding"


@blueprint.record
def _install(setup: BlueprintSetupState) -> None:
    app: Any = setup.app
    assets.install(app)
    app.extensions[_KEY] = {language: Messages.load(language) for language in LOCALES}
    app.extensions[_BRANDING] = Branding.of(service_of(app).settings)


@blueprint.before_request
def _refuse_endless() -> None:
    """A page has hundreds of links that repeat what its address asks for."""
    if len(request.query_string) > MAX_ADDRESS_BYTES:
        raise Problem(
            414,
            "address-too-long",
            "URI Too Long",
            f"A page is asked for in at most {MAX_ADDRESS_BYTES:,} bytes; "
            "longer questions go to POST /api/v1/search.",
        )


@blueprint.get("/")
def home() -> Response:
    """The search page."""
    shared = service()
    state = read_state(request.args)
    messages = messages_for(state.lang)
    with shared.searchers.borrow() as searcher:
        view = search_view(searcher, state, messages, shared.settings.query_timeout_ms)
    return draw("search.html", messages, state, view=view)


@blueprint.get("/articles/<article_id>")
def article(article_id: str) -> Response:
    """The page of one article; `q` marks words, `at` is its place in the search of the address."""
    shared = service()
    came = read_state(request.args)
    query = Query(text=came.query.text, typo=came.query.typo)
    state = PageState(query=query, lang=came.lang)
    messages = messages_for(state.lang)
    at = rank_of(request.args.get("at"))
    near = None
    with shared.searchers.borrow() as searcher:
        found = searcher.article(clean(article_id))
        if found is None:
            return draw("problem.html", messages, state, 404, problem="not_found")
        view = article_view(searcher, found, query, messages, shared.settings.query_timeout_ms)
        if at:
            timeout_ms = shared.settings.query_timeout_ms
            near = neighbours(searcher, found.id, came, at, timeout_ms)
    address = site_url_for("pages.article", article_id=found.id)
    return draw(
        "article.html",
        messages,
        state,
        view=view,
        address=address,
        at=at,
        came=came,
        near=near,
        citation=citation(found, address, messages, archive=branding().title),
        linked_data=news_article(found, address, archive=branding().title),
        today=datetime.now(UTC).date().isoformat(),
    )


@blueprint.get("/kept")
def kept() -> Response:
    """The articles that a reader keeps; the list is in the browser and is drawn there."""
    state = read_state(request.args)
    return draw("kept.html", messages_for(state.lang), PageState(query=Query(), lang=state.lang))


@blueprint.route("/alerts/unsubscribe", methods=["GET", "POST"])
def unsubscribe() -> Response:
    """The end of a subscription: a link in a mail asks, POST ends it (RFC 8058)."""
    state = read_state(request.args)
    token = clean(request.args.get("token", ""))
    found = unsubscribing(service().settings, token, confirmed=request.method == "POST")
    status = 404 if found.outcome == "bad" else 200
    messages = messages_for(state.lang)
    response = draw("unsubscribe.html", messages, state, status, found=found, token=token)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.get("/assets/<tag>/<path:name>")
def asset(tag: str, name: str) -> Response:
    """A style, a script, a picture or the words of the interface."""
    return assets.send_asset(tag, name)


@blueprint.get("/embed.js")
def embed() -> Response:
    """The script that puts the search into another site; its address never changes."""
    response = send_from_directory(
        str(current_app.static_folder), "js/embed.js", max_age=EMBED_KEPT_S
    )
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@blueprint.get("/theme/<tag>.css")
def theme(tag: str) -> Response:
    """The colour of the archive; the tag changes with it."""
    return branding().theme_response()


@blueprint.get("/logo/<tag>")
def logo(tag: str) -> Response:
    """The picture of the archive; the tag changes with it."""
    if branding().logo is None:
        raise NotFound("This archive has no logo.")
    return branding().logo_response()


@blueprint.errorhandler(IndexUnusable)
def _unusable(error: IndexUnusable) -> Response:
    if isinstance(error, IndexMissing):
        return _failed("no_index")
    return _failed("unreachable" if isinstance(error, IndexUnreachable) else "unavailable")


@blueprint.errorhandler(QueryTimeout)
def _timeout(error: QueryTimeout) -> Response:
    return _failed("too_slow")


def _failed(problem: str) -> Response:
    """The message says nothing of the server's files; its log and /readyz do."""
    state = read_state(request.args)
    response = draw("problem.html", messages_for(state.lang), state, 503, problem=problem)
    response.headers["Retry-After"] = "5"
    response.headers["Cache-Control"] = "no-store"
    return response


def branding() -> Branding:
    """How this archive presents itself."""
    found: Branding = current_app.extensions[_BRANDING]
    return found


def messages_for(asked: str | None) -> Messages:
    """The words in the language that the address asks for, else in one that the browser does."""
    chosen = asked or request.accept_languages.best_match(LOCALES, "en")
    messages: Messages = current_app.extensions[_KEY][chosen]
    return messages


@blueprint.app_template_filter("summary")
def summary(text: str) -> str:
    """The beginning of a text, on one line, for search engines and previews."""
    line = " ".join(text.split())
    if len(line) <= SUMMARY_CHARS:
        return line
    return line[:SUMMARY_CHARS].rsplit(" ", 1)[0] + " …"


def draw(
    template: str, messages: Messages, state: PageState, status: int = 200, **values: Any
) -> Response:
    """A page in the language of `messages`."""
    html = render_template(
        template,
        asset=assets.asset_url,
        bar_height=timeline.bar_height,
        base_percent=timeline.BASE_PERCENT,
        few_bars=timeline.FEW_BARS,
        brand=branding(),
        boxes=timeline.boxes,
        coins=coins,
        site_url_for=site_url_for,
        direction=direction,
        has_desk=service().settings.desk,
        modules=assets.modules,
        host=labels.host,
        narrowing=Narrowing(state, messages),
        languages=[current_app.extensions[_KEY][language] for language in LOCALES],
        m=messages,
        runs=runs,
        short=labels.short,
        state=state,
        t=messages.text,
        **values,
    )
    response = make_response(html, status)
    response.headers["Content-Language"] = messages.language
    response.headers["Cache-Control"] = "no-cache"
    response.vary.add("Accept-Language")
    return response
