from __future__ import annotations

from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

from flask.testing import FlaskClient

from search_app import create_app
from search_index.model.article import Article, Source
from tests.app.conftest import ARTICLES, settings_for, write

ATOM = "{http://www.w3.org/2005/Atom}"
MUSEUM, FERRY, ATELIER, GARDEN = ARTICLES


def parse(client: FlaskClient, url: str) -> ElementTree.Element:
    answer = client.get(url, base_url="https://archive.example")
    assert answer.status_code == 200
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.data)


def test_a_feed_shows_the_newest_hits_first(client: FlaskClient) -> None:
    feed = parse(client, "/api/v1/feed.atom?q=harbour")
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert ids == [f"urn:clippings:article:{a.id}" for a in (MUSEUM, FERRY, GARDEN)]


def test_a_feed_has_what_atom_asks_for(client: FlaskClient) -> None:
    feed = parse(client, "/api/v1/feed.atom?q=harbour&place=Lund")
    address = "https://archive.example/api/v1/feed.atom?q=harbour&place=Lund"
    assert feed.findtext(f"{ATOM}id") == address
    assert feed.findtext(f"{ATOM}title") == "Clippings: harbour"
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == address
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        assert element.findtext(f"{ATOM}id")
        assert element.findtext(f"{ATOM}title")
        updated = element.findtext(f"{ATOM}updated") or ""
        assert datetime.fromisoformat(updated).tzinfo is not None
    entries = list(feed.iter(f"{ATOM}entry"))
    assert [entry.findtext(f"{ATOM}published") for entry in entries] == [
        "2024-07-16T00:00:00Z",
        "2020-09-01T00:00:00Z",
    ]
    (link,) = entries[0].findall(f"{ATOM}link")
    assert link.get("href") == f"https://archive.example/articles/{MUSEUM.id}"


def test_an_entry_names_its_authors_its_section_and_its_outlet(client: FlaskClient) -> None:
    entry = parse(client, "/api/v1/feed.atom?q=museum").find(f"{ATOM}entry")
    assert entry is not None
    names = [name.text for name in entry.findall(f"{ATOM}author/{ATOM}name")]
    assert names == ["Ann Lee", "Bo Chan"]
    assert entry.findtext(f"{ATOM}source/{ATOM}title") == "The Northern Post"
    assert "Culture" in [one.get("term") for one in entry.findall(f"{ATOM}category")]


def test_a_feed_stays_xml_whatever_a_story_holds(tmp_path: Path) -> None:
    nasty = Article(
        id="a" * 16,
        source=Source(page="x.txt", position=0),
        title="Bell \x07, ]]> & <b>\ufffe",
        body="Body \x00 text",
        date="2024",
        date_precision="year",
        persons=("A & \x1b B",),
    )
    write(tmp_path, (nasty,))
    client = create_app(settings_for(tmp_path)).test_client()
    feed = parse(client, "/api/v1/feed.atom?q=%07%3C")
    feed = parse(client, "/api/v1/feed.atom")
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == "Bell \ufffd, ]]> & <b>\ufffd"


def test_an_undated_entry_does_not_move_with_a_build(client: FlaskClient) -> None:
    entries = parse(client, "/api/v1/feed.atom?missing=date").findall(f"{ATOM}entry")
    assert entries
    assert {e.findtext(f"{ATOM}updated") for e in entries} == {"1970-01-01T00:00:00Z"}


def test_the_page_of_a_feed_has_its_filters(client: FlaskClient) -> None:
    asked = "q=harbour&person=Ilse+Brandt&exclude_place=Oslo&person_all=Ilse+Brandt"
    root = parse(client, f"/api/v1/feed.atom?{asked}&per_page=5")
    (page,) = [e for e in root.findall(f"{ATOM}link") if e.get("rel") == "alternate"]
    assert (page.get("href") or "").endswith(f"/?{asked}")
