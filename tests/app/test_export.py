from __future__ import annotations

import csv
import io
import json

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from search_app.api.csv_text import csv_row
from tests.app.conftest import ARTICLES, MakeApp

MUSEUM, FERRY, ATELIER, GARDEN = ARTICLES


def test_an_export_gives_every_hit_as_a_line_of_json(client: FlaskClient) -> None:
    answer = client.get("/api/v1/export?q=harbour&sort=newest")
    assert answer.status_code == 200
    assert answer.content_type == "application/x-ndjson; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="clippings.jsonl"'
    articles = [json.loads(line) for line in answer.text.splitlines()]
    assert [article["id"] for article in articles] == [MUSEUM.id, FERRY.id, GARDEN.id]
    assert articles[0]["body"] == MUSEUM.body
    assert articles[0]["source"] == {
        "page": "harbour.txt",
        "position": 0,
        "url": "https://news.example/harbour",
    }


def test_chosen_articles_are_exported_in_their_order_and_once(client: FlaskClient) -> None:
    chosen = f"id={GARDEN.id}&id=gone&id={MUSEUM.id}&id={GARDEN.id}"
    answer = client.get(f"/api/v1/export?{chosen}&language=fr")
    assert [json.loads(line)["id"] for line in answer.text.splitlines()] == [GARDEN.id, MUSEUM.id]
    assert client.get(f"/api/v1/export?format=ris&{chosen}").text.count("TY  - NEWS") == 2
    assert client.get("/api/v1/export?id=gone").text == ""
    assert client.get("/api/v1/export?id=").status_code == 400


def test_an_export_obeys_the_filters(client: FlaskClient) -> None:
    answer = client.get("/api/v1/export?language=fr")
    assert [json.loads(line)["id"] for line in answer.text.splitlines()] == [ATELIER.id]


def test_an_export_as_csv_has_a_header_and_one_row_per_hit(client: FlaskClient) -> None:
    answer = client.get("/api/v1/export?format=csv&q=harbour&sort=newest")
    assert answer.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [row["id"] for row in rows] == [MUSEUM.id, FERRY.id, GARDEN.id]
    assert rows[0]["body"] == MUSEUM.body
    assert rows[1]["places"] == "Lund; Malmo"
    assert (rows[0]["outlet"], rows[0]["authors"]) == ("The Northern Post", "Ann Lee; Bo Chan")
    assert rows[2]["title"] == "'=HYPERLINK(1) in the garden"


def test_an_export_of_nothing_is_empty_but_for_the_header(client: FlaskClient) -> None:
    assert client.get("/api/v1/export?person=Nobody").text == ""
    assert client.get("/api/v1/export?person=Nobody&format=csv").text.startswith("id,title,")


def test_an_unknown_form_of_export_is_refused(client: FlaskClient) -> None:
    answer = client.get("/api/v1/export?format=xlsx&page=2")
    assert {error["field"] for error in answer.json["errors"]} == {"format", "page"}


def test_exports_that_are_not_read_do_not_take_all_threads(make_app: MakeApp) -> None:
    client = make_app(max_exports=3).test_client()
    open_exports = [client.get("/api/v1/export", buffered=False) for _ in range(3)]
    refused = client.get("/api/v1/export")
    assert refused.status_code == 503
    assert refused.content_type == "application/problem+json"
    assert int(refused.headers["Retry-After"]) > 0
    for answer in open_exports:
        answer.close()
    assert client.get("/api/v1/export").status_code == 200


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u200f=1", "\ufeff=1", "＝1"],
)
def test_no_cell_can_start_a_formula(cell: str) -> None:
    ((written,),) = csv.reader(io.StringIO(csv_row([cell]), newline=""))
    assert written == f"'{cell}"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1))
def test_a_row_of_csv_reads_back_as_it_was_or_with_an_apostrophe(cells: list[str]) -> None:
    (row,) = csv.reader(io.StringIO(csv_row(cells), newline=""))
    assert [read.removeprefix("'") for read in row] == [cell.removeprefix("'") for cell in cells]


@pytest.mark.parametrize(
    ("asked", "mark"), [("", False), ("&bom=true", True), ("&bom=false", False)]
)
def test_csv_begins_with_a_byte_order_mark_where_it_is_asked_for(
    client: FlaskClient, asked: str, mark: bool
) -> None:
    data = client.get(f"/api/v1/export?format=csv{asked}").data
    assert data.startswith(b"\xef\xbb\xbf") == mark


def test_a_row_of_csv_has_the_address_of_its_article(client: FlaskClient) -> None:
    text = client.get("/api/v1/export?format=csv&bom=true").data.decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text)):
        assert row["permalink"] == f"http://localhost/articles/{row['id']}"
