from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search_app import create_app
from search_index import open_engine
from search_index.model.article import Article, Provenance, Source, article_id
from search_index.settings import Settings

ARTICLES = (
    Article(
        id=article_id("harbour.txt", "museum"),
        source=Source(page="harbour.txt", position=0, url="https://news.example/harbour"),
        title="Harbour museum opens its doors",
        body="The harbour museum opened on Monday.\n\nMayor Ilse Brandt cut the ribbon & smiled.",
        language="en",
        date="2024-07-16",
        date_precision="day",
        date_source="dateline",
        date_confidence=0.99,
        outlet="The Northern Post",
        authors=("Ann Lee", "Bo Chan"),
        section="Culture",
        persons=("Ilse Brandt",),
        organizations=("Northern Heritage Fund (NHF)",),
        places=("Lund",),
        removed=("Latest news",),
        provenance=(
            Provenance(field="date", value="2024-07-16", rule="dateline", words="16 July 2024"),
        ),
    ),
    Article(
        id=article_id("harbour.txt", "ferry"),
        source=Source(page="harbour.txt", position=1),
        title="A ferry for the island",
        body="The ferry leaves the harbour twice a day. Its captain is Omar Said.",
        language="en",
        date="2020-09",
        date_precision="month",
        date_source="text",
        date_confidence=0.8,
        outlet="ferry.example",
        authors=("Ann Lee",),
        persons=("Omar Said",),
        places=("Lund", "Malmo"),
    ),
    Article(
        id=article_id("tunis.txt", "atelier"),
        source=Source(page="tunis.txt", position=0),
        title="Un atelier sur les <script>manuscrits</script>",
        body="Un atelier consacré aux manuscrits s'est tenu à Tunis.",
        language="fr",
        date="2020",
        date_precision="year",
        date_source="inferred_neighbours",
        date_confidence=0.4,
        places=("Tunis",),
    ),
    Article(
        id=article_id("undated.txt", "garden"),
        source=Source(page="undated.txt", position=0),
        title="=HYPERLINK(1) in the garden",
        body="Nobody knows when the garden by the harbour was laid out.",
        language="en",
    ),
)


@pytest.fixture(scope="session")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    write(folder, ARTICLES)
    return folder


def write(folder: Path, articles: tuple[Article, ...], *, full: bool = False) -> None:
    """Add articles to the index in `folder`."""
    with open_engine(settings_for(folder)).writer(full=full) as writer:
        for article in articles:
            writer.add(article)


def settings_for(folder: Path, **overrides: object) -> Settings:
    """The defaults over the index in `folder`, whatever the environment says.

    A query may take longer than by default: a busy machine is no reason to fail.
    """
    patient = {"query_timeout_ms": 20_000, **overrides}
    return replace(Settings.from_environment({}), index_dir=folder, **patient)  # type: ignore[arg-type]


MakeApp = Callable[..., Flask]


@pytest.fixture
def make_app(index_dir: Path) -> MakeApp:
    """Makes an application over the shared index, with settings of the test's own."""

    def make(folder: Path = index_dir, **overrides: object) -> Flask:
        return create_app(settings_for(folder, **overrides))

    return make


@pytest.fixture(scope="session")
def app(index_dir: Path) -> Flask:
    return create_app(settings_for(index_dir))


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client
