"""Who said what: the route, the article's page and the export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search_app import create_app
from search_index.model.article import Article, Source
from search_index.model.quote import Quote, QuoteKind
from tests.app.conftest import settings_for, write

BODY = (
    "“The old pier is lost,” said Mayor Ines Calder.\n\n"
    "Engineer Tom Ashby said the piers of the north would stand. "
    "“We shall rebuild <all> of it,” Calder said."
)


def quote(words: str, speaker: str, person: str | None, kind: QuoteKind = "direct") -> Quote:
    """What `speaker` says in BODY."""
    start, at = BODY.index(words), BODY.index(speaker)
    return Quote(
        start=start,
        end=start + len(words),
        kind=kind,
        speaker=speaker,
        speaker_start=at,
        speaker_end=at + len(speaker),
        cue="said",
        person=person,
    )


def article(name: str, date: str, *quotes: Quote) -> Article:
    return Article(
        id=name,
        source=Source(page=f"{name}.txt", position=0, url=f"https://news.example/{name}"),
        title=f"The pier, {name}",
        body=BODY,
        language="en",
        date=date,
        date_precision="day",
        outlet="The Northern Post",
        persons=("Ines Calder", "Tom Ashby"),
        quotes=quotes,
    )


LOST = quote("The old pier is lost", "Mayor Ines Calder", "Ines Calder")
STAND = quote("the piers of the north would stand", "Engineer Tom Ashby", "Tom Ashby", "indirect")
REBUILD = quote("We shall rebuild <all> of it", "Calder", "Ines Calder")
NAMELESS = quote("We shall rebuild <all> of it", "Calder", None)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quotes")
    write(
        folder,
        (
            article("first", "2024-05-01", LOST, STAND, REBUILD),
            article("second", "2024-06-01", STAND),
            article("third", "2023-01-01", NAMELESS),
        ),
    )
    return folder


@pytest.fixture
def client(folder: Path) -> Iterator[FlaskClient]:
    with create_app(settings_for(folder)).test_client() as client:
        yield client


@pytest.mark.parametrize(
    ("asked", "texts"),
    [
        ("", [STAND, LOST, STAND, REBUILD, NAMELESS]),
        ("?sort=oldest", [NAMELESS, LOST, STAND, REBUILD, STAND]),
        ("?person=Ines+Calder", [LOST, REBUILD]),
        ("?person=ines+calder&person=Tom+Ashby", [STAND, LOST, STAND, REBUILD]),
        ("?q=pier", [STAND, LOST, STAND]),
        ("?q=pier+lost", [LOST]),
        ('?q="piers+of+the+north"', [STAND, STAND]),
        ("?q=pier+-lost", [STAND, STAND]),
        ("?q=lost+OR+rebuild", [LOST, REBUILD, NAMELESS]),
        ("?q=mayor", []),  # it stands in the article, in nobody's words
        ("?kind=indirect", [STAND, STAND]),
        ("?date_from=2024-06", [STAND]),
        ("?outlet=Nobody", []),
        ("?person=Nobody", []),
    ],
)
def test_quotations_are_found_by_speaker_words_and_article(
    client: FlaskClient, asked: str, texts: list[Quote]
) -> None:
    answer = client.get(f"/api/v1/quotes{asked}").json
    expected = [BODY[one.start : one.end] for one in texts]
    assert [one["text"] for one in answer["quotes"]] == expected
    assert (answer["total"], answer["total_is_exact"]) == (len(texts), True)


def test_a_quotation_says_where_it_stands_and_what_matched(client: FlaskClient) -> None:
    (one,) = client.get("/api/v1/quotes?q=rebuild&person=Ines+Calder").json["quotes"]
    assert one == {
        "kind": "direct",
        "text": "We shall rebuild <all> of it",
        "start": REBUILD.start,
        "end": REBUILD.end,
        "speaker": "Calder",
        "speaker_start": REBUILD.speaker_start,
        "speaker_end": REBUILD.speaker_end,
        "person": "Ines Calder",
        "cue": "said",
        "html": "We shall <mark>rebuild</mark> &lt;all&gt; of it",
        "offsets": [[9, 16]],
        "article": {
            "id": "first",
            "title": "The pier, first",
            "date": "2024-05-01",
            "language": "en",
            "outlet": "The Northern Post",
            "url": "https://news.example/first",
        },
    }


def test_pages_of_quotations_follow_each_other(client: FlaskClient) -> None:
    first = client.get("/api/v1/quotes?person=Ines+Calder&per_page=1").json
    assert (first["total"], first["total_pages"], first["links"]["prev"]) == (2, 2, None)

    second = client.get(first["links"]["next"]).json

    shown = [page["quotes"][0]["text"] for page in (first, second)]
    assert shown == ["The old pier is lost", "We shall rebuild <all> of it"]
    assert second["links"]["next"] is None
    assert client.get(second["links"]["prev"]).json["quotes"] == first["quotes"]


def test_bad_parameters_are_all_named(client: FlaskClient) -> None:
    answer = client.get("/api/v1/quotes?kind=loud&page=0&sort=relevance&speech=x")
    assert answer.status_code == 400
    named = {error["field"].partition(".")[0] for error in answer.json["errors"]}
    assert named == {"kind", "page", "sort", "speech"}


def test_an_article_and_its_export_hold_its_quotations(client: FlaskClient) -> None:
    whole = client.get("/api/v1/articles/first").json["quotes"]
    assert [one["text"] for one in whole] == [
        "The old pier is lost",
        "the piers of the north would stand",
        "We shall rebuild <all> of it",
    ]
    lines = client.get("/api/v1/export?q=pier").get_data(as_text=True).splitlines()
    exported = {row["id"]: row["quotes"] for row in map(json.loads, lines)}
    assert exported["first"] == whole
    assert exported["third"][0]["person"] is None


def test_the_page_of_an_article_lists_who_says_what(client: FlaskClient) -> None:
    page = client.get("/articles/first").get_data(as_text=True)
    assert "<q>The old pier is lost</q>" in page
    assert "We shall rebuild &lt;all&gt; of it" in page
    assert 'href="/people/Tom%20Ashby#quotes-title"' in page


def test_the_page_of_a_person_lists_what_he_says_and_where(client: FlaskClient) -> None:
    page = client.get("/people/Ines Calder").get_data(as_text=True)
    assert "<q>The old pier is lost</q>" in page
    assert "the piers of the north would stand" not in page
    assert "The pier, first" in page
    assert "quotation-list" not in client.get("/people/Nobody").get_data(as_text=True)


def test_articles_are_found_by_who_is_quoted_in_them(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?speaker=Ines+Calder&facets=speaker").json
    assert [hit["id"] for hit in answer["hits"]] == ["first"]
    assert (
        client.get("/api/v1/search?speaker_all=Ines+Calder&speaker_all=Nobody").json["total"] == 0
    )
