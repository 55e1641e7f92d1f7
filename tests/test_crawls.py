"""A crawl in WARC is read record by record, whatever is broken or odd in some of them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import zstandard

from tests.containers import HTML, TEXT, TITLE, URL, Reader, reader, warc


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return reader(tmp_path)


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


@pytest.mark.parametrize("at", [0, 12])
def test_a_member_of_which_nothing_comes_out_is_told(read: Reader, at: int) -> None:
    words = (b"Ferry", b"Barge", b"Canoe")
    good = [gzip.compress(warc(HTML.replace(b"Ferry", word))) for word in words]
    middle = bytearray(good[1])
    middle[at] ^= 0xFF
    articles, report = read("a.warc.gz", good[0] + bytes(middle) + good[2])
    assert [article.title.split()[0] for article in articles] == ["Ferry", "Canoe"]
    [(where, reason)] = report.rejected
    assert where == "a.warc.gz#2"
    assert "damaged" in reason


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


@pytest.mark.parametrize(
    ("age", "day"),
    [
        ("<time>26 mins ago</time>", "2021-05-06"),
        ("<span class='date'>vor 2 Tagen</span>", "2021-05-04"),
        ("<span class='time'>منذ 3 أيام</span>", "2021-05-03"),
        ("<div class='meta'>Il y a 1 jour</div>", "2021-05-05"),
    ],
)
def test_an_age_in_the_markup_counts_from_the_day_of_capture(
    read: Reader, age: str, day: str
) -> None:
    bare = HTML.replace(b"article:published_time", b"other").replace(b"2021-05-04", b"x")
    aged = bare.replace(b"</h1>", f"</h1>{age}".encode())
    [article], _ = read("a.warc", warc(aged))
    assert article.date == day
    assert age.split(">")[1].split("<")[0] not in article.body


def test_a_record_that_follows_garbage_without_a_line_end_is_read(read: Reader) -> None:
    good = [warc(HTML.replace(b"Ferry", word)) for word in (b"Ferry", b"Barge", b"Canoe")]
    articles, _ = read("a.warc", good[0] + good[1][:-400] + b"\x00\xff" * 20 + good[2])
    assert [article.title.split()[0] for article in articles] == ["Ferry", "Canoe"]


def test_what_a_crawler_notes_of_its_own_work_is_no_page(read: Reader) -> None:
    note = warc(TEXT, kind="text/plain").replace(b"WARC-Type: response", b"WARC-Type: resource")
    notes = b"".join(
        note.replace(f"{URL}/0".encode(), address)
        for address in (b"metadata://gnu.org/software/wget/warc/wget.log", b"urn:pageinfo:x")
    )
    articles, report = read("a.warc", warc(HTML) + notes)
    assert (len(articles), report.rejected) == (1, [])
