from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.split import REASONS
from search_app.pages.around import around
from search_app.pages.messages import Messages
from search_index.model.article import NameForm, Provenance
from tests.app.conftest import ARTICLES, MakeApp, write
from tests.app.test_search_page import Elements

MUSEUM, FERRY, ATELIER, GARDEN = ARTICLES
START = MUSEUM.body.index("Ilse Brandt")


def named(kind: str, name: str, form: str) -> NameForm:
    start = MUSEUM.body.index(form)
    return NameForm(kind=kind, name=name, form=form, offsets=((start, start + len(form)),))  # type: ignore[arg-type]


STORY = replace(
    MUSEUM,
    forms=(named("person", "Ilse Brandt", "Mayor Ilse Brandt"), named("place", "Lund", "Monday")),
    provenance=(
        Provenance(field="date", value="2024-07-16", rule="dateline", words="16 July <2024>"),
    ),
)
COPY = replace(ATELIER, duplicate_of=FERRY.id)
SHADY = replace(GARDEN, source=replace(GARDEN.source, url="javascript:alert(1)"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stories")
    write(folder, (STORY, FERRY, COPY, SHADY))
    return folder


@pytest.fixture
def reader(make_app: MakeApp, folder: Path) -> FlaskClient:
    return make_app(folder).test_client()


def test_the_words_of_the_query_are_marked_inside_names_too(reader: FlaskClient) -> None:
    html = reader.get(f"/articles/{STORY.id}?q=brandt+harbour").text
    assert 'The <mark id="match-2">harbour</mark> museum opened on' in html
    assert 'Mayor Ilse <mark id="match-3">Brandt</mark></a> cut the ribbon &amp; smiled.' in html


def test_a_name_in_the_text_leads_to_all_articles_about_it(reader: FlaskClient) -> None:
    elements = Elements(reader.get(f"/articles/{STORY.id}?lang=fr").text)
    (link,) = elements.all("a", **{"class": "named person"})
    assert link["href"] == "/?person=Ilse+Brandt&lang=fr"


def test_names_stand_beside_with_their_forms_and_how_many_articles_name_them(
    reader: FlaskClient,
) -> None:
    html = reader.get(f"/articles/{STORY.id}").text
    assert "Here also written: Mayor Ilse Brandt" in html
    assert html.count("Named in 1 article<") == 2
    assert html.count("Named in 2 articles<") == 1


def test_the_page_says_how_each_field_is_known_and_what_was_taken_away(
    reader: FlaskClient,
) -> None:
    html = reader.get(f"/articles/{STORY.id}").text
    assert "16 July 2024: from the date line of the article. The date is 99 % sure." in html
    assert "16 July &lt;2024&gt;" in html
    assert "<code>dateline</code>" in html
    assert "<del>Latest news</del>" in html
    assert '<a href="https://news.example/harbour"' in html


def test_matches_are_numbered_and_linked_for_who_has_no_javascript(reader: FlaskClient) -> None:
    html = reader.get(f"/articles/{STORY.id}?q=brandt+harbour").text
    elements = Elements(html)
    links = [one["href"] for one in elements.all("a") if "#match" in (one["href"] or "")]
    assert links == ["#match-1", "#match-2", "#match-3"]
    assert [one["id"] for one in elements.all("mark")] == ["match-1", "match-2", "match-3"]
    assert "match-" not in reader.get(f"/articles/{STORY.id}").text


def test_an_article_can_be_cited_in_one_line_without_markup(reader: FlaskClient) -> None:
    html = reader.get(f"/articles/{STORY.id}?lang=fr").text
    line = "Ann Lee, Bo Chan, « Harbour museum opens its doors », The Northern Post, 16 juillet"
    assert line in html
    assert f"Clippings: http://localhost/articles/{STORY.id}" in html
    (button,) = Elements(html).all(
        "button", **{"data-copy": f"http://localhost/articles/{STORY.id}"}
    )
    assert button["type"] == "button"
    assert "<script>manuscrits" not in reader.get(f"/articles/{COPY.id}").text


def test_what_was_removed_is_shown_where_it_was_on_the_page_with_its_reason() -> None:
    section = "boilerplate: heading of a list of links or of a section"
    story = replace(
        MUSEUM,
        title="Bridge <opens>",
        body="First words.\n\nLast words.",
        removed=("Home", "By a clerk", "Read also", "Imprint"),
        removed_reasons=(section, "no such reason", section, ""),
        removed_places=(-1, 0, 1, 2),
    )
    assert [
        (line.kind, line.text, line.reason) for line in around(story, {section: "rubrique"})
    ] == [
        ("removed", "Home", "rubrique"),
        ("title", "Bridge <opens>", ""),
        ("removed", "By a clerk", "no such reason"),
        ("paragraph", "First words.", ""),
        ("removed", "Read also", "rubrique"),
        ("paragraph", "Last words.", ""),
        ("removed", "Imprint", ""),
    ]


def test_a_line_without_a_known_place_or_reason_is_still_shown() -> None:
    story = replace(
        MUSEUM, removed=("One", "Two", "Three"), removed_reasons=(), removed_places=(9,)
    )
    shown = [line.text for line in around(story, {}) if line.kind == "removed"]
    assert sorted(shown) == ["One", "Three", "Two"]
    assert shown[-1] == "One"


def test_every_reason_has_words_in_every_language() -> None:
    for language in ("fr", "ar"):
        assert Messages.load(language).reasons.keys() == REASONS, language


def test_a_copy_leads_to_the_article_with_the_surer_date(reader: FlaskClient) -> None:
    elements = Elements(reader.get(f"/articles/{COPY.id}").text)
    assert elements.all("a", href=f"/articles/{FERRY.id}")


def test_an_address_that_is_no_web_address_is_shown_but_no_link(reader: FlaskClient) -> None:
    html = reader.get(f"/articles/{SHADY.id}").text
    assert "javascript:alert(1)" in html
    assert not [link for link in Elements(html).all("a") if "javascript" in (link["href"] or "")]


def test_related_articles_are_linked(reader: FlaskClient) -> None:
    elements = Elements(reader.get(f"/articles/{SHADY.id}").text)
    assert elements.all("a", href=f"/articles/{FERRY.id}")


def test_an_article_that_is_not_there_is_a_page_that_says_so(reader: FlaskClient) -> None:
    answer = reader.get("/articles/nothing?lang=ar")
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert "لا يوجد مقال بهذا العنوان" in answer.text
