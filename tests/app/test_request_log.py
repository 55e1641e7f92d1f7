from __future__ import annotations

import json
import logging

import pytest
from flask.testing import FlaskClient

from search_app.watch.request_log import JsonFormatter
from tests.app.conftest import MakeApp


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """What was logged, each record as the line that it becomes."""
    return [json.loads(JsonFormatter().format(record)) for record in caplog.records]


@pytest.fixture(autouse=True)
def _log_all(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="clippings.access")


def test_a_request_is_one_line_of_json_without_its_query(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with client.get("/api/v1/search?q=secret&person=hidden") as answer:
        pass
    (line,) = lines(caplog)
    assert line["path"] == "/api/v1/search"
    assert line["method"] == "GET"
    assert line["status"] == 200
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert isinstance(line["ms"], float)
    assert "secret" not in json.dumps(line)
    assert "hidden" not in json.dumps(line)


@pytest.mark.parametrize("path", ["people/Hidden Name", "places/hidden/name", "organizations/x"])
def test_whom_a_reader_looks_up_is_not_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    kind = path.partition("/")[0]
    client.get(f"/{path}").close()
    client.get(f"/api/v1/{path}").close()
    assert [line["path"] for line in lines(caplog)] == [f"/{kind}/…", f"/api/v1/{kind}/…"]


def test_a_path_is_logged_in_part_where_it_is_endless(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/" + "a" * 10_000).close()
    (line,) = lines(caplog)
    assert len(str(line["path"])) <= 301


def test_the_query_is_logged_where_the_settings_say_so(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    make_app(log_queries=True).test_client().get("/api/v1/search?q=harbour").close()
    (line,) = lines(caplog)
    assert line["query"] == "q=harbour"


def test_the_id_that_a_client_sends_is_kept(client: FlaskClient) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": "abc-123"})
    assert answer.headers["X-Request-ID"] == "abc-123"


@pytest.mark.parametrize("given", ["", "a b", "x" * 129, "é", 'a"b'])
def test_an_id_that_could_do_harm_is_replaced(client: FlaskClient, given: str) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": given})
    assert answer.headers["X-Request-ID"] != given
    assert len(answer.headers["X-Request-ID"]) == 32


def test_an_id_is_given_to_errors_too(client: FlaskClient) -> None:
    assert client.get("/nothing").headers["X-Request-ID"]


def test_addresses_in_other_messages_lose_their_query() -> None:
    record = logging.LogRecord(
        "gunicorn.error", logging.ERROR, "", 0, "Error handling request %s", ("/x?q=secret",), None
    )
    line = json.loads(JsonFormatter().format(record))
    assert line["message"] == "Error handling request /x…"
    assert line["level"] == "error"
