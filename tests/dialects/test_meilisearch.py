"""The Meilisearch dialect over HTTP: what its clients send, and what they get."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from search_app import create_app
from search_app.dialects.meilisearch.errors import DialectError
from search_app.dialects.meilisearch.filters import read_filter
from tests.app.conftest import ARTICLES, settings_for, write

MUSEUM, FERRY, ATELIER, GARDEN = ARTICLES
Search = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    index_dir = tmp_path_factory.mktemp("index")
    write(index_dir, ARTICLES)
    return index_dir


@pytest.fixture
def client(folder: Path) -> Iterator[FlaskClient]:
    settings = settings_for(folder, meilisearch_path="/ms", cors_origins=("https://a.example",))
    with create_app(settings).test_client() as client:
        yield client


@pytest.fixture
def search(client: FlaskClient) -> Search:
    def ask(**body: Any) -> dict[str, Any]:
        answer = client.post("/ms/indexes/articles/search", json=body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json
        return found

    return ask


def ids(answer: dict[str, Any]) -> list[str]:
    return [hit["id"] for hit in answer["hits"]]


def test_it_is_off_unless_a_path_is_set(folder: Path) -> None:
    client = create_app(settings_for(folder)).test_client()
    assert client.post("/ms/multi-search", json={"queries": []}).status_code == 404
    assert client.post("/multi-search", json={"queries": []}).status_code == 404


def test_it_can_be_at_the_root_next_to_the_search_page(folder: Path) -> None:
    client = create_app(settings_for(folder, meilisearch_path="/")).test_client()
    assert client.get("/health").json == {"status": "available"}
    assert client.post("/indexes/articles/search", json={}).json["estimatedTotalHits"] == 4
    assert "text/html" in client.get("/", headers={"Accept": "text/html"}).content_type
    assert client.get("/nowhere").json["type"].startswith("urn:clippings")


def test_a_search_answers_with_documents_and_totals(search: Search) -> None:
    answer = search(q="harbour museum")
    assert ids(answer)[0] == MUSEUM.id
    first = answer["hits"][0]
    assert first["title"] == MUSEUM.title
    assert first["body"] == MUSEUM.body
    assert (first["year"], first["date_ts"]) == (2024, 1721088000)
    assert first["persons"] == ["Ilse Brandt"]
    assert (answer["query"], answer["limit"], answer["offset"]) == ("harbour museum", 20, 0)
    assert answer["estimatedTotalHits"] >= 1


def test_a_search_without_words_gives_everything_newest_first(search: Search) -> None:
    assert ids(search())[:2] == [MUSEUM.id, FERRY.id]
    assert search(q=None)["estimatedTotalHits"] == 4


def test_offset_and_limit_are_true_ones(search: Search) -> None:
    everything = ids(search())
    for offset in range(5):
        assert ids(search(offset=offset, limit=3)) == everything[offset : offset + 3]
    counted = search(limit=0)
    assert (counted["hits"], counted["estimatedTotalHits"]) == ([], 4)


def test_pages_are_counted_where_they_are_asked_for(search: Search) -> None:
    answer = search(hitsPerPage=3, page=2)
    assert len(answer["hits"]) == 1
    assert (answer["page"], answer["totalPages"], answer["totalHits"]) == (2, 2, 4)
    assert "estimatedTotalHits" not in answer
    assert search(page=0, hitsPerPage=2)["hits"] == []


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("place = Lund", {MUSEUM, FERRY}),
        ('"place"="Lund" AND places = Malmo', {FERRY}),
        ("place = lund OR language = fr", {MUSEUM, FERRY, ATELIER}),
        ("NOT place = Lund", {ATELIER, GARDEN}),
        ("place != Lund AND language != fr", {GARDEN}),
        ("language IN [fr, 'de']", {ATELIER}),
        ("language NOT IN [en]", {ATELIER}),
        ("place IN []", set()),
        ("year = 2020", {FERRY, ATELIER}),
        ("year >= 2021", {MUSEUM}),
        ("year < 2024 AND year > 2000", {FERRY, ATELIER}),
        ("year 2020 TO 2023", {FERRY, ATELIER}),
        ("year >= 2019.5 AND year <= 2020.5", {FERRY, ATELIER}),
        ("date_ts > 1721087999 AND date_ts <= 1721088000", {MUSEUM}),
        ("date_ts = 1721088000", {MUSEUM}),
        ("date >= 2024-07", {MUSEUM}),
        ("date = 2020", {FERRY, ATELIER}),
        ("person EXISTS", {MUSEUM, FERRY}),
        ("persons IS EMPTY", {ATELIER, GARDEN}),
        ("date_ts NOT EXISTS", {GARDEN}),
        ("year IS NULL", {GARDEN}),
        ("year IS NOT NULL AND NOT (place = Lund OR place = Tunis)", set()),
        (["language = en", ["place = Malmo", "person = 'Ilse Brandt'"]], {MUSEUM, FERRY}),
        ([["place = Lund"], ["place = Malmo"]], {FERRY}),
        (r'organization = "Northern Heritage Fund (NHF)"', {MUSEUM}),
        ([], set(ARTICLES)),
        ("", set(ARTICLES)),
    ],
)
def test_a_filter_lets_through_what_it_says(
    search: Search, expression: Any, wanted: set[Any]
) -> None:
    assert set(ids(search(filter=expression))) == {article.id for article in wanted}


@pytest.mark.parametrize(
    ("expression", "part"),
    [
        ("place", "character 6"),
        ("place =", "a value"),
        ("place = 'Lund", "never closed"),
        ("colour = red", "`colour` is not filterable"),
        ("place > Lund", "by =, != and IN"),
        ("(place = Lund", "a closing bracket"),
        ("place = Lund AND", "an attribute"),
        ("place = Lund language = en", "AND, OR or the end"),
        ("date_ts > soon", "not a number of seconds"),
        ("date > 2020-13", "not a date"),
        ("place CONTAINS Lu", "was expecting one of"),
        ("_geoRadius(1, 2, 3)", "not filterable"),
        ("(" * 200 + "place = Lund" + ")" * 200, "nested more than"),
        (" OR ".join(["place = Lund"] * 10_000), "more than 2000 conditions"),
        ([[["place = Lund"]]], "strings and arrays of strings"),
        (7, "Give a string"),
    ],
)
def test_a_filter_that_cannot_be_read_is_refused_with_its_place(
    client: FlaskClient, expression: Any, part: str
) -> None:
    answer = client.post("/ms/indexes/articles/search", json={"filter": expression})
    assert (answer.status_code, answer.json["code"]) == (400, "invalid_search_filter")
    assert part.lower() in answer.json["message"].lower()
    assert answer.json["type"] == "invalid_request"


@given(st.text(alphabet="placeyear =!<>()[]'\"\\,TOINANDORNOT2020", max_size=60))
def test_any_filter_gives_a_condition_or_a_clear_error(text: str) -> None:
    try:
        condition = read_filter(text)
    except DialectError:
        return
    assert condition is not None or not text


def test_facets_are_counted_with_their_own_filter_and_numbers_have_bounds(search: Search) -> None:
    answer = search(facets=["place", "year", "date_ts"], filter="place = Lund")
    assert answer["facetDistribution"] == {
        "place": {"Lund": 2, "Malmo": 1},
        "year": {"2020": 1, "2024": 1},
        "date_ts": {},
    }
    assert answer["facetStats"] == {
        "year": {"min": 2020, "max": 2024},
        "date_ts": {"min": 1598918400, "max": 1721088000},
    }
    everything = search(facets=["*"])
    assert everything["facetDistribution"]["language"] == {"en": 3, "fr": 1}


def test_sorting_is_by_date_with_the_unsure_ones_last(search: Search) -> None:
    assert ids(search(sort=["date:asc"], filter="date_ts EXISTS")) == [
        FERRY.id,
        MUSEUM.id,
        ATELIER.id,
    ]
    assert ids(search(sort=["date_ts:desc"]))[0] == MUSEUM.id


def test_only_the_wanted_attributes_come(search: Search) -> None:
    hit = search(q="ferry", attributesToRetrieve=["title", "nothing"])["hits"][0]
    assert hit == {"title": FERRY.title}


def test_matches_are_tagged_cropped_and_located(search: Search) -> None:
    hit = search(
        q="captain",
        attributesToHighlight=["*"],
        attributesToCrop=["body:4"],
        highlightPreTag="[",
        highlightPostTag="]",
        cropMarker="...",
        showMatchesPosition=True,
    )["hits"][0]
    assert "[captain]" in hit["_formatted"]["body"]
    assert hit["_formatted"]["body"].startswith("...")
    assert hit["_formatted"]["year"] == "2020"
    assert hit["_formatted"]["places"] == ["Lund", "Malmo"]
    (place,) = hit["_matchesPosition"]["body"]
    start, length = place["start"], place["length"]
    assert FERRY.body.encode()[start : start + length] == b"captain"


def test_positions_are_counted_in_bytes(search: Search) -> None:
    hit = search(q="manuscrits", showMatchesPosition=True)["hits"][0]
    for place in hit["_matchesPosition"]["body"]:
        start, length = place["start"], place["length"]
        assert ATELIER.body.encode()[start : start + length] == b"manuscrits"
    assert "_formatted" not in hit


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"q": 3}, "invalid_search_q"),
        ({"limit": -1}, "invalid_search_limit"),
        ({"limit": 10**6}, "invalid_search_limit"),
        ({"offset": "4"}, "invalid_search_offset"),
        ({"page": 1.5}, "invalid_search_page"),
        ({"hitsPerPage": True}, "invalid_search_hits_per_page"),
        ({"facets": ["colour"]}, "invalid_search_facets"),
        ({"facets": "place"}, "invalid_search_facets"),
        ({"sort": ["title:asc"]}, "invalid_search_sort"),
        ({"matchingStrategy": "frequency"}, "invalid_search_matching_strategy"),
        ({"attributesToCrop": ["body:x"]}, "invalid_search_attributes_to_crop"),
        ({"cropLength": -2}, "invalid_search_crop_length"),
        ({"showMatchesPosition": "yes"}, "invalid_search_show_matches_position"),
        ({"showRankingScore": True}, "invalid_search_show_ranking_score"),
        ({"hybrid": {"embedder": "x"}}, "invalid_search_hybrid"),
        ({"distinct": "place"}, "invalid_search_distinct"),
        ({"attributesToSearchOn": ["title"]}, "invalid_search_attributes_to_search_on"),
        ({"fliter": "place = Lund"}, "bad_request"),
    ],
)
def test_what_is_wrong_or_not_supported_is_an_error_and_never_ignored(
    client: FlaskClient, body: dict[str, Any], code: str
) -> None:
    answer = client.post("/ms/indexes/articles/search", json=body)
    assert (answer.status_code, answer.json["code"]) == (400, code)
    assert set(answer.json) == {"message", "code", "type", "link"}


def test_what_is_not_supported_may_be_sent_with_the_value_that_asks_for_nothing(
    search: Search,
) -> None:
    assert search(showRankingScore=False, distinct=None, attributesToSearchOn=["*"])["hits"]


def test_a_search_by_address_takes_the_same_parameters(client: FlaskClient) -> None:
    answer = client.get(
        "/ms/indexes/articles/search?q=harbour&limit=1&facets=place,year&filter=language%20%3D%20en"
        "&attributesToRetrieve=id,title&showMatchesPosition=true&sort=date%3Adesc"
    ).json
    assert [hit["id"] for hit in answer["hits"]] == [MUSEUM.id]
    assert set(answer["hits"][0]) == {"id", "title", "_matchesPosition"}
    assert set(answer["facetDistribution"]) == {"place", "year"}


def test_several_searches_are_answered_in_their_order(client: FlaskClient) -> None:
    answer = client.post(
        "/ms/multi-search",
        json={"queries": [{"indexUid": "articles", "q": q} for q in ("ferry", "manuscrits")]},
    ).json
    assert [result["query"] for result in answer["results"]] == ["ferry", "manuscrits"]
    assert [result["indexUid"] for result in answer["results"]] == ["articles"] * 2
    assert answer["results"][1]["hits"][0]["id"] == ATELIER.id
    wrong = client.post(
        "/ms/multi-search", json={"queries": [{"indexUid": "articles"}, {"indexUid": "films"}]}
    )
    assert (wrong.status_code, wrong.json["code"]) == (404, "index_not_found")
    assert "queries[1]" in wrong.json["message"]


def test_values_of_a_facet_are_found_by_their_beginning(client: FlaskClient) -> None:
    address = "/ms/indexes/articles/facet-search"
    answer = client.post(address, json={"facetName": "place", "facetQuery": "lu", "q": "harbour"})
    assert answer.json["facetHits"] == [{"value": "Lund", "count": 2}]
    missing = client.post(address, json={"facetQuery": "lu"})
    assert missing.json["code"] == "missing_facet_search_facet_name"


def test_documents_and_the_index_can_be_looked_up(client: FlaskClient) -> None:
    found = client.get(f"/ms/indexes/articles/documents/{FERRY.id}?fields=id,title")
    assert found.json == {"id": FERRY.id, "title": FERRY.title}
    missing = client.get("/ms/indexes/articles/documents/none")
    assert (missing.status_code, missing.json["code"]) == (404, "document_not_found")
    (index,) = client.get("/ms/indexes").json["results"]
    assert (index["uid"], index["primaryKey"]) == ("articles", "id")
    assert client.get("/ms/indexes/articles/stats").json["numberOfDocuments"] == 4
    assert client.get("/ms/version").json["pkgVersion"]


def test_nothing_can_be_written(client: FlaskClient) -> None:
    answer = client.post("/ms/indexes/articles/documents", json=[{"id": 1}])
    assert (answer.status_code, answer.json["type"]) == (404, "invalid_request")
    answer = client.delete("/ms/indexes/articles")
    assert (answer.status_code, answer.json["type"]) == (404, "invalid_request")


@pytest.mark.parametrize(
    ("data", "mimetype", "status", "code"),
    [
        ("{", "application/json", 400, "malformed_payload"),
        ("[]", "application/json", 400, "bad_request"),
        ("[" * 100_000, "application/json", 400, "malformed_payload"),
        ("{}", "text/plain", 415, "invalid_content_type"),
        ("{}", "", 415, "missing_content_type"),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(
    client: FlaskClient, data: str, mimetype: str, status: int, code: str
) -> None:
    headers = {"Content-Type": mimetype} if mimetype else {}
    answer = client.post("/ms/indexes/articles/search", data=data, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_the_key_is_asked_for_in_the_form_of_the_dialect(folder: Path) -> None:
    settings = settings_for(folder, meilisearch_path="/ms", api_key="s3cret")
    client = create_app(settings).test_client()
    assert client.get("/ms/health").status_code == 200
    missing = client.post("/ms/multi-search", json={"queries": []})
    assert (missing.status_code, missing.json["code"]) == (401, "missing_authorization_header")
    wrong = client.post(
        "/ms/multi-search", json={"queries": []}, headers={"Authorization": "Bearer no"}
    )
    assert (wrong.status_code, wrong.json["code"]) == (403, "invalid_api_key")
    right = client.post(
        "/ms/multi-search", json={"queries": []}, headers={"Authorization": "Bearer s3cret"}
    )
    assert right.json == {"results": []}


def test_another_origin_may_ask_with_the_headers_that_the_clients_send(
    client: FlaskClient,
) -> None:
    answer = client.options(
        "/ms/multi-search",
        headers={
            "Origin": "https://a.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type,x-meilisearch-client",
        },
    )
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "https://a.example"
    allowed = answer.headers["Access-Control-Allow-Headers"].lower()
    assert "x-meilisearch-client" in allowed
    assert "authorization" in allowed
