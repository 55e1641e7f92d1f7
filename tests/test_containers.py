"""Whatever holds the pages, from a zip of a crawl to a feed or a box of mail, they are read."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import mailbox
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
import zstandard
from hypothesis import strategies as st

from indexer.sources import SourceFile, units
from indexer.sources import read as read_unit
from tests.containers import (
    BODY,
    HTML,
    PARAGRAPHS,
    RECORD,
    TEXT,
    TITLE,
    URL,
    Reader,
    atom,
    feed,
    message,
    mhtml,
    reader,
    table,
    tarred,
    warc,
    wordpress,
    zipped,
)


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return reader(tmp_path)


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
    for name in ("a.doc", "b.doc", "c.png"):
        (tmp_path / name).write_bytes(b"x")
    _, report = read("a.zip", zipped({"a.txt": TEXT, "b.png": b"x"}))
    assert dict(report.passed_over) == {".doc": 2, ".png": 2}
    assert report.rejected == []
    assert "passed over: 2 .doc, 2 .png" in str(report)


def test_files_of_an_archive_that_hold_no_pages_are_counted(read: Reader) -> None:
    files = {"a.txt": TEXT, "words.json": b'["reed", "canal", "sluice"]', "old.zip": zipped({})}
    files["empty.jsonl"] = b"\n\n"
    articles, report = read("a.zip", zipped(files))
    assert [article.title for article in articles] == [TITLE]
    assert dict(report.passed_over) == {".json": 1, ".jsonl": 1}
    assert report.rejected == [("a.zip#old.zip", "the archive is empty")]


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


@pytest.mark.parametrize("cut", [False, True])
def test_a_damaged_tar_file_tells_what_it_lacks_and_gives_the_rest(read: Reader, cut: bool) -> None:
    words = (b"Ferry", b"Barge", b"Canoe")
    with gzip.open(
        io.BytesIO(tarred({f"{word.decode()}.txt": TEXT.replace(b"Ferry", word) for word in words}))
    ) as packed:
        data = bytearray(packed.read())
    at = data.index(b"Barge.txt")
    if cut:
        del data[at:]
    else:
        data[at] ^= 1
    articles, report = read("a.tar", bytes(data))
    assert [article.title.split()[0] for article in articles] == (
        ["Ferry"] if cut else ["Ferry", "Canoe"]
    )
    [(where, reason)] = report.rejected
    assert where == "a.tar"
    assert "damaged tar file behind Ferry.txt" in reason


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


def test_a_table_whose_first_row_cannot_be_read_says_so(tmp_path: Path) -> None:
    data = b"title,date\rof,text\nFerry sails,2021-05-04,It left.\n"
    (tmp_path / "a.csv").write_bytes(data)
    file = SourceFile(root=str(tmp_path), name="a.csv", size_bytes=len(data))
    [reason] = [read_unit(unit).reason for unit in units(file)]
    assert (reason or "").startswith("a row that cannot be read")


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
