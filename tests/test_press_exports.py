"""What Factiva, Nexis and Europresse export is read article by article, with their fields."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import pipeline
from indexer.report import Report
from search_index.model.article import Article
from search_index.settings import Settings

THINGS = ("ferry", "bridge", "market")
TITLES = [f"The {thing} of the town opens again" for thing in THINGS]


def text(thing: str) -> str:
    return (
        f"The people of the town saw the {thing} for the first time since the flood of winter.\n"
        f"\nThe mayor thanked all who had worked on the {thing}, and asked the county for the"
        " rest of the money that was promised.\n\nIn the evening there was a dance at the harbour."
    )


def factiva(number: int, thing: str) -> str:
    return (
        f"{TITLES[number]}\n\nBy Ann Lee\n4{number}0 words\n{number + 3} May 2021\n"
        f"Evening Harbour\nEVHARB\nEnglish\n© 2021 Evening Harbour Ltd.\n\n{text(thing)}\n\n"
        f"Document EVHARB00002021050{number}eh53000{number}\n\n"
    )


def factiva_codes(number: int, thing: str) -> str:
    lead, *rest = text(thing).split("\n\n")
    return (
        f"SE  News\nHD  {TITLES[number]}\nBY  Ann Lee\nWC  4{number}0 words\n"
        f"PD  {number + 3} May 2021\nSN  Evening Harbour\nLA  English\n\nLP\n{lead}\n\nTD\n"
        + "\n\n".join(rest)
        + f"\n\nAN  Document EVHARB00002021050{number}eh53000{number}\n\n"
    )


def nexis(number: int, thing: str) -> str:
    return (
        f"{TITLES[number]}\nEvening Harbour\nMay {number + 3}, 2021 Monday\n\nCopyright 2021"
        f" Evening Harbour Ltd. All Rights Reserved\nSection: NEWS; Pg. 3\n"
        f"Length: 4{number}0 words\nByline: Ann Lee\nBody\n\n"
        f"{text(thing)}\n\nLoad-Date: May 9, 2021\n\nEnd of Document\n\n"
    )


def nexis_of_old(number: int, thing: str) -> str:
    return (
        f"          {number + 1} of 3 DOCUMENTS\n\n        Evening Harbour\n\n"
        f"        May {number + 3}, 2021 Monday\n\n{TITLES[number]}\n\nBYLINE: Ann Lee\n\n"
        f"SECTION: NEWS; Pg. 3\n\nLENGTH: 4{number}0 words\n\n{text(thing)}\n\n"
        "LOAD-DATE: May 9, 2021\n\nLANGUAGE: ENGLISH\n\n"
    )


def paragraphs(thing: str, kind: str = "") -> str:
    return "".join(f"<p{kind}>{line}</p>" for line in text(thing).split("\n\n"))


def factiva_html(number: int, thing: str) -> str:
    kind = " class='articleParagraph enarticleParagraph'"
    return (
        f"<div class='article enArticle'><div id='hd'><span class='enHeadline'>{TITLES[number]}"
        f"</span></div><div class='author'>By Ann Lee</div><div>4{number}0 words</div>"
        f"<div>{number + 3} May 2021</div><div>Evening Harbour</div><div>EVHARB</div>"
        f"<div>English</div><div>© 2021 Evening Harbour Ltd.</div>{paragraphs(thing, kind)}"
        f"<p>Document EVHARB00002021050{number}eh53000{number}</p></div>"
    )


def europresse(number: int, thing: str) -> str:
    return (
        "<article><header><span class='DocPublicationName'>Evening Harbour, p. 2</span>"
        f"<span class='DocHeader'>News, lundi {number + 3} mai 2021, p. 2</span>"
        f"<div class='titreArticle'><p class='titreArticleVisu'>{TITLES[number]}</p></div>"
        "<p class='sm-margin-bottomNews'>Ann Lee</p></header>"
        f"<section><div class='docOcurrContainer'>{paragraphs(thing)}</div></section></article>"
    )


def word(lines: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines.split("\n"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        document = f"<w:document xmlns:w='{space}'><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
    return packed.getvalue()


def read(path: Path) -> tuple[list[Article], Report]:
    report = Report()
    settings = Settings.from_environment({})
    return list(pipeline.dry_run([path], settings, report=report, jobs=1)), report


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("export.txt", factiva),
        ("codes.txt", factiva_codes),
        ("results.txt", nexis),
        ("old.txt", nexis_of_old),
        ("factiva.html", factiva_html),
        ("europresse.HTML", europresse),
        ("Files(3).DOCX", nexis),
    ],
)
def test_each_article_of_an_export_is_one_with_its_fields(
    name: str, one: Callable[[int, str], str], tmp_path: Path
) -> None:
    content = "".join(one(number, thing) for number, thing in enumerate(THINGS))
    data = word(content) if name.lower().endswith("docx") else content.encode()
    if name.lower().endswith("html"):
        data = f"<html><body><div id='docs'>{content}</div></body></html>".encode()
    (tmp_path / name).write_bytes(data)
    articles, _ = read(tmp_path)
    assert [article.title for article in articles] == TITLES
    assert [article.date for article in articles] == ["2021-05-03", "2021-05-04", "2021-05-05"]
    assert {article.outlet for article in articles} == {"Evening Harbour"}
    assert {article.authors for article in articles} == {("Ann Lee",)}
    for article, thing in zip(articles, THINGS, strict=True):
        assert article.body.split("\n\n") == text(thing).replace("\n\n", "\n").split("\n")


def test_a_word_document_of_anything_else_is_one_page_and_a_broken_one_is_named(
    tmp_path: Path,
) -> None:
    (tmp_path / "note.docx").write_bytes(word(f"{TITLES[0]}\n\n3 May 2021\n\n{text('ferry')}"))
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 cut")
    articles, report = read(tmp_path)
    assert [(one.title, one.date) for one in articles] == [(TITLES[0], "2021-05-03")]
    [(name, reason)] = report.rejected
    assert name == "bad.docx"
    assert "no Word document that can be read" in reason


def test_a_page_that_only_mentions_documents_is_read_as_a_page(tmp_path: Path) -> None:
    page = f"{TITLES[0]}\n\n3 May 2021\n\n{text('ferry')}\n\nDocument FERRY0000202105030000\n"
    (tmp_path / "page.txt").write_text(page)
    articles, _ = read(tmp_path)
    assert [one.title for one in articles] == [TITLES[0]]
