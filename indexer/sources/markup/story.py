"""The text of the one story on a page: what trafilatura finds, and what JSON-LD holds more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import trafilatura
from trafilatura.metadata import extract_metadata

from indexer.sources.decode import tidy
from indexer.sources.markup.linked_data import LinkedArticle
from indexer.sources.markup.text import is_hidden, whole_text

_DATES = {"extensive_search": False, "original_date": True}
_LITTLE = 0.5
_SHORT_CHARS = 250
_MIN_CHARS = 100
_MUCH_MORE = 2.5
_MIN_PARAGRAPH = 40
_MIN_STORY_CHARS = 150
_STUB_CHARS = 1500
_NOTE_WORDS = 4
_NOTE_LINES = 5
_LONGER = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesses:
    """What trafilatura reads in a page besides its text."""

    title: str | None = None
    url: str | None = None
    date: str | None = None


def guesses_of(tree: Any, *, url: str | None) -> Guesses:
    """Title, address and day of a page as trafilatura reads them; it takes a third of its time."""
    found = extract_metadata(tree, url, {**_DATES})
    return Guesses(
        title=" ".join(tidy(found.title or "").split()) or None,
        url=found.url or None,
        date=found.date or None,
    )


def extract(tree: Any, *, url: str | None) -> str:
    """The text of the story of a page, empty where there is none.

    Precision first: what is around stories is more often taken for a part of them than a
    part is lost. Where that leaves little of the page's paragraphs, the other way is tried.
    """
    document = _extracted(tree, url=url, precise=True)
    text = _text(document)
    if len(text) >= max(_LITTLE * sum(map(_chars_of, tree.iter("p"))), _SHORT_CHARS):
        return text
    paragraphs = _paragraph_chars(tree)
    if len(text) < max(_LITTLE * paragraphs, _SHORT_CHARS):
        other = _extracted(tree, url=url, precise=False)
        more = _text(other)
        if len(more) > _MUCH_MORE * len(text):
            document, text = other, more
    if document is None or (len(text) < _MIN_CHARS and not paragraphs):
        return ""
    return text


def short_story(tree: Any) -> str:
    """The sentences of a page whose story is a note of a line or two, empty where it has none."""
    found = []
    for paragraph in tree.iter("p"):
        text = whole_text(paragraph)
        linked = sum(len("".join(link.itertext())) for link in paragraph.iter("a"))
        sentence = text[-1:] in tuple(".!?؟。") and len(text.split()) >= _NOTE_WORDS
        if (
            sentence
            and 2 * linked < len(text)
            and not any(map(is_hidden, paragraph.iterancestors()))
        ):
            found.append(text)
    return tidy("\n\n".join(found[:_NOTE_LINES]))


def drop_teasers(tree: Any) -> None:
    """Take away the `article` elements next to the story: cards of other stories.

    The story is where the h1 is: in one of them, or outside of all with paragraphs of its own.
    """
    heads = [head for head in tree.iter("h1") if not any(map(is_hidden, head.iterancestors()))]
    articles = list(tree.iter("article"))
    if len(heads) != 1 or not articles:
        return
    around = set(heads[0].iterancestors())
    own = [article for article in articles if article in around]
    if own:
        story = _chars_of(own[-1])
    else:
        story = sum(
            size
            for paragraph, size in _paragraphs(tree)
            if not any(above.tag == "article" for above in paragraph.iterancestors())
        )
    if story < _MIN_STORY_CHARS:
        return
    for article in articles:
        inside = any(above in own for above in article.iterancestors())
        if article not in around and not inside and _chars_of(article) < story:
            article.drop_tree()


def with_linked_body(text: str, articles: Sequence[LinkedArticle]) -> str:
    """The story as JSON-LD holds it, where the page shows only the beginning of it."""
    if len(articles) != 1 or len(text) > _STUB_CHARS:
        return text
    body = tidy(articles[0].body).strip()
    if "<p" in body or "<br" in body:
        from lxml import html

        body = "\n\n".join(
            line.strip()
            for line in html.fromstring(f"<div>{body}</div>").itertext()
            if line.strip()
        )
    return body if len(body) > max(_LONGER * len(text), 200) else text


def _extracted(tree: Any, *, url: str | None, precise: bool) -> Any:
    return trafilatura.bare_extraction(
        tree,
        url=url,
        include_comments=False,
        favor_precision=precise,
        favor_recall=not precise,
        with_metadata=False,
    )


def _text(document: Any) -> str:
    """The text that was found; cells of tables, which come between bars, without their frame."""
    text = tidy(document.text or "").strip() if document else ""
    if "|" not in text:
        return text
    rows = (line.strip() for line in text.split("\n"))
    kept = (row.strip("| ") if row[:1] == "|" and row[-1:] == "|" else row for row in rows)
    return "\n".join(row for row in kept if not row or row.strip("-| "))


def _paragraph_chars(tree: Any) -> int:
    return sum(size for _, size in _paragraphs(tree))


def _paragraphs(tree: Any) -> Iterator[tuple[Any, int]]:
    """The paragraphs of a page with their characters, but for those of frames and forms."""
    for paragraph in tree.iter("p"):
        size = _chars_of(paragraph)
        if size >= _MIN_PARAGRAPH and not any(map(is_hidden, paragraph.iterancestors())):
            yield paragraph, size


def _chars_of(element: Any) -> int:
    return len("".join(element.itertext()).strip())
