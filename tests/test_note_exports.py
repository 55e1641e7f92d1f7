"""What note takers, managers of references and search engines export is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.sources.foot import fields_at_foot
from tests.containers import BODY, MARKUP, TITLE, URL, Reader, reader, tarred

NOTE = (
    f"<note><title>{TITLE}</title><content><![CDATA[<?xml version='1.0'?><en-note>%s{MARKUP}"
    "</en-note>]]></content><created>20210611T080000Z</created>"
    f"<note-attributes><author>Ann Lee</author><source-url>{URL}</source-url></note-attributes>"
    "<resource><data encoding='base64'>AAAA</data><resource-attributes>"
    "<source-url>https://pictures.example/1.png</source-url></resource-attributes></resource></note>"
)
EVERNOTE = (
    '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE en-export SYSTEM'
    f' "http://xml.evernote.com/pub/evernote-export3.dtd"><en-export>{NOTE}</en-export>'
)
TEXT = BODY.replace("\n\n", "\nN2  - ")
RIS = (
    f"TY  - NEWS\r\nTI  - {TITLE}\r\nAU  - Lee, Ann\r\nT2  - The Tarn Post\r\nN2  - {TEXT}\r\n"
    f"DA  - 2021/05/04/\r\nUR  - {URL}\r\nER  - \r\n\r\n"
    "TY  - NEWS\r\nTI  - A reference without a text\r\nPY  - 2021///\r\nER  - \r\n"
)
FOOT = (
    "\n\nid: 0123456789abcdef0123456789abcdef\nparent_id: fedcba9876543210fedcba9876543210\n"
    "created_time: 2021-06-11T08:00:00.000Z\nupdated_time: 2024-02-02T10:00:00.000Z\n"
    f"is_conflict: 0\nauthor: Ann Lee\nsource_url: {URL}\nis_todo: 0\nsource: desktop\n"
    "markup_language: 1\nmaster_key_id: \ntype_: %d"
)
JOPLIN = f"{TITLE}\n\n%s{BODY}{FOOT % 1}"
SOLR = (
    f'<add><doc><field name="title">{TITLE}</field><field name="content">{BODY}</field>'
    f'<field name="author">Ann Lee</field><field name="url">{URL}</field>'
    '<field name="published">2021-05-04T08:00:00Z</field></doc></add>'
)
ANSWER = (
    '<response><lst name="responseHeader"><int name="status">0</int></lst><result name="response">'
    f'<doc><arr name="title"><str>{TITLE}</str></arr><str name="content">{BODY}</str>'
    f'<str name="author">Ann Lee</str><str name="url">{URL}</str>'
    '<date name="published">2021-05-04T08:00:00Z</date></doc></result></response>'
)


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return reader(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("clips.enex", EVERNOTE % "<p>4 May 2021</p>"),
        ("0123456789abcdef.md", JOPLIN % "4 May 2021\n\n"),
        ("crlf.md", (JOPLIN % "4 May 2021\n\n").replace("\n", "\r\n")),
        ("references.ris", RIS),
        ("references", RIS),
        ("documents.xml", SOLR),
        ("answer.xml", ANSWER),
    ],
)
def test_an_export_gives_title_text_author_address_and_day(
    read: Reader, name: str, content: str
) -> None:
    articles, _ = read(name, content.encode())
    (found,) = articles
    assert (found.title, found.source.url, found.date) == (TITLE, URL, "2021-05-04")
    assert found.authors == ("Ann Lee",)
    assert BODY in found.body


def test_the_days_of_a_story_are_counted_from_the_day_on_which_its_note_was_clipped(
    read: Reader,
) -> None:
    articles, _ = read("clips.enex", (EVERNOTE % "").encode())
    # "on Tuesday", clipped on Friday, 11 June
    assert [one.date for one in articles] == ["2021-06-08"]


def test_the_posts_of_an_outbox_are_read(read: Reader) -> None:
    outbox = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "type": "OrderedCollection",
        "orderedItems": [
            {
                "type": "Create",
                "published": "2021-05-04T08:00:00Z",
                "object": {"type": "Note", "content": MARKUP, "url": URL},
            },
            {"type": "Announce", "object": "https://other.example/1"},
        ],
    }
    articles, _ = read("outbox.json", json.dumps(outbox).encode())
    (found,) = articles
    assert (found.source.url, found.date) == (URL, "2021-05-04")
    assert BODY in f"{found.title}\n\n{found.body}"


@pytest.mark.parametrize("edition", ["First Edition", "Édition nationale", "Metro Edition 2"])
def test_the_edition_of_a_paper_is_not_in_the_headline(read: Reader, edition: str) -> None:
    story = (
        f"%d of 2 DOCUMENTS\n\nThe Tarn Post\n\nMay 4, 2021 Tuesday\n{edition}\n\n%s\n\n"
        f"BYLINE: Ann Lee\n\nLENGTH: 99 words\n\n{BODY}\n\nLOAD-DATE: May 5, 2021\n\n"
    )
    articles, _ = read("nexis.txt", (story % (1, TITLE) + story % (2, "A Second Story")).encode())
    assert {one.title for one in articles} == {TITLE, "A Second Story"}


def test_the_notes_of_an_archive_of_joplin_are_read_without_their_fields(read: Reader) -> None:
    folder, tag = f"News clippings{FOOT % 2}", f"ferries{FOOT % 5}"
    notes = {"a.md": (JOPLIN % "").encode(), "b.md": folder.encode(), "c.md": tag.encode()}
    articles, report = read("clips.jex", tarred(notes, "w"))
    (found,) = articles
    # "on Tuesday", clipped on Friday, 11 June
    assert (found.title, found.body, found.date) == (TITLE, BODY, "2021-06-08")
    assert [reason for _, reason in report.rejected] == [
        "not a note, but a folder of Joplin",
        "not a note, but a tag of Joplin",
    ]


@pytest.mark.parametrize("end", ["type_: 1", "\nid: 7\ntype_: 1", f"id: {'7' * 32}\ntype_: 1"])
def test_a_text_that_ends_like_a_note_of_joplin_is_none(end: str) -> None:
    assert fields_at_foot(f"{TITLE}\n\n{BODY}\n{end}\n") is None


@pytest.mark.parametrize("action", ["index", "create"])
def test_the_actions_of_a_bulk_request_are_no_records(read: Reader, action: str) -> None:
    document = {"title": TITLE, "text": BODY, "date": "2021-05-04", "url": URL}
    bulk = [{action: {"_index": "news", "_id": "1"}}, document, {"index": "a mere word"}]
    articles, report = read("bulk.ndjson", "\n".join(map(json.dumps, bulk)).encode())
    assert [one.title for one in articles] == [TITLE]
    assert [name for name, _ in report.rejected] == ["bulk.ndjson#3"]


def test_a_reference_without_a_text_is_named_and_the_others_are_read(read: Reader) -> None:
    articles, report = read("references.ris", RIS.encode())
    assert [one.title for one in articles] == [TITLE]
    assert len(report.rejected) == 1


@pytest.mark.parametrize("bytes_kept", [40, 200, 700])
def test_an_export_that_was_cut_off_harms_nothing(read: Reader, bytes_kept: int) -> None:
    for name, content in (("a.enex", EVERNOTE % ""), ("b.ris", RIS), ("c.xml", SOLR)):
        _, report = read(name, content.encode()[:bytes_kept])
        assert report.read + len(report.rejected) > 0
