"""Frames, maps and notes hold articles as lists do, and records that spell fields otherwise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from indexer.sources.front_matter import front_matter
from tests.containers import BODY, HTML, MARKUP, OTHER, RECORD, TEXT, TITLE, URL, Reader, reader


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return reader(tmp_path)


COLUMNS = {name: {"0": RECORD[name], "1": OTHER[name]} for name in ("title", "text", "date")}
ROWS = {
    "columns": ["title", "text", "date"],
    "index": [0, 1],
    "data": [[one[name] for name in ("title", "text", "date")] for one in (RECORD, OTHER)],
}
BY_ADDRESS = {"https://post.example/1": RECORD, "https://post.example/2": OTHER}


@pytest.mark.parametrize("shape", [COLUMNS, ROWS, BY_ADDRESS], ids=["columns", "rows", "map"])
def test_a_frame_or_a_map_of_records_gives_each_of_them(read: Reader, shape: Any) -> None:
    articles, report = read("a.json", json.dumps(shape).encode())
    assert report.rejected == []
    assert {(one.title, one.date) for one in articles} == {
        (TITLE, "2021-05-04"),
        (OTHER["title"], "2021-06-01"),
    }


def test_an_object_in_an_object_stays_one_record(read: Reader) -> None:
    nested = {"article": {"text": BODY}, "meta": {"title": TITLE, "date": "2021-05-04"}}
    [article], _ = read("a.json", json.dumps(nested).encode())
    assert (article.title, article.date) == (TITLE, "2021-05-04")


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.jl"])
def test_records_over_several_lines_are_read_whatever_the_name_says(
    read: Reader, name: str
) -> None:
    lines = "\n".join(json.dumps(one, indent=2) for one in (RECORD, OTHER))
    articles, report = read(name, lines.encode())
    assert report.rejected == []
    assert {one.title for one in articles} == {TITLE, OTHER["title"]}


@pytest.mark.parametrize(
    ("head", "authors", "section"),
    [
        (
            f'---\ntitle: "{TITLE}"\ndate: 2021-05-04 09:00 # noon\nauthor: Ines Calder\n'
            "categories: [Harbour, Sea]\ndraft: false\n---\n",
            ("Ines Calder",),
            "Harbour",
        ),
        (
            f"---\ntitle: {TITLE}\nauthors:\n  - Ines Calder\n  - Odo Brandt\n"
            "date: 4 May 2021\n---\n",
            ("Ines Calder", "Odo Brandt"),
            None,
        ),
        (f"+++\ntitle = '{TITLE}'\ndate = 2021-05-04T09:00:00Z\ndraft = true\n+++\n", (), None),
    ],
    ids=["yaml", "yaml list", "toml"],
)
def test_the_head_of_a_note_gives_its_fields(
    read: Reader, head: str, authors: tuple[str, ...], section: str | None
) -> None:
    [article], _ = read("a.md", f"{head}\n{BODY}\n".encode())
    assert (article.title, article.date) == (TITLE, "2021-05-04")
    assert (article.authors, article.section) == (authors, section)
    assert article.body == BODY


def test_a_rule_at_the_head_of_a_text_is_no_head_of_a_note(read: Reader) -> None:
    [article], _ = read("a.md", b"---\n\n" + TEXT)
    assert (article.title, article.date) == (TITLE, "2021-05-04")


@pytest.mark.parametrize(
    ("record", "authors"),
    [
        ({"author": "Calder, Ines; Brandt, Odo"}, ("Ines Calder", "Odo Brandt")),
        ({"author": "Calder, Ines"}, ("Ines Calder",)),
        ({"byline": {"original": "By Ines Calder and Odo Brandt"}}, ("Ines Calder", "Odo Brandt")),
        ({"author": [{"family": "Calder", "given": "Ines"}]}, ("Ines Calder",)),
        ({"author": 4, "yoast_head_json": {"author": "Ines Calder"}}, ("Ines Calder",)),
        ({"author": 4, "_embedded": {"author": [{"name": "Ines Calder"}]}}, ("Ines Calder",)),
    ],
    ids=["catalogue", "turned", "byline", "CSL", "Yoast", "embedded"],
)
def test_authors_are_found_however_a_record_writes_them(
    read: Reader, record: dict[str, object], authors: tuple[str, ...]
) -> None:
    [article], _ = read("a.jsonl", json.dumps({**RECORD, **record}).encode())
    assert article.authors == authors


@pytest.mark.parametrize(
    "day",
    [
        {"issued": {"date-parts": [[2021, 5, 4]]}},
        {"Date de parution": "4 mai 2021"},
        {"Date de mise en ligne": "04/05/2021"},
        {"تاريخ النشر": "4 ماي 2021"},
    ],
    ids=["CSL", "parution", "mise en ligne", "arabic"],
)
def test_a_date_is_found_however_a_record_calls_it(read: Reader, day: dict[str, object]) -> None:
    [article], _ = read("a.jsonl", json.dumps({"title": TITLE, "text": BODY, **day}).encode())
    assert article.date == "2021-05-04"


def test_the_moment_of_a_visit_is_not_the_day_of_a_whole_page(read: Reader) -> None:
    record = {"url": URL, "html": HTML.decode(), "timestamp": "2024-01-01T00:00:00Z"}
    [article], _ = read("a.jsonl", json.dumps(record).encode())
    assert article.date == "2021-05-04"


def test_a_feed_is_the_outlet_of_its_items_and_a_login_is_shown_by_its_name(read: Reader) -> None:
    feed = (
        '<rss xmlns:dc="d" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
        "<title>Lumen Post</title><wp:author><wp:author_login>icalder</wp:author_login>"
        "<wp:author_display_name>Ines Calder</wp:author_display_name></wp:author>"
        f"<item><title>{TITLE}</title><dc:creator>icalder</dc:creator>"
        f"<description>{MARKUP.replace('<', '&lt;')}</description></item></channel></rss>"
    )
    [article], _ = read("a.xml", feed.encode())
    assert (article.outlet, article.authors) == ("Lumen Post", ("Ines Calder",))
    queried = feed.replace("Lumen Post", "&quot;harbour&quot; - Search")
    [article], _ = read("a.xml", queried.encode())
    assert article.outlet is None


def test_a_page_of_a_server_that_opens_as_xml_is_html(read: Reader) -> None:
    [article], _ = read("story.php", b'<?xml version="1.0" encoding="utf-8"?>\n' + HTML)
    assert (article.title, article.date) == (TITLE, "2021-05-04")


XML = {
    "trafilatura": f'<doc sitename="Lumen Post" title="{TITLE}" author="Ines Calder" '
    f'date="2021-05-04" url="{URL}"><main><head rend="h1">{TITLE}</head>{MARKUP}</main></doc>',
    "TEI": '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><titleStmt>'
    f"<title>{TITLE}</title><author>Ines Calder</author></titleStmt><publicationStmt>"
    f'<publisher>Lumen Post</publisher><ptr type="URL" target="{URL}"/><date>2021-05-04</date>'
    '</publicationStmt><creation><date type="download">2026-01-02</date></creation></teiHeader>'
    f"<text><body><div>{MARKUP}</div></body></text></TEI>",
    "NITF": f"<nitf><head><title>{TITLE}</title><docdata>"
    '<date.issue norm="20210504T090000Z"/><doc.copyright>Lumen Post</doc.copyright></docdata>'
    f"</head><body><body.head><hedline><hl1>{TITLE}</hl1></hedline><byline>By Ines Calder</byline>"
    f"</body.head><body.content>{MARKUP}</body.content></body></nitf>",
    "Scrapy": f"<items><item><title>{TITLE}</title><author>Ines Calder</author>"
    "<published>2021-05-04 09:00:00</published><publisher>Lumen Post</publisher><body>"
    + "".join(f"<value>{text}</value>" for text in BODY.split("\n\n"))
    + f"</body><url>{URL}</url></item></items>",
}


@pytest.mark.parametrize("kind", XML)
def test_an_article_in_xml_is_read_with_its_fields(read: Reader, kind: str) -> None:
    [article], _ = read("a.xml", XML[kind].encode())
    assert (article.title, article.date) == (TITLE, "2021-05-04")
    assert (article.authors, article.outlet) == (("Ines Calder",), "Lumen Post")
    assert article.body == BODY


def test_a_table_without_names_of_columns_is_told_so_once(read: Reader) -> None:
    articles, report = read("a.csv", f'{TITLE},4 May 2021\n"{BODY}",5 May 2021\n'.encode())
    assert articles == []
    [(_, reason)] = report.rejected
    assert "names no column that is known" in reason


def test_a_list_at_the_head_of_a_note_is_read_in_time_by_its_length() -> None:
    """Looking from each comma to the end of the line took a minute and a half for these."""
    tags = ", ".join(["quay", '"tides, high"'] * 30_000)
    fields, text = front_matter(f"---\ntags: [{tags}]\n---\nThe tide came in.\n") or ({}, "")
    assert fields == {"tags": ["quay", "tides, high"] * 30_000}
    assert text == "The tide came in.\n"
