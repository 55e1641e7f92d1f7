"""The desk for programs, over the archive of its pages."""

from __future__ import annotations

import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from quality import QualityStore
from quality.queues import RejectedPage
from search_app import create_app
from search_app.desk.jobs import Jobs
from search_app.desk.users import Users
from tests.app.conftest import ARTICLES, settings_for, write
from tests.desk.conftest import PASSWORDS, ROLES, MakeDesk


class Program:
    """A client with the token of a user, over a small archive with queues."""

    def __init__(self, folder: Path, name: str) -> None:
        write(folder, ARTICLES)
        for user, role in ROLES.items():
            Users(folder).put(user, role=role, password=PASSWORDS[user])
        with QualityStore(folder).new_queues() as queues:
            queues.doubts([("undated", ARTICLES[3].id, 1.0, ""), ("low", ARTICLES[2].id, 0.6, "x")])
            queues.rejected(
                RejectedPage(name="menu.txt", root="/", file="menu.txt", number=0, reason="a menu")
            )
        self.pages = folder / "pages"
        self.pages.mkdir(exist_ok=True)
        settings = {"desk": True, "source": self.pages, "api_key": "s3cret", "max_upload_mb": 1}
        client: FlaskClient = create_app(settings_for(folder, **settings)).test_client()
        self.client = client
        self.headers = {"Authorization": f"Bearer {Users(folder).new_token(name)}"}

    def get(self, path: str) -> tuple[int, object]:
        """Status and JSON."""
        answer = self.client.get(f"/api/v1/desk{path}", headers=self.headers)
        return answer.status_code, answer.json


@pytest.fixture
def nadia(tmp_path: Path) -> Program:
    return Program(tmp_path, "nadia")


def test_queues_and_rejected_pages_are_given_to_programs(nadia: Program) -> None:
    assert nadia.get("") == (
        200,
        {
            "queues": [
                {"name": "undated", "waiting": 1, "decided": 0},
                {"name": "low", "waiting": 1, "decided": 0},
            ],
            "rejected": 1,
            "corrections": 0,
        },
    )
    doubt = {"article": ARTICLES[2].id, "weight": 0.6, "words": "x"}
    found = {"name": "low", "waiting": 1, "decided": 0, "articles": [doubt]}
    assert nadia.get("/queues/low") == (200, found)
    assert nadia.get("/queues/low?first=1") == (200, {**found, "articles": []})
    pages = [{"name": "menu.txt", "reason": "a menu"}]
    assert nadia.get("/rejected?size=5") == (200, {"total": 1, "pages": pages})


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/queues/nothing", 404),
        ("/queues/low?first=-1", 400),
        ("/queues/low?size=0", 400),
        ("/page", 400),
        ("/page?name=a&article=b", 400),
        ("/job?x=1", 400),
    ],
)
def test_what_cannot_be_asked_is_refused(nadia: Program, path: str, status: int) -> None:
    assert nadia.get(path)[0] == status


def test_a_file_is_stored_and_too_large_a_one_is_not(nadia: Program) -> None:
    def put(name: str, data: bytes) -> tuple[int, object]:
        path = f"/api/v1/desk/files/{name}"
        answer = nadia.client.put(path, data=data, headers=nadia.headers)
        return answer.status_code, answer.json

    assert put("a%20b.txt", b"text") == (201, {"name": "uploads/a_b.txt"})
    assert put("..%5C..%5Cx.txt", b"text") == (201, {"name": "uploads/x.txt"})
    assert put("large.txt", b"x" * (1024 * 1024 + 1))[0] == 413
    found = sorted(path.name for path in (nadia.pages / "uploads").iterdir())
    assert found == ["a_b.txt", "x.txt"]


def test_a_run_is_started_and_tells_why_it_failed(
    nadia: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLIPPINGS_QUERY_TIMEOUT_MS", "never")
    answer = nadia.client.post("/api/v1/desk/job", json={}, headers=nadia.headers)
    assert (answer.status_code, answer.json["who"]) == (202, "nadia")
    last = time.monotonic() + 60
    while nadia.get("/job")[1]["state"] == "running":  # type: ignore[index]
        assert time.monotonic() < last
        time.sleep(0.05)
    state = nadia.get("/job")[1]
    assert "CLIPPINGS_QUERY_TIMEOUT_MS" in state["error"]  # type: ignore[index]


def test_a_reader_looks_and_does_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    omar = Program(tmp_path, "omar")
    monkeypatch.setattr(Jobs, "start", lambda *_, **__: pytest.fail("it was started"))
    for path in ("", "/queues/low", "/rejected", "/job"):
        assert omar.get(path)[0] == 200
    headers = omar.headers
    assert omar.client.post("/api/v1/desk/job", json={}, headers=headers).status_code == 403
    stored = omar.client.put("/api/v1/desk/files/a.txt", data=b"x", headers=headers)
    assert (stored.status_code, list(omar.pages.iterdir())) == (403, [])


def test_nobody_and_who_has_the_key_alone_are_refused(nadia: Program, make_desk: MakeDesk) -> None:
    for headers in ({}, {"X-API-Key": "s3cret"}, {"Authorization": "Bearer clp_made-up"}):
        assert nadia.client.get("/api/v1/desk", headers=headers).status_code == 401
    off = make_desk(desk=False).test_client()
    assert off.get("/api/v1/desk").status_code == 404


def test_names_that_may_be_one_are_given_until_somebody_says_that_they_are_two(
    tmp_path: Path,
) -> None:
    nadia = Program(tmp_path, "nadia")
    spelt = ("Inès Garrigue", "Inès Garigue")
    write(
        tmp_path,
        [replace(one, persons=(name,)) for one, name in zip(ARTICLES[:2], spelt, strict=True)],
    )
    status, found = nadia.get("/names")
    assert (status, found["waiting"]) == (200, 1)
    [pair] = found["pairs"]
    assert sorted((pair["one"], pair["other"])) == sorted(spelt)
    given = {name: pair[name] for name in ("kind", "one", "other")}
    path = "/api/v1/desk/names/apart"
    answer = nadia.client.post(path, json={**given, "kind": "ship"}, headers=nadia.headers)
    assert answer.status_code == 400
    answer = nadia.client.post(path, json=given, headers=nadia.headers)
    assert (answer.status_code, answer.json["kind"]) == (201, "person")
    assert nadia.get("/names")[1] == {"waiting": 0, "pairs": []}
    omar = Program(tmp_path, "omar")
    assert omar.client.post(path, json=given, headers=omar.headers).status_code == 403
    assert omar.get("/names")[0] == 200


def test_corrected_pages_are_given_as_annotated_pages(
    nadia: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = b'{"name": "a.txt", "articles": []}\n'
    asked: list[tuple[str, ...]] = []

    def answered(status: int) -> None:
        def run(*words: str) -> subprocess.CompletedProcess[bytes]:
            asked.append(words)
            said = b"" if status else line
            return subprocess.CompletedProcess([], status, said, b"indexer: It is written to.")

        monkeypatch.setattr("search_app.desk.annotating.run_module", run)

    def get() -> tuple[int, bytes]:
        answer = nadia.client.get("/api/v1/corrections/pages", headers=nadia.headers)
        return answer.status_code, answer.data

    answered(0)
    assert get() == (200, line)
    assert asked[0][:2] == ("indexer", str(nadia.pages))
    answered(2)
    status, said = get()
    assert (status, b"It is written to." in said) == (503, True)
