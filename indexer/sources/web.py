"""HTML: article text and metadata, or the stories of a listing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from indexer.errors import PageRejected
from indexer.page import Page
from indexer.sources.decode import decode, tidy

_DATES = {"extensive_search": False, "original_date": True}
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_HIDDEN = (
    "script", "style", "noscript", "template", "svg", "iframe", "form", "button", "select",
    "nav", "header", "footer", "aside",
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "dd", "details", "div", "dl", "dt",
        "figcaption", "figure",
        "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "ol",
        "p", "pre", "section", "table", "tbody", "td", "th", "tr", "ul", "body",
        "br", "time",
    }
)  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_MIN_STORY_CHARS = 150


def read_html(data: bytes, *, name: str, digest: str, url: str | None) -> tuple[Page, str | None]:
    """The page of an HTML file, and a notice where its bytes had to be guessed at."""
    text, notice = decode(data, charset=_declared(data), lines=False)
    return page_of_html(text, name=name, digest=digest, url=url), notice


def page_of_html(text: str, *, name: str, digest: str, url: str | None) -> Page:
    """One article with its metadata, or a listing as text with its headings marked.

    Where no article stands out, all text is given, for the splitter to judge. Raises
    PageRejected where there is no HTML to read.
    """
    try:
        return _page_of(text, name=name, digest=digest, url=url)
    except PageRejected:
        raise
    except Exception as error:  # whatever the parsers make of broken pages
        reason = " ".join(str(error).split()) or type(error).__name__
        raise PageRejected(f"HTML that cannot be read: {reason}") from None


def _page_of(text: str, *, name: str, digest: str, url: str | None) -> Page:
    try:
        tree = lxml_html.fromstring(text.encode("utf-8", "replace"), parser=_parser())
    except (etree.ParserError, ValueError) as error:
        raise PageRejected(f"no HTML that can be read: {error}") from None
    language = _language(tree)
    stories = _listing(tree)
    if len(stories) > 1:
        text = tidy("\n\n".join("\n".join(_lines(story)) for story in stories))
        url = url or _canonical(tree)
        return Page(name=name, text=text, digest=digest, url=url, language=language)
    document: Any = trafilatura.bare_extraction(
        tree,
        url=url,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params=_DATES,
    )
    if document is None or not (document.text or "").strip():
        return _all_text(text, name=name, digest=digest, url=url, language=language)
    body = tidy(document.text)
    title = " ".join(tidy(document.title or "").split()) or None
    if title:
        body = _without_title(body, title)
        body = f"{title}\n\n{body}"
    return Page(
        name=name,
        text=body,
        digest=digest,
        url=url or document.url or None,
        title=title,
        published=document.date or None,
        language=document.language or language,
        whole=True,
    )


def _all_text(text: str, *, name: str, digest: str, url: str | None, language: str | None) -> Page:
    tree = lxml_html.fromstring(text.encode("utf-8", "replace"), parser=_parser())
    body = tree.find("body")
    lines = "\n".join(_lines(tree if body is None else body))
    if not lines.strip():
        raise PageRejected("the HTML page holds no text")
    url = url or _canonical(tree)
    return Page(name=name, text=tidy(lines), digest=digest, url=url, language=language)


def _parser() -> lxml_html.HTMLParser:
    return lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def _declared(data: bytes) -> str | None:
    match = _CHARSET.search(data[:4096])
    return match.group(1).decode("ascii") if match else None


def _language(tree: Any) -> str | None:
    declared = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    return str(declared) if declared else None


def _canonical(tree: Any) -> str | None:
    for link in tree.iterfind(".//link[@rel='canonical']"):
        return str(link.get("href") or "") or None
    return None


def _listing(tree: Any) -> list[Any]:
    """The story elements of a page that shows several whole stories."""
    found = [
        element
        for element in tree.iter("article")
        if element.getparent() is not None
        and not any(above.tag == "article" for above in element.iterancestors())
        and sum(len("".join(p.itertext()).strip()) for p in element.iter("p")) >= _MIN_STORY_CHARS
        and any(True for _ in element.iter("h1", "h2", "h3", "h4"))
    ]
    return found


def _lines(element: Any) -> Iterator[str]:
    """Text of an element, one line for each block; headings carry a `#`."""
    line: list[str] = []

    def flush() -> Iterator[str]:
        text = " ".join("".join(line).split())
        line.clear()
        if text:
            yield text
            yield ""

    def walk(node: Any) -> Iterator[str]:
        if not isinstance(node.tag, str) or node.tag in _HIDDEN:
            if node.tail:
                line.append(node.tail)
            return
        block = node.tag in _BLOCKS
        if block:
            yield from flush()
        if node.text:
            line.append(node.text)
        for child in node:
            yield from walk(child)
        if block:
            if node.tag in _HEADINGS and line:
                line.insert(0, "# ")
            yield from flush()
        if node.tail:
            line.append(node.tail)

    if element.text:
        line.append(element.text)
    for child in element:
        yield from walk(child)
    yield from flush()


def _without_title(body: str, title: str) -> str:
    first, _, rest = body.lstrip().partition("\n")
    return rest.lstrip("\n") if " ".join(first.split()) == title else body
