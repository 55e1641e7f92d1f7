"""The routes under /api/v1/corrections: what people corrected, for curators by token or session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Response, request
from marshmallow import fields, post_load

from corrections import (
    BadLine,
    Conflict,
    Correction,
    CorrectionRefused,
    Corrections,
    FileUnusable,
    Orphan,
    Undo,
    UnknownCorrection,
    from_json,
    read_orphans,
    reference_of,
    to_json,
)
from corrections.records import WHATS
from search_app.api.answers import Answer
from search_app.api.fields import Choice, Text, Whole, clean
from search_app.api.openapi import Blueprint
from search_app.api.parameters import Arguments
from search_app.desk import corrected
from search_app.desk.access import ask_for_login, require_role
from search_app.desk.annotating import annotated_pages
from search_app.desk.showing import show_corrections
from search_app.errors import InvalidParameters, NotFound, Problem
from search_app.service import service

blueprint = Blueprint(
    "corrections",
    __name__,
    url_prefix="/api/v1/corrections",
    description="What people corrected (docs/desk.md).",
)
blueprint.before_request(ask_for_login)

LINES = "application/x-ndjson"
MOST_BYTES = 16 * 1024 * 1024
STATES = ("holding", "undone", "orphaned", "all")
View = TypeVar("View", bound=Callable[..., Any])


def _about(text: str) -> dict[str, Any]:
    return {"description": text}


class ListArguments(Arguments):
    """Which corrections are listed."""

    article = Text(metadata=_about("Only those of the article of this id."))
    what = Choice(WHATS, metadata=_about("Only those of one thing."))
    state = Choice(
        STATES, load_default="holding", metadata=_about("Those that hold, or others as well.")
    )

    @post_load
    def _load(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return data


class CorrectionBody(Arguments):
    """A correction to add. What fits which `what` is said in docs/desk.md."""

    typed = True
    what = Choice(WHATS, required=True, metadata=_about("What is corrected."))
    article = fields.Raw(
        allow_none=True,
        metadata=_about("The id of the article, or what the file says of it; none: everywhere."),
    )
    other = fields.Raw(
        allow_none=True, metadata=_about("The second article of a join or a duplicate.")
    )
    page = fields.Raw(
        allow_none=True, metadata=_about("The name of a rejected page to take as an article.")
    )
    kind = Text(metadata=_about("person, organization or place."))
    name = Text(metadata=_about("The name that is corrected."))
    form = Text(metadata=_about("The form of it that is another name."))
    line = Text(metadata=_about("The text of the line."))
    nth = Whole(1, 1_000_000, metadata=_about("Which of the lines with that text."))
    last = Text(metadata=_about("The last line of a part that is taken."))
    before = fields.Raw(
        data_key="from", allow_none=True, metadata=_about("The value that you saw.")
    )
    to = fields.Raw(required=True, allow_none=True, metadata=_about("The value that is right."))
    why = Text(metadata=_about("Why, for others to read."))

    @post_load
    def _load(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"from" if name == "before" else name: value for name, value in data.items()}


class UndoneSchema(Answer):
    """The line that took a correction back."""

    id = fields.String(required=True)
    undo = fields.String(required=True, metadata=_about("The id of what was undone."))
    who = fields.String()
    when = fields.String()
    why = fields.String()


class CorrectionSchema(Answer):
    """A correction as it stands in the file; parts that do not belong to it are left out."""

    id = fields.String(required=True)
    what = fields.String(required=True)
    article = fields.Dict(keys=fields.String(), metadata=_about("id, page, title and text."))
    other = fields.Dict(keys=fields.String())
    page = fields.Dict(keys=fields.String())
    kind = fields.String()
    name = fields.String()
    form = fields.String()
    line = fields.String()
    nth = fields.Integer()
    last = fields.String()
    before = fields.Raw(
        data_key="from", required=True, allow_none=True, metadata=_about("The value as it was.")
    )
    to = fields.Raw(required=True, allow_none=True, metadata=_about("The value that is right."))
    who = fields.String()
    when = fields.String(metadata=_about("An instant in UTC."))
    why = fields.String()
    undone = fields.Nested(UndoneSchema, required=True, allow_none=True)
    orphaned = fields.String(
        required=True,
        allow_none=True,
        metadata=_about("Why it found its article no more in the last run, null where it did."),
    )


class LineProblemSchema(Answer):
    """A line that cannot be used."""

    line = fields.Integer(required=True)
    message = fields.String(required=True)


class CorrectionsSchema(Answer):
    """Corrections in the order of the file."""

    corrections = fields.List(fields.Nested(CorrectionSchema), required=True)
    problems = fields.List(
        fields.Nested(LineProblemSchema),
        required=True,
        metadata=_about("Lines of the file that are left out, and why."),
    )


class ImportedSchema(Answer):
    """What came of an import."""

    added = fields.Integer(required=True)
    known = fields.Integer(required=True, metadata=_about("Lines that stood there already."))
    problems = fields.List(fields.Nested(LineProblemSchema), required=True)


def _told(view: View) -> View:
    """A route whose errors become problems."""

    @wraps(view)
    def telling(*arguments: Any, **options: Any) -> Any:
        try:
            return view(*arguments, **options)
        except Conflict as conflict:
            raise conflicting(conflict) from None
        except UnknownCorrection as error:
            raise NotFound(str(error)) from None
        except CorrectionRefused as error:
            raise InvalidParameters([("to", str(error))]) from None
        except FileUnusable as error:
            detail = str(error)
            raise Problem(503, "corrections-unusable", "Cannot be corrected", detail) from None

    return cast(View, telling)


def conflicting(conflict: Conflict) -> Problem:
    """The answer to who corrects what another curator has corrected since: both values."""
    holds = conflict.holds
    return Problem(
        409,
        "corrected-since",
        "Somebody else was first",
        str(conflict),
        members={
            "field": conflict.given.what,
            "current": conflict.current,
            "current_correction": _shown(holds, {}, None) if holds else None,
            "yours": conflict.given.to,
            "seen": conflict.given.before,
        },
    )


@blueprint.route("")
@blueprint.arguments(ListArguments(), location="query")
@blueprint.response(200, CorrectionsSchema())
@_told
def corrections(wanted: dict[str, Any]) -> dict[str, Any]:
    """The corrections that hold, or others as well."""
    require_role("reader")
    found = corrected.corrections()
    orphans = _orphans()
    listed = []
    for one in found.lines:
        if not isinstance(one, Correction) or not _is_wanted(one, wanted, found, orphans):
            continue
        listed.append(_shown(one, orphans, found.undone(one.id)))
    return {"corrections": listed, "problems": found.problems}


@blueprint.route("", methods=["POST"])
@blueprint.arguments(CorrectionBody(), location="json")
@blueprint.response(201, CorrectionSchema())
@_told
def add_correction(given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Correct something: from now on it holds, and the index shows it within seconds.

    409 where somebody else has changed the field since you saw `from`; the answer has both values.
    """
    user = require_role("curator")
    done = corrected.write([_correction(given)], user)
    if done.conflicts:
        raise done.conflicts[0]
    [written] = done.corrections
    address = f"{request.script_root}/api/v1/corrections/{written.id}"
    return _shown(written, _orphans(), None), {"Location": address}


@blueprint.route("/export")
@blueprint.arguments(Arguments(), location="query")
@blueprint.also_answers(200, {"type": "string"}, LINES)
@_told
def export_corrections(_: dict[str, Any]) -> Response:
    """Every line of the file that can be used, with what was undone, as JSON lines."""
    require_role("reader")
    lines = corrected.corrections_file().export()
    response = Response(b"".join(lines), content_type=f"{LINES}; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="corrections.jsonl"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/pages")
@blueprint.arguments(Arguments(), location="query")
@blueprint.also_answers(200, {"type": "string"}, LINES)
@_told
def export_corrected_pages(_: dict[str, Any]) -> Response:
    """Corrected pages as annotated pages, to measure the reader by; a line of JSON each."""
    require_role("curator")
    response = Response(annotated_pages(), content_type=f"{LINES}; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="pages.jsonl"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/import", methods=["POST"])
@blueprint.arguments(Arguments(), location="query")
@blueprint.response(200, ImportedSchema())
@blueprint.takes(LINES, "text/plain")
@_told
def import_corrections(_: dict[str, Any]) -> dict[str, Any]:
    """Add the lines of a file, each id once; lines that cannot be used are named."""
    user = require_role("curator")
    request.max_content_length = MOST_BYTES  # of other routes it is less
    done = corrected.corrections_file().add_lines(request.get_data())
    if done.added:
        show_corrections(who=user.name)
    return {"added": len(done.added), "known": done.known, "problems": done.problems}


@blueprint.route("/<correction_id>")
@blueprint.arguments(Arguments(), location="query")
@blueprint.response(200, CorrectionSchema())
@_told
def correction(_: dict[str, Any], correction_id: str) -> dict[str, Any]:
    """One correction, be it undone or not."""
    require_role("reader")
    found = corrected.corrections()
    one = found.get(correction_id)
    if one is None:
        raise NotFound("There is no correction with this id.")
    return _shown(one, _orphans(), found.undone(one.id))


@blueprint.route("/<correction_id>", methods=["DELETE"])
@blueprint.arguments(Arguments(), location="query")
@blueprint.response(200, UndoneSchema())
@_told
def undo_correction(_: dict[str, Any], correction_id: str) -> dict[str, Any]:
    """Undo a correction: the one before it holds again, or what was read."""
    user = require_role("curator")
    name = clean(correction_id)
    corrected.undo(name, user)
    undo = corrected.corrections().undone(name)
    return to_json(undo) if undo else {}


def _correction(given: Mapping[str, Any]) -> Correction:
    values = {
        name: value for name, value in given.items() if value is not None or name in ("from", "to")
    }
    for part in ("article", "other"):
        if isinstance(values.get(part), str):
            article = corrected.article_of(clean(values[part]))
            values[part] = to_json(Correction(what="note", to=None, article=reference_of(article)))[
                "article"
            ]
    try:
        found = from_json(values)
    except BadLine as error:
        raise InvalidParameters([(str(given["what"]), str(error))]) from None
    assert isinstance(found, Correction)
    return found


def _is_wanted(
    one: Correction, wanted: Mapping[str, Any], found: Corrections, orphans: Mapping[str, Orphan]
) -> bool:
    article, what, state = wanted.get("article"), wanted.get("what"), wanted["state"]
    if what and one.what != what:
        return False
    if article and article not in {ref.id for ref in (one.article, one.other) if ref}:
        return False
    holds = found.holds(one.field)
    match state:
        case "holding":
            return holds is not None and holds.id == one.id
        case "undone":
            return found.undone(one.id) is not None
        case "orphaned":
            return one.id in orphans and holds is not None and holds.id == one.id
    return True


def _shown(one: Correction, orphans: Mapping[str, Orphan], undone: Undo | None) -> dict[str, Any]:
    values = to_json(one)
    values["before"] = values.pop("from", None)
    values["undone"] = to_json(undone) if undone else None
    values["orphaned"] = orphans[one.id].reason if one.id in orphans else None
    return values


def _orphans() -> dict[str, Orphan]:
    return {orphan.id: orphan for orphan in read_orphans(service().settings.index_dir)}
