"""A desk over a small index, with a reader and a curator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from search_app import create_app
from search_app.desk.access import require_role
from search_app.desk.users import Role, Users
from tests.app.conftest import ARTICLES, settings_for, write

if TYPE_CHECKING:
    from tests.desk.working import Worker

PASSWORDS = {"nadia": "lanterns on the quay", "omar": "eleven grey herons"}
ROLES: dict[str, Role] = {"nadia": "curator", "omar": "reader"}


@pytest.fixture(scope="package", autouse=True)
def _quick_hashes() -> Iterator[None]:
    """Passwords that take a thirtieth of the time; what is checked is the same."""
    quick = partial(generate_password_hash, method="scrypt:1024:8:1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search_app.desk.users.generate_password_hash", quick)
        yield


@pytest.fixture(scope="package")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    write(folder, ARTICLES)
    for name, role in ROLES.items():
        Users(folder).put(name, role=role, password=PASSWORDS[name])
    return folder


MakeDesk = Callable[..., Flask]


@pytest.fixture
def make_desk(index_dir: Path) -> MakeDesk:
    """Makes an application with the desk on; its login has counted no attempt yet."""

    def make(folder: Path = index_dir, **overrides: object) -> Flask:
        return create_app(settings_for(folder, **{"desk": True, **overrides}))

    return make


@dataclass(frozen=True)
class Desk:
    """An application with a route that only a curator may ask for, and who did."""

    app: Flask
    notes: list[str]


def with_notes(app: Flask) -> Desk:
    """Give an application such a route."""
    notes: list[str] = []

    @app.route("/api/v1/noted", methods=["GET", "POST"])
    def noted() -> str:
        notes.append(require_role("curator").name)
        return "noted"

    return Desk(app=app, notes=notes)


@pytest.fixture(scope="package")
def shared(index_dir: Path) -> Desk:
    return with_notes(create_app(settings_for(index_dir, desk=True)))


@pytest.fixture
def desk(shared: Desk) -> Desk:
    """The application that the tests share; nobody has asked yet."""
    shared.notes.clear()
    return shared


@pytest.fixture
def client(desk: Desk) -> FlaskClient:
    return desk.app.test_client()


def form_token(text: str) -> str:
    """The token that the forms of a page carry."""
    found = re.search('name="csrf_token" value="([^"]+)"', text)
    assert found
    return found[1]


def log_in(client: FlaskClient, name: str) -> str:
    """Log in as a user; the token for the forms of the session."""
    token = form_token(client.get("/desk/login").text)
    given = {"csrf_token": token, "name": name, "password": PASSWORDS[name]}
    answer = client.post("/desk/login", data=given)
    assert answer.status_code == 302
    return form_token(client.get("/desk/").text)


@pytest.fixture(scope="package")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive that the indexer has read; nobody has corrected it."""
    from tests.desk.working import made_archive

    return made_archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture
def applied_here(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index as it was read; corrections come into it in this process."""
    from tests.desk.working import apply_here

    settings = settings_for(archive / "index", corrections=tmp_path / "corrections.jsonl")
    apply_here(settings)
    monkeypatch.setattr("search_app.desk.showing.apply_corrections", lambda: apply_here(settings))
    monkeypatch.setattr("search_app.desk.showing._start", lambda who: True)


@pytest.fixture
def nadia(archive: Path, applied_here: None, tmp_path: Path) -> Worker:
    """The curator."""
    from tests.desk.working import Worker

    return Worker(archive, tmp_path / "corrections.jsonl", "nadia")
