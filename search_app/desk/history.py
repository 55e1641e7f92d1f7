"""All that was ever corrected: what holds, what was undone, and what finds its article no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Response, request, session

from corrections import Correction, Undo, read_orphans
from search_app.desk.access import for_role
from search_app.desk.corrected import corrections, corrections_file
from search_app.desk.drawing import draw_desk
from search_app.desk.routes import blueprint
from search_app.service import service

PER_PAGE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A correction as the list shows it; `orphaned` says why it is applied to nothing."""

    correction: Correction
    undone: Undo | None
    holds: bool
    orphaned: str


@blueprint.get("/corrections")
@for_role("reader")
def history() -> Response:
    """Every correction, the last one first."""
    held = corrections()
    orphans = {orphan.id: orphan.reason for orphan in read_orphans(service().settings.index_dir)}
    holding = {one.id for one in held.active()}
    listed = [one for one in reversed(held.lines) if isinstance(one, Correction)]
    if request.args.get("only") == "orphans":
        listed = [one for one in listed if one.id in orphans and one.id in holding]
    text = request.args.get("at", "")
    first = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    return draw_desk(
        "corrections.html",
        entries=[
            Entry(
                correction=one,
                undone=held.undone(one.id),
                holds=one.id in holding,
                orphaned=orphans.get(one.id, ""),
            )
            for one in listed[first : first + PER_PAGE]
        ],
        first=first,
        total=len(listed),
        per_page=PER_PAGE,
        problems=held.problems,
        said=session.pop("said", None),
    )


@blueprint.get("/corrections.jsonl")
@for_role("reader")
def export() -> Response:
    """Every line of the file that can be used, as `--corrections import` takes them."""
    response = Response(corrections_file().export(), content_type="application/x-ndjson")
    response.headers["Content-Disposition"] = 'attachment; filename="corrections.jsonl"'
    return response
