from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient

from search_app import create_app
from search_app.searchers import Searchers
from search_index import open_engine
from tests.app.conftest import ARTICLES, MakeApp, settings_for, write

URLS = (
    "/api/v1/search?q=harbour",
    f"/api/v1/articles/{ARTICLES[0].id}",
    f"/api/v1/articles/{ARTICLES[0].id}/related",
    "/api/v1/suggest?q=har",
    "/api/v1/facets/place",
    "/api/v1/feed.atom",
    "/api/v1/stats",
)


@pytest.mark.parametrize("url", URLS)
def test_what_a_client_has_already_is_not_sent_again(client: FlaskClient, url: str) -> None:
    first = client.get(url)
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = client.get(url, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == tag


def test_another_query_has_another_tag(client: FlaskClient) -> None:
    tags = {client.get(f"/api/v1/search?q={word}").headers["ETag"] for word in ("a", "b", "c")}
    assert len(tags) == 3


def test_the_tag_changes_with_the_index(tmp_path: Path) -> None:
    write(tmp_path, ARTICLES[:1])
    settings = settings_for(tmp_path)
    searchers = Searchers(open_engine(settings), check_every_s=0)
    client = create_app(settings, searchers=searchers).test_client()
    tag = client.get("/api/v1/search").headers["ETag"]
    write(tmp_path, ARTICLES)
    answer = client.get("/api/v1/search", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.json["total"] == len(ARTICLES)


def test_errors_are_not_kept(client: FlaskClient) -> None:
    for url in ("/api/v1/search?page=0", "/api/v1/articles/0", "/nothing"):
        answer = client.get(url)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers


def test_answers_behind_a_key_are_private(make_app: MakeApp) -> None:
    client = make_app(api_key="k").test_client()
    answer = client.get("/api/v1/search", headers={"X-API-Key": "k"})
    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("encoding", "decode"), [("gzip", gzip.decompress), ("br", brotli.decompress)]
)
def test_answers_are_compressed_for_those_who_ask(
    client: FlaskClient, encoding: str, decode: object
) -> None:
    answer = client.get("/api/v1/search", headers={"Accept-Encoding": encoding})
    assert answer.headers["Content-Encoding"] == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert json.loads(decode(answer.data))["total"] == len(ARTICLES)  # type: ignore[operator]


def test_an_export_is_compressed_as_it_streams(client: FlaskClient) -> None:
    answer = client.get("/api/v1/export", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert len(brotli.decompress(answer.data).splitlines()) == len(ARTICLES)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip;q=0", None),
        ("gzip; q=0", None),
        ("gzip;q=0.0, br ; q=0", None),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0, *", "br"),
        ("br;q=0, *;q=0.5", "gzip"),
        ("*;q=0", None),
        ("identity, gzip;q=0", None),
        ("gzip ; q=0.5", "gzip"),
        ("gzip;q=0.001", "gzip"),
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/search?facet_size=100", "/api/v1/export"])
def test_what_a_client_refuses_is_not_sent(
    client: FlaskClient, path: str, accepted: str, encoding: str | None
) -> None:
    answer = client.get(path, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding


def test_an_export_is_compressed_by_gzip(client: FlaskClient) -> None:
    plain = client.get("/api/v1/export")
    packed = client.get("/api/v1/export", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data


def test_a_header_of_encodings_without_an_end_costs_nothing(client: FlaskClient) -> None:
    for header in (f"a{' ' * 8_000};q=0 x", "gzip;q=0.1," * 700):
        started = time.process_time()
        answer = client.get("/api/v1/export", headers={"Accept-Encoding": header})
        assert time.process_time() - started < 0.1, "the blanks are looked through again and again"
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers
