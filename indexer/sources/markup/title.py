"""The title of the story that a page shows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from indexer.sources.markup.metadata import Metadata

_MAX_CHARS = 300
_SEPARATOR = re.compile(r"\s+[|•·–—»«:/-]+\s+|\s*[|»«]\s*|\s+::\s+")
_WORD = re.compile(r"\w+")
# "grain-market-reopens-2021", the name of a page in its address
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+){2,}(?:\.html?)?")
_FEW_WORDS = 3
_MOST_SHOWN = 200
_MOST_LINES = 2_000


def title_of(tree: Any, metadata: Metadata, host: str | None) -> str | None:
    """The headline as the story shows it: the h1 that the head of the page agrees with.

    Site names after a separator are cut off, where the page says what its site is called
    or shows the rest as its h1.
    """
    heads = _headings(tree)
    stated = [_plain(text) for text in _stated(tree, metadata)]
    stated = [text for text in stated if text]
    names = {_key(name) for name in (metadata.outlet, host, (host or "").split(".")[0]) if name}
    shown = {_key(text) for text in _shown(tree)}
    shortened = [_without_site(text, names, shown) for text in stated]
    for head in heads:
        agreeing = [text for text in shortened if _agrees(head, text)]
        if agreeing and _key(head) not in names:
            return _clearest(head, agreeing)
    for text in shortened:
        if _key(text) not in names:
            return text
    return next((head for head in heads if _key(head) not in names), None)


def _clearest(head: str, stated: Sequence[str]) -> str:
    """The h1, unless it holds more than the headline (a kicker), or only half of it."""
    for text in stated:
        inside = _key(text) in _key(head) and len(_WORD.findall(text)) >= _FEW_WORDS
        if (inside and _key(text) != _key(head)) or (
            head.endswith(":") and _key(head) in _key(text)
        ):
            return text
    return head.rstrip("¶ ")


def _stated(tree: Any, metadata: Metadata) -> list[str]:
    found = [metadata.articles[0].headline] if metadata.articles else []
    for name in ("og:title", "twitter:title", "citation_title", "parsely-title", "dc.title"):
        found += metadata.metas.get(name, ())[:1]
    titles = [
        "".join(title.itertext())
        for title in tree.iter("title")
        if title.getparent() is not None and title.getparent().tag in ("head", "html", "body")
    ]
    return [text for text in (*found, *titles[:1]) if not _SLUG.fullmatch(text.strip())]


def _headings(tree: Any) -> list[str]:
    """The h1 of the page, then the h2 where it has none; those that hold words."""
    for tag in ("h1", "h2"):
        found = [_plain("".join(head.itertext())) for head in tree.iter(tag)]
        found = [text for text in found if text and len(_WORD.findall(text)) > 1]
        if found:
            return found[:20]
    return []


def _shown(tree: Any) -> Iterator[str]:
    """The texts that the page shows large or bold or on a line of its own, as its headline is."""
    for element in islice(tree.iter("h1", "h2", "h3", "h4", "b", "strong", "font"), _MOST_SHOWN):
        text = _plain("".join(element.itertext()))
        if len(_WORD.findall(text)) > 1:
            yield text
    for element in islice(tree.iter("div", "td", "span", "p"), _MOST_LINES):
        if len(element) == 0 and element.text and len(element.text.split()) > _FEW_WORDS:
            yield _plain(element.text)


def _without_site(text: str, names: set[str], shown: Collection[str]) -> str:
    cuts = list(_SEPARATOR.finditer(text))
    parts = [part for cut in cuts for part in (text[: cut.start()], text[cut.end() :])]
    if own := [part for part in parts if _key(part) in shown]:
        return max(own, key=len)  # the name of the site may be shown as large as the headline
    for cut in reversed(cuts):
        if _is_site(text[cut.end() :], names):
            text = text[: cut.start()]
    for cut in cuts[:1]:
        if _is_site(text[: cut.start()], names):
            text = text[cut.end() :]
    return text


def _is_site(text: str, names: set[str]) -> bool:
    key = _key(text)
    return any(key == name or (len(key) > 3 and (key in name or name in key)) for name in names)


def _agrees(head: str, text: str) -> bool:
    one, other = set(_WORD.findall(head.casefold())), set(_WORD.findall(text.casefold()))
    return (
        bool(one and other)
        and len(one & other) >= 0.6 * min(len(one), len(other))
        and (len(one & other) >= 0.4 * max(len(one), len(other)))
    )


def _plain(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MAX_CHARS else ""


def _key(text: str) -> str:
    return "".join(_WORD.findall(text.casefold()))
