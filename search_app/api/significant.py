"""The route of significant words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from marshmallow import fields

from search_app.api.answers import Answer, Rows
from search_app.api.fields import Whole
from search_app.api.parameters import Filters, to_query
from search_app.api.routes import blueprint
from search_app.caching import current_searcher
from search_app.service import service
from search_index.model.query import Query
from search_index.search.significance import Significance, significance

MOST_WORDS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SignificantRequest:
    """The search, and how many words are wanted."""

    query: Query
    size: int


class SignificantParameters(Filters):
    """A search, and how many words to give."""

    size = Whole(1, MOST_WORDS, load_default=20, metadata={"description": "Words to give."})

    def to_arguments(self, data: dict[str, Any]) -> SignificantRequest:
        """What the route gets."""
        return SignificantRequest(query=to_query(data), size=data["size"])


class SignificantWordSchema(Answer):
    """A word, the articles read that have it, those of all, and its score (JLH)."""

    word = fields.String(required=True)
    articles = fields.Integer(required=True)
    all_articles = fields.Integer(required=True)
    score = fields.Float(required=True)


class SignificanceSchema(Answer):
    """The words, best first; `read` of the hits were read, `total` is what they stand against."""

    words = Rows(SignificantWordSchema, required=True)
    read = fields.Integer(required=True)
    total = fields.Integer(required=True)


@blueprint.route("/significant")
@blueprint.arguments(SignificantParameters(), location="query")
@blueprint.response(200, SignificanceSchema())
def significant(asked: SignificantRequest) -> Significance:
    """What the articles of a search say more than the rest."""
    query = replace(asked.query, timeout_ms=service().settings.query_timeout_ms)
    with current_searcher() as searcher:
        return significance(searcher, query, size=asked.size)
