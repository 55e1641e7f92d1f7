from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import search_app
from search_app.entities.drawing import HEIGHT, WIDTH, network, world_map
from search_app.entities.portrait import Edge, Node
from search_index.model.article import Article, NameForm, Source
from tests.app.conftest import MakeApp, write
from tests.app.test_search_page import Elements

STATIC = Path(search_app.__file__).parent / "static"
HOUSE = "Guild of Lamp Lighters (GLL)"


def story(number: int, date: str | None, *, persons: tuple[str, ...], form: str) -> Article:
    return Article(
        id=f"{number:016x}",
        source=Source(page=f"{number}.txt", position=0),
        title=f"Lamps, part {number}",
        body=f"{form} lit lamp number {number}.",
        language="en",
        date=date,
        date_precision="day" if date else None,
        persons=persons,
        organizations=(HOUSE,),
        places=("Cairo",) if number % 2 else ("Lagos", "Old Quay"),
        forms=(NameForm(kind="person", name=persons[0], form=form, offsets=((0, len(form)),)),),
    )


ARTICLES = (
    story(1, "2019-04-02", persons=("Ada Flint", "Ben Moss"), form="Ada Flint"),
    story(2, "2021-04-02", persons=("Ada Flint", "Ben Moss", "Cy Rook"), form="A. Flint"),
    story(3, "2021-08-09", persons=("Ada Flint",), form="آدا فلينت"),
    story(4, None, persons=("Ada Flint",), form="Ada Flint"),
    story(5, "2022-01-01", persons=("Cy Rook",), form="Cy Rook"),
)


@pytest.fixture(scope="module")
def lamps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lamps")
    write(folder, ARTICLES)
    return folder


@pytest.fixture
def client(lamps: Path, make_app: MakeApp) -> FlaskClient:
    return make_app(lamps).test_client()


def test_the_api_says_how_when_with_whom_and_where_a_person_is_named(client: FlaskClient) -> None:
    found = client.get("/api/v1/people/ada flint?lang=ar").json
    assert (found["id"], found["kind"], found["articles"]) == ("Ada Flint", "person", 4)
    assert found["forms"] == [
        {"form": "Ada Flint", "articles": 2},
        {"form": "A. Flint", "articles": 1},
        {"form": "آدا فلينت", "articles": 1},
    ]
    years = {one["value"]: one["count"] for one in found["years"]}
    assert years == {"2019": 1, "2021": 2, None: 1}
    together = {(one["kind"], one["id"]): one["articles"] for one in found["together"]}
    assert together == {
        ("person", "Ben Moss"): 2,
        ("person", "Cy Rook"): 1,
        ("organization", HOUSE): 4,
        ("place", "Cairo"): 2,
        ("place", "Lagos"): 2,
        ("place", "Old Quay"): 2,
    }
    assert {one["label"] for one in found["together"]} >= {"القاهرة", "لاغوس", "Old Quay"}
    edge = {"first": "Ben Moss", "second": "Cy Rook", "articles": 1}
    assert edge in found["edges"]
    assert found["latest"][0]["title"] == "Lamps, part 3"
    assert found["first"][0]["title"] == "Lamps, part 1"
    assert all(hit["date"] for hit in found["first"])
    assert found["point"] is None


@pytest.mark.parametrize("form", ["A. Flint", "آدا فلينت", "a. flint"])
def test_a_name_is_found_by_each_of_its_forms(client: FlaskClient, form: str) -> None:
    found = client.get(f"/api/v1/people/{form}").json
    assert (found["id"], found["articles"]) == ("Ada Flint", 4)
    assert 'href="http://localhost/people/Ada%20Flint"' in client.get(f"/people/{form}").text
    assert client.get(f"/api/v1/places/{form}").status_code == 404


def test_each_name_that_stands_with_it_leads_to_a_search_for_both(client: FlaskClient) -> None:
    for one in client.get("/api/v1/people/Ada Flint").json["together"]:
        assert client.get(one["search"]).json["total"] == one["articles"], one["id"]


def test_a_place_has_its_point_and_a_name_that_nobody_has_is_not_found(
    client: FlaskClient,
) -> None:
    assert client.get("/api/v1/places/Cairo").json["point"] == {
        "latitude": 30.06,
        "longitude": 31.25,
    }
    assert client.get("/api/v1/places/Old Quay").json["point"] is None
    assert client.get("/api/v1/people/Nobody").status_code == 404
    answer = client.get("/people/Nobody?lang=fr")
    assert answer.status_code == 404
    assert "Aucun article de ces archives ne porte ce nom." in answer.text


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("Named in 4 articles", "With whom", "Cairo")),
        ("fr", ("Avec qui", "Le Caire")),
        ("ar", ("مع من", "القاهرة")),
    ],
)
def test_the_page_shows_the_same_without_a_script(
    client: FlaskClient, lang: str, words: tuple[str, ...]
) -> None:
    html = client.get(f"/people/Ada Flint?lang={lang}").text
    for word in (*words, "آدا فلينت", "Lamps, part 3"):
        assert word in html
    elements = Elements(html)
    feeds = elements.all("link", type="application/atom+xml")
    assert [client.get(feed["href"] or "").status_code for feed in feeds] == [200]
    both = [link["href"] or "" for link in elements.all("a", **{"class": "count"})]
    assert len(both) == 6
    assert all(client.get(address).status_code == 200 for address in both)
    pages = [a["href"] or "" for a in elements.all("a") if "/organizations/" in (a["href"] or "")]
    assert pages
    assert all(client.get(address).status_code == 200 for address in pages)


def test_a_search_and_an_article_lead_to_the_page_of_a_name(client: FlaskClient) -> None:
    assert 'href="/people/Ada%20Flint">All about Ada Flint' in client.get("/?person=Ada+Flint").text
    assert 'href="/people/Ada%20Flint"' in client.get(f"/articles/{ARTICLES[0].id}").text


def test_the_network_and_the_map_stay_within_their_frames() -> None:
    nodes = [Node(kind="person", name=f"P{number}", articles=number + 1) for number in range(16)]
    spots, lines = network(nodes, [Edge(first=0, second=15, articles=1)])
    assert len(lines) == len(spots) + 1
    assert all(0 < spot.x < WIDTH and 0 < spot.y < HEIGHT for spot in spots)
    assert len({(spot.x, spot.y) for spot in spots}) == 16
    names = ("Cairo", "Suva", "Honolulu", "Reykjavik", "Ushuaia", "Nowhere")
    world = world_map(Node(kind="place", name=name, articles=2) for name in names)
    assert world is not None
    assert len(world.dots) == 5
    for dot in world.dots:
        assert world.left <= dot.x <= world.left + world.width
        assert world.top <= dot.y <= world.top + world.height
    assert world_map([Node(kind="place", name="Nowhere", articles=1)]) is None


def test_names_of_neighbouring_places_do_not_cover_each_other_on_the_map() -> None:
    names = ("Tunisia", "Gabes", "Sfax", "Cairo", "Giza", "Lagos", "Oslo")
    world = world_map(Node(kind="place", name=name, articles=9 - n) for n, name in enumerate(names))
    assert world is not None
    named = [dot.node.name for dot in world.dots if dot.named]
    assert named == ["Tunisia", "Cairo", "Lagos", "Oslo"]


def test_the_coasts_are_drawn_to_their_end() -> None:
    drawing = (STATIC / "coast.svg").read_text("utf-8")
    path = re.search(r' d="([^"]+)"', drawing)
    assert path is not None
    # A browser draws up to the first command that lacks its numbers, and nothing after it.
    number = r"(?:-| |(?<=[Ml]))-?\d+"
    assert re.fullmatch(rf"(?:M{number}{number}l(?:{number}{number})+z)+", path[1])
