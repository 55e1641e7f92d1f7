"""Who asks, and whether they may: `require_role`, for the pages of the desk and its API.

Sessions are Flask's: a signed cookie that scripts cannot read (HttpOnly), that other sites do not
send along with a form (SameSite=Lax), and that goes over https only where the login came over
https. Forms carry a token that is in the signed session as well. Flask-WTF checks the same;
it would bring itself and WTForms for the comparison of two strings.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Final, TypeVar, cast

from flask import Flask, g, request, session
from flask.sessions import SecureCookieSessionInterface

from search_app.desk.users import Role, User, Users, UsersUnusable
from search_app.errors import NotFound, Problem
from search_app.service import service
from search_index.settings import Settings

View = TypeVar("View", bound=Callable[..., Any])

IDLE: Final = timedelta(hours=12)
LONGEST_S: Final = 7 * 24 * 3600
FORM_FIELD: Final = "csrf_token"
HEADER: Final = "X-CSRF-Token"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class _Sessions(SecureCookieSessionInterface):
    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def install(app: Flask, settings: Settings) -> None:
    """Give `app` its sessions, where the desk is on. Raises UsersUnusable."""
    if not settings.desk:
        return
    app.register_error_handler(UsersUnusable, unusable)
    app.secret_key = Users(settings.index_dir).key()
    app.session_interface = _Sessions()
    app.config.update(
        SESSION_COOKIE_NAME="clippings_desk",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=IDLE,
    )


def require_role(role: Role) -> User:
    """The user who asks, where they may do what `role` may.

    By the token of a user (`Authorization: Bearer clp_…`) or by the session of the desk; who
    changes something by a session sends the token of its forms as well. Raises Problem: 401 for
    nobody, 403 for who may not, 404 where the desk is off.
    """
    if not service().settings.desk:
        raise NotFound("The desk is off: CLIPPINGS_DESK=on switches it on.")
    user = asking()
    if user is None:
        raise Problem(
            401,
            "log-in",
            "Log in first",
            "Nobody is logged in, or the session has ended, so nothing was done. Log in at /desk, "
            "or send the token of a user as `Authorization: Bearer clp_…`.",
            headers={"WWW-Authenticate": 'Bearer realm="Clippings desk"'},
        )
    if request.method not in SAFE_METHODS and not g.desk_by_token:
        check_form()
    if not user.may(role):
        raise Problem(
            403,
            "not-allowed",
            "Not allowed",
            f"{user.name} is a {user.role}, and this is for a {role}; nothing was done.",
        )
    return user


def ask_for_login() -> None:
    """Before anything of a request is read: whoever asks is a user. Raises as `require_role`."""
    if request.method != "OPTIONS":
        require_role("reader")


def for_role(role: Role) -> Callable[[View], View]:
    """A view for those who may do what `role` may; the user is `g.desk_user`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*arguments: Any, **options: Any) -> Any:
            require_role(role)
            return view(*arguments, **options)

        return cast(View, guarded)

    return decorate


def asking() -> User | None:
    """The user who asks, by token or session; None where that is nobody (known any more)."""
    if "desk_user" not in g:
        g.desk_by_token = False
        g.desk_user = None
        if service().settings.desk:
            g.desk_user = _by_token() or _by_session()
    found: User | None = g.desk_user
    return found


def log_in(user: User) -> None:
    """Begin a new session for a user."""
    session.clear()
    session.permanent = True
    session["name"] = user.name
    session["stamp"] = user.stamp
    session["since"] = int(time.time())
    g.desk_user = user


def log_out() -> None:
    """End the session of this browser."""
    session.clear()
    g.desk_user = None


def form_token() -> str:
    """What every form of this session carries."""
    if "form" not in session:
        session.permanent = True
        session["form"] = secrets.token_urlsafe(24)
    return str(session["form"])


def check_form() -> None:
    """Refuse a form that is not from a page of this session. Raises Problem."""
    given = request.headers.get(HEADER) or request.form.get(FORM_FIELD, "")
    wanted = str(session.get("form", ""))
    if not wanted or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Problem(
            403,
            "forged-form",
            "This form cannot be used",
            "It does not come from a page of this session, or the session has ended; nothing was "
            "done. Open the page again and repeat what you did.",
        )


def _by_token() -> User | None:
    given = request.authorization
    if given is None or given.type != "bearer" or not given.token:
        return None
    user = _users().with_token(given.token)
    g.desk_by_token = user is not None
    return user


def _by_session() -> User | None:
    name, since = session.get("name"), session.get("since")
    if not isinstance(name, str) or not isinstance(since, int):
        return None
    if not 0 <= time.time() - since + 60 <= LONGEST_S:
        return None
    user = _users().find(name)
    fits = user is not None and hmac.compare_digest(user.stamp, str(session.get("stamp", "")))
    return user if fits else None


def _users() -> Users:
    return Users(service().settings.index_dir)


def unusable(error: UsersUnusable) -> Any:
    """The answer where the file of users cannot be read."""
    return Problem(503, "users-unusable", "The desk cannot be used", str(error)).response()
