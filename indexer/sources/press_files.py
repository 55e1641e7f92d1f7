"""Files of press databases: Europresse and Factiva as HTML, Factiva and Nexis as text or DOCX."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from lxml import etree
from lxml import html as lxml_html

from indexer.errors import PageRejected
from indexer.sources.chats import records_of_chat
from indexer.sources.decode import decode
from indexer.sources.html_parser import html_parser
from indexer.sources.markup.text import whole_text
from indexer.sources.packed import MAX_PAGE_BYTES, TOO_LARGE
from indexer.sources.press import PressArticle, press_articles
from indexer.sources.press_kind import is_chat, is_press_html
from indexer.sources.rtf import text_of_rtf

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ODF: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_PAGE_OF: Final = re.compile(r",?\s*(?:p\.|pp\.|page)\s*[\w-]+.*$|\s*[-–•]\s*$", re.IGNORECASE)
_DAY: Final = re.compile(r"\d{1,2}(?:er)?\s+\w+\.?\s+\d{4}|\w+\s+\d{1,2},\s+\d{4}|\d{4}-\d\d-\d\d")


def records_of_press(data: bytes) -> list[bytes]:
    """The articles of an export, each as a line of JSON; none where it is not understood."""
    text, _ = decode(data, lines=False)
    if is_chat(data):
        return [json.dumps(record).encode() for record in records_of_chat(_tree(text))]
    found = _in_html(text) if is_press_html(data) else press_articles(text)
    return [json.dumps(article.record()).encode() for article in found]


def text_of_document(kind: str, stream: BinaryIO) -> str:
    """The paragraphs of a document. Raises PageRejected where it is none."""
    data = stream.read(MAX_PAGE_BYTES + 1)
    if len(data) > MAX_PAGE_BYTES:
        raise PageRejected(TOO_LARGE)
    if kind == "rtf":
        return text_of_rtf(data)
    if kind == "odt":
        root = _part_of(data, "content.xml", "no OpenDocument text that can be read")
        paragraphs = root.iter(f"{_ODF}p", f"{_ODF}h")
        return "\n".join("".join(one.itertext()).strip() for one in paragraphs)
    root = _part_of(data, "word/document.xml", "no Word document that can be read")
    return "\n".join(_paragraph(one) for one in root.iter(f"{_WORD}p"))


def _part_of(data: bytes, name: str, why: str) -> Any:
    """The root of a part of a packed document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            info = archive.getinfo(name)
            if info.file_size > 4 * MAX_PAGE_BYTES:
                raise PageRejected(TOO_LARGE)
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
            return etree.fromstring(archive.read(info), parser=parser)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, EOFError, OSError) as error:
        raise PageRejected(f"{why}: {error}") from None


def records_of_document(text: str) -> list[bytes]:
    """The articles of a press database in a document, empty where it is none."""
    return [json.dumps(article.record()).encode() for article in press_articles(text)]


def _paragraph(paragraph: Any) -> str:
    parts = []
    for one in paragraph.iter(f"{_WORD}t", f"{_WORD}br", f"{_WORD}tab"):
        parts.append(
            (one.text or "") if one.tag == f"{_WORD}t" else "\n" if one.tag.endswith("br") else " "
        )
    return "".join(parts).strip()


def _in_html(text: str) -> list[PressArticle]:
    tree = _tree(text)
    found = [_of_europresse(one) for one in tree.iter("article")]
    if not any(found):
        found = [
            _of_factiva(one)
            for one in tree.iter("div")
            if "article" in (one.get("class") or "").split()
            or any(name.endswith("Article") for name in (one.get("class") or "").split())
        ]
    return [one for one in found if one]


def _tree(text: str) -> Any:
    return lxml_html.fromstring(text.encode("utf-8", "replace"), parser=html_parser())


def _of_europresse(article: Any) -> PressArticle | None:
    title = _named(article, "titreArticle") or _named(article, "rdp__articletitle")
    holder = next(iter(_with(article, "docOcurrContainer")), None)
    if holder is None:
        holder = next(article.iter("section"), None)
    body = _text(holder)
    if not title or not body:
        return None
    head = _named(article, "DocHeader")
    day = _DAY.search(head)
    before = head[: day.start()] if day else head
    section = re.sub(
        r"[\s,;]*(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)?\s*$", "", before
    )
    return PressArticle(
        title=title,
        body=body,
        day=day[0] if day else "",
        authors=_named(article, "docAuthors") or _named(article, "sm-margin-bottomNews"),
        outlet=_PAGE_OF.sub("", _named(article, "DocPublicationName")),
        section=section.split(",")[0].strip(),
    )


def _of_factiva(article: Any) -> PressArticle | None:
    paragraphs = [
        whole_text(one)
        for one in article.iter("p")
        if "articleparagraph" in (one.get("class") or "").lower()
    ]
    lines = [whole_text(one) for one in article if one.tag == "div"]
    lines = [line for line in lines if line]
    if not paragraphs or not lines:
        return None
    text = "\n".join(
        ["\n".join(lines), "", "\n\n".join(paragraphs), "", "Document X00000000000000000"]
    )
    found = press_articles(text)
    return found[0] if found else None


def _with(element: Any, name: str) -> Iterator[Any]:
    for one in element.iter():
        if isinstance(one.tag, str) and name in (one.get("class") or "").split():
            yield one


def _named(element: Any, name: str) -> str:
    return next((whole_text(one) for one in _with(element, name)), "")


def _text(element: Any) -> str:
    if element is None:
        return ""
    lines = [whole_text(one) for one in element.iter("p", "h2", "h3", "li")]
    return "\n\n".join(line for line in lines if line) or whole_text(element)
