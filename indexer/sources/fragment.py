"""Pieces of HTML as exports hold them in a field: text, a paragraph a line."""

from __future__ import annotations

import html
import re
from typing import Final

from indexer.sources.decode import tidy
from indexer.sources.markup.attributes import has_endless_tags

_TAG = re.compile(
    r"<!--|</?(?:p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|img|figure|blockquote|section|article"
    r"|table|tr|td|html|body|head|font|center|pre|hr)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_ESCAPED_TAG = re.compile(
    r"&(?:amp;){0,2}lt;/?(?:p|br|div|span|a|strong|em|b|i|ul|li|h[1-6]|img|html|body)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_ROUNDS: Final = 3
# \n and \u00e9 of a text that was written as JSON twice
_ESCAPED_LINE = re.compile(r"(?:\\r)?\\n")
_ESCAPED_CHAR = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_HIDDEN: Final = frozenset(
    {
        "script", "style", "noscript", "template", "svg", "iframe", "form", "button", "select",
        "nav", "figcaption", "object",
    }
)  # fmt: skip
_BLOCKS: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "dd", "details", "div", "dl",
        "dt", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
        "ol", "p", "pre", "section", "table", "tbody", "td", "th", "time", "tr", "ul",
    }
)  # fmt: skip
# the line that WordPress adds to what a feed takes
_APPEARED = re.compile(
    r"^(?:The post .{1,300} (?:appeared first|first appeared) on .{1,200}"
    r"|(?:L[’']article|Cet article) .{1,300} est apparu en premier sur .{1,200})$",
    re.MULTILINE,
)
_PARAGRAPH = re.compile(r"<p\b", re.IGNORECASE)
_EMPTY_LINES = re.compile(r"\n[ \t\r]*\n\s*")
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+\d+ chars\]\s*$")


def is_markup(text: str) -> bool:
    """Whether a text is HTML, or was before it was escaped."""
    return "<" in text and _TAG.search(text) is not None


def is_document(text: str) -> bool:
    """Whether a text is a whole HTML page."""
    return _DOCUMENT.match(text) is not None


def unescaped(text: str) -> str:
    """A text without what writing it as JSON or HTML once too often has left."""
    if "\\" in text and "\n" not in text:
        lines = len(_ESCAPED_LINE.findall(text))
        if lines > 1 or _ESCAPED_CHAR.search(text):
            text = _ESCAPED_LINE.sub("\n", text).replace('\\"', '"').replace("\\/", "/")
            text = _ESCAPED_CHAR.sub(_characters, text)
    for _ in range(_ROUNDS):
        if is_markup(text) or not _ESCAPED_TAG.search(text):
            break
        text = html.unescape(text)
    return text


def _characters(match: re.Match[str]) -> str:
    units = bytes.fromhex(match[0].replace("\\u", ""))
    return units.decode("utf-16-be", "replace")


def text_of(value: str) -> str:
    """The text of a field, of HTML where it is that, each paragraph on lines of its own."""
    value = unescaped(value)
    if is_markup(value):
        value = _blocks(value)
    for _ in range(_ROUNDS):
        if "&" not in value or not _ENTITY.search(value):
            break
        value = html.unescape(value)
    value = _APPEARED.sub("", tidy(value))
    return _CUT.sub("", value).strip()


def _blocks(value: str) -> str:
    from lxml import etree  # it takes a twentieth of a run that finds no change
    from lxml import html as lxml_html

    from indexer.sources.html_parser import html_parser

    if not _PARAGRAPH.search(value):  # empty lines part paragraphs, as WordPress keeps them
        value = _EMPTY_LINES.sub("<br>", value)
    if has_endless_tags(value):
        return re.sub(r"<[^<>]*>", " ", value)
    data = f"<div>{value}</div>".encode("utf-8", "replace")
    try:
        tree = lxml_html.fromstring(data, parser=html_parser())
    except (etree.ParserError, ValueError):
        return re.sub(r"<[^<>]*>", " ", value)
    paragraphs: list[str] = []
    line: list[str] = []

    def flush() -> None:
        text = " ".join("".join(line).split())
        line.clear()
        if text:
            paragraphs.append(text)

    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else "script"
        if tag in _HIDDEN:
            hidden += 1 if event == "start" else -1
        if tag in _BLOCKS:
            flush()
        text = element.text if event == "start" else element.tail
        if text and not hidden:
            line.append(text)
    flush()
    return "\n\n".join(paragraphs)
