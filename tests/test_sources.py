"""Pages come out of text, HTML, JSON lines and WARC files, packed or not."""

from __future__ import annotations

import gzip
import json
import textwrap

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import pipeline
from indexer.report import Report
from indexer.sources import SourceFile, Unit
from indexer.sources import read as read_unit
from search_index.settings import Settings

SETTINGS = Settings.from_environment({})

PARAGRAPHS = (
    "The harbour school of Port Lumen opened its doors to forty pupils on Monday, after two "
    "years in which they had been taught on a ferry that never left the quay.",
    "Its head, Mrs. Ines Calder, said that the first lesson would be about knots, and the "
    "second about the people who had forgotten how to tie them.",
    "A second class will open in the autumn, as soon as the roof of the old customs house is "
    "tight and the gulls have been persuaded to move.",
)
TITLE = "Harbour School Opens Its Doors to Forty Pupils"
HTML = f"""<!DOCTYPE html><html lang="en"><head><title>{TITLE} | Lumen Post</title>
<meta charset="utf-8"><link rel="canonical" href="https://post.example/2021/05/03/school">
<meta property="article:published_time" content="2021-05-03T09:00:00Z">
<meta property="og:title" content="{TITLE}"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<article><h1>{TITLE}</h1>{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}</article>
<aside><h3>Most read</h3><a href="/x">Storm closes the bridge</a></aside>
<footer>Copyright Lumen Post</footer></body></html>"""
LISTING = f"""<html lang="en"><body><nav>Home News</nav><main>
<article><h2>{TITLE}</h2><time>3 May 2021</time>
<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></article>
<article><h2>Lighthouse Lends Its Lamp to the School</h2><time>1 May 2021</time>
<p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[0]}</p></article></main></body></html>"""


@pytest.fixture
def read(tmp_path):
    def read(name, data):
        (tmp_path / name).write_bytes(data)
        report = Report()
        articles = list(pipeline.dry_run([tmp_path / name], SETTINGS, report=report, jobs=1))
        return articles, report

    return read


def body():
    return "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzipped"])
def test_an_html_page_gives_its_article_with_title_date_and_address(read, packed):
    data = HTML.encode()
    name = "page.html.gz" if packed else "page.html"
    [article], report = read(name, gzip.compress(data) if packed else data)
    assert (article.title, article.body) == (TITLE, body())
    assert (article.date, article.date_source) == ("2021-05-03", "metadata")
    assert article.source.url == "https://post.example/2021/05/03/school"
    assert article.source.page == name
    assert report.rejected == []


def test_an_html_listing_gives_all_its_stories_with_their_dates(read):
    articles, _ = read("list.htm", LISTING.encode())
    assert [(a.title, a.date) for a in articles] == [
        (TITLE, "2021-05-03"),
        ("Lighthouse Lends Its Lamp to the School", "2021-05-01"),
    ]
    assert articles[0].body == "\n\n".join(PARAGRAPHS[:2])


def test_html_in_the_charset_that_it_declares_is_read_by_it(read):
    page = HTML.replace("utf-8", "windows-1256").replace("Ines Calder", "إيناس")
    [article], report = read("page.html", page.encode("cp1256"))
    assert "إيناس" in article.body
    assert report.notices == []


def test_html_without_an_article_is_rejected(read):
    articles, report = read("page.html", b"<html><body><nav>Home</nav></body></html>")
    assert articles == []
    assert report.rejected == [("page.html", "the HTML page holds no text of a story")]


def test_each_json_line_is_a_page_or_an_article_and_a_bad_one_is_named(read):
    lines = [
        {
            "id": "a-1",
            "title": TITLE,
            "body": body(),
            "date": "2021-05-03",
            "url": "https://x.example/1",
        },
        {"url": "https://x.example/2", "html": HTML},
        {"text": f"Home\n\n{TITLE}\n\n3 May 2021\n\n{body()}\n\nLatest articles\n"},
        {"content": list(PARAGRAPHS), "headline": TITLE},
    ]
    data = "\n".join([json.dumps(line) for line in lines] + ["{broken", "[1, 2]", '{"id": 9}'])
    articles, report = read("feed.jsonl", data.encode())
    assert [(a.source.page, a.title, a.body) for a in articles] == [
        (name, TITLE, body())
        for name in ("feed.jsonl#a-1", "feed.jsonl#2", "feed.jsonl#3", "feed.jsonl#4")
    ]
    assert [a.date for a in articles] == ["2021-05-03"] * 3 + [None]
    assert [name for name, _ in report.rejected] == [f"feed.jsonl#{n}" for n in (5, 6, 7)]


def warc(pages, *, gz):
    """A crawl's file, a record for each page; packed record by record, as crawlers do."""
    records = []
    for url, kind, data in pages:
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + data
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
            "WARC-Date: 2021-05-04T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        record = head.encode() + http + b"\r\n\r\n"
        records.append(gzip.compress(record) if gz else record)
    return b"".join(records)


@pytest.mark.parametrize("gz", [False, True], ids=["plain", "gzipped"])
def test_a_warc_gives_its_pages_and_passes_over_pictures(read, gz):
    data = warc(
        [
            ("https://post.example/a", "text/html; charset=utf-8", HTML.encode()),
            ("https://post.example/logo.png", "image/png", b"\x89PNG"),
            ("https://post.example/b", "text/plain", f"{TITLE}\n\n{body()}\n".encode()),
        ],
        gz=gz,
    )
    articles, report = read("crawl.warc.gz" if gz else "crawl.warc", data)
    assert [a.title for a in articles] == [TITLE, TITLE]
    assert [a.source.url for a in articles] == ["https://post.example/a", "https://post.example/b"]
    assert report.rejected == []


def test_a_damaged_warc_gives_what_stands_before_the_damage(read):
    data = warc([("https://post.example/a", "text/html", HTML.encode())] * 3, gz=True)
    articles, report = read("crawl.warc.gz", data[: len(data) - 60])
    assert len(articles) >= 1
    assert "damaged" in report.rejected[0][1]


def test_mojibake_is_repaired_and_says_nothing_of_it(read):
    text = f"{TITLE}\n\n{PARAGRAPHS[0]} Café déjà vu – said Zoë, naïvely."
    broken = text.encode().decode("cp1252", "replace")
    [article], _ = read("page.txt", broken.encode())
    assert article.body.endswith("Café déjà vu – said Zoë, naïvely.")


def test_text_that_was_broken_at_a_fixed_width_flows_again(read):
    wrapped = "\n\n".join(textwrap.fill(p, 72) for p in PARAGRAPHS)
    [article], _ = read("page.txt", f"{TITLE}\n\n{wrapped}\n".encode())
    assert article.body == body()


def test_wrapped_paragraphs_whose_first_lines_are_shorter_flow_again_too(read):
    wrapped = "\n\n".join(
        "\n".join(line.strip() for line in textwrap.wrap(p, 70, initial_indent=" " * 6))
        for p in PARAGRAPHS
    )
    [article], _ = read("page.txt", f"{TITLE}\n\n{wrapped}\n".encode())
    assert article.body == body()


def test_marks_of_markdown_are_gone_from_titles_and_bodies(read):
    text = f'  * [Home](/)\n\n# {TITLE}\n\n_3 May 2021_\n\n{PARAGRAPHS[0]} [More](/a "b").\n'
    [article], _ = read("page.txt", text.encode())
    assert (article.title, article.date) == (TITLE, "2021-05-03")
    assert article.body == f"{PARAGRAPHS[0]} More."


def test_html_laid_out_in_tables_gives_its_story(read):
    cells = "".join(f"<tr><td>{paragraph}</td></tr>" for paragraph in PARAGRAPHS)
    page = f"<html><body><table><tr><td><h1>{TITLE}</h1></td></tr>{cells}</table></body></html>"
    [article], _ = read("page.html", page.encode())
    assert (article.title, article.body) == (TITLE, body())


def test_half_characters_in_json_do_not_stop_what_is_written(read):
    line = json.dumps({"title": TITLE, "text": body() + " \ud83d"})
    [article], _ = read("feed.jsonl", line.encode())
    json.dumps(article.to_json(), ensure_ascii=False).encode()


KINDS = st.sampled_from(["html", "record", "text"])
MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<svg>",
            "<![CDATA[",
            "]]>",
            "<article>",
            "<h2>",
            "<table><td>",
            "<!--",
            "&#0;",
            "\0",
        ]
    )
    | st.sampled_from(PARAGRAPHS)
    | st.text(max_size=20),
    max_size=30,
).map(lambda parts: "".join(parts).encode("utf-8", "surrogatepass"))


@given(
    KINDS, MARKUP | st.binary(max_size=200) | st.text(max_size=80).map(json.dumps).map(str.encode)
)
@hypothesis.settings(max_examples=200, deadline=None)
def test_no_contents_make_the_reader_raise(kind, data):
    file = SourceFile(root="/", name="page")
    reading = read_unit(Unit(file=file, name="page", kind=kind, data=data))
    assert reading.page or reading.reason
