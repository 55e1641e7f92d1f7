"""Pages as browsers, mail programs and word processors save them, and what is next to them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import zstandard

from indexer.clean import known_kind
from indexer.sources import SourceFile, Unit, units, walk
from indexer.sources.mail import record_of_mail
from indexer.sources.rtf import text_of_rtf
from indexer.sources.web import page_of_html
from tests.containers import BODY, HTML, MARKUP, TITLE, tarred, zipped
from tests.test_press_exports import THINGS, TITLES, europresse, factiva

PRESS = "".join(factiva(number, thing) for number, thing in enumerate(THINGS)).encode()
MARKED = "".join(europresse(number, thing) for number, thing in enumerate(THINGS)).encode()


def units_of(folder: Path, name: str, data: bytes) -> list[Unit]:
    (folder / name).write_bytes(data)
    return list(units(SourceFile(root=str(folder), name=name, size_bytes=len(data))))


def titles(found: Sequence[Unit]) -> list[str]:
    return [json.loads(unit.data or b"{}").get("title", "") for unit in found]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped({"exports/Factiva-1.txt": PRESS})),
        ("a.tar.gz", tarred({"Factiva-1.txt": PRESS})),
        ("Factiva-1.txt.gz", gzip.compress(PRESS)),
        ("b.zip", zipped({"Europresse.HTML": MARKED})),
        ("e.htm.zst", zstandard.compress(MARKED)),
    ],
)
def test_press_exports_are_read_article_by_article_in_archives_too(
    name: str, data: bytes, tmp_path: Path
) -> None:
    assert titles(units_of(tmp_path, name, data)) == TITLES


def rich(*paragraphs: str) -> bytes:
    def shown(text: str) -> str:
        return "".join(
            c if ord(c) < 128 else f"\\u{ord(c) - 65536 * (ord(c) > 32767)}?" for c in text
        )

    head = "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset178 Arial;}}"
    info = "{\\info{\\title Untitled}{\\author Somebody}}{\\*\\generator Writer;}\\f0 "
    return (head + info + "\\par\n".join(map(shown, paragraphs)) + "}").encode()


def test_rich_text_is_its_paragraphs_without_fonts_pictures_and_targets_of_links() -> None:
    link = (
        '{\\field{\\*\\fldinst{HYPERLINK "https://post.example"}}{\\fldrslt{read it}}} '
        "{\\pict\\pngblip 89504e47}caf\\'e9 {\\f1 \\'e3\\'cf} \\u-10179?\\u-8704? \\{x\\}"
    )
    data = rich("Étude").removesuffix(b"}") + f"\\par {link}}}".encode()
    assert text_of_rtf(data) == "Étude\nread it café مد 😀 {x}"


def test_a_press_export_in_rich_text_is_read_article_by_article(tmp_path: Path) -> None:
    assert titles(units_of(tmp_path, "Factiva.rtf", rich(*PRESS.decode().split("\n")))) == TITLES


def test_rich_text_is_known_by_its_content_and_an_open_document_is_a_page(tmp_path: Path) -> None:
    [rtf] = units_of(tmp_path, "12", rich(TITLE, *BODY.split("\n\n")))
    assert (rtf.data or b"").decode().split() == f"{TITLE} {BODY}".split()
    space = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    content = f'<o xmlns:t="{space}"><t:h>{TITLE}</t:h><t:p>A <t:span>day</t:span>.</t:p></o>'
    [odt] = units_of(tmp_path, "a.odt", zipped({"content.xml": content.encode()}))
    assert odt.data == f"{TITLE}\nA day.".encode()


def test_a_cut_zstandard_file_is_called_damaged(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"title": f"{TITLE} {n}", "text": BODY}) for n in range(99))
    packed = zstandard.compress(lines.encode())
    found = units_of(tmp_path, "a.jsonl.zst", packed[: len(packed) - 9])
    assert "damaged Zstandard file: it is cut" in (found[-1].reason or "")


@pytest.mark.parametrize(
    "folder", ["Story_files", "Story_fichiers", "Story-Dateien", "Story_ملفات"]
)
def test_what_a_browser_saves_next_to_a_page_is_no_page(folder: str, tmp_path: Path) -> None:
    members = {"Story.html": HTML, f"{folder}/ad.html": b"<p>Buy", f"{folder}/x.js": b"x()"}
    (tmp_path / "pages" / folder).mkdir(parents=True)
    (tmp_path / "pages" / "Other_files").mkdir()
    (tmp_path / "pages" / "Other_files" / "own.html").write_bytes(HTML)
    for name, data in members.items():
        (tmp_path / "pages" / name).write_bytes(data)
    found = list(walk(str(tmp_path / "pages")))
    assert [one.name for one in found if not one.passed_over] == [
        "Other_files/own.html",
        "Story.html",
    ]
    assert [one.passed_over for one in found if one.passed_over] == ["parts of saved pages"]
    assert [one.name for one in units_of(tmp_path, "a.zip", zipped(members))] == [
        "a.zip#Story.html"
    ]


@pytest.mark.parametrize(
    ("comment", "captured"),
    [
        ("<!-- saved from url=(0031)https://post.example/grain -->", None),
        (
            "<!--\n Page saved with SingleFile \n url: https://post.example/grain \n"
            " saved date: Wed May 05 2021 10:20:30 GMT+0200 (Mitteleuropäische Sommerzeit)\n-->",
            "2021-05-05",
        ),
        (
            "<!-- Mirrored from post.example/grain by HTTrack Website Copier/3.x [XR&CO'2014], "
            "Wed, 05 May 2021 10:00:00 GMT -->",
            "2021-05-05",
        ),
        (
            '<link rel="canonical" href="https://web.archive.org/web/20210505102030/'
            'https://post.example/grain">',
            None,
        ),
    ],
    ids=["browser", "singlefile", "httrack", "wayback"],
)
def test_the_address_and_the_day_of_saving_are_what_the_tool_wrote(
    comment: str, captured: str | None
) -> None:
    html = f"<html>{comment}<title>{TITLE}</title><article><h1>{TITLE}</h1>{MARKUP}</article>"
    page = page_of_html(html, name="a.html", digest="", url=None)
    assert (page.url or "").removeprefix("http://").removeprefix("https://") == "post.example/grain"
    assert page.captured == captured


@pytest.mark.parametrize(
    ("subject", "mark", "names"),
    [
        ("Fwd", "---------- Forwarded message ---------", ("From", "Date", "Subject", "To")),
        ("TR", "-----Message d'origine-----", ("De", "Envoyé", "À", "Objet")),
        ("WG", "-----Ursprüngliche Nachricht-----", ("Von", "Gesendet", "An", "Betreff")),
        ("RV", "---------- Mensaje reenviado ---------", ("De", "Fecha", "Asunto", "Para")),
    ],
)
def test_a_story_that_was_passed_on_is_its_own_with_its_own_day_and_sender(
    subject: str, mark: str, names: tuple[str, ...]
) -> None:
    values = {names[0]: "Desk <desk@post.example>", names[2]: TITLE, names[3]: "me@post.example"}
    values[names[1]] = "Mon, 3 May 2021 10:00:00 +0000"
    head = "\n".join(f"{name}: {values[name]}" for name in names)
    mail = (
        f"From: me@post.example\nSubject: {subject}: {TITLE}\n"
        "Date: Tue, 4 May 2021 09:00:00 +0000\n"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        f"Content-Transfer-Encoding: 8bit\n\nSee below.\n\n{mark}\n{head}\n\n{BODY}\n"
    )
    record = json.loads(record_of_mail(mail.encode()))
    assert record == {
        "title": TITLE,
        "author": "Desk <desk@post.example>",
        "date": "Mon, 3 May 2021 10:00:00 +0000",
        "text": BODY,
    }


def test_the_posts_of_an_exported_channel_are_read_one_by_one(tmp_path: Path) -> None:
    def post(number: int, text: str) -> str:
        return (
            f'<div class="message default clearfix" id="message{number}"><div class="body">'
            f'<div class="pull_right date details" title="0{number}.05.2021 09:10:00 UTC+01:00">'
            f'09:10</div><div class="text">{text}</div></div></div>'
        )

    posts = post(3, f"<strong>{TITLE}</strong><br><br>One.<br>Two.") + post(4, "Three.")
    joined = (
        '<div class="message service" id="message-1"><div class="body details">4 May</div></div>'
    )
    page = (
        f'<html><body><div class="page_header"><div class="text bold">Harbour News</div></div>'
        f'<div class="page_body chat_page">{joined}{posts}</div></body></html>'
    )
    found = [json.loads(unit.data or b"") for unit in units_of(tmp_path, "m.html", page.encode())]
    assert [one["text"] for one in found] == [f"{TITLE}\n\nOne.\nTwo.", "Three."]
    assert [one["date"][:10] for one in found] == ["03.05.2021", "04.05.2021"]
    assert {one["channel title"] for one in found} == {"Harbour News"}


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.zip", b"", "the file is empty"),
        ("a.jsonl", b"", "the file is empty"),
        ("a.json", b"[]", "it holds no pages"),
        ("a.json", b'{"articles": [{"title": ', "broken JSON: parse error: premature EOF; the"),
        ("a.xml", b"<urlset><url><loc>x</loc></url></urlset>", "a sitemap: addresses of pages, no"),
        ("a.xml", b"<opml><body/></opml>", "a list of feeds (OPML), no stories"),
    ],
)
def test_a_file_without_stories_is_named_with_what_it_is(
    name: str, data: bytes, reason: str, tmp_path: Path
) -> None:
    [unit] = units_of(tmp_path, name, data)
    assert (unit.reason or "").startswith(reason)


def test_hidden_files_are_passed_over_as_in_archives(tmp_path: Path) -> None:
    for name in ("a.html", "._a.html", ".b.txt"):
        (tmp_path / name).write_bytes(HTML)
    assert [file.name for file in walk(str(tmp_path))] == ["a.html"]


@pytest.mark.parametrize(
    "line",
    [
        "View this email in your browser (https://post.example)",
        "Unsubscribe: https://post.example",
        "Voir ce message dans votre navigateur",
        "Se désabonner",
        "Im Browser ansehen",
        "Newsletter abbestellen",
        "Ver este correo en su navegador",
        "Darse de baja",
        "عرض هذه الرسالة في المتصفح",
        "إلغاء الاشتراك",
        "Agrandir la photo",
        "Dieser Beitrag enthält Affiliate-Links",
    ],
)
def test_what_newsletters_and_sites_say_of_themselves_is_known(line: str) -> None:
    assert known_kind(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "A court ruled that affiliate links have to be marked on all pages.",
        "Readers may view this message of the council in the town hall.",
    ],
)
def test_a_sentence_of_a_story_with_the_same_words_is_not(line: str) -> None:
    assert known_kind(line) is None
