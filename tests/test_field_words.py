"""Tables and exports in other languages, and those of tools that keep more than stories."""

from __future__ import annotations

import io
import json

import pytest

from indexer.errors import PageRejected
from indexer.page import Page
from indexer.sources import SourceFile, Unit
from indexer.sources import read as read_unit
from indexer.sources.records_of import records_of_document, records_of_table
from tests.containers import BODY, MARKUP, TITLE

TEXT = BODY.replace("\n\n", " ")


def page(record: bytes | PageRejected) -> Page | str:
    """The page of a record, or the reason why it gives none."""
    if isinstance(record, PageRejected):
        return str(record)
    file = SourceFile(root="/", name="export")
    outcome = read_unit(Unit(file=file, name="export#1", kind="record", data=record))
    return outcome.page or outcome.reason or ""


@pytest.mark.parametrize(
    "columns",
    [
        "Überschrift;Datum;Quelle;Autorin;Fließtext;Rubrik",
        "Başlık;Yayın tarihi;Kaynak;Yazar;İçerik;Kategori",
        "Заголовок;Дата публикации;Источник;Автор;Текст;Рубрика",
        "Título;Data de publicação;Veículo;Jornalista;Corpo do texto;Editoria",
        "Titolo;Data pubblicazione;Testata;Giornalista;Contenuto;Sezione",
        "Tytuł;Data publikacji;Źródło;Autor;Treść;Dział",
        "عنوان;تاریخ انتشار;خبرگزاری;نویسنده;متن;سرویس",
        "عنوان الخبر;تاريخ الخبر;الصحيفة;الصحفي;نص الخبر;التصنيف",
        "标题;发布时间;来源;作者;正文;栏目",
        "Judul;Tanggal;Media;Penulis;Isi berita;Kategori",
    ],
)
def test_columns_are_known_by_their_names_in_the_language_of_the_archive(columns: str) -> None:
    table = f"{columns}\n{TITLE};2021-05-04;Evening Harbour;Ann Lee;{TEXT};Town\n"
    [record] = records_of_table(io.BytesIO(table.encode()))
    found = page(record)
    assert isinstance(found, Page)
    assert (found.title, found.published, found.outlet, found.authors, found.section) == (
        TITLE, "2021-05-04", "Evening Harbour", ("Ann Lee",), "Town",
    )  # fmt: skip
    assert found.text == f"{TITLE}\n\n{TEXT}"


def test_the_site_of_a_ghost_export_gives_its_posts_and_says_what_is_a_draft() -> None:
    post = {"title": TITLE, "html": MARKUP, "status": "published", "published_at": "2021-05-04"}
    posts = [post, {"title": "Not yet", "html": MARKUP, "status": "draft"}]
    site = {"db": [{"meta": {"version": "5.0"}, "data": {"posts": posts}}]}
    first, second = map(page, records_of_document(io.BytesIO(json.dumps(site).encode())))
    assert isinstance(first, Page)
    assert (first.title, first.published) == (TITLE, "2021-05-04")
    assert second == "not published: its status is 'draft'"


@pytest.mark.parametrize(
    "above",
    [
        {"version": "https://jsonfeed.org/version/1.1", "title": "Evening Harbour"},
        {"name": "Evening Harbour", "type": "public_channel"},
    ],
    ids=["feed", "channel"],
)
def test_the_outlet_of_a_feed_or_channel_is_that_of_its_items(above: dict[str, str]) -> None:
    whole = {**above, "items": [{"title": TITLE, "text": BODY}]}
    [found] = map(page, records_of_document(io.BytesIO(json.dumps(whole).encode())))
    assert isinstance(found, Page)
    assert found.outlet == "Evening Harbour"


@pytest.mark.parametrize(
    ("fields", "authors", "section"),
    [
        (
            {"author": ["[[Uwe Brandt]]", "[[people/eva|Eva Lind]]"]},
            ("Uwe Brandt", "Eva Lind"),
            None,
        ),
        ({"published_by": ["Ann Lee"]}, ("Ann Lee",), None),
        ({"author": "desk@post.example (Ann Lee)"}, ("Ann Lee",), None),
        ({"authors": "['Ann Lee', \"Bo O'Dell\"]"}, ("Ann Lee", "Bo O'Dell"), None),
        (
            {"_embedded": {"wp:term": [[{"id": 7, "name": "Town", "taxonomy": "category"}]]}},
            (),
            "Town",
        ),
        ({"category": {"id": 3, "name": "Town"}}, (), "Town"),
    ],
    ids=["obsidian", "wallabag", "rss", "newspaper4k", "wordpress", "object"],
)
def test_authors_and_sections_are_read_as_tools_wrap_them(
    fields: dict[str, object], authors: tuple[str, ...], section: str | None
) -> None:
    found = page(json.dumps({"title": TITLE, "text": BODY, **fields}).encode())
    assert isinstance(found, Page)
    assert (found.authors, found.section) == (authors, section)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        (f"{TITLE} - Evening Harbour", TITLE),
        (f"{TITLE} | Evening", TITLE),
        (f"{TITLE} - a tale of two towns", f"{TITLE} - a tale of two towns"),
    ],
)
def test_the_name_of_the_site_of_the_address_is_no_part_of_a_title(title: str, shown: str) -> None:
    record = {"title": title, "text": BODY, "url": "https://www.evening-harbour.example/1"}
    found = page(json.dumps(record).encode())
    assert isinstance(found, Page)
    assert found.title == shown


LINES = [text.partition(" ") for text in BODY.split("\n\n")]


def pieces(kind: str, value: str, line: tuple[str, ...]) -> list[dict[str, str]]:
    return [{kind: "span" if kind == "_type" else "text", value: part} for part in line]


@pytest.mark.parametrize(
    "body",
    [
        [{"_type": "block", "children": pieces("_type", "text", line)} for line in LINES],
        {
            "content": [
                {"type": "paragraph", "content": pieces("type", "text", one)} for one in LINES
            ]
        },
        {"content": [{"content": pieces("nodeType", "value", line)} for line in LINES]},
    ],
    ids=["portable text", "prosemirror", "contentful"],
)
def test_the_blocks_of_an_editor_are_paragraphs_and_their_pieces_one_line(body: object) -> None:
    found = page(json.dumps({"title": TITLE, "body": body}).encode())
    assert isinstance(found, Page)
    assert found.text == f"{TITLE}\n\n{BODY}"


@pytest.mark.parametrize(
    "fields", [{"published": {"at": "2021-05-04T10:00:00Z"}}, {"created_utc": 1620122400.0}]
)
def test_more_forms_of_the_day_are_read(fields: dict[str, object]) -> None:
    found = page(json.dumps({"title": TITLE, "selftext": BODY, **fields}).encode())
    assert isinstance(found, Page)
    assert found.published == "2021-05-04"
