"""The routes under /api/v1/desk/names: names that may be one, and those that are two."""

from __future__ import annotations

from typing import Any

from marshmallow import fields
from marshmallow.validate import Length, OneOf

from search_app.api.answers import Answer, Rows
from search_app.api.desk import LoadedArguments, PartArguments, about, blueprint
from search_app.api.fields import clean
from search_app.desk.access import require_role
from search_app.desk.alike import KINDS, MOST_NAME_CHARS, keep_apart, names_waiting
from search_app.errors import InvalidParameters
from search_app.service import service

__all__ = ["blueprint"]


class PairBody(LoadedArguments):
    """Two names that are not one."""

    typed = True
    kind = fields.String(required=True, validate=OneOf(KINDS), metadata=about("Of which kind."))
    one = fields.String(required=True, validate=Length(1, MOST_NAME_CHARS))
    other = fields.String(required=True, validate=Length(1, MOST_NAME_CHARS))


class PairSchema(Answer):
    """Two names."""

    kind = fields.String(required=True)
    one = fields.String(required=True)
    other = fields.String(required=True)


class AlikeSchema(PairSchema):
    """Two names that may be one; a correction `merge` says so."""

    one_articles = fields.Integer(required=True)
    other_articles = fields.Integer(required=True)
    alike = fields.Float(required=True, metadata=about("How alike they are spelt, of 100."))


class NamesSchema(Answer):
    """A part of the names that may be one, the most alike first."""

    waiting = fields.Integer(required=True)
    pairs = Rows(AlikeSchema, required=True)


@blueprint.route("/names")
@blueprint.arguments(PartArguments(), location="query")
@blueprint.response(200, NamesSchema())
def desk_names(arguments: dict[str, int]) -> dict[str, Any]:
    """Names that may be one, and of which nobody has said it yet."""
    require_role("reader")
    with service().searchers.borrow() as searcher:
        found = names_waiting(searcher)
    first = arguments["first"]
    return {"waiting": len(found), "pairs": found[first : first + arguments["size"]]}


@blueprint.route("/names/apart", methods=["POST"])
@blueprint.arguments(PairBody(), location="json")
@blueprint.response(201, PairSchema())
def keep_desk_names_apart(arguments: dict[str, str]) -> dict[str, str]:
    """Two names are not one: they are asked about no more."""
    user = require_role("curator")
    kind = arguments["kind"]
    one, other = sorted(clean(arguments[name]).strip() for name in ("one", "other"))
    if not one or one == other:
        raise InvalidParameters([("other", "Give two names.")])
    keep_apart(kind, one, other, who=user.name)
    return {"kind": kind, "one": one, "other": other}
