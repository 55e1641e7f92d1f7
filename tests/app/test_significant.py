from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search_index.model.article import Article, Source
from tests.app.conftest import MakeApp, write

SUBJECTS = (
    ("bees", "The keepers counted hives and honey in the meadow."),
    ("ships", "The pilots counted hulls and anchors in the harbour."),
    ("bread", "The bakers counted loaves and ovens in the street."),
)


@pytest.fixture(scope="module")
def trades(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trades")
    articles = [
        Article(
            id=f"{number:016x}",
            source=Source(page=f"{number}.txt", position=0),
            title=f"A day of {subject}, number {number}",
            body=f"{body} Everybody there wrote report {number}.",
            language="en",
        )
        for number in range(30)
        for subject, body in [SUBJECTS[number % 3]]
    ]
    articles.append(
        Article(
            id="f" * 16,
            source=Source(page="ar.txt", position=0),
            title="يوم النحل",
            body="عد النحالون الخلايا والعسل.",
            language="ar",
        )
    )
    write(folder, tuple(articles))
    return folder


@pytest.fixture
def client(trades: Path, make_app: MakeApp) -> FlaskClient:
    return make_app(trades).test_client()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("bees", {"keepers", "hives", "honey", "meadow"}),
        ("ships", {"pilots", "hulls", "anchors", "harbour"}),
        ("loaves", {"bread", "bakers", "ovens", "street"}),
    ],
)
def test_what_these_articles_say_more_than_the_rest_comes_first(
    client: FlaskClient, query: str, words: set[str]
) -> None:
    found = client.get(f"/api/v1/significant?q={query}&collapse=false").json
    assert (found["read"], found["total"]) == (10, 30)
    assert {one["word"] for one in found["words"]} == words
    first = found["words"][0]
    assert (first["articles"], first["all_articles"]) == (10, 10)
    assert first["score"] == pytest.approx((1 - 1 / 3) * 3, abs=1e-3)


def test_a_language_that_has_more_of_the_hits_than_of_the_archive_is_not_significant(
    tmp_path: Path, make_app: MakeApp
) -> None:
    def story(number: int, language: str, text: str) -> Article:
        return Article(
            id=f"{number:016x}",
            source=Source(page=f"{number}.txt", position=0),
            title=f"Report {number}",
            body=text,
            language=language,
        )

    french = [story(n, "fr", "Radio : le conseil écoute les paysans.") for n in range(6)]
    heard = [story(n, "en", "Radio masts carried waves over valleys.") for n in range(6, 18)]
    others = [story(n, "en", "Bakers sold bread.") for n in range(18, 30)]
    write(tmp_path, (*french, *heard, *others))
    found = make_app(tmp_path).test_client().get("/api/v1/significant?q=radio&collapse=false").json
    assert found["read"] == 18
    assert {one["word"] for one in found["words"]} == {"masts", "carried", "waves", "valleys"}


def test_what_chance_explains_is_not_significant(tmp_path: Path, make_app: MakeApp) -> None:
    articles = [
        Article(
            id=f"{n:016x}",
            source=Source(page=f"{n}.txt", position=0),
            title="Rain" if n < 30 else "Snow",
            body="Gauges overflowed." + (" Roofs leaked." if n in {1, 2, 3} else ""),
            language="en",
        )
        for n in range(40)
    ]
    write(tmp_path, tuple(articles))
    found = make_app(tmp_path).test_client().get("/api/v1/significant?q=rain&collapse=false").json
    assert (found["read"], found["total"]) == (30, 40)
    assert found["words"] == []  # Three of 30, and three of 40 at all, is no difference.


def test_what_all_articles_say_is_not_significant(client: FlaskClient) -> None:
    assert client.get("/api/v1/significant?collapse=false&language=en").json["words"] == []
    assert client.get("/api/v1/significant?q=xqzvwk").json["words"] == []


def test_the_page_offers_each_word_as_a_further_search(client: FlaskClient) -> None:
    html = client.get("/words?q=bees&collapse=false").text
    assert 'href="/?q=bees+honey&amp;collapse=false"' in html
    assert "100 %" in html
    assert "33.3 %" in html
