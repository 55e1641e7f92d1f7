"""What forms of the desk are sent by people who write their own."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corrections import CorrectionsFile
from search_app import create_app
from search_app.desk.alike import Apart
from search_app.desk.corrected import NOTHING
from search_app.desk.jobs import Jobs
from tests.app.conftest import settings_for
from tests.desk.conftest import MakeDesk, log_in

OWN = {"id": "forged", "when": "1999-01-01T00:00:00Z", "who": "ann"}


def test_who_and_when_of_a_correction_are_the_servers(
    index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search_app.desk.corrected.show_corrections", lambda **_: NOTHING)
    settings = settings_for(index_dir, desk=True, corrections=tmp_path / "own.jsonl")
    client = create_app(settings).test_client()
    token = log_in(client, "nadia")
    act = {"what": "name", "kind": "person", "name": "Quay", "to": "rejected", **OWN}
    answer = client.post("/desk/act", data={"csrf_token": token, "act": json.dumps(act)})
    assert answer.status_code == 303
    [line] = CorrectionsFile(tmp_path / "own.jsonl").read().lines
    assert line.who == "nadia"
    assert line.id != "forged"
    assert not line.when.startswith("1999")


def test_a_name_that_no_program_can_be_given_is_not_found(client: FlaskClient) -> None:
    log_in(client, "nadia")
    assert client.get("/desk/page?name=%00").status_code == 404


def test_names_that_are_kept_apart_are_names(client: FlaskClient) -> None:
    token = log_in(client, "nadia")
    pair = {"kind": "person", "one": "a" * 2_000, "other": "b", "csrf_token": token}
    assert client.post("/desk/apart", data=pair).status_code == 400


def test_a_disk_that_refuses_is_said(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Apart, "add", full)
    token = log_in(client, "nadia")
    pair = {"kind": "person", "one": "Ann", "other": "Anne", "csrf_token": token}
    answer = client.post("/desk/apart", data=pair)
    assert answer.status_code == 503
    assert "No space left" in answer.text


def test_long_names_of_many_files_fit_into_the_cookie(
    index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Jobs, "start", lambda *_, **__: None)
    client = create_app(settings_for(index_dir, desk=True, source=tmp_path)).test_client()
    token = log_in(client, "nadia")
    names = [f"{number:0150x}"[::-1] for number in range(7**170, 7**170 + 60 * 7**165, 7**165)]
    files = [(io.BytesIO(name.encode()), f"{name}.txt") for name in names]
    answer = client.post(
        "/desk/files",
        data={"files": files, "csrf_token": token},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 303
    assert 0 < len(answer.headers["Set-Cookie"]) < 4_000
    assert "60" in client.get("/desk/files").text


def test_no_redirect_leads_to_the_host_that_a_request_names(client: FlaskClient) -> None:
    answer = client.get("/desk", headers={"Host": "evil.example"})
    assert answer.status_code == 308
    assert answer.headers["Location"] == "/desk/"


def test_an_import_takes_what_it_says_and_no_more(
    index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search_app.api.corrections.MOST_BYTES", 1_500_000)
    settings = settings_for(index_dir, desk=True, corrections=tmp_path / "own.jsonl")
    client = create_app(settings).test_client()
    token = log_in(client, "nadia")
    for size, status in ((1_400_000, 200), (1_600_000, 413)):
        answer = client.post(
            "/api/v1/corrections/import",
            data=b"\n" * size,
            headers={"X-CSRF-Token": token, "Content-Type": "application/x-ndjson"},
        )
        assert answer.status_code == status


@pytest.mark.parametrize("body", [b"", b"{", b"{}", b'{"what": 1, "names": [], "x": "y"}'])
def test_nobody_learns_what_a_body_should_hold(make_desk: MakeDesk, body: bytes) -> None:
    """Whoever is nobody is asked to log in before anything that he sent is read."""
    app = make_desk()
    client = app.test_client()
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1/")]
    guarded = [r for r in rules if r.endpoint.startswith(("corrections.", "desk_api."))]
    assert len(guarded) > 8
    for rule in guarded:
        path = rule.rule.replace("<", "").replace(">", "")
        for method in (rule.methods or set()) - {"OPTIONS"}:
            answer = client.open(path, method=method, data=body, content_type="application/json")
            assert answer.status_code == 401, (method, path)
