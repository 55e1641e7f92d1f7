"""Persons and organizations are called as their readers call them; the value stays one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from scripts import organization_labels
from search_app import create_app
from search_app.entities.renaming import renamings
from search_app.labels import label
from search_app.met_forms import best_form
from search_index.model.article import Article, NameForm, Source, article_id
from tests.app.conftest import settings_for, write

POET = "Salwa Bennis"
GUILD = "Guild of Boatmen (GOB)"


def _article(number: int, language: str, body: str, poet: str, guild: str) -> Article:
    """An article that names the poet, the guild and a body of the world."""
    forms = []
    for kind, name, form in (("person", POET, poet), ("organization", GUILD, guild)):
        at = body.index(form)
        forms.append(NameForm(kind=kind, name=name, form=form, offsets=((at, at + len(form)),)))  # type: ignore[arg-type]
    return Article(
        id=article_id("poets.txt", str(number)),
        source=Source(page="poets.txt", position=number),
        title=f"Evening {number}",
        body=body,
        language=language,
        persons=(POET,),
        organizations=(GUILD, "United Nations (UN)"),
        forms=tuple(forms),
    )


def _renamed(number: int, body: str, old: str, new: str) -> Article:
    """An article that names two bodies."""
    forms = tuple(
        NameForm(
            kind="organization",
            name=name,
            form=name,
            offsets=((body.index(name), body.index(name) + len(name)),),
        )
        for name in (old, new)
    )
    return Article(
        id=article_id("renamed.txt", str(number)),
        source=Source(page="renamed.txt", position=number),
        title=f"Renamed {number}",
        body=body,
        organizations=(old, new),
        forms=forms,
    )


RENAMED = (
    _renamed(0, "The Tide Office (formerly the Flood Board) met.", "Flood Board", "Tide Office"),
    _renamed(1, "The Flood Board, now called the Tide Office, met.", "Flood Board", "Tide Office"),
    _renamed(
        2,
        "L'Office des quais, anciennement Bureau des quais, ouvre.",
        "Bureau des quais",
        "Office des quais",
    ),
    _renamed(
        3,
        "دعت هيئة الموانئ، المعروفة سابقا باسم لجنة الموانئ، إلى اجتماع.",
        "لجنة الموانئ",
        "هيئة الموانئ",
    ),
    _renamed(
        4, "وقعت جمعية الملاحين (جمعية البحارة سابقا) اتفاقا.", "جمعية البحارة", "جمعية الملاحين"
    ),
)

ARTICLES = (
    _article(0, "en", "Salwa Bennis read for the Guild of Boatmen.", POET, "Guild of Boatmen"),
    _article(1, "ar", "قرأت سلوى بنيس أمام نقابة المراكبية.", "سلوى بنيس", "نقابة المراكبية"),
    _article(2, "ar", "عادت بنيس إلى نقابة المراكبية.", "بنيس", "نقابة المراكبية"),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder: Path = tmp_path_factory.mktemp("index")
    write(folder, (*ARTICLES, *RENAMED))
    with create_app(settings_for(folder)).test_client() as client:
        yield client


def test_the_api_calls_names_as_articles_in_the_language_do(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?lang=ar").json
    assert answer["labels"]["person"] == {POET: "سلوى بنيس"}
    assert answer["labels"]["organization"] == {
        GUILD: "نقابة المراكبية",
        "United Nations (UN)": "الأمم المتحدة",
    }
    assert {one["value"] for one in answer["facets"]["person"]} == {POET}
    french = client.get("/api/v1/facets/organization?lang=fr").json
    assert french["labels"]["organization"] == {"United Nations (UN)": "Nations unies (ONU)"}


def test_the_record_of_a_name_has_the_label_of_the_reader_next_to_its_id(
    client: FlaskClient,
) -> None:
    found = client.get(f"/api/v1/people/{POET}?lang=ar").json
    assert (found["id"], found["label"]) == (POET, "سلوى بنيس")
    assert GUILD in {node["id"] for node in found["together"]}
    assert "نقابة المراكبية" in {node["label"] for node in found["together"]}


def test_pages_show_the_form_of_the_reader_and_filter_by_the_value(client: FlaskClient) -> None:
    for address in ("/?lang=ar", f"/articles/{ARTICLES[0].id}?lang=ar", f"/people/{POET}?lang=ar"):
        html = client.get(address).get_data(as_text=True)
        assert "<bdi>سلوى بنيس</bdi>" in html, address
    assert f'value="{POET}"' in client.get("/?lang=ar").get_data(as_text=True)
    assert "سلوى" not in client.get("/?lang=en&q=harbour").get_data(as_text=True)


def test_a_renamed_body_is_two_values_that_lead_to_each_other(client: FlaskClient) -> None:
    for article in RENAMED:
        old, new = article.organizations
        before = client.get(f"/api/v1/organizations/{old}").json
        after = client.get(f"/api/v1/organizations/{new}").json
        assert before["predecessors"] == after["successors"] == []
        assert before["successors"] == [{"id": new, "label": new}], article.body
        assert after["predecessors"] == [{"id": old, "label": old}], article.body
    html = client.get("/organizations/Tide Office?lang=fr").get_data(as_text=True)
    assert 'Anciennement: <a href="/organizations/Flood%20Board?lang=fr">' in html


@pytest.mark.parametrize("kept", [(0, 1), (0,), (1,)])
def test_what_the_names_file_says_of_a_renamed_body_shows_where_the_archive_has_both(
    tmp_path: Path, kept: tuple[int, ...]
) -> None:
    old, new = "Flood Board (FB)", "Tide Office (TO)"
    articles = [
        Article(
            id=article_id("dike.txt", name),
            source=Source(page="dike.txt", position=number),
            title=f"Dike {number}",
            body=f"The {name} built a dike.",
            organizations=(name,),
            renamings=((old, new),),
        )
        for number, name in enumerate((old, new))
    ]
    write(tmp_path, [articles[number] for number in kept])
    with create_app(settings_for(tmp_path)).test_client() as client:
        for number in kept:
            found = client.get(f"/api/v1/organizations/{(old, new)[number]}").json
            assert [one["id"] for one in found["successors"]] == (
                [new] if kept == (0, 1) and not number else []
            )
            assert [one["id"] for one in found["predecessors"]] == (
                [old] if kept == (0, 1) and number else []
            )


def test_two_bodies_next_to_each_other_are_not_renamed() -> None:
    apart = _renamed(9, "The Flood Board, like the Tide Office, met.", "Flood Board", "Tide Office")
    assert renamings([apart], "Tide Office") == ((), ())


def test_a_surname_alone_is_no_label_of_a_person() -> None:
    assert best_form(ARTICLES[2:], "person", POET, "ar") == ""
    assert best_form(ARTICLES, "person", POET, "ar") == "سلوى بنيس"


@pytest.mark.parametrize(
    ("value", "english", "french", "arabic"),
    [
        ("Nations unies (ONU)", "United Nations (UN)", "Nations unies (ONU)", "الأمم المتحدة"),
        ("الاتحاد الأوروبي", "European Union (EU)", "Union européenne (UE)", "الاتحاد الأوروبي"),
        ("NATO", "North Atlantic Treaty Organization (NATO)", "", "حلف شمال الأطلسي"),
        ("Rowing Club of Lund", "Rowing Club of Lund", "Rowing Club of Lund", ""),
    ],
)
def test_bodies_of_the_world_have_a_label_in_three_languages(
    value: str, english: str, french: str, arabic: str
) -> None:
    assert label("organization", value, "en") == english
    assert not french or label("organization", value, "fr") == french
    assert not arabic or label("organization", value, "ar") == arabic


def test_the_table_of_bodies_is_the_one_that_the_script_writes() -> None:
    written = organization_labels.TABLE.read_text("utf-8").splitlines()
    assert [line for line in written if line[:1] != "#"] == list(organization_labels.rows())
