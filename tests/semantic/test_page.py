"""The search page where meaning is searched as well: sections of their own, in three languages."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from search_app.application import create_app
from search_index.settings import Settings
from tests.semantic.dictionary import Dictionary, archive_in, make


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("meant")
    engine = archive_in(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search_index.search.semantic.encoders", lambda: (Dictionary(),))
        make(engine, folder, Dictionary())
        settings = Settings.from_environment({}, index_dir=folder, semantic=True)
        return create_app(settings).test_client()


def section(page: str, name: str) -> str:
    """The section of that name, "" where there is none."""
    found = re.search(rf'<section class="meant" aria-labelledby="{name}">.*?</section>', page, re.S)
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("lang", "heading", "tongue"),
    [
        ("en", "In other languages", "French"),
        ("fr", "Dans d’autres langues", "français"),
        ("ar", "بلغات أخرى", "الفرنسية"),
    ],
)
def test_articles_in_other_languages_have_a_section(
    client: FlaskClient, lang: str, heading: str, tongue: str
) -> None:
    page = client.get(f"/?q=guards+of+the+wells&lang={lang}").get_data(as_text=True)
    found = section(page, "other_languages")
    assert f'<h2 id="other_languages">{heading}</h2>' in found
    assert "Gardiens des puits" in found
    assert "Les gardiens de l eau" in found
    assert tongue.lower() in found.lower()
    assert "<mark>" not in found
    assert 'lang="fr"' in found
    assert "/articles/0000000000000014?q=guards" in found


def test_what_words_did_not_find_has_a_section_of_its_own(client: FlaskClient) -> None:
    page = client.get("/?q=keeper+of+an+eau&lang=en").get_data(as_text=True)
    found = section(page, "by_meaning")
    assert "Guards watch wells and water wells" in found
    assert "not counted above" in found


def test_where_nothing_stands_out_there_is_no_section(client: FlaskClient) -> None:
    page = client.get("/?lang=en").get_data(as_text=True)
    assert '<div id="meant">' in page
    assert '<section class="meant"' not in page


def test_a_list_that_only_meaning_fills_is_in_the_api_with_the_lead(client: FlaskClient) -> None:
    body = client.get("/api/v1/search?q=guards+of+the+wells").json
    [first, *_] = body["other_languages"]
    assert first["found_by"] == "meaning"
    assert first["highlights"]["body"][0]["text"] == "Les gardiens de l eau"
    assert first["highlights"]["body"][0]["offsets"] == []
    plain = client.get("/api/v1/search?q=guards+of+the+wells&highlight=false").json
    assert plain["other_languages"][0]["highlights"] == {"title": [], "body": []}
