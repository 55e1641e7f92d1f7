from __future__ import annotations

from flask.testing import FlaskClient

from tests.app.conftest import ARTICLES

MUSEUM = ARTICLES[0]


def test_an_article_comes_whole_and_says_where_its_fields_are_from(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/articles/{MUSEUM.id}")
    assert answer.status_code == 200
    body = answer.json
    assert body["body"] == MUSEUM.body
    assert body["removed"] == ["Latest news"]
    assert body["duplicate_of"] is None
    assert body["provenance"] == [
        {
            "field": "date",
            "value": "2024-07-16",
            "rule": "dateline",
            "words": "16 July 2024",
            "start": None,
            "end": None,
        }
    ]


def test_an_article_is_marked_with_the_words_of_q(client: FlaskClient) -> None:
    highlights = client.get(f"/api/v1/articles/{MUSEUM.id}?q=ribbon").json["highlights"]
    (body,) = highlights["body"]
    assert body["text"] == MUSEUM.body
    assert "<mark>ribbon</mark> &amp; smiled" in body["html"]


def test_an_unknown_article_is_a_404(client: FlaskClient) -> None:
    answer = client.get("/api/v1/articles/0000000000000000")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


def test_an_article_takes_no_other_parameter(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/articles/{MUSEUM.id}?page=2")
    assert answer.status_code == 400
    assert answer.json["errors"][0]["field"] == "page"
