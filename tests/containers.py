"""One story in every kind of file, for tests."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from indexer import pipeline
from indexer.report import Report
from search_index.model.article import Article
from search_index.settings import Settings

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


def reader(folder: Path) -> Reader:
    """What reads a file of this name and content in a folder."""

    def read(name: str, data: bytes) -> tuple[list[Article], Report]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        report = Report()
        settings = Settings.from_environment({})
        articles = list(pipeline.dry_run([folder], settings, report=report, jobs=1))
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
