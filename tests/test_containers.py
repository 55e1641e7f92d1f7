"""Whatever holds the pages, from a zip of a crawl to a feed or a box of mail, they are read."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import mailbox
import tarfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import hypothesis
import pytest
import zstandard
from hypothesis import strategies as st

from indexer import pipeline
from indexer.report import Report
from indexer.sources import SourceFile, units
from indexer.sources import read as read_unit
from search_index.model.article import Article
from search_index.settings import Settings

SETTINGS = Settings.from_environment({})
TITLE = "Ferry Returns to Port Lumen After Nine Winters"
PARAGRAPHS = (
    "The ferry that had rusted behind the salt works since the great storm crossed the sound "
    "again on Tuesday, with two hundred passengers and a brass band that would not stop playing.",
    "Its captain, Mr. Odo Brandt, said the engine had been rebuilt by pupils of the harbour "
    "school, who asked for nothing but a free crossing on every market day.",
    "From June the ferry will leave the quay four times a day, and the island council expects "
    "that the bakery will have to open an hour earlier than before the storm.",
)
BODY = "\n\n".join(PARAGRAPHS)
MARKUP = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
URL = "https://post.example/news/ferry-returns"
HTML = (
    f'<!DOCTYPE html><html lang="en"><head><title>{TITLE}</title><meta charset="utf-8">'
    '<meta property="article:published_time" content="2021-05-04T09:00:00Z"></head>'
    f"<body><article><h1>{TITLE}</h1>{MARKUP}</article></body></html>"
).encode()
TEXT = f"{TITLE}\n\n4 May 2021\n\n{BODY}\n".encode()
RECORD = {"title": TITLE, "text": BODY, "date": "2021-05-04", "url": URL}
OTHER = {"title": "Bakery Opens an Hour Earlier", "text": f"Bread. {BODY}", "date": "2021-06-01"}
Reader = Callable[[str, bytes], tuple[list[Article], Report]]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    def read(name: str, data: bytes) -> tuple[list[Article], Report]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        report = Report()
        articles = list(pipeline.dry_run([tmp_path], SETTINGS, report=report, jobs=1))
        return articles, report

    return read


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def warc(*bodies: bytes, kind: str = "text/html", headers: str = "") -> bytes:
    records = []
    for number, body in enumerate(bodies):
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{headers}\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {URL}/{number}\r\n"
            "WARC-Date: 2021-05-06T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        records.append(head.encode() + http + b"\r\n\r\n")
    return b"".join(records)


def feed() -> bytes:
    text = MARKUP.replace("<", "&lt;")
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Lumen Post</title><item>'
        f"<title>{TITLE}</title><link>{URL}</link><pubDate>Tue, 04 May 2021 09:00:00 GMT</pubDate>"
        f"<description>{text}</description></item></channel></rss>"
    ).encode()


def atom() -> bytes:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Lumen Post</title><entry>'
        f'<title>{TITLE}</title><link rel="alternate" href="{URL}"/>'
        "<published>2021-05-04T09:00:00Z</published><updated>2022-01-01T00:00:00Z</updated>"
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{MARKUP}</div></content>'
        "</entry></feed>"
    ).encode()


def wordpress() -> bytes:
    def item(kind: str, status: str) -> str:
        return (
            f"<item><title>{TITLE}</title><link>{URL}</link>"
            "<pubDate>Tue, 04 May 2021 09:00:00 +0000</pubDate>"
            f"<content:encoded><![CDATA[<!-- wp:paragraph -->{BODY}]]></content:encoded>"
            f"<wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status></item>"
        )

    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
        f"{item('attachment', 'inherit')}{item('post', 'draft')}{item('post', 'publish')}"
        "</channel></rss>"
    ).encode()


def message() -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = TITLE
    mail["From"] = "Lumen Post <post@lumen.example>"
    mail["Date"] = "Tue, 04 May 2021 09:00:00 +0000"
    mail.set_content(BODY)
    mail.add_alternative(f"<html><body>{MARKUP}</body></html>", subtype="html")
    return mail


def mhtml() -> bytes:
    return (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: " + URL.encode() + b"\r\n"
        b"Subject: Ferry\r\nDate: Wed, 5 May 2021 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n--x\r\n'
        b"Content-Type: text/html\r\nContent-Location: "
        + URL.encode()
        + b"\r\n\r\n"
        + HTML
        + b"\r\n--x--\r\n"
    )


def table(delimiter: str, encoding: str) -> bytes:
    cell = BODY.replace('"', '""')
    rows = [["Headline", "Full text", "Publication date"], [TITLE, f'"{cell}"', "4 mai 2021"]]
    return "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)


LINE = json.dumps(RECORD).encode()
FILES: dict[str, bytes] = {
    "a.json": LINE,
    "array.json": json.dumps([RECORD], indent=1).encode(),
    "wrapped.json": json.dumps({"status": "ok", "articles": [RECORD]}).encode(),
    "elastic.json": json.dumps({"hits": {"total": 1, "hits": [{"_source": RECORD}]}}).encode(),
    "lines.json": LINE + b"\n" + LINE.replace(b"Ferry", b"Boat"),
    "a.ndjson": LINE,
    "a.jl": b"\xef\xbb\xbf" + LINE,
    "wide.jsonl": LINE.decode().encode("utf-16"),
    "wide.json": json.dumps([RECORD]).encode("utf-16-le"),
    "a.csv": table(",", "utf-8-sig"),
    "semicolon.csv": table(";", "cp1252"),
    "a.tsv": table("\t", "utf-16"),
    "a.rss": feed(),
    "feed.xml": feed(),
    "a.atom": atom(),
    "export.xml": wordpress(),
    "a.eml": message().as_bytes(),
    "a.mhtml": mhtml(),
    "a.xhtml": HTML,
    "a.php": HTML,
    "story.asp": TEXT,
    "index.php?id=7": HTML,
    "no_suffix": HTML,
    "other": TEXT,
    "a.md": f"# {TITLE}\n\n_4 May 2021_\n\n{BODY}\n".encode(),
    "a.zip": zipped({"news/a.html": HTML, "news/logo.png": b"\x89PNG"}),
    "a.tar.gz": tarred({"news/a.txt": TEXT}),
    "a.tar": tarred({"news/a.jsonl": LINE}, "w"),
    "a.tar.xz": tarred({"news/a.html.gz": gzip.compress(HTML)}, "w:xz"),
    "nested.zip": zipped({"inner.zip": zipped({"a.tgz": tarred({"a.html": HTML})})}),
    "a.wacz": zipped({"archive/a.warc.gz": gzip.compress(warc(HTML)), "pages/pages.jsonl": b"{}"}),
    "a.warc": warc(HTML),
    "one_member.warc.gz": gzip.compress(warc(HTML)),
    "a.warc.zst": zstandard.compress(warc(HTML)),
    "a.warc.wet.gz": gzip.compress(
        b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://post.example/\r\n"
        b"WARC-Date: 2021-05-06T00:00:00Z\r\nContent-Type: text/plain\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(TEXT), TEXT)
    ),
    "a.jsonl.zst": zstandard.compress(LINE),
    "a.jsonl.bz2": bz2.compress(LINE),
    "a.jsonl.xz": lzma.compress(LINE),
}


@pytest.mark.parametrize("name", FILES)
def test_this_kind_of_file_gives_its_story(read: Reader, name: str) -> None:
    articles, report = read(name, FILES[name])
    assert report.rejected == []
    assert articles
    assert articles[0].title == TITLE
    assert articles[0].body == BODY
    assert (articles[0].date or "")[:10] == "2021-05-04"


def test_a_box_of_mail_gives_a_story_for_each_message(tmp_path: Path, read: Reader) -> None:
    box = mailbox.mbox(str(tmp_path / "box"))
    for subject in (TITLE, "Bakery Opens an Hour Earlier"):
        mail = message()
        mail.replace_header("Subject", subject)
        box.add(mail)
    box.close()
    data = (tmp_path / "box").read_bytes()
    (tmp_path / "box").unlink()
    articles, report = read("letters.mbox", data)
    assert [article.title for article in articles] == [TITLE, "Bakery Opens an Hour Earlier"]
    assert report.rejected == []


def test_a_snapshot_of_archivebox_is_one_page_with_its_address(
    tmp_path: Path, read: Reader
) -> None:
    folder = tmp_path / "archive" / "1620208800.123"
    folder.mkdir(parents=True)
    (folder / "output.html").write_bytes(HTML)
    (folder / "htmltotext.txt").write_bytes(TEXT)
    articles, report = read(
        "archive/1620208800.123/index.json",
        json.dumps({"url": URL, "title": TITLE, "timestamp": "1620208800.123"}).encode(),
    )
    [article] = articles
    assert (article.title, article.source.url) == (TITLE, URL)
    assert report.rejected == []


def test_what_is_passed_over_is_counted_by_kind(tmp_path: Path, read: Reader) -> None:
    for name in ("a.docx", "b.docx", "c.png"):
        (tmp_path / name).write_bytes(b"x")
    _, report = read("a.zip", zipped({"a.txt": TEXT, "b.png": b"x"}))
    assert dict(report.passed_over) == {".docx": 2, ".png": 2}
    assert report.rejected == []
    assert "passed over: 2 .docx, 2 .png" in str(report)


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.jsonl", "a.mbox", "a.warc"])
def test_an_empty_container_is_told(read: Reader, name: str) -> None:
    data = zipped({}) if name == "a.zip" else tarred({}, "w") if name == "a.tar" else b""
    _, report = read(name, data)
    [(where, reason)] = report.rejected
    assert (where, "empty" in reason or "holds no pages" in reason) == (name, True)


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
@pytest.mark.parametrize("bad", ["../../secret.txt", "/etc/news.txt", "a/../../b.txt", "C:\\a.txt"])
def test_a_name_that_leads_out_is_refused_and_the_rest_is_read(
    read: Reader, pack: Callable[[dict[str, bytes]], bytes], bad: str
) -> None:
    name = "a.zip" if pack is zipped else "a.tar.gz"
    articles, report = read(name, pack({bad: TEXT, "good.txt": TEXT}))
    assert [article.title for article in articles] == [TITLE]
    [(where, reason)] = report.rejected
    assert where.startswith(f"{name}#")
    assert "leads out" in reason


def test_a_broken_member_costs_itself_only(read: Reader) -> None:
    data = zipped({"a.txt": TEXT, "b.txt": TEXT.replace(b"Ferry", b"Barge"), "c.txt": TEXT[:20]})
    at = data.index(b"a.txt") + 40
    broken = data[:at] + bytes(byte ^ 0xFF for byte in data[at : at + 20]) + data[at + 20 :]
    articles, report = read("a.zip", broken)
    assert any(article.title.startswith("Barge") for article in articles)
    assert report.rejected[0][0] == "a.zip#a.txt"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped({"a.txt": b"a line that is long\n" * 2_000_000})),
        ("a.tar.gz", tarred({"a.txt": b"a line that is long\n" * 2_000_000})),
        ("a.txt.zst", zstandard.compress(b"a line that is long\n" * 1_000_000)),
        ("a.jsonl.xz", lzma.compress(b'{"a": "%s"}\n' % (b"long " * 400) * 16_000, preset=1)),
    ],
)
def test_what_unpacks_to_a_hundred_times_its_size_is_refused(
    read: Reader, name: str, data: bytes
) -> None:
    _, report = read(name, data)
    assert any("over 100 times its size" in reason for _, reason in report.rejected)


def test_archives_in_archives_end_at_a_depth(read: Reader) -> None:
    data = zipped({"a.txt": TEXT})
    for _ in range(50):
        data = zipped({"inner.zip": data})
    articles, report = read("a.zip", data)
    assert articles == []
    assert "over 5 deep" in report.rejected[0][1]


def test_an_entity_of_xml_reads_no_file(read: Reader) -> None:
    evil = (
        feed()
        .replace(
            b'<?xml version="1.0"?>',
            b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        )
        .replace(b"Lumen Post", b"&e;")
        .replace(PARAGRAPHS[2].encode(), b"&e;")
    )
    articles, _ = read("a.xml", evil)
    assert all("root:" not in article.body for article in articles)


def test_a_bad_record_of_a_warc_costs_itself_only_and_its_bytes_are_told(read: Reader) -> None:
    good = [warc(HTML.replace(b"Ferry", word)) for word in (b"Ferry", b"Barge", b"Canoe")]
    broken = good[1].replace(b"Content-Length: ", b"Content-Length: 9")
    articles, report = read("a.warc", good[0] + broken + good[2])
    assert [article.title.split()[0] for article in articles] == ["Ferry", "Canoe"]
    [(where, reason)] = report.rejected
    assert where == "a.warc#2"
    assert "bytes are skipped" in reason


def test_a_bad_member_of_a_packed_warc_costs_itself_only(read: Reader) -> None:
    words = (b"Ferry", b"Barge", b"Canoe")
    good = [gzip.compress(warc(HTML.replace(b"Ferry", word))) for word in words]
    middle = bytearray(good[1])
    middle[60:90] = b"\xff" * 30
    articles, _ = read("a.warc.gz", good[0] + bytes(middle) + good[2])
    titles = [article.title.split()[0] for article in articles]
    assert titles[0] == "Ferry"
    assert titles[-1] == "Canoe"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("Content-Encoding: x-gzip\r\n", gzip.compress(HTML)),
        ("Content-Encoding: zstd\r\n", zstandard.compress(HTML)),
        ("Content-Encoding: gzip, gzip\r\n", gzip.compress(gzip.compress(HTML))),
        ("Content-Encoding: gzip\r\n", gzip.compress(gzip.compress(HTML))),
        ("Content-Encoding: gzip\r\n", HTML),
    ],
    ids=["x-gzip", "zstd", "twice", "twice, once told", "not at all"],
)
def test_the_body_of_a_record_is_unpacked_as_it_is_packed(
    read: Reader, headers: str, body: bytes
) -> None:
    [article], _ = read("a.warc", warc(body, headers=headers))
    assert article.title == TITLE


@pytest.mark.parametrize("kind", ["", "application/octet-stream", "text/htm", "unknown"])
def test_an_odd_type_of_content_is_judged_by_the_content(read: Reader, kind: str) -> None:
    [article], _ = read("a.warc", warc(HTML, kind=kind))
    assert article.title == TITLE


def test_the_charset_of_the_server_is_believed(read: Reader) -> None:
    page = HTML.replace(b'<meta charset="utf-8">', b"").replace(
        b"Odo Brandt", "Odo Çelik".encode("cp1254")
    )
    [article], _ = read("a.warc", warc(page, kind="text/html; charset=windows-1254"))
    assert "Odo Çelik" in article.body


def test_the_day_of_capture_is_the_anchor_of_ages_and_never_the_date(read: Reader) -> None:
    bare = HTML.replace(b"article:published_time", b"other")
    [article], _ = read("a.warc", warc(bare))
    assert article.date is None or article.date != "2021-05-06"
    aged = TEXT.replace(b"4 May 2021", b"3 hours ago")
    articles, _ = read("b.warc", warc(aged, kind="text/plain"))
    assert articles[-1].date == "2021-05-06"


SMALL = sorted(name for name, data in FILES.items() if len(data) < 4000)


@hypothesis.settings(max_examples=100, deadline=None)
@hypothesis.given(st.sampled_from(SMALL), st.data())
def test_cut_or_flipped_files_are_read_or_rejected(name: str, draw: st.DataObject) -> None:
    data = FILES[name]
    at = draw.draw(st.integers(0, len(data) - 1))
    flip = draw.draw(st.integers(0, 255))
    damaged = data[:at] + bytes([data[at] ^ flip]) + data[at + 1 :] if flip else data[:at]
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(damaged)
        for unit in units(SourceFile(root=folder, name=name, size_bytes=len(damaged))):
            reading = read_unit(unit)
            assert reading.page or reading.reason
            assert "cannot be made sense of" not in (reading.reason or "")


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (["5/4/2021", "5/14/2021", "12/31/2021"], "2021-05-04"),  # month first, as one day proves
        (["5/4/2021", "14/5/2021", "31/12/2021"], "2021-04-05"),
        (["5/4/2021", "6/4/2021"], "2021-04-05"),  # nothing proves it
        (["5/4/2021", "14/5/2021", "5/14/2021"], "2021-04-05"),  # both prove it
        (["5/4/21 9:00 AM", "5/14/21 3:15 PM"], "2021-05-04"),
    ],
)
def test_a_table_is_read_in_the_order_in_which_it_writes_its_dates(
    read: Reader, days: list[str], first: str
) -> None:
    rows = (f'"Ferry {n} sails",{day},"{BODY} It was trip {n}."' for n, day in enumerate(days))
    articles, _ = read("a.csv", "\n".join(["title,date,text", *rows]).encode())
    assert articles[0].date == first
