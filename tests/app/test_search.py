from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from search_app import create_app
from search_app.searchers import Searchers
from search_index import open_engine
from tests.app.conftest import ARTICLES, settings_for, write

MUSEUM, FERRY, ATELIER, GARDEN = ARTICLES


def ids(client: FlaskClient, **parameters: object) -> list[str]:
    answer = client.get("/api/v1/search", query_string=parameters)
    assert answer.status_code == 200, answer.text
    return [hit["id"] for hit in answer.json["hits"]]


def test_a_search_answers_with_every_key_of_the_contract(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=museum")
    assert answer.content_type == "application/json"
    body = answer.json
    assert body["took_ms"] >= 0
    assert body["hits"][0]["score"] > 0
    assert len(body["cursor"]) > 0
    cursor = body["cursor"]
    assert answer.headers["Link"].startswith("</api/v1/search?q=museum&page=1>; rel=")
    assert body == {
        "query": {"q": "museum", "match": "all", "relaxed": False, "corrected": None},
        "did_you_mean": None,
        "ignored": [],
        "widened": [],
        "total": 1,
        "total_all_words": 1,
        "page": 1,
        "per_page": 10,
        "total_pages": 1,
        "took_ms": body["took_ms"],
        "hits": [
            {
                "id": MUSEUM.id,
                "title": "Harbour museum opens its doors",
                "date": "2024-07-16",
                "date_precision": "day",
                "date_source": "dateline",
                "date_confidence": 0.99,
                "event_date": None,
                "outlet": "The Northern Post",
                "authors": ["Ann Lee", "Bo Chan"],
                "section": "Culture",
                "tags": [],
                "language": "en",
                "source": {
                    "page": "harbour.txt",
                    "position": 0,
                    "url": "https://news.example/harbour",
                },
                "persons": ["Ilse Brandt"],
                "organizations": ["Northern Heritage Fund (NHF)"],
                "places": ["Lund"],
                "duplicate_of": None,
                "score": body["hits"][0]["score"],
                "similar": 0,
                "highlights": body["hits"][0]["highlights"],
            }
        ],
        "facets": {
            "year": [{"value": "2024", "count": 1, "active": False}],
            "person": [{"value": "Ilse Brandt", "count": 1, "active": False}],
            "organization": [
                {"value": "Northern Heritage Fund (NHF)", "count": 1, "active": False}
            ],
            "place": [{"value": "Lund", "count": 1, "active": False}],
        },
        "links": {"self": "/api/v1/search?q=museum&page=1", "next": None, "prev": None},
        "diagnosis": [],
        "cursor": cursor,
    }


def test_the_marks_of_a_hit_agree_with_its_offsets(client: FlaskClient) -> None:
    highlights = client.get("/api/v1/search?q=museum").json["hits"][0]["highlights"]
    (title,) = highlights["title"]
    assert title["html"] == "Harbour <mark>museum</mark> opens its doors"
    assert title["offsets"] == [[8, 14]]
    assert all(s["text"][a:b] == "museum" for s in highlights["body"] for a, b in s["offsets"])


def test_markup_in_a_story_is_escaped(client: FlaskClient) -> None:
    (hit,) = client.get("/api/v1/search?q=atelier").json["hits"]
    (title,) = hit["highlights"]["title"]
    assert title["html"] == (
        "Un <mark>atelier</mark> sur les &lt;script&gt;manuscrits&lt;/script&gt;"
    )


def test_no_words_browse_the_newest_first_and_undated_last(client: FlaskClient) -> None:
    assert ids(client) == [MUSEUM.id, FERRY.id, ATELIER.id, GARDEN.id]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"place": "Lund"}, {MUSEUM.id, FERRY.id}),
        ({"author": "Ann Lee"}, {MUSEUM.id, FERRY.id}),
        ({"outlet": ["The Northern Post", "ferry.example"], "author": "Bo Chan"}, {MUSEUM.id}),
        ({"author": "Ann Lee", "exclude_outlet": "ferry.example"}, {MUSEUM.id}),
        ({"section": "culture"}, {MUSEUM.id}),
        ({"q": "author:lee"}, {MUSEUM.id, FERRY.id}),
        ({"q": 'outlet:northern -author:"Omar Lee"'}, {MUSEUM.id}),
        ({"place": ["Lund", "Tunis"]}, {MUSEUM.id, FERRY.id, ATELIER.id}),
        ({"place": "Lund", "person": "Omar Said"}, {FERRY.id}),
        ({"exclude_place": "Lund"}, {ATELIER.id, GARDEN.id}),
        ({"date_from": "2021"}, {MUSEUM.id}),
        ({"date_to": "2020"}, {FERRY.id, ATELIER.id}),
        ({"missing": "date"}, {GARDEN.id}),
        ({"language": "fr"}, {ATELIER.id}),
        ({"source": "harbour.txt", "year": "2020"}, {FERRY.id}),
        ({"month": "2020-09"}, {FERRY.id}),
    ],
)
def test_filters_or_within_a_field_and_and_across_fields(
    client: FlaskClient, parameters: dict[str, object], expected: set[str]
) -> None:
    assert set(ids(client, **parameters)) == expected


def test_a_post_takes_the_same_keys_as_json(client: FlaskClient) -> None:
    by_url = client.get("/api/v1/search?q=harbour&place=Lund&place=Tunis&per_page=1&facets=place")
    by_body = client.post(
        "/api/v1/search",
        json={"q": "harbour", "place": ["Lund", "Tunis"], "per_page": 1, "facets": ["place"]},
    )
    assert by_body.status_code == 200
    ignore = {"took_ms": 0}
    assert by_body.json | ignore == by_url.json | ignore


def test_a_post_takes_one_value_without_a_list(client: FlaskClient) -> None:
    answer = client.post("/api/v1/search", json={"person": "Omar Said", "facets": "year,place"})
    assert [hit["id"] for hit in answer.json["hits"]] == [FERRY.id]
    assert list(answer.json["facets"]) == ["year", "place"]


def test_the_links_lead_through_all_pages_and_keep_the_query(client: FlaskClient) -> None:
    found = []
    url = "/api/v1/search?q=harbour&per_page=1&sort=newest&place=Lund&exclude_year=2019"
    while url:
        answer = client.get(url)
        assert answer.status_code == 200, answer.text
        found += [hit["id"] for hit in answer.json["hits"]]
        given = parse_qs(urlsplit(answer.json["links"]["self"]).query)
        assert given["place"] == ["Lund"]
        assert given["exclude_year"] == ["2019"]
        url = answer.json["links"]["next"]
    assert found == [MUSEUM.id, FERRY.id]
    assert answer.json["links"]["prev"] is not None


def test_the_next_page_is_of_the_same_state_though_the_index_changed(tmp_path: Path) -> None:
    write(tmp_path, ARTICLES)
    settings = settings_for(tmp_path)
    searchers = Searchers(open_engine(settings), check_every_s=0)
    client = create_app(settings, searchers=searchers).test_client()
    first = client.get("/api/v1/search?per_page=2&sort=oldest")
    write(tmp_path, ARTICLES[1:2], full=True)
    second = client.get(first.json["links"]["next"])
    assert second.status_code == 200
    assert second.json["total"] == len(ARTICLES)
    found = [hit["id"] for answer in (first, second) for hit in answer.json["hits"]]
    assert sorted(found) == sorted(article.id for article in ARTICLES)
    by_body = client.post(
        "/api/v1/search", json={"page": 2, "per_page": 2, "cursor": first.json["cursor"]}
    )
    assert by_body.json["total"] == len(ARTICLES)
    assert client.get("/api/v1/search").json["total"] == 1


def test_a_cursor_whose_state_is_gone_is_a_410_that_says_to_start_again_without_it(
    tmp_path: Path,
) -> None:
    write(tmp_path, ARTICLES)
    settings = settings_for(tmp_path)
    searchers = Searchers(open_engine(settings), check_every_s=0, keep=0)
    client = create_app(settings, searchers=searchers).test_client()
    following = client.get("/api/v1/search?per_page=1").json["links"]["next"]
    for _ in range(5):  # more states than an engine keeps
        write(tmp_path, ARTICLES[:1], full=True)
    assert client.get("/readyz").status_code == 200
    answer = client.get(following)
    assert answer.status_code == 410
    assert answer.content_type == "application/problem+json"
    assert answer.json["type"] == "urn:clippings:problem:cursor-expired"
    assert answer.json["detail"].endswith("start again at page 1 without cursor.")
    assert answer.json["errors"][0]["field"] == "cursor"
    again = re.sub("&page=2&cursor=.*", "&page=1", following)
    assert client.get(again).json["total"] == 1


@pytest.mark.parametrize(("cursor", "status"), [("nonsense", 400), ("1~00000000", 404)])
def test_a_made_up_cursor_is_refused(client: FlaskClient, cursor: str, status: int) -> None:
    answer = client.get(f"/api/v1/search?cursor={cursor}")
    assert answer.status_code == status
    assert answer.json["errors"][0]["field"] == "cursor"


def test_a_made_up_cursor_does_not_hide_what_else_is_wrong(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?cursor=1~00000000&page=0")
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json["errors"]] == ["page"]


def test_the_link_header_leads_as_the_links_do(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=harbour&per_page=1&page=2")
    assert answer.headers["Link"] == ", ".join(
        f'<{url}>; rel="{relation}"'
        for relation, url in (
            ("first", "/api/v1/search?q=harbour&per_page=1&page=1"),
            ("prev", answer.json["links"]["prev"]),
            ("next", answer.json["links"]["next"]),
            ("last", answer.json["links"]["next"]),
        )
    )


def test_a_search_that_finds_nothing_says_why(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=harbour+xylophone&match=all&year=2020").json
    assert answer["total"] == 0
    assert answer["diagnosis"][0] == {
        "part": "word",
        "name": "xylophone",
        "message": "No article has “xylophone”.",
        "loosened_total": 1,
    }


def test_a_page_behind_the_end_is_empty_and_leads_back(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?page=99")
    assert answer.json["hits"] == []
    assert answer.json["total"] == 4
    assert parse_qs(urlsplit(answer.json["links"]["prev"]).query)["page"] == ["1"]


@pytest.mark.parametrize(
    "text",
    [
        '"unbalanced',
        "AND OR NOT",
        "((((",
        "-",
        "*",
        "title:",
        "date:[2020 TO",
        "\x00\x07",
        "\u202eevil\u2066",
        "🦉",
        "a" * 10_000,
        "x " * 5_000,
        "<script>alert(1)</script>",
        "\r\nSet-Cookie: a=b",
        "%ff%fe",
    ],
)
def test_whatever_is_typed_gets_an_answer_that_echoes_it(client: FlaskClient, text: str) -> None:
    answer = client.get("/api/v1/search", query_string={"q": text})
    assert answer.status_code == 200
    assert answer.json["query"]["q"] == text
    assert "Set-Cookie" not in answer.headers


def test_a_lone_surrogate_in_a_query_is_replaced(client: FlaskClient) -> None:
    answer = client.post(
        "/api/v1/search",
        data=rb'{"q": "mu\ud800seum", "person": ["\udfff"]}',
        content_type="application/json",
    )
    assert answer.status_code == 200
    assert answer.json["query"]["q"] == "mu\ufffdseum"


def test_head_tells_what_get_would(client: FlaskClient) -> None:
    answer = client.head("/api/v1/search?q=harbour")
    assert answer.status_code == 200
    assert answer.data == b""
    assert answer.content_type == "application/json"


def test_highlights_can_be_left_out(client: FlaskClient) -> None:
    (hit,) = client.get("/api/v1/search?q=museum&highlight=false").json["hits"]
    assert hit["highlights"] == {"title": [], "body": []}


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("museum date:2021-13", "date:2021-13"),
        ("museum date:[2020 TO soonish]", "date:[2020 TO soonish]"),
        ("museum date:2023-02-30", "date:2023-02-30"),
        ("!!!", "!!!"),
        ("museum persom:brandt", "persom:"),
    ],
)
def test_what_could_not_be_used_of_a_query_is_told(
    client: FlaskClient, asked: str, part: str
) -> None:
    answer = client.get("/api/v1/search", query_string={"q": asked}).get_json()
    assert [row["part"] for row in answer["ignored"]] == [part]
    assert answer["ignored"][0]["reason"]


@pytest.mark.parametrize(
    "asked", ["museum", "", "https://news.example/harbour", "date:2024", "a:b"]
)
def test_nothing_is_told_where_all_of_a_query_was_used(client: FlaskClient, asked: str) -> None:
    answer = client.get("/api/v1/search", query_string={"q": asked}).get_json()
    assert answer["ignored"] == []


@pytest.mark.parametrize("sent", ["consacr%E9", "consacr%C3%A9", "consacr%e9&place=Tunis"])
def test_a_client_that_does_not_send_utf_8_is_understood(client: FlaskClient, sent: str) -> None:
    answer = client.get(f"/api/v1/search?q={sent}").get_json()
    assert answer["query"]["q"] == "consacré"
    assert [hit["id"] for hit in answer["hits"]] == [ATELIER.id]


def test_symbols_alone_find_nothing(client: FlaskClient) -> None:
    assert client.get("/api/v1/search", query_string={"q": "?!"}).get_json()["total"] == 0


@pytest.mark.parametrize("typed", ["harb", "harbour mus", "museum harbou", "har", "museums"])
def test_the_last_word_may_be_unfinished_while_somebody_types(
    client: FlaskClient, typed: str
) -> None:
    query = {"q": typed, "prefix": "last", "typo": "false", "match": "all"}
    answer = client.get("/api/v1/search", query_string=query).get_json()
    assert answer["total"] >= 1
    assert answer["query"]["q"] == typed
    assert "prefix=last" in answer["links"]["self"]


@pytest.mark.parametrize(
    "asked",
    ["person:brandt", "person:(Ilse Brandt)", 'person:"brandt ilse"', "author:lee",
     "author:(Lee Ann)", "outlet:northern", "organization:heritage",
     "organization:(fund northern)"],
)  # fmt: skip
def test_a_field_is_asked_by_words_of_its_value_in_any_order(
    client: FlaskClient, asked: str
) -> None:
    query = {"q": f"{asked} harbour museum opens", "match": "all"}
    assert client.get("/api/v1/search", query_string=query).get_json()["total"] == 1


def test_all_of_several_values_are_asked_for(client: FlaskClient) -> None:
    def total(*authors: str) -> int:
        query = {"author_all": authors}
        answer = client.get("/api/v1/search", query_string=query).get_json()
        assert ("author_all" in answer["links"]["self"]) == bool(authors)
        return int(answer["total"])

    assert 1 <= total("Ann Lee", "Bo Chan") <= total("Ann Lee")
    assert total("Ann Lee", "Nobody") == 0


@pytest.mark.parametrize("prefix", ["(NHF", "nhf", "Northern H", "herit"])
def test_values_of_a_facet_are_found_by_what_is_typed_of_them(
    client: FlaskClient, prefix: str
) -> None:
    answer = client.get("/api/v1/facets/organization", query_string={"prefix": prefix}).get_json()
    assert [row["value"] for row in answer["values"]] == ["Northern Heritage Fund (NHF)"]
