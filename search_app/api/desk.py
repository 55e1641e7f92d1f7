"""The routes under /api/v1/desk: what is least sure, pages as dumped, files and runs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Response, request
from marshmallow import fields, post_load
from werkzeug.datastructures import FileStorage

from search_app.api.answers import Answer, Rows
from search_app.api.fields import Text, Whole, clean
from search_app.api.openapi import Blueprint
from search_app.api.parameters import Arguments
from search_app.desk.access import ask_for_login, require_role
from search_app.desk.corrected import corrections
from search_app.desk.dumps import dump_of
from search_app.desk.jobs import jobs
from search_app.desk.uploads import keep, source_folder
from search_app.desk.waiting import DECIDED_BY, queue_of, queues, store
from search_app.errors import InvalidParameters, NotFound
from search_app.service import service

blueprint = Blueprint(
    "desk_api",
    __name__,
    url_prefix="/api/v1/desk",
    description="The desk for programs: for users of the desk, by token or session.",
)
blueprint.before_request(ask_for_login)


def about(text: str) -> dict[str, Any]:
    """What a field means, for the document."""
    return {"description": text}


class LoadedArguments(Arguments):
    """Arguments as a dict."""

    @post_load
    def _load(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return data


class PartArguments(LoadedArguments):
    """A part of a list."""

    first = Whole(0, 10_000_000, load_default=0, metadata=about("From which place on, from 0."))
    size = Whole(1, 500, load_default=50, metadata=about("How many."))


class PageArguments(LoadedArguments):
    """Which page."""

    article = Text(metadata=about("The id of an article: the page that it is on."))
    name = Text(metadata=about("The name of a page."))


class RunBody(LoadedArguments):
    """How the archive is read."""

    typed = True
    full = fields.Boolean(load_default=False, metadata=about("Everything anew."))


class QueueSchema(Answer):
    """A queue of articles."""

    name = fields.String(required=True)
    waiting = fields.Integer(required=True)
    decided = fields.Integer(required=True)


class DeskSchema(Answer):
    """What waits at the desk."""

    queues = fields.List(fields.Nested(QueueSchema), required=True)
    rejected = fields.Integer(required=True, metadata=about("Pages that gave nothing."))
    corrections = fields.Integer(required=True, metadata=about("Corrections that hold."))


class DoubtSchema(Answer):
    """An article that waits."""

    article = fields.String(required=True)
    weight = fields.Float(required=True, metadata=about("How doubtful, from 0 to 1."))
    words = fields.String(
        required=True,
        metadata=about("Another date, a length, a source of dates, or the id of another story."),
    )


class DoubtsSchema(Answer):
    """A part of a queue, the least sure first."""

    name = fields.String(required=True)
    waiting = fields.Integer(required=True)
    decided = fields.Integer(required=True)
    articles = Rows(DoubtSchema, required=True)


class RejectedPageSchema(Answer):
    """A page that gave nothing, and why."""

    name = fields.String(required=True)
    reason = fields.String(required=True)


class RejectedSchema(Answer):
    """A part of the pages that gave nothing."""

    total = fields.Integer(required=True)
    pages = Rows(RejectedPageSchema, required=True)


class LineSchema(Answer):
    """A line of a page."""

    text = fields.String(required=True)
    part = fields.String(required=True, metadata=about("title, date, body, or removed."))
    article = fields.String(
        required=True, allow_none=True, metadata=about("The article that it is in or next to.")
    )
    reason = fields.String(required=True, metadata=about("Why it was removed."))
    nth = fields.Integer(required=True, metadata=about("Among lines of that text there."))


class DumpSchema(Answer):
    """A page as it was dumped."""

    name = fields.String(required=True)
    url = fields.String(required=True, allow_none=True)
    reason = fields.String(
        required=True, allow_none=True, metadata=about("Why nothing was read of it.")
    )
    lines = Rows(LineSchema, required=True)
    more = fields.Integer(required=True, metadata=about("Lines that are not listed."))


class JobSchema(Answer):
    """The run that goes on, or the last one that was started here."""

    state = fields.String(required=True, metadata=about("none, running, done or failed."))
    who = fields.String(required=True)
    when = fields.String(required=True)
    step = fields.String(required=True)
    percent = fields.Integer(required=True, metadata=about("Of the step."))
    error = fields.String(required=True)
    report = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata=about("The summary of the indexer, as of `--json`."),
    )


class StoredSchema(Answer):
    """A file that was stored."""

    name = fields.String(required=True, metadata=about("Under the folder of the pages."))


@blueprint.route("")
@blueprint.arguments(Arguments(), location="query")
@blueprint.response(200, DeskSchema())
def desk(_: dict[str, Any]) -> dict[str, Any]:
    """What waits at the desk, and how much of it is decided."""
    require_role("reader")
    held = corrections()
    return {
        "queues": [
            {"name": each.name, "waiting": len(each.waiting), "decided": each.decided}
            for each in queues(held)
        ],
        "rejected": store().queues.counts()["rejected"],
        "corrections": sum(1 for _ in held.active()),
    }


@blueprint.route("/queues/<name>")
@blueprint.arguments(PartArguments(), location="query")
@blueprint.response(200, DoubtsSchema())
def desk_queue(arguments: dict[str, int], name: str) -> dict[str, Any]:
    """Articles of which something is not sure, the least sure first."""
    require_role("reader")
    if name not in DECIDED_BY:
        raise NotFound(f"There is no such queue; there are {', '.join(DECIDED_BY)}.")
    found = queue_of(name, corrections())
    first = arguments["first"]
    return {
        "name": name,
        "waiting": len(found.waiting),
        "decided": found.decided,
        "articles": found.waiting[first : first + arguments["size"]],
    }


@blueprint.route("/rejected")
@blueprint.arguments(PartArguments(), location="query")
@blueprint.response(200, RejectedSchema())
def desk_rejected(arguments: dict[str, int]) -> dict[str, Any]:
    """Pages that gave nothing, and why."""
    require_role("reader")
    waiting = store().queues
    return {"total": waiting.counts()["rejected"], "pages": waiting.rejected(**arguments)}


@blueprint.route("/page")
@blueprint.arguments(PageArguments(), location="query")
@blueprint.response(200, DumpSchema())
def desk_page(arguments: dict[str, str]) -> Any:
    """A page as it was dumped, each line with the article that it is in, or why it is in none."""
    require_role("reader")
    if len(arguments) != 1:
        raise InvalidParameters([("article", "Give either article or name.")])
    return dump_of(article=arguments.get("article"), page=arguments.get("name"))


@blueprint.route("/job")
@blueprint.arguments(Arguments(), location="query")
@blueprint.response(200, JobSchema())
def desk_job(_: dict[str, Any]) -> dict[str, Any]:
    """The run that goes on, or what came of the last."""
    require_role("reader")
    return _job()


@blueprint.route("/job", methods=["POST"])
@blueprint.arguments(RunBody(), location="json")
@blueprint.response(202, JobSchema())
def start_desk_job(arguments: dict[str, bool]) -> dict[str, Any]:
    """Read the archive: what has changed, or everything. 409 where a run goes on."""
    user = require_role("curator")
    jobs().start(service().settings.source, who=user.name, full=arguments["full"])
    return _job()


@blueprint.route("/files/<name>", methods=["PUT"])
@blueprint.takes("application/octet-stream")
@blueprint.arguments(Arguments(), location="query")
@blueprint.response(201, StoredSchema())
def store_desk_file(_: dict[str, Any], name: str) -> dict[str, str] | Response:
    """Store a file of pages; a run reads it. It takes the place of no other file."""
    require_role("curator")
    settings = service().settings
    request.max_content_length = settings.max_upload_mb * 1024 * 1024
    source = source_folder(settings)
    file = FileStorage(stream=request.stream, filename=clean(name))
    return {"name": keep([file], source)[0]}


def _job() -> dict[str, Any]:
    state = jobs().state()
    return {**asdict(state), "percent": state.percent}
