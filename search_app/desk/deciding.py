"""What the desk does: corrects, takes back, keeps names apart. Every form leads on from here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Response, g, redirect, request, session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from corrections import Conflict, Correction, CorrectionRefused, FileUnusable, to_json
from search_app.api.fields import clean
from search_app.desk.access import for_role
from search_app.desk.alike import KINDS, MOST_NAME_CHARS
from search_app.desk.alike import keep_apart as keep_names_apart
from search_app.desk.corrected import (
    NOTHING,
    OF_SERVER,
    Written,
    article_of,
    from_act,
    from_fields,
    undo,
    write,
)
from search_app.desk.drawing import draw_desk, inside
from search_app.desk.routes import blueprint
from search_app.desk.showing import Shown
from search_app.errors import InvalidParameters, Problem

MOST_SAID: Final = 10
_TYPED: Final = ("what", "article", "other", "kind", "name", "form", "to")


@blueprint.post("/articles/<article_id>")
@for_role("curator")
def save(article_id: str) -> AnyResponse:
    """Correct fields of an article, or accept them as they are."""
    return _decide(from_fields(request.form, article_of(clean(article_id))))


@blueprint.post("/act")
@for_role("curator")
def act() -> AnyResponse:
    """What a button of a page says."""
    return _decide(from_act(request.form))


@blueprint.post("/name")
@for_role("curator")
def name() -> AnyResponse:
    """What a form with one field says: of a name, or of another article and this one."""
    values = {key: clean(request.form.get(key, "")).strip() for key in _TYPED}
    act: dict[str, Any] = {key: value for key, value in values.items() if value}
    if act.get("what") in ("duplicate", "join"):
        # An id, or the address of the article's page.
        act |= {"other": urlsplit(values["other"]).path.rstrip("/").split("/")[-1], "to": True}
    return _decide(from_act(MultiDict({"act": json.dumps(act)})))


@blueprint.post("/undo")
@for_role("curator")
def take_back() -> AnyResponse:
    """Undo a correction."""
    return _on("undone", shown=undo(clean(request.form.get("id", "")), g.desk_user))


@blueprint.post("/apart")
@for_role("curator")
def keep_apart() -> AnyResponse:
    """Two names are not one."""
    kind = request.form.get("kind", "")
    one, other = sorted(clean(request.form.get(name, "")) for name in ("one", "other"))
    if kind not in KINDS or not one or max(len(one), len(other)) > MOST_NAME_CHARS:
        raise InvalidParameters([("kind", "Not a pair of names.")])
    keep_names_apart(kind, one, other, who=g.desk_user.name)
    return _on("apart")


@blueprint.errorhandler(CorrectionRefused)
def _cannot(error: CorrectionRefused) -> Response:
    return draw_desk("cannot.html", 400, message=str(error))


@blueprint.errorhandler(InvalidParameters)
def _bad(error: InvalidParameters) -> Response:
    message = " ".join(f"{name}: {text}" for name, text in error.errors)
    return draw_desk("cannot.html", 400, message=message)


@blueprint.errorhandler(FileUnusable)
def _file(error: FileUnusable) -> Response:
    return Problem(503, "corrections-unusable", "Nothing was corrected", str(error)).response()


def _decide(given: list[Correction]) -> AnyResponse:
    done = write(given, g.desk_user)
    if done.conflicts:
        return _both(done)
    what = "corrected" if done.corrections else "unchanged"
    return _on(what, [one.id for one in done.corrections], shown=done.shown)


def _both(done: Written) -> Response:
    """Somebody came before: both values, to choose from."""
    return draw_desk(
        "both.html",
        409,
        conflicts=done.conflicts,
        written=done.corrections,
        again=_again,
        next=inside(request.form.get("next", "")),
    )


def _on(what: str, ids: Sequence[str] = (), *, shown: Shown = NOTHING) -> AnyResponse:
    session["said"] = {
        "what": what,
        "ids": list(ids[:MOST_SAID]),
        "waits": "started" if shown.starts else "later" if shown.waits else "",
    }
    return redirect(inside(request.form.get("next", "")), 303)


def _again(conflict: Conflict) -> dict[str, Any]:
    """The correction as a button gives it again, knowing now what the other person gave."""
    values = to_json(conflict.given)
    for part in ("article", "other"):
        if part in values:
            values[part] = values[part]["id"]
    plain = {key: value for key, value in values.items() if key not in OF_SERVER}
    return {**plain, "from": conflict.current}
