from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.app.conftest import ARTICLES
from tests.app.test_search_page import Elements

MUSEUM, FERRY, ATELIER, GARDEN = ARTICLES
"""In this order where nothing is asked for: the newest first."""


def way(client: FlaskClient, address: str) -> dict[str, str]:
    links = Elements(client.get(address).text).all("a")
    return {
        str(link["rel"]): str(link["href"]) for link in links if link.get("rel") in ("prev", "next")
    }


def test_a_reader_goes_through_the_articles_of_a_search_and_back(client: FlaskClient) -> None:
    html = client.get("/?place=Lund&sort=oldest&per_page=1&lang=en").text
    (first,) = re.findall(r'<h2>\s*<a href="([^"]+)"', html)
    address = first.replace("&amp;", "&")
    assert address.startswith(f"/articles/{FERRY.id}?")
    assert address.endswith("&at=1")
    links = way(client, address)
    assert links.keys() == {"next"}
    assert links["next"].startswith(f"/articles/{MUSEUM.id}?")
    page = client.get(links["next"]).text
    assert "2 of 2" in page
    back = Elements(page).all("a", id="back")[0]["href"]
    assert back == "/?per_page=1&sort=oldest&place=Lund&page=2&lang=en"
    assert way(client, links["next"]) == {"prev": address}


def test_an_article_that_moved_a_little_is_found_and_one_that_is_gone_has_no_way_on(
    client: FlaskClient,
) -> None:
    assert way(client, f"/articles/{FERRY.id}?at=4")["prev"] == f"/articles/{MUSEUM.id}?at=1"
    assert way(client, f"/articles/{FERRY.id}?q=manuscrits&at=1") == {}
    assert way(client, f"/articles/{FERRY.id}?at=90000") == {}


@pytest.mark.parametrize("at", ["", "0", "-1", "x", "1e3", "\u0663", "9" * 40])
def test_a_place_that_is_no_number_is_no_place(client: FlaskClient, at: str) -> None:
    answer = client.get(f"/articles/{FERRY.id}", query_string={"at": at})
    assert answer.status_code == 200
    assert 'class="between"' not in answer.text


def test_another_language_keeps_the_search(client: FlaskClient) -> None:
    links = Elements(client.get(f"/articles/{FERRY.id}?place=Lund&at=2").text).all("a")
    (arabic,) = (link["href"] for link in links if link.get("hreflang") == "ar")
    assert arabic == f"/articles/{FERRY.id}?place=Lund&lang=ar&at=2"
