from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from search_index.model.query import FACET_FIELDS
from tests.app.conftest import ARTICLES

MUSEUM, FERRY, ATELIER, GARDEN = ARTICLES


def test_the_values_of_a_facet_come_with_counts_for_the_query(client: FlaskClient) -> None:
    answer = client.get("/api/v1/facets/place?q=harbour&person=Omar+Said")
    assert answer.status_code == 200
    assert answer.json == {
        "field": "place",
        "values": [
            {"value": "Lund", "count": 1, "active": False},
            {"value": "Malmo", "count": 1, "active": False},
        ],
    }


def test_the_values_of_a_facet_can_be_searched_by_prefix(client: FlaskClient) -> None:
    answer = client.get("/api/v1/facets/person?prefix=bra")
    assert [value["value"] for value in answer.json["values"]] == ["Ilse Brandt"]


def test_a_filter_is_marked_active_and_does_not_count_against_its_own_field(
    client: FlaskClient,
) -> None:
    values = client.get("/api/v1/facets/language?language=fr").json["values"]
    assert values == [
        {"value": "en", "count": 3, "active": False},
        {"value": "fr", "count": 1, "active": True},
    ]


@pytest.mark.parametrize("field", FACET_FIELDS)
def test_every_field_of_the_contract_is_a_facet(client: FlaskClient, field: str) -> None:
    assert client.get(f"/api/v1/facets/{field}").status_code == 200


def test_an_unknown_facet_is_a_404_that_names_those_there_are(client: FlaskClient) -> None:
    answer = client.get("/api/v1/facets/colour")
    assert answer.status_code == 404
    assert "organization" in answer.json["detail"]


def test_typing_is_completed(client: FlaskClient) -> None:
    answer = client.get("/api/v1/suggest?q=har")
    assert answer.status_code == 200
    assert answer.json["q"] == "har"
    assert {"text": "harbour", "kind": "word", "count": 3, "article_id": None} in (
        answer.json["suggestions"]
    )


def test_browsers_get_completions_in_the_form_they_read(client: FlaskClient) -> None:
    answer = client.get("/api/v1/suggest?q=har&format=opensearch")
    assert answer.content_type == "application/x-suggestions+json"
    typed, completions = answer.json
    assert typed == "har"
    assert "harbour" in completions
    _, tunis = client.get("/api/v1/suggest?q=tun&format=opensearch").json
    assert tunis == ["Tunis"], "the place, and not once more the word"


def test_related_articles_come_as_hits(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/articles/{MUSEUM.id}/related?size=1")
    assert answer.status_code == 200
    assert answer.json["id"] == MUSEUM.id
    (hit,) = answer.json["hits"]
    assert hit["id"] in {FERRY.id, GARDEN.id}
    assert {"title", "date", "score", "highlights"} <= set(hit)


def test_related_to_an_unknown_article_is_a_404(client: FlaskClient) -> None:
    assert client.get("/api/v1/articles/0/related").status_code == 404


def test_the_stats_say_what_the_index_holds(client: FlaskClient) -> None:
    answer = client.get("/api/v1/stats")
    assert answer.status_code == 200
    body = answer.json
    assert body["articles"] == 4
    assert body["pages"] == 3
    assert body["languages"] == {"en": 3, "fr": 1}
    assert body["last_date"] == "2024-07-16"
    assert body["first_date"] == "2020"
    assert body["long_sentences"] == {
        "total": 0,
        "boilerplate": 0,
        "in_no_story": 0,
        "share_in_no_story": 0.0,
    }
    assert {"engine", "schema_version", "analysis_version", "snapshot", "built"} <= set(body)


def test_the_browser_is_told_where_to_search_and_complete(client: FlaskClient) -> None:
    answer = client.get("/opensearch.xml", base_url="https://archive.example")
    assert answer.content_type == "application/opensearchdescription+xml"
    assert 'template="https://archive.example/?q={searchTerms}"' in answer.text
    assert "suggest?format=opensearch&amp;q={searchTerms}" in answer.text


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("harbour mus", "harbour museum"),
        ("mus", "museum"),
        ("opens harbour muse", "opens harbour museum"),
        ("title:mus", "title:museum"),
        ("(mus", "(museum"),
        ('"harbour mus', '"harbour museum'),
    ],
)
def test_a_browser_is_offered_the_whole_line(client: FlaskClient, typed: str, line: str) -> None:
    query = {"q": typed, "format": "opensearch"}
    answer = client.get("/api/v1/suggest", query_string=query).get_json(force=True)
    assert answer[0] == typed
    assert line in answer[1]
