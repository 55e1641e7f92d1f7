"""HTML: article text and metadata, or the stories of a listing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from indexer.dates import read_dateline
from indexer.errors import PageRejected
from indexer.hosts import host_of
from indexer.language.words import has_digit
from indexer.page import Page
from indexer.sources.decode import decode, tidy
from indexer.sources.html_parser import html_parser
from indexer.sources.markup.attributes import has_endless_tags
from indexer.sources.markup.bare_runs import wrap_bare_runs
from indexer.sources.markup.by_headline import Published, age_by_headline
from indexer.sources.markup.gaps import with_gaps_filled
from indexer.sources.markup.lead import lead_of
from indexer.sources.markup.listing import Item, listing_of
from indexer.sources.markup.metadata import metadata_of
from indexer.sources.markup.named import drop_named
from indexer.sources.markup.published import confirmed, published_in
from indexer.sources.markup.refusals import refusal_of, refusal_of_links
from indexer.sources.markup.story import (
    Guesses,
    drop_teasers,
    extract,
    guesses_of,
    short_story,
    with_linked_body,
)
from indexer.sources.markup.text import lines_of_element
from indexer.sources.markup.title import title_of
from indexer.sources.saved import original, saved_from

_UNREAD = ("script", "style", "button", "iframe")
_TELLING = 40
"""So many characters of a lead are compared."""
_HEAD_LINES = 6
_KICKER_CHARS = 60
_GLUED_DAY = re.compile(r"\W*\d{1,2}[./-]\d{1,2}[./-](?:\d\d)?\d\d\W*")
MOST_TAGS = 300_000
"""Some 150,000 elements, which take 25 s."""
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)


def read_html(
    data: bytes, *, name: str, digest: str, url: str | None, charset: str | None = None
) -> tuple[Page, str | None]:
    """The page of an HTML file, and a notice where its bytes had to be guessed at.

    `charset` is what the server said, which goes before what the page says.
    """
    text, notice = decode(data, charset=charset or _declared(data), lines=False)
    return page_of_html(text, name=name, digest=digest, url=url), notice


def page_of_html(text: str, *, name: str, digest: str, url: str | None) -> Page:
    """One article with its metadata, or a listing as text with its headings marked.

    Where no article stands out, all text is given, for the splitter to judge. Raises
    PageRejected where there is no HTML to read.
    """
    saved = saved_from(text)
    own = original(url or (saved.url if saved else ""))
    captured = saved.captured if saved and not url else own.captured
    try:
        page = _page_of(text, name=name, digest=digest, url=own.url or None)
        return replace(page, captured=page.captured or captured)
    except PageRejected:
        raise
    except Exception as error:  # whatever the parsers make of broken pages
        reason = " ".join(str(error).split()) or type(error).__name__
        raise PageRejected(f"HTML that cannot be read: {reason}") from None


def _page_of(text: str, *, name: str, digest: str, url: str | None) -> Page:
    tags = text.count("<")
    if tags > MOST_TAGS:
        raise PageRejected(f"{tags:,} tags; no page of news has over {MOST_TAGS:,}")
    if has_endless_tags(text):
        raise PageRejected("no HTML that can be read: a tag has thousands of attributes")
    try:
        tree = _tree(text)
    except (etree.ParserError, ValueError) as error:
        raise PageRejected(f"no HTML that can be read: {error}") from None
    language = _language(tree)
    metadata = metadata_of(tree)
    address = url or _canonical(tree)
    fields = _Fields(
        name=name,
        digest=digest,
        url=address,
        outlet=metadata.outlet,
        authors=metadata.authors,
        section=metadata.section,
        origins=metadata.origins,
    )
    title = title_of(tree, metadata, host_of(address))
    dated = published_in(tree, title=title, url=address, today=date.today())
    if not metadata.is_story:
        wrap_bare_runs(tree)
    items = listing_of(tree, is_story=metadata.is_story)
    if items:
        lines = "\n".join(line for item in items for line in _lines_of_item(item))
        _refuse(refusal_of(tree, title=title, body=lines))
        # Whoever wrote a page of several stories wrote not each of them.
        page = fields.page(text=tidy(lines), language=language)
        page = replace(page, authors=(), section=None)
        return _dated(page, dated) if metadata.is_story else page
    _refuse(refusal_of_links(tree))
    lead = lead_of(tree, title=title)
    drop_teasers(tree)
    lacks = not (title and address and dated)
    guesses = guesses_of(tree, url=url) if lacks else Guesses()
    # each copy and each search of the extraction goes over them
    etree.strip_elements(tree, *_UNREAD, with_tail=False)
    for menu in list(tree.iter("nav")):
        if next(menu.iter("h1", "p"), None) is None:  # a page may be in one that is not closed
            menu.drop_tree()
    drop_named(tree)
    found = extract(tree, url=address)
    body = with_linked_body(found, metadata.articles)
    if body == found:
        _refuse(refusal_of(tree, title=title, body=body))
    if not body and title and (dated or metadata.is_story):
        body = short_story(tree)
    if not body:
        return _dated(fields.page(text=_all_text(text), language=language), dated)
    if lead and _is_missing(lead, body):
        body = f"{tidy(lead)}\n\n{body}"
    body = with_gaps_filled(tree, body, title=title)
    title = " ".join(tidy(title or guesses.title or "").split()) or None
    age = None if dated else age_by_headline(tree, title=title)
    if title:
        body = _without_title(body, title, dated.day if dated else None)
        if age and age not in body:  # to be counted from the day on which the page was taken
            body = f"{age}\n\n{body}"
        body = f"{title}\n\n{body}"
    page = replace(
        fields.page(text=body, language=language),
        url=address or guesses.url,
        title=title,
        whole=True,
        extracted=True,
    )
    return _dated(page, dated or _guessed(guesses.date, text, address))


def _is_missing(lead: str, body: str) -> bool:
    """Whether a text has neither the beginning nor the end of its lead."""
    text = " ".join(body.split())
    lead = " ".join(tidy(lead).split())
    return lead[:_TELLING] not in text and lead[-_TELLING:] not in text


def _guessed(day: str | None, text: str, url: str | None) -> Published | None:
    """The day that htmldate finds where nothing is by the headline, as trafilatura asks it."""
    return confirmed(day, _tree(text), url=url, today=date.today()) if day else None


def _dated(page: Page, dated: Published | None) -> Page:
    if dated is None:
        return page
    return replace(
        page,
        published=dated.day,
        published_source=dated.source,
        published_confidence=dated.confidence,
        published_words=dated.words,
        origins=(*page.origins, ("date", dated.rule)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fields:
    """What is the same of a page however its text is read."""

    name: str
    digest: str
    url: str | None
    outlet: str | None
    authors: tuple[str, ...]
    section: str | None
    origins: tuple[tuple[str, str], ...]

    def page(self, *, text: str, language: str | None) -> Page:
        """The page with this text."""
        return Page(
            name=self.name,
            text=text,
            digest=self.digest,
            url=self.url,
            language=language,
            outlet=self.outlet,
            authors=self.authors,
            section=self.section,
            origins=self.origins,
        )


def _refuse(reason: str | None) -> None:
    if reason:
        raise PageRejected(reason)


def _lines_of_item(item: Item) -> Iterator[str]:
    for element in item.elements:
        yield from lines_of_element(element, head=item.head)
    yield ""


def _all_text(text: str) -> str:
    tree = _tree(text)
    body = tree.find("body")
    lines = "\n".join(lines_of_element(tree if body is None else body))
    if not lines.strip():
        raise PageRejected("the HTML page holds no text of a story")
    return tidy(lines)


def _tree(text: str) -> Any:
    return lxml_html.fromstring(text.encode("utf-8", "replace"), parser=html_parser())


def _declared(data: bytes) -> str | None:
    match = _CHARSET.search(data[:4096])
    return match.group(1).decode("ascii") if match else None


def _language(tree: Any) -> str | None:
    declared = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    return str(declared) if declared else None


def _canonical(tree: Any) -> str | None:
    for link in tree.iterfind(".//link[@rel='canonical']"):
        return original(str(link.get("href") or "")).url or None
    return None


def _without_title(body: str, title: str, day: str | None) -> str:
    """The text without its headline, what is set above that, and the day that was read there."""
    lines = body.lstrip().split("\n")
    shown = [at for at, line in enumerate(lines[:_HEAD_LINES]) if line.strip()]
    for at in shown:
        line = " ".join(lines[at].split())
        before = line.removesuffix(title)
        if line == title or (before != line and _GLUED_DAY.fullmatch(before)):
            rest = lines[at + 1 :]
            while rest and (not rest[0].strip() or _is_day(rest[0], day)):
                rest.pop(0)
            return "\n".join(rest)
        if len(line) > _KICKER_CHARS or line.endswith((".", "!", "?", "؟", "…", ":")):
            break
    return body


def _is_day(line: str, day: str | None) -> bool:
    """Whether a line is nothing but the day on which the story was published."""
    if day is None or not has_digit(line):
        return False
    read = read_dateline(" ".join(line.split()))
    return read is not None and read.mention.full is not None and str(read.mention.full) == day
