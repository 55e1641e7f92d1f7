"""What crawlers, readers and databases export is read, whatever they call their fields."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.errors import PageRejected
from indexer.page import Page
from indexer.sources import SourceFile, Unit
from indexer.sources import read as read_unit
from indexer.sources.moments import iso_of

HERE = Path(__file__).parent
TITLE = "Ferry Returns to Port Lumen After Nine Winters"
PARAGRAPHS = (
    "The ferry that had rusted behind the salt works since the great storm crossed the sound "
    "again on Tuesday, with two hundred passengers and a brass band that would not stop playing.",
    "Its captain, Mr. Odo Brandt, said the engine had been rebuilt by pupils of the harbour "
    "school, who asked for nothing but a free crossing on every market day for the rest of their "
    "lives.",
    "From June the ferry will leave the quay four times a day, and the island council expects "
    "that the bakery will have to open an hour earlier than before the storm.",
)
BODY = "\n\n".join(PARAGRAPHS)
MARKUP = "".join(f"<p>{text}</p>\n" for text in PARAGRAPHS)
URL = "https://post.example/news/2021/05/ferry-returns"


def page(record: object) -> Page:
    """The page that one line of JSON gives. Raises PageRejected."""
    data = (record if isinstance(record, str) else json.dumps(record)).encode()
    file = SourceFile(root="/", name="feed.jsonl")
    reading = read_unit(Unit(file=file, name="feed.jsonl#1", kind="record", data=data))
    if reading.page is None:
        raise PageRejected(reading.reason or "")
    return reading.page


def lines(found: Page) -> list[str]:
    return [line for line in found.text.split("\n") if line.strip()]


@pytest.mark.parametrize("tool", ["newspaper4k", "goose3", "newsplease", "trafilatura"])
def test_a_record_as_the_tool_wrote_it_gives_title_text_date_and_address(tool: str) -> None:
    found = page((HERE / "exports" / f"{tool}.json").read_text("utf-8"))
    assert lines(found) == [TITLE, *PARAGRAPHS]
    assert (found.title, found.url, (found.published or "")[:10]) == (TITLE, URL, "2021-05-04")


FORMS: dict[str, dict[str, object]] = {
    "fundus": {
        "title": TITLE,
        "body": {
            "summary": [],
            "sections": [
                {"headline": [], "paragraphs": list(PARAGRAPHS[:2])},
                {"headline": [], "paragraphs": [PARAGRAPHS[2]]},
            ],
        },
        "authors": ["Ines Calder"],
        "publishing_date": "2021-05-04 09:00:00+00:00",
        "html": {"requested_url": URL, "responded_url": URL, "crawl_date": "2021-06-01 08:00:00"},
    },
    "Scrapy item loader": {
        "title": [TITLE],
        "paragraphs": list(PARAGRAPHS),
        "date": ["", "May 4, 2021"],
        "url": [URL],
    },
    "WordPress REST": {
        "id": 7,
        "date": "2021-05-04T09:00:00",
        "modified": "2022-01-01T09:00:00",
        "link": URL,
        "title": {"rendered": TITLE},
        "content": {"rendered": MARKUP, "protected": False},
        "excerpt": {"rendered": "<p>The ferry&hellip;</p>"},
    },
    "FreshRSS": {
        "id": "tag:google.com,2005:reader/item/0005",
        "title": TITLE,
        "canonical": [{"href": URL}],
        "alternate": [{"href": URL}],
        "published": 1620118800,
        "crawlTimeMsec": "1622534400000",
        "summary": {"content": MARKUP},
        "origin": {"title": "Lumen Post"},
    },
    "feed reader": {
        "title": TITLE,
        "link": URL,
        "published_parsed": [2021, 5, 4, 9, 0, 0, 1, 124, 0],
        "summary": "The ferry crossed.",
        "content": [{"type": "text/html", "value": MARKUP}],
    },
    "JSON Feed": {
        "id": URL,
        "url": URL,
        "title": TITLE,
        "content_html": MARKUP,
        "date_published": "2021-05-04T09:00:00+02:00",
    },
    "Elasticsearch": {
        "_index": "news",
        "_id": "k1",
        "_source": {"headline": TITLE, "article_text": BODY, "pubDate": "04.05.2021", "url": URL},
    },
    "MongoDB": {
        "_id": {"$oid": "60911f0e8f1b2c0001a1b2c3"},
        "title": TITLE,
        "maintext": BODY,
        "date_publish": {"$date": {"$numberLong": "1620118800000"}},
        "url": URL,
    },
    "Media Cloud": {
        "stories_id": 12,
        "article_title": TITLE,
        "text_content": BODY,
        "publication_date": "2021-05-04",
        "original_url": URL,
        "media_name": "Lumen Post",
    },
    "GNews": {
        "title": f"{TITLE} - Lumen Post",
        "description": BODY,
        "published date": "Tue, 04 May 2021 09:00:00 GMT",
        "url": URL,
        "publisher": {"href": "https://post.example", "title": "Lumen Post"},
    },
    "GDELT with texts": {
        "url": URL,
        "url_mobile": "",
        "title": TITLE,
        "seendate": "20210504T090000Z",
        "domain": "post.example",
        "language": "English",
        "sourcecountry": "Norway",
        "text": BODY,
    },
    "NewsAPI": {
        "source": {"id": None, "name": "Lumen Post"},
        "author": "Ines Calder",
        "title": TITLE,
        "url": URL,
        "publishedAt": "2021-05-04T09:00:00Z",
        "content": BODY,
    },
    "Event Registry": {
        "uri": "6541",
        "lang": "eng",
        "date": "2021-05-04",
        "dateTimePub": "2021-05-04T09:00:00Z",
        "url": URL,
        "title": TITLE,
        "body": BODY,
        "source": {"uri": "post.example", "title": "Lumen Post"},
    },
    "the Guardian": {
        "id": "harbour/2021/may/04/ferry",
        "webTitle": TITLE,
        "webUrl": URL,
        "webPublicationDate": "2021-05-04T09:00:00Z",
        "fields": {"bodyText": BODY},
    },
    "schema.org": {
        "@type": "NewsArticle",
        "headline": TITLE,
        "articleBody": BODY,
        "datePublished": "2021-05-04",
        "mainEntityOfPage": {"@id": URL},
    },
    "French columns": {
        "Titre": TITLE,
        "Texte intégral": BODY,
        "Date de publication": "4 mai 2021",
        "Lien": URL,
    },
    "Arabic columns": {"العنوان": TITLE, "النص": BODY, "تاريخ النشر": "٤ مايو ٢٠٢١", "الرابط": URL},
}


@pytest.mark.parametrize("name", FORMS)
def test_a_record_of_this_form_gives_title_text_date_and_address(name: str) -> None:
    found = page(FORMS[name])
    assert lines(found) == [TITLE, *PARAGRAPHS]
    assert (found.title, found.url, (found.published or "")[:10]) == (TITLE, URL, "2021-05-04")


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        (1620123456, "2021-05-04"),
        (1620123456789, "2021-05-04"),
        ("1620123456.25", "2021-05-04"),
        (20210504, "2021-05-04"),
        ("20210504T101500Z", "2021-05-04"),
        ("Tue, 04 May 2021 23:15:00 -0700", "2021-05-04"),
        ("Tue May 04 10:15:00 +0000 2021", "2021-05-04"),
        ("May 4, 2021 at 10:15 AM", "2021-05-04"),
        ("4 mai 2021 à 10h15", "2021-05-04"),
        ("4 de mayo de 2021", "2021-05-04"),
        ("2021/05/04", "2021-05-04"),
        ("5/13/2021", "2021-05-13"),
        ({"$date": "2021-05-04T10:00:00Z"}, "2021-05-04"),
        ({"date": "2021-05-04 10:00:00.000000", "timezone": "UTC"}, "2021-05-04"),
        (["no day", "2021-05-04"], "2021-05-04"),
        ("1962-01-29", "1962-01-29"),
        ("2021-05", "2021-05"),
        ("05/2021", "2021-05"),
        ("mai 2021", "2021-05"),
        (2021, "2021"),
        ("2021", "2021"),
        (0, None),
        ("1970-01-01T00:00:00Z", None),
        ("0000-00-00 00:00:00", None),
        ("2021-13-45", None),
        ("yesterday", None),
        ("Q2 2021", None),
        (True, None),
        (float("nan"), None),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_written(value: object, iso: str | None) -> None:
    assert iso_of(value) == iso


def test_a_date_that_cannot_be_read_does_not_block_the_next_one() -> None:
    found = page({"title": TITLE, "text": BODY, "published": "soon", "date": "2021-05-04"})
    assert found.published == "2021-05-04"


def test_an_empty_text_does_not_block_the_next_one() -> None:
    found = page({"title": TITLE, "text": "nan", "body": None, "content": BODY})
    assert lines(found) == [TITLE, *PARAGRAPHS]


def test_a_day_of_change_or_of_download_is_no_day_of_publication() -> None:
    found = page({"text": BODY, "date_modify": "2022-01-01", "date_download": "2022-02-02"})
    assert (found.published, found.captured) == (None, "2022-02-02")


@pytest.mark.parametrize(
    "text",
    [
        MARKUP,
        MARKUP.replace("<", "&lt;").replace(">", "&gt;"),
        MARKUP.replace("<", "&amp;lt;").replace(">", "&amp;gt;"),
        "<br><br>".join(PARAGRAPHS),
        f"<!-- wp:paragraph --><div>{BODY}</div><script>let a = 1 < 2</script>",
        json.dumps(BODY)[1:-1],
    ],
    ids=["HTML", "escaped once", "escaped twice", "breaks", "blocks without p", "JSON twice"],
)
def test_markup_in_a_field_of_text_is_read_as_markup(text: str) -> None:
    assert lines(page({"title": TITLE, "text": text})) == [TITLE, *PARAGRAPHS]


def test_a_record_that_was_written_as_json_twice_is_read() -> None:
    assert page(json.dumps(json.dumps({"title": TITLE, "text": BODY}))).title == TITLE


def test_signs_of_comparison_are_no_markup() -> None:
    text = "The gauge fell from a < b to b > c in the night. " + PARAGRAPHS[0]
    assert lines(page({"title": TITLE, "text": text})) == [TITLE, text]


def test_a_whole_html_page_in_a_field_of_text_is_read_as_a_page() -> None:
    html = f"<!DOCTYPE html><html><head><title>{TITLE}</title></head><body><nav>Home</nav>"
    html += f"<article><h1>{TITLE}</h1>{MARKUP}</article></body></html>"
    assert lines(page({"content": html, "url": URL})) == [TITLE, *PARAGRAPHS]


def test_a_record_without_any_text_says_what_was_looked_for() -> None:
    with pytest.raises(PageRejected, match="has no text"):
        page({"url": URL, "title": TITLE, "seendate": "20210504T101500Z", "domain": "post.example"})


def test_a_date_that_nobody_can_read_is_told() -> None:
    data = json.dumps({"title": TITLE, "text": BODY, "date": "the third moon"}).encode()
    file = SourceFile(root="/", name="feed.jsonl")
    reading = read_unit(Unit(file=file, name="feed.jsonl#1", kind="record", data=data))
    assert reading.notice == "its date cannot be read: 'the third moon'"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("English", "en"),
        ("fr-FR", "fr"),
        ("ara", "ar"),
        ("German", "de"),
        (7, None),
        ("Klang", None),
    ],
)
def test_a_language_is_known_by_code_or_name(told: object, code: str | None) -> None:
    assert page({"text": BODY, "language": told}).language == code


@pytest.mark.parametrize(
    ("record", "outlet", "authors", "section"),
    [
        (
            {
                "publisher": {"href": "https://post.example", "title": "Lumen Post"},
                "author": "By A Lo",
            },
            "Lumen Post",
            ("A Lo",),
            None,
        ),
        (
            {
                "media_name": "Lumen Post",
                "authors": ["Ines Calder", "Odo Brandt"],
                "section": "Sea",
            },
            "Lumen Post",
            ("Ines Calder", "Odo Brandt"),
            "Sea",
        ),
        (
            {
                "publisher": {"@type": "Organization", "name": "Lumen Post"},
                "author": [{"@type": "Person", "name": "Ines Calder"}],
                "articleSection": ["Harbour", "Sea"],
            },
            "Lumen Post",
            ("Ines Calder",),
            "Harbour",
        ),
        (
            {"domain": "www.post.example", "byline": "Ines Calder and Odo Brandt"},
            "post.example",
            ("Ines Calder", "Odo Brandt"),
            None,
        ),
        (
            {"source": {"id": None, "name": "Lumen Post"}, "domain": "x.example"},
            "Lumen Post",
            (),
            None,
        ),
        ({"source": "Lumen Post", "author": "Ines Calder"}, "Lumen Post", ("Ines Calder",), None),
        (
            {"source": "https://post.example/feed", "المصدر": "صحيفة المنارة"},
            "صحيفة المنارة",
            (),
            None,
        ),
        ({"source": 12, "source_name": "Lumen Post"}, "Lumen Post", (), None),
        ({"author": 7, "category": 12, "source": 31}, None, (), None),
    ],
)
def test_who_published_and_wrote_it_is_read_from_the_fields(
    record: dict[str, object], outlet: str | None, authors: tuple[str, ...], section: str | None
) -> None:
    found = page({"title": TITLE, "text": BODY} | record)
    assert (found.outlet, found.authors, found.section) == (outlet, authors, section)
