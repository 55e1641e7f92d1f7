from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search_app.desk.users import BadUser, Users, UsersUnusable
from search_app.users import main
from tests.app.conftest import ARTICLES, settings_for, write
from tests.desk.conftest import PASSWORDS, Desk, MakeDesk, form_token, log_in, with_notes

BROWSER = {"Accept": "text/html"}


def test_there_is_no_desk_unless_it_is_switched_on(make_desk: MakeDesk) -> None:
    client = make_desk(desk=False).test_client()
    for path in ("/desk", "/desk/", "/desk/login"):
        assert client.get(path).status_code == 404
    assert client.post("/desk/login", data={"name": "nadia"}).status_code == 404


def test_who_is_not_logged_in_is_led_to_the_login_and_back(client: FlaskClient) -> None:
    led = client.get("/desk/?lang=fr")
    assert led.status_code == 302
    page = client.get(led.location)
    assert "Se connecter" in page.text
    given = {
        "csrf_token": form_token(page.text),
        "name": "nadia",
        "password": PASSWORDS["nadia"],
        "next": "/desk/?lang=fr",
    }
    answer = client.post("/desk/login", data=given)
    assert (answer.status_code, answer.location) == (302, "/desk/?lang=fr")
    assert "nadia" in client.get("/desk/").text


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/desk//evil.example", "/desk/\\evil"]
)
def test_a_login_never_leads_to_another_site(client: FlaskClient, elsewhere: str) -> None:
    token = form_token(client.get("/desk/login").text)
    given = {"csrf_token": token, "name": "nadia", "password": PASSWORDS["nadia"]}
    answer = client.post("/desk/login", data={**given, "next": elsewhere})
    assert answer.location == "/desk/"


@pytest.mark.parametrize(("scheme", "secure"), [("http", False), ("https", True)])
def test_the_cookie_is_for_this_site_alone_and_over_https_only_where_it_came_so(
    client: FlaskClient, scheme: str, secure: bool
) -> None:
    cookie = client.get("/desk/login", base_url=f"{scheme}://localhost").headers["Set-Cookie"]
    assert cookie.startswith("clippings_desk=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("; Secure" in cookie) is secure


def test_a_wrong_password_and_an_unknown_name_are_refused_in_the_same_words(
    client: FlaskClient,
) -> None:
    token = form_token(client.get("/desk/login").text)
    texts = []
    for name in ("nadia", "nobody"):
        given = {"csrf_token": token, "name": name, "password": "wrong wrong wrong"}
        answer = client.post("/desk/login", data=given)
        assert answer.status_code == 401
        texts.append(answer.text.replace(name, "…"))
    assert texts[0] == texts[1]
    assert client.get("/desk/").status_code == 302


def test_who_guesses_passwords_has_to_wait_also_with_the_right_one(make_desk: MakeDesk) -> None:
    client = make_desk().test_client()
    token = form_token(client.get("/desk/login").text)
    given = {"csrf_token": token, "name": "nadia", "password": "wrong wrong wrong"}
    statuses = [client.post("/desk/login", data=given).status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]
    refused = client.post("/desk/login", data={**given, "password": PASSWORDS["nadia"]})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 61


@pytest.mark.parametrize("token", ["", "made up", None])
def test_a_forged_form_does_nothing(desk: Desk, token: str | None) -> None:
    client = desk.app.test_client()
    log_in(client, "nadia")
    given = {} if token is None else {"csrf_token": token}
    answer = client.post("/api/v1/noted", data=given)
    assert (answer.status_code, answer.json["type"]) == (403, "urn:clippings:problem:forged-form")
    refused = client.post("/desk/logout", data=given, headers=BROWSER)
    assert (refused.status_code, refused.mimetype) == (403, "text/html")
    assert "Nothing was changed." in refused.text
    assert desk.notes == []
    assert client.get("/desk/").status_code == 200


def test_a_form_of_another_session_does_nothing(desk: Desk) -> None:
    own, other = desk.app.test_client(), desk.app.test_client()
    token = log_in(own, "nadia")
    log_in(other, "nadia")
    assert other.post("/api/v1/noted", data={"csrf_token": token}).status_code == 403
    assert own.post("/api/v1/noted", headers={"X-CSRF-Token": token}).status_code == 200
    assert desk.notes == ["nadia"]


def test_a_reader_sees_the_desk_and_changes_nothing(desk: Desk) -> None:
    client = desk.app.test_client()
    token = log_in(client, "omar")
    assert client.get("/desk/").status_code == 200
    answer = client.post("/api/v1/noted", data={"csrf_token": token})
    assert (answer.status_code, answer.json["type"]) == (403, "urn:clippings:problem:not-allowed")
    assert desk.notes == []


def test_logging_out_ends_the_session(client: FlaskClient) -> None:
    token = log_in(client, "nadia")
    assert client.post("/desk/logout", data={"csrf_token": token}).status_code == 302
    assert client.get("/desk/").status_code == 302


def test_a_new_password_a_new_role_or_removal_ends_sessions_and_tokens(
    tmp_path: Path, make_desk: MakeDesk
) -> None:
    users = Users(tmp_path)
    users.put("nadia", role="curator", password=PASSWORDS["nadia"])
    app, notes = (made := with_notes(make_desk(tmp_path))).app, made.notes
    client = app.test_client()
    form = log_in(client, "nadia")
    bearer = {"Authorization": f"Bearer {users.new_token('nadia')}"}
    assert app.test_client().post("/api/v1/noted", headers=bearer).status_code == 200
    users.put("nadia", role="reader", password="another long one")
    stale = client.post("/desk/logout", data={"csrf_token": form})
    assert stale.status_code == 401
    assert "The session has ended" in stale.text
    assert app.test_client().post("/api/v1/noted", headers=bearer).status_code == 401
    assert users.remove("nadia")
    assert client.get("/desk/").status_code == 302
    assert notes == ["nadia"]


def test_a_cookie_that_somebody_made_up_is_nobodys(client: FlaskClient) -> None:
    client.set_cookie("clippings_desk", "eyJuYW1lIjoibmFkaWEifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert client.get("/desk/").status_code == 302


def test_the_api_takes_the_token_of_a_user_and_then_asks_for_no_form(
    desk: Desk, index_dir: Path
) -> None:
    client = desk.app.test_client()
    token = Users(index_dir).new_token("nadia")
    for header, status in ((f"Bearer {token}", 200), (f"Bearer {token}x", 401), ("", 401)):
        answer = client.post("/api/v1/noted", headers={"Authorization": header})
        assert answer.status_code == status
    assert desk.notes == ["nadia"]
    assert token not in (index_dir / "desk" / "users.json").read_text()


def test_where_the_archive_asks_for_a_key_a_user_reads_it_and_manages_no_alerts(
    make_desk: MakeDesk, index_dir: Path
) -> None:
    app = make_desk(api_key="s3cret")
    client = app.test_client()
    assert client.get("/").status_code == 401
    log_in(client, "omar")
    for path in ("/", f"/articles/{ARTICLES[0].id}", "/api/v1/search"):
        assert client.get(path).status_code == 200
    assert client.get("/api/v1/alerts").status_code == 401
    assert client.post("/api/v1/alerts", json={"name": "x"}).status_code == 401


def test_with_the_desk_off_require_role_finds_nothing(make_desk: MakeDesk) -> None:
    app, notes = (made := with_notes(make_desk(desk=False))).app, made.notes
    assert app.test_client().get("/api/v1/noted").status_code == 404
    assert notes == []


def test_pages_of_the_desk_are_kept_nowhere_and_run_no_foreign_code(client: FlaskClient) -> None:
    answer = client.get("/desk/login")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_passwords_are_kept_as_hashes_that_only_the_owner_of_the_file_reads(tmp_path: Path) -> None:
    users = Users(tmp_path)
    users.put("nadia", role="curator", password=PASSWORDS["nadia"])
    text = users.path.read_text()
    assert PASSWORDS["nadia"] not in text
    assert json.loads(text)["users"][0]["password"].startswith("scrypt:")
    assert users.path.stat().st_mode & 0o077 == 0
    assert users.key() == users.key()
    assert (users.folder / "key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["", "a b", "x" * 65, "a\nb", "../../x", "<b>"])
def test_a_name_that_cannot_be_used_is_refused_with_what_can(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadUser, match="give 1 to 64 letters"):
        Users(tmp_path).put(name, role="reader", password="long enough it is")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "cannot be read"),
        ("[]", "give an object"),
        ('{"users": [{"name": "nadia"}]}', "entry 1 lacks"),
        (
            '{"users": [{"name": "n", "role": "boss", "password": "", "stamp": ""}]}',
            "role 'boss'",
        ),
    ],
)
def test_a_file_of_users_that_was_spoiled_is_named_and_lets_nobody_in(
    tmp_path: Path, make_desk: MakeDesk, text: str, what: str
) -> None:
    users = Users(tmp_path)
    users.key()
    users.path.write_text(text)
    with pytest.raises(UsersUnusable, match=what):
        users.load()
    client: FlaskClient = make_desk(tmp_path).test_client()
    token = form_token(client.get("/desk/login").text)
    given = {"csrf_token": token, "name": "n", "password": "x"}
    assert client.post("/desk/login", data=given).status_code == 503


def test_users_are_added_listed_and_removed_by_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ["--index-dir", str(tmp_path)]
    monkeypatch.setattr("sys.stdin", io.StringIO("a long password\n"))
    assert main([*folder, "add", "ines", "--role", "curator", "--password-stdin"]) == 0
    assert main([*folder, "token", "ines"]) == 0
    token = capsys.readouterr().out.strip()
    assert main([*folder, "list"]) == 0
    assert capsys.readouterr().out == "ines\tcurator\t1 tokens\n"
    users = Users(settings_for(tmp_path).index_dir)
    for found in (users.with_token(token), users.with_password("ines", "a long password")):
        assert found is not None
        assert found.name == "ines"
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert main([*folder, "add", "ines", "--password-stdin"]) == 2
    assert "The password has 5 characters" in capsys.readouterr().err
    assert main([*folder, "remove", "ines"]) == 0
    assert main([*folder, "remove", "ines"]) == 2


def test_where_the_file_of_users_is_damaged_everything_that_asks_for_one_says_so(
    tmp_path: Path, make_desk: MakeDesk
) -> None:
    write(tmp_path, ARTICLES)
    users = Users(tmp_path)
    users.put("nadia", role="curator", password=PASSWORDS["nadia"])
    token = users.new_token("nadia")
    client = make_desk(tmp_path, api_key="s3cret").test_client()
    log_in(client, "nadia")
    users.path.write_text(users.path.read_text().replace("nadia", "naida"))
    for path, headers in (
        ("/desk/", {}),
        ("/", {}),
        ("/api/v1/desk", {"Authorization": f"Bearer {token}"}),
    ):
        answer = client.get(path, headers=headers)
        assert answer.status_code == 503, path
        assert "users.json" in answer.text
        assert str(tmp_path) not in answer.text
    assert client.get("/", headers={"X-API-Key": "s3cret"}).status_code == 200
