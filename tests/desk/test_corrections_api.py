"""The API of corrections: a curator corrects by token, and everybody else is refused."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from search_app import create_app
from search_app.desk.users import Users
from tests.app.conftest import settings_for
from tests.corrections.archive import Archive
from tests.desk.conftest import PASSWORDS, ROLES, log_in

PATH = "/api/v1/corrections"


class Api:
    """Somebody who asks with a token."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"}

    def __call__(self, method: str, path: str = "", **options):
        return self.client.open(PATH + path, method=method, headers=self.headers, **options)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("archive")
    archive = Archive(folder)
    archive.run()
    for name, role in ROLES.items():
        Users(archive.settings.index_dir).put(name, role=role, password=PASSWORDS[name])
    return archive


@pytest.fixture
def client(place: Archive) -> FlaskClient:
    settings = settings_for(place.settings.index_dir, desk=True, source=place.pages)
    return create_app(settings).test_client()


@pytest.fixture
def curator(client: FlaskClient, place: Archive) -> Api:
    return Api(client, Users(place.settings.index_dir).new_token("nadia"))


@pytest.fixture
def reader(client: FlaskClient, place: Archive) -> Api:
    return Api(client, Users(place.settings.index_dir).new_token("omar"))


@pytest.fixture(autouse=True)
def _undo_all(place: Archive):
    yield
    place.file.path.unlink(missing_ok=True)
    place.run()


def test_a_correction_is_written_searched_for_listed_and_undone(curator, client, place):
    article = place.of("ferry.txt")
    answer = curator(
        "POST",
        json={"what": "tags", "article": article.id, "other": None, "to": ["Sea"], "from": []},
    )
    assert answer.status_code == 201, answer.text
    written = answer.json
    assert (written["who"], written["from"], written["to"]) == ("nadia", [], ["Sea"])
    assert written["article"]["page"] == "ferry.txt"
    assert answer.headers["Location"] == f"{PATH}/{written['id']}"
    found = client.get("/api/v1/search?tag=sea").json
    assert [hit["id"] for hit in found["hits"]] == [article.id]
    assert found["hits"][0]["tags"] == ["Sea"]
    reasons = client.get(f"/api/v1/articles/{article.id}").json["provenance"]
    assert [r["rule"] for r in reasons if r["field"] == "tags"] == ["corrected by a person"]
    listed = curator("GET").json
    assert [one["id"] for one in listed["corrections"]] == [written["id"]]
    assert curator("GET", f"?article={article.id}&what=tags").json == listed
    assert curator("GET", "?what=title").json["corrections"] == []
    assert curator("GET", f"/{written['id']}").json == listed["corrections"][0]
    undo = curator("DELETE", f"/{written['id']}")
    assert (undo.status_code, undo.json["undo"]) == (200, written["id"])
    assert client.get("/api/v1/search?tag=sea").json["total"] == 0
    [undone] = curator("GET", "?state=undone").json["corrections"]
    assert undone["undone"]["id"] == undo.json["id"]
    assert curator("DELETE", f"/{written['id']}").status_code == 404


def test_a_second_curators_change_is_a_409_that_shows_both_values(curator, place):
    given = {"what": "section", "article": place.of("ferry.txt").id, "from": None, "to": "Shipping"}
    assert curator("POST", json=given).status_code == 201
    answer = curator("POST", json={**given, "to": "Sea"})
    assert answer.status_code == 409
    assert answer.content_type == "application/problem+json"
    both = (answer.json["field"], answer.json["current"], answer.json["yours"], answer.json["seen"])
    assert both == ("section", "Shipping", "Sea", None)
    assert answer.json["current_correction"]["who"] == "nadia"
    assert len(place.file.path.read_bytes().splitlines()) == 1


@pytest.mark.parametrize(
    ("given", "status", "message"),
    [
        ({"what": "date", "to": "2023-02-30"}, 400, "a day that does not exist"),
        ({"what": "titel", "to": "x"}, 400, "title"),
        ({"what": "title", "to": "x", "colour": "red"}, 400, "Unknown parameter"),
        ({"what": "title"}, 400, "to"),
        ({"what": "title", "to": "x", "article": "0" * 16}, 404, "no article"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(
    curator, place, given, status, message
):
    given = {"article": place.of("ferry.txt").id, **given}
    answer = curator("POST", json=given)
    assert answer.status_code == status
    assert message in answer.text
    assert not place.file.path.exists()


def test_who_may_not_is_refused_and_nothing_is_written(client, reader, place):
    given = {"what": "section", "article": place.of("ferry.txt").id, "to": "Shipping"}
    assert client.post(PATH, json=given).status_code == 401
    assert reader("POST", json=given).status_code == 403
    assert reader("POST", "/import", data=b"{}").status_code == 403
    assert reader("GET").status_code == 200
    log_in(client, "nadia")
    assert client.post(PATH, json=given).status_code == 403  # a form of another site
    assert not place.file.path.exists()


def test_where_the_desk_is_off_there_are_no_corrections_to_ask_for(place):
    client = create_app(settings_for(place.settings.index_dir)).test_client()
    assert client.get(PATH).status_code == 404


def test_a_file_is_exported_and_imported_with_its_wrong_lines_named(curator, client, place):
    article = place.of("looms.txt").id
    lines = [
        {"id": "1", "what": "section", "article": article, "to": "Crafts"},
        {"id": "2", "what": "date", "article": article, "to": "yesterday"},
    ]
    data = "\n".join(map(json.dumps, lines)).encode()
    answer = curator("POST", "/import", data=data, content_type="application/x-ndjson")
    assert (answer.json["added"], answer.json["known"]) == (1, 0)
    [problem] = answer.json["problems"]
    assert (problem["line"], "is not a date" in problem["message"]) == (2, True)
    found = client.get("/api/v1/search?section=crafts").json
    assert [hit["id"] for hit in found["hits"]] == [article]
    exported = curator("GET", "/export")
    assert exported.content_type == "application/x-ndjson; charset=utf-8"
    assert exported.data == place.file.path.read_bytes()
    again = curator("POST", "/import", data=exported.data)
    assert (again.json["added"], again.json["known"]) == (0, 1)


def test_the_routes_are_documented(client):
    paths = client.get("/api/v1/openapi.json").json["paths"]
    assert set(paths[PATH]) >= {"get", "post"}
    assert "application/x-ndjson" in paths[f"{PATH}/import"]["post"]["requestBody"]["content"]
    assert set(paths[f"{PATH}/{{correction_id}}"]) >= {"get", "delete"}
