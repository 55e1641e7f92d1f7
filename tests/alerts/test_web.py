"""Saved searches over the API, the feed of each, and the way out of a mail."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from flask.testing import FlaskClient

from alerts.checking import check
from alerts.searches import Searches
from alerts.unsubscribe import token_of
from search_app import create_app
from tests.alerts.conftest import Archive, article

KEY = {"X-API-Key": "open sesame"}
ATOM = "{http://www.w3.org/2005/Atom}"
URL = "/api/v1/alerts"


@pytest.fixture
def client(archive: Archive) -> FlaskClient:
    archive.settings = replace(
        archive.settings,
        api_key="open sesame",
        smtp_host="127.0.0.1",
        smtp_from="archive@example.org",
        webhook_networks=("127.0.0.1/32",),
    )
    return create_app(archive.settings).test_client()


def saved(client: FlaskClient, **more: Any) -> Any:
    body = {"name": "Ferry", "query": {"q": "ferry", "language": ["en", "fr"]}, **more}
    answer = client.post(URL, json=body, headers=KEY)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"{URL}/{answer.json['id']}"
    return answer.json


def test_a_search_is_saved_shown_and_removed(client: FlaskClient) -> None:
    made = saved(
        client,
        webhook={"url": "http://127.0.0.1:9/hook"},
        mail={"to": ["ann@example.org"], "every": "day"},
    )
    assert made["webhook"].pop("secret").startswith("whsec_")
    shown = client.get(f"{URL}/ferry", headers=KEY)
    assert shown.json == made
    assert shown.json == {
        "id": "ferry",
        "name": "Ferry",
        "query": {"q": "ferry", "language": ["en", "fr"]},
        "created": made["created"],
        "webhook": {"url": "http://127.0.0.1:9/hook"},
        "mail": {"to": ["ann@example.org"], "every": "day"},
        "feed": "/api/v1/alerts/ferry/feed.atom",
        "waiting": 0,
        "given_up": 0,
    }
    assert client.get(URL, headers=KEY).json == {"alerts": [made], "problems": []}
    removed = client.delete(f"{URL}/ferry", headers=KEY)
    assert (removed.status_code, removed.data) == (204, b"")
    assert client.delete(f"{URL}/ferry", headers=KEY).status_code == 404
    assert client.get(f"{URL}/ferry", headers=KEY).status_code == 404
    assert client.get(URL, headers=KEY).json == {"alerts": [], "problems": []}


def test_only_who_has_the_key_can_and_without_one_nobody(
    client: FlaskClient, archive: Archive
) -> None:
    body = {"name": "Ferry"}
    assert client.post(URL, json=body).status_code == 401
    assert client.get(URL).status_code == 401
    is_open = create_app(replace(archive.settings, api_key=None)).test_client()
    refused = is_open.post(URL, json=body)
    assert refused.status_code == 403
    assert "CLIPPINGS_API_KEY" in refused.json["detail"]
    assert is_open.get(URL).status_code == 403
    assert is_open.delete(f"{URL}/x").status_code == 403
    assert not Searches(archive.settings.index_dir).exist()


WRONG: tuple[tuple[dict[str, Any], set[str]], ...] = (
    ({"query": {}}, {"name"}),
    ({"name": "x", "query": {"colour": "red", "date_to": "2024-02-30"}}, {"colour", "date_to"}),
    ({"name": "x", "query": {"year": 5}}, {"year"}),
    ({"name": "x", "webhook": {"url": "http://10.0.0.1/"}}, {"webhook.url"}),
    ({"name": "x", "webhook": {}}, {"url"}),
    ({"name": "x", "mail": {"to": ["not an address"]}}, {"mail.to"}),
    ({"name": "x", "mail": {"to": "a@b.example", "every": "hour"}}, {"every"}),
    ({"name": "x", "shoe": True}, {"shoe"}),
)


def test_what_is_wrong_is_a_400_that_names_it(client: FlaskClient) -> None:
    for body, names in WRONG:
        answer = client.post(URL, json=body, headers=KEY)
        assert answer.status_code == 400
        assert {error["field"] for error in answer.json["errors"]} == names


def test_the_feed_has_what_was_found_the_last_first(client: FlaskClient, archive: Archive) -> None:
    saved(client)
    empty = client.get(f"{URL}/ferry/feed.atom", headers=KEY)
    assert fromstring(empty.data).findall(f"{ATOM}entry") == []
    for number in (3, 4):
        archive.put(article(number, f"<Ferry> {number}\x0b", f"Ferry number {number}."))
        check(archive.settings, pages=archive.digests)
    answer = client.get(f"{URL}/ferry/feed.atom", headers=KEY)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = fromstring(answer.data)
    titles = [each.findtext(f"{ATOM}title") for each in feed.findall(f"{ATOM}entry")]
    assert [str(title)[:9] for title in titles] == ["<Ferry> 4", "<Ferry> 3"]
    assert feed.findtext(f"{ATOM}title") == "Clippings: Ferry"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"https://archive.example.org{URL}/ferry/feed.atom"
    assert links["alternate"] == "https://archive.example.org/?q=ferry&language=en&language=fr"
    again = client.get(
        f"{URL}/ferry/feed.atom", headers={**KEY, "If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    assert client.get(f"{URL}/ferry/feed.atom").status_code == 401
    assert client.get(f"{URL}/none/feed.atom", headers=KEY).status_code == 404


@pytest.mark.parametrize(("language", "word"), [("en", "Unsubscribe"), ("ar", "إلغاء الاشتراك")])
def test_the_link_of_a_mail_asks_first_and_needs_no_key(
    client: FlaskClient, archive: Archive, language: str, word: str
) -> None:
    saved(client, mail={"to": ["ann@example.org", "bo@example.org"]})
    searches = Searches(archive.settings.index_dir)
    token = token_of("ferry", "ann@example.org", key=searches.key())
    address = f"/alerts/unsubscribe?token={token}&lang={language}"
    asked = client.get(address)
    assert asked.status_code == 200
    assert word in asked.text
    assert "ann@example.org" in asked.text
    assert asked.headers["Referrer-Policy"] == "no-referrer"
    [search] = searches.load().searches
    assert search.mail is not None
    assert search.mail.to == ("ann@example.org", "bo@example.org")
    one_click = client.post(address, data={"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 200
    [search] = searches.load().searches
    assert search.mail is not None
    assert search.mail.to == ("bo@example.org",)
    assert client.post(address).status_code == 200
    assert "<form method" not in client.get(address).text


def test_a_link_that_was_not_signed_here_does_nothing(
    client: FlaskClient, archive: Archive
) -> None:
    assert client.get("/alerts/unsubscribe").status_code == 404
    saved(client, mail={"to": ["ann@example.org"]})
    forged = token_of("ferry", "ann@example.org", key=b"k" * 32)
    for token in (forged, "", "x" * 5000, "<script>"):
        answer = client.post("/alerts/unsubscribe", query_string={"token": token})
        assert answer.status_code == 404
        assert "<script>alert" not in answer.text
    [search] = Searches(archive.settings.index_dir).load().searches
    assert search.mail is not None
