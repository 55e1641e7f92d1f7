"""The routes of this dialect, under the path that CLIPPINGS_MEILISEARCH_PATH names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Flask, request

from search_app.caching import current_searcher
from search_app.dialects.meilisearch import answers, errors
from search_app.dialects.meilisearch.attributes import PRIMARY_KEY, document, facet_of
from search_app.dialects.meilisearch.errors import DialectError
from search_app.dialects.meilisearch.parameters import SearchParameters, read_search, read_url
from search_app.service import service
from search_index.settings import Settings

NAME: Final = "meilisearch"
EMULATED: Final = "1.12.0"
"""The version of Meilisearch whose search this dialect is."""

MAX_QUERIES: Final = 50

blueprint = Blueprint(NAME, __name__)
errors.install(blueprint)

rest_blueprint = Blueprint(f"{NAME}-rest", __name__)
errors.install(rest_blueprint)


def install(app: Flask, settings: Settings) -> None:
    """Add the routes where the setting names a path for them."""
    path = settings.meilisearch_path.rstrip("/")
    if settings.meilisearch_path:
        app.register_blueprint(blueprint, url_prefix=path or None)
    if path:
        app.register_blueprint(rest_blueprint, url_prefix=path)


@blueprint.get("/health")
def health() -> dict[str, str]:
    """Alive; whether the index can be searched is known by /readyz."""
    return {"status": "available"}


@blueprint.get("/version")
def version() -> dict[str, str]:
    """The version whose dialect this is."""
    return {"commitSha": "unknown", "commitDate": "unknown", "pkgVersion": EMULATED}


@blueprint.get("/indexes")
def indexes() -> dict[str, Any]:
    """The one index."""
    return {"results": [_index()], "offset": 0, "limit": 20, "total": 1}


@blueprint.get("/indexes/<uid>")
def index(uid: str) -> dict[str, Any]:
    """The index of that name."""
    _check_uid(uid)
    return _index()


@blueprint.get("/indexes/<uid>/stats")
def stats(uid: str) -> dict[str, Any]:
    """How many documents there are."""
    _check_uid(uid)
    with current_searcher() as searcher:
        count = searcher.stats().articles
    return {"numberOfDocuments": count, "isIndexing": False, "fieldDistribution": {}}


@blueprint.get("/indexes/<uid>/documents/<key>")
def one_document(uid: str, key: str) -> dict[str, Any]:
    """One article, whole."""
    _check_uid(uid)
    with current_searcher() as searcher:
        article = searcher.article(key)
    if article is None:
        raise DialectError("document_not_found", f"Document `{key[:80]}` not found.", status=404)
    whole = document(article)
    wanted = request.args.get("fields", "*")
    if wanted == "*":
        return whole
    return {name: whole[name] for name in wanted.split(",") if name in whole}


@blueprint.route("/indexes/<uid>/search", methods=["GET", "POST"])
def search(uid: str) -> dict[str, Any]:
    """One search."""
    _check_uid(uid)
    given = _object() if request.method == "POST" else read_url(request.args)
    return _answer(_read(given))


@blueprint.post("/indexes/<uid>/facet-search")
def facet_search(uid: str) -> dict[str, Any]:
    """Values of one facet by their beginning."""
    _check_uid(uid)
    given = dict(_object())
    name, prefix = given.pop("facetName", None), given.pop("facetQuery", None)
    if name is None:
        raise DialectError("missing_facet_search_facet_name", "Missing field `facetName`.")
    if not isinstance(name, str) or facet_of(name) is None:
        raise DialectError(
            "invalid_facet_search_facet_name", f"`{str(name)[:80]}` is not a facet of this index."
        )
    if not isinstance(prefix, str | None):
        raise DialectError("invalid_facet_search_facet_query", "`facetQuery` is not a string.")
    asked = _read(given, prefix="facet_search")
    with current_searcher() as searcher:
        return answers.facet_search(
            searcher, asked, name, prefix or "", service().settings.query_timeout_ms
        )


@blueprint.post("/multi-search")
def multi_search() -> dict[str, Any]:
    """Several searches, answered in their order from one state of the index."""
    given = _object()
    queries = given.get("queries")
    unknown = [name for name in given if name not in ("queries", "federation")]
    if unknown:
        raise DialectError("bad_request", f"Unknown field `{unknown[0][:80]}`: expected `queries`.")
    if given.get("federation") is not None:
        raise DialectError(
            "invalid_multi_search_federation", "`federation` is not supported by this server."
        )
    if not isinstance(queries, list) or not all(isinstance(each, dict) for each in queries):
        raise DialectError("bad_request", "Missing field `queries`: give an array of objects.")
    if len(queries) > MAX_QUERIES:
        raise DialectError("bad_request", f"Give at most {MAX_QUERIES} queries.")
    read: list[tuple[str, SearchParameters]] = []
    for number, each in enumerate(queries):
        query = dict(each)
        uid = query.pop("indexUid", None)
        if not isinstance(uid, str):
            raise DialectError(
                "missing_index_uid", f"Missing field `indexUid` inside `.queries[{number}]`."
            )
        try:
            _check_uid(uid)
            read.append((uid, _read(query)))
        except DialectError as error:
            error.message = f"Inside `.queries[{number}]`: {error.message}"
            raise
    results = []
    with current_searcher() as searcher:
        for uid, asked in read:
            answer = answers.search(searcher, asked, service().settings.query_timeout_ms)
            results.append({"indexUid": uid, **answer})
    return {"results": results}


@rest_blueprint.route("/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def other(rest: str) -> dict[str, Any]:
    """What Meilisearch has and this server does not: nothing writes through it."""
    raise DialectError(
        "not_found", "This server answers searches only; the path is not one of them.", status=404
    )


def _answer(asked: SearchParameters) -> dict[str, Any]:
    with current_searcher() as searcher:
        return answers.search(searcher, asked, service().settings.query_timeout_ms)


def _read(given: Mapping[str, Any], *, prefix: str = "search") -> SearchParameters:
    return read_search(given, largest=service().settings.max_per_page, prefix=prefix)


def _object() -> Mapping[str, Any]:
    if request.mimetype != "application/json":
        raise DialectError(
            "missing_content_type" if not request.mimetype else "invalid_content_type",
            "Send the body as `Content-Type: application/json`.",
            status=415,
        )
    try:
        body = request.get_json()
    except RecursionError:
        raise DialectError("malformed_payload", "The JSON is nested too deep.") from None
    except Exception as error:
        if getattr(error, "code", None) == 400:
            raise DialectError("malformed_payload", "The body is not JSON.") from None
        raise
    if not isinstance(body, dict):
        raise DialectError("bad_request", "The body is not a JSON object.")
    return body


def _check_uid(uid: str) -> None:
    if uid != service().settings.meilisearch_index:
        raise DialectError("index_not_found", f"Index `{uid[:80]}` not found.", status=404)


def _index() -> dict[str, Any]:
    with current_searcher() as searcher:
        built = searcher.stats().built
    return {
        "uid": service().settings.meilisearch_index,
        "createdAt": built,
        "updatedAt": built,
        "primaryKey": PRIMARY_KEY,
    }
