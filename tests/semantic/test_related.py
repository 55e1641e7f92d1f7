"""What is like an article: related by words and vectors, and its story in other words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search_app.application import create_app
from search_index.model.article import Article
from search_index.settings import Settings
from tests.semantic.dictionary import ARCHIVE, Dictionary, archive_in, article, make


def told(number: int, title: str, language: str, body: str, **fields: object) -> Article:
    """An article of a day about somebody."""
    given: dict[str, object] = {"date": "2024-07-16", "persons": ("Ann Example",), **fields}
    return replace(article(number, title, language, body), **given)  # type: ignore[arg-type]


STORY = told(40, "Guards at the wells", "en", "Water keepers watch wells.")
ARCHIVE_OF_STORIES = (
    *ARCHIVE,
    STORY,
    told(41, "Gardiens des puits", "fr", "L eau", date="2024-07-17"),
    told(42, "Keepers of springs", "en", "They watch water and wells."),
    told(43, "Keepers of springs watch", "en", "Water, wells.", date="2024-07-26"),
    told(44, "Keepers of wells watch", "en", "Water, springs.", persons=("Jo Other",)),
    told(45, "Guards at wells", "en", "Water keepers watch wells.", duplicate_of=STORY.id),
    told(46, "Bread and an oven", "en", "Ovens for bread."),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("related")
    make(archive_in(folder, ARCHIVE_OF_STORIES), folder, Dictionary())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search_index.search.semantic.encoders", lambda: (Dictionary(),))
        settings = Settings.from_environment({}, index_dir=folder, semantic=True)
        return create_app(settings).test_client()


def ids(hits: list[dict[str, object]]) -> list[int]:
    return [int(str(hit["id"]), 16) for hit in hits]


def test_the_same_story_is_near_of_the_same_days_and_names_somebody(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/articles/{STORY.id}/related").json
    assert sorted(ids(answer["similar_stories"])) == [41, 42]
    assert {hit["found_by"] for hit in answer["similar_stories"]} == {"meaning"}


def test_related_articles_are_found_by_words_and_by_meaning(client: FlaskClient) -> None:
    alike = client.get(f"/api/v1/articles/{ARCHIVE[3].id}/related?size=20").json
    assert {int(hit["id"], 16): hit["found_by"] for hit in alike["hits"]}[11] == "both"
    answer = client.get(f"/api/v1/articles/{ARCHIVE[0].id}/related?size=20").json
    found = {int(hit["id"], 16): hit["found_by"] for hit in answer["hits"]}
    assert found[2] in {"both", "meaning"}
    assert "meaning" in found.values()
    assert 1 not in found
    scores = [hit["score"] for hit in answer["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_an_article_that_is_not_there_has_none(client: FlaskClient) -> None:
    assert client.get("/api/v1/articles/nothing/related").status_code == 404


@pytest.mark.parametrize(
    ("lang", "heading"),
    [
        ("en", "The same story in other words"),
        ("fr", "La même histoire en d’autres mots"),
        ("ar", "الخبر نفسه بكلمات أخرى"),
    ],
)
def test_the_page_of_an_article_lists_them(client: FlaskClient, lang: str, heading: str) -> None:
    page = client.get(f"/articles/{STORY.id}?lang={lang}").get_data(as_text=True)
    assert f'<h2 id="similar_stories-title">{heading}</h2>' in page
    assert page.count('<ul class="related">') == 2
    alone = client.get(f"/articles/{ARCHIVE[2].id}?lang={lang}").get_data(as_text=True)
    assert heading not in alone


def test_without_vectors_words_alone_say_what_is_related(tmp_path: Path) -> None:
    archive_in(tmp_path, ARCHIVE_OF_STORIES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search_index.search.semantic.encoders", lambda: (Dictionary(),))
        on = create_app(Settings.from_environment({}, index_dir=tmp_path, semantic=True))
    off = create_app(Settings.from_environment({}, index_dir=tmp_path))
    address = f"/api/v1/articles/{STORY.id}/related"
    answers = [app.test_client().get(address).json for app in (on, off)]
    assert answers[0]["hits"] == answers[1]["hits"]
    assert answers[0]["similar_stories"] == []
    assert "similar_stories" not in answers[1]
