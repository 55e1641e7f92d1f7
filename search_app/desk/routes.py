"""The routes under /desk, where it is on: login first, then what may be done."""

from __future__ import annotations

import logging
from typing import Final

from flask import Blueprint, Response, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as AnyResponse

from search_app.api.fields import clean
from search_app.desk import attempts
from search_app.desk.access import (
    SAFE_METHODS,
    asking,
    check_form,
    for_role,
    log_in,
    log_out,
)
from search_app.desk.drawing import desk_href, draw_desk, inside
from search_app.desk.users import Users
from search_app.errors import Problem
from search_app.service import service

blueprint = Blueprint("desk", __name__, url_prefix="/desk")

log = logging.getLogger("clippings")
UPLOAD: Final = "desk.upload"
"""What alone takes more than other routes do."""
OPEN_VIEWS: Final = frozenset({"desk.login"})


@blueprint.record
def _install(setup: BlueprintSetupState) -> None:
    attempts.install(setup.app)  # type: ignore[arg-type]


@blueprint.before_request
def _nobody_passes() -> AnyResponse | None:
    """Who is not logged in is led to the login, or refused where something was to be done."""
    if request.endpoint == UPLOAD:
        request.max_content_length = service().settings.max_upload_mb * 1024 * 1024
    if request.endpoint in OPEN_VIEWS or asking() is not None:
        return None
    if request.method in SAFE_METHODS:
        came = request.full_path.rstrip("?")
        return redirect(desk_href("login", next=came))
    return draw_desk("refused.html", 401, refused="stale")


@blueprint.errorhandler(Problem)
def _refused(problem: Problem) -> Response:
    """What a person at the desk may not do is said on a page of the desk."""
    known = {"forged-form": "forged", "not-allowed": "not_allowed", "log-in": "stale"}
    if problem.kind not in known:
        return problem.response()
    return draw_desk("refused.html", problem.status, refused=known[problem.kind])


@blueprint.route("/login", methods=["GET", "POST"])
def login() -> AnyResponse:
    """The form of the login; POST logs in."""
    onward = inside(request.values.get("next", ""))
    if request.method == "GET":
        if asking() is not None:
            return redirect(onward)
        return draw_desk("login.html", next=onward, wrong=False, name="")
    check_form()
    name, address = clean(request.form.get("name", ""))[:64], request.remote_addr or ""
    attempts.check(address, name)
    user = Users(service().settings.index_dir).with_password(name, request.form.get("password", ""))
    if user is None:
        attempts.failed(address, name)
        log.warning("login failed", extra={"fields": {"message": "login failed"}})
        return draw_desk("login.html", 401, next=onward, wrong=True, name=name)
    log_in(user)
    return redirect(onward)


@blueprint.post("/logout")
@for_role("reader")
def logout() -> AnyResponse:
    """The end of the session."""
    log_out()
    return redirect(url_for("pages.home"))
