from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from search_app.errors import MAX_ERRORS
from tests.app.conftest import MakeApp


def wrong(client: FlaskClient, url: str) -> dict[str, str]:
    """The errors of a 400, message by field."""
    answer = client.get(url)
    assert answer.status_code == 400, answer.text
    assert answer.content_type == "application/problem+json"
    return {error["field"]: error["message"] for error in answer.json["errors"]}


def test_one_problem_names_every_bad_parameter(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?per_page=0&date_from=2024-13-45&foo=1")
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.json
    assert set(body) == {"type", "title", "status", "detail", "errors"}
    assert body["status"] == 400
    assert {error["field"] for error in body["errors"]} == {"per_page", "date_from", "foo"}
    assert body["detail"] == "Cannot use date_from, per_page, foo; see errors."


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("per_page=0", "Give a whole number from 1 to 100."),
        ("per_page=101", "Give a whole number from 1 to 100."),
        ("per_page=1e1", "Give a whole number from 1 to 100."),
        ("per_page=1_0", "Give a whole number from 1 to 100."),
        ("per_page=%D9%A1", "Give a whole number from 1 to 100."),
        ("page=99999999999999999999999", "Give a whole number from 1 to 100000000."),
        ("sort=best", "Give one of relevance, newest, oldest."),
        ("match=some", "Give one of auto, all, any."),
        ("typo=maybe", "Give true or false."),
        ("missing=title", "Give one of date."),
        ("person=", "Must not be empty; leave the parameter out instead."),
        ("date_from=2024-13-45", "There is no month 13; give 01 to 12."),
        ("date_from=2023-02-29", "There is no day 29 in 2023-02; give 01 to 28."),
        ("date_from=0000", "There is no year 0; give 0001 or later."),
        ("date_from=yesterday", "Give a date as YYYY, YYYY-MM or YYYY-MM-DD."),
        ("date_to=", "Give a date as YYYY, YYYY-MM or YYYY-MM-DD."),
        ("per_pag=3", "Unknown parameter. Did you mean per_page?"),
        ("limit=3", "Unknown parameter. Did you mean per_page?"),
        ("query=oasis", "Unknown parameter. Did you mean q?"),
        ("from=2020", "Unknown parameter. Did you mean date_from?"),
        ("q=a&q=b", "Was given more than once."),
        (
            "facets=year,colour",
            "Give one of year, month, person, organization, place, outlet, author, section, "
            "speaker, tag, language, source.",
        ),
    ],
)
def test_a_bad_parameter_is_told_what_would_be_good(
    client: FlaskClient, query: str, message: str
) -> None:
    errors = wrong(client, f"/api/v1/search?{query}")
    assert errors == {query.split("=")[0]: message}


@pytest.mark.parametrize("date", ["2024", "2024-02", "2024-02-29", "0001-01-01", "9999-12-31"])
def test_dates_may_be_as_coarse_as_is_known(client: FlaskClient, date: str) -> None:
    assert client.get(f"/api/v1/search?date_from={date}&date_to={date}").status_code == 200


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"{", "Is not JSON"),
        (b"", "Is not JSON"),
        (b"\xff\xfe", "Is not UTF-8, from byte 0."),
        (b'{"q": "a", "q": "b"}', "q is given twice"),
        (b'{"page": NaN}', "NaN is not a JSON number."),
        (b"[" * 200_000, "Is nested too deeply."),
        (b'{"page": ' + b"1" * 5_000 + b"}", "Is not JSON that can be used"),
    ],
)
def test_a_body_that_is_no_json_is_a_400(client: FlaskClient, body: bytes, message: str) -> None:
    answer = client.post("/api/v1/search", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    (error,) = answer.json["errors"]
    assert error["field"] == "body"
    assert message in error["message"]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ([], {"body"}),
        ("text", {"body"}),
        (None, {"body"}),
        ({"page": "1"}, {"page"}),
        ({"page": True}, {"page"}),
        ({"page": 1.5}, {"page"}),
        ({"typo": "true"}, {"typo"}),
        ({"q": 3, "person": [1, "x"], "foo": {}}, {"q", "person", "foo"}),
        ({"q": None}, {"q"}),
        ({"person": ["x"] * 1001}, {"person"}),
        ({"facets": [["year"]]}, {"facets"}),
    ],
)
def test_json_of_the_wrong_shape_is_a_400_that_names_all(
    client: FlaskClient, body: object, fields: set[str]
) -> None:
    answer = client.post("/api/v1/search", data=json.dumps(body), content_type="application/json")
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json["errors"]} == fields


def test_thousands_of_unknown_keys_are_refused_at_once(client: FlaskClient) -> None:
    answer = client.post("/api/v1/search", json={f"per_pag{n}": n for n in range(40_000)})
    assert answer.status_code == 400
    assert len(answer.json["errors"]) == MAX_ERRORS


def test_parameters_in_the_url_of_a_post_are_refused(client: FlaskClient) -> None:
    answer = client.post("/api/v1/search?q=harbour&page=2", json={})
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json["errors"]} == {"q", "page"}


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", None])
def test_a_body_of_another_type_is_a_415(client: FlaskClient, content_type: str | None) -> None:
    answer = client.post("/api/v1/search", data=b"q=harbour", content_type=content_type)
    assert answer.status_code == 415
    assert answer.json["detail"] == "Send the body as application/json."


def test_a_body_that_is_too_large_is_a_413(client: FlaskClient) -> None:
    answer = client.post("/api/v1/search", json={"q": "x" * 2_000_000})
    assert answer.status_code == 413
    assert answer.content_type == "application/problem+json"


def test_an_unknown_address_is_a_404_problem(client: FlaskClient) -> None:
    answer = client.get("/api/v2/nothing")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert answer.json["title"] == "Not Found"


def test_a_wrong_method_is_a_405_that_says_what_is_allowed(client: FlaskClient) -> None:
    answer = client.delete("/api/v1/search")
    assert answer.status_code == 405
    assert answer.content_type == "application/problem+json"
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


def test_a_failure_of_ours_is_a_500_that_tells_nothing_about_itself(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app()
    secret = "words of a reader"

    @app.get("/fail")
    def fail() -> str:
        raise RuntimeError(secret)

    answer = app.test_client().get("/fail")
    assert answer.status_code == 500
    assert answer.content_type == "application/problem+json"
    assert secret not in answer.text
    assert "RuntimeError" in caplog.text
    assert secret not in caplog.text
