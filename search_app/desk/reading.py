"""The page where files are dropped and the archive is read, and how far that is."""

from __future__ import annotations

from typing import Final

from flask import Response, g, jsonify, redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

from search_app.desk.access import for_role
from search_app.desk.drawing import desk_href, draw_desk
from search_app.desk.jobs import jobs
from search_app.desk.routes import blueprint
from search_app.desk.uploads import MOST_FILES, keep, source_folder
from search_app.errors import Problem
from search_app.service import service

MOST_STORED: Final = 10
"""Names that the next page lists: they are in the cookie, which browsers take up to 4 KB of."""


@blueprint.get("/files")
@for_role("reader")
def files() -> Response:
    """The form for files, and the job that goes on or was the last."""
    settings = service().settings
    return draw_desk(
        "files.html",
        job=jobs().state(),
        source=settings.source,
        is_folder=settings.source.is_dir(),
        limit=settings.max_upload_mb,
        said=session.pop("said", None),
        stored=session.pop("stored", ()),
        number=session.pop("number", 0),
    )


@blueprint.get("/job")
@for_role("reader")
def job() -> Response:
    """How far the job is, for the script of the page."""
    return jsonify(jobs().state().to_json())


@blueprint.post("/files")
@for_role("curator")
def upload() -> AnyResponse:
    """Store files, and read them."""
    settings = service().settings
    given = [file for file in request.files.getlist("files") if file.filename]
    if not given:
        return draw_desk("cannot.html", 400, message="No file was chosen.")
    if len(given) > MOST_FILES:
        return draw_desk("cannot.html", 400, message=f"At most {MOST_FILES:,} files at a time.")
    source = source_folder(settings)
    if jobs().is_running():
        return draw_desk("cannot.html", 409, message="The archive is being read: wait.")
    stored = keep(given, source)
    session["stored"], session["number"] = stored[:MOST_STORED], len(stored)
    return _start(full=False)


@blueprint.post("/run")
@for_role("curator")
def run() -> AnyResponse:
    """Read what has changed in the archive, or with `full` everything."""
    return _start(full=request.form.get("full") == "yes")


def _start(*, full: bool) -> AnyResponse:
    try:
        jobs().start(service().settings.source, who=g.desk_user.name, full=full)
    except Problem as busy:
        return draw_desk("cannot.html", busy.status, message=busy.detail)
    return redirect(desk_href("files"), 303)
