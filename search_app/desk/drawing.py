"""How pages of the desk are drawn: with who is logged in, and never kept by a cache."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, request, url_for

from search_app.desk.access import asking, form_token
from search_app.desk.corrected import Seen
from search_app.desk.helper import prepare_helper
from search_app.desk.words import desk_messages
from search_app.pages.routes import draw
from search_app.pages.state import PageState, read_state
from search_index.model.query import Query

PARTS: Final = (
    ("home", "desk"),
    ("names", "desk_names"),
    ("rejected", "desk_rejected"),
    ("history", "desk_corrections"),
    ("files", "desk_files"),
    ("saved_searches", "desk_alerts"),
)
OF_CURATORS: Final = frozenset({"saved_searches"})
"""Pages that a reader does not see: addresses of other people are on them."""

"""The pages that the head of each leads to, and their words."""


def draw_desk(template: str, status: int = 200, **values: Any) -> Response:
    """A page of the desk in the language that the address or the browser asks for."""
    lang = language()
    user = asking()
    may_curate = user is not None and user.may("curator")
    if may_curate:
        prepare_helper()
    response = draw(
        f"desk/{template}",
        desk_messages(lang),
        PageState(query=Query(), lang=lang),
        status,
        user=user,
        form_token=form_token(),
        own=desk_href,
        seen=Seen(),
        same_page=same_page,
        desk_parts=[part for part in PARTS if may_curate or part[0] not in OF_CURATORS],
        **values,
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def language() -> str | None:
    """The language of the interface, where the address asks for one."""
    return read_state(request.args).lang


def desk_href(endpoint: str, **values: Any) -> str:
    """The address of a page of the desk, in the language of this one."""
    return url_for(f"desk.{endpoint}", **{"lang": language(), **values})


def same_page(lang: str) -> str:
    """The address of this page in another language."""
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{request.script_root}{request.path}?{urlencode([*pairs, ('lang', lang)])}"


def inside(wanted: str) -> str:
    """An address that a form leads to: a page of the desk, never another site."""
    root = url_for("desk.home")
    odd = "//" in wanted or any(char in wanted for char in "\\\r\n\t")
    return wanted if wanted.startswith(root) and not odd else desk_href("home")
