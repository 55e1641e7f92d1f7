"""Whether a page shows one story or several: blocks of one kind, each with a headline.

A block is an item of a listing where its headline leads to a story of its own (it is a link,
or has one) or a date is in the block. So sections of one story, whose sub-headings lead
nowhere, are no items. The items are the listing where they hold most of the page's text, and
none of them holds most of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from indexer.sources.markup.text import HEADINGS, is_hidden, text_of

_HEADING_ORDER = ("h1", "h2", "h3", "h4")
_ROWS = frozenset({"li", "tr", "dd", "p", "div"})
_MIN_CHARS = 60
_MIN_ITEMS = 2
_MIN_BARE_ITEMS = 3
_SHARE = 0.6
_MOST_OF_ONE = 0.75
_WHOLE_CHARS = 900
_NEAR_CHARS = 80
_STORY_CHARS = 500
_PARAGRAPH_CHARS = 80
_CARD_CHARS = 120
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|replies|respond|disqus|related|sidebar|navigation|nav"
    r"|menu|megamenu|breadcrumbs?|widget|promo|recommended|newsletter|footer|share)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}\b"
    r"|\d{1,2}(?:st|nd|rd|th|er|\.)?\s+\w{3,10}\.?,?\s+(?:de\s+)?(?:19|20)\d\d|\w{3,10}\.?\s+\d{1,2},?\s+(?:19|20)\d\d"
    r"|[\d٠-٩۰-۹]{1,2}\s+[\u0621-\u064a]{3,10}(?:\s*[/،,]?\s*[\u0621-\u064a]{3,10})?\s+[\d٠-٩۰-۹]{4}"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One story of a listing: its elements in order, and the one that is its headline."""

    elements: tuple[Any, ...]
    head: Any
    chars: int


def listing_of(root: Any, *, is_story: bool) -> tuple[Item, ...]:
    """The items of the listing that a page is; empty where it shows one story.

    `is_story` says that the page calls itself one article.
    """
    if is_story:
        return ()
    main = _main(root)
    visible = _visible(main)
    total = len(text_of(main))
    best: list[Item] = []
    groups = (*_by_headings(main, visible), *_by_rows(main, visible), *_by_terms(main, visible))
    for group in groups:
        if sum(item.chars for item in group) > sum(item.chars for item in best) * 1.1:
            best = group
    share = sum(item.chars for item in best)
    if len(best) < _MIN_ITEMS or share < _SHARE * total:
        return ()
    if max(item.chars for item in best) > _MOST_OF_ONE * share:
        return ()
    if _chars_above(best[0], main, visible) > _STORY_CHARS:
        return ()
    return tuple(best)


def _chars_above(first: Item, main: Any, visible: set[Any]) -> int:
    """The characters of the paragraphs above the first item: a story has a list below it."""
    chars = 0
    for element in main.iter():
        if element is first.elements[0]:
            break
        if element.tag == "p" and element in visible:
            size = len("".join(element.itertext()).strip())
            chars += size if size >= _PARAGRAPH_CHARS else 0
    return chars


def _main(root: Any) -> Any:
    """The main element, else the body."""
    for path in (".//main", ".//*[@role='main']"):
        found = root.findall(path) if "@" not in path else root.xpath(path)
        if len(found) == 1:
            return found[0]
    body = root.find("body")
    return root if body is None else body


def _by_headings(main: Any, visible: set[Any]) -> Iterator[list[Item]]:
    """Groups of blocks around headings of one level, and of what follows flat headings."""
    for tag in _HEADING_ORDER:
        heads = [head for head in main.iter(tag) if head in visible and _words(head)]
        if len(heads) < _MIN_ITEMS:
            continue
        blocks = _blocks(heads, main)
        groups: dict[Any, list[Item]] = {}
        for head, block in blocks:
            parent = block.getparent()
            elements = (block,) if block is not head else _flat(head)
            item = _item(elements, head)
            if item:
                groups.setdefault((parent, block.tag), []).append(item)
        yield from (group for group in groups.values() if len(group) >= _MIN_ITEMS)


def _blocks(heads: Sequence[Any], main: Any) -> list[tuple[Any, Any]]:
    """Each heading with the widest element around it that holds no other one."""
    around: dict[Any, int] = {}
    for head in heads:
        for above in head.iterancestors():
            around[above] = around.get(above, 0) + 1
            if above is main:
                break
    found = []
    for head in heads:
        block = head
        for above in head.iterancestors():
            if above is main or around[above] > 1:
                break
            block = above
        found.append((head, block))
    return found


def _flat(head: Any) -> tuple[Any, ...]:
    """A heading and what is next to it up to the next of its level."""
    elements = [head]
    for beside in head.itersiblings():
        if beside.tag == head.tag or (beside.tag in HEADINGS and beside.tag < head.tag):
            break
        elements.append(beside)
    return tuple(elements)


def _by_rows(main: Any, visible: set[Any]) -> Iterator[list[Item]]:
    """Groups of rows without headings, each with a date and a link or a bold line."""
    groups: dict[Any, list[Item]] = {}
    for row in main.iter(*_ROWS):
        if row not in visible or any(True for _ in row.iter(*_HEADING_ORDER)):
            continue
        if row.tag in ("div", "p") and any(True for _ in row.iter("div", "li", "tr")):
            continue
        head = next((one for one in row.iter("a", "b", "strong") if _words(one) >= 3), None)
        if head is None:
            continue
        text = text_of(row)
        if len(text) >= _MIN_CHARS and len(text) > 1.5 * len(text_of(head)) and _DATE.search(text):
            key = (_around(row), row.tag, row.get("class"))
            groups.setdefault(key, []).append(Item((row,), head, len(text)))
    yield from (group for group in groups.values() if len(group) >= _MIN_BARE_ITEMS)


def _around(row: Any) -> Any:
    """What the rows of a listing have in common: of a table that is one row, what is around it."""
    parent = row.getparent()
    table = next(row.iterancestors("table"), None) if row.tag == "tr" else None
    if (
        table is not None
        and next(iter(table.iter("tr"))) is row
        and len(list(table.iter("tr"))) == 1
    ):
        return table.getparent()
    return parent


def _by_terms(main: Any, visible: set[Any]) -> Iterator[list[Item]]:
    """Groups of terms with what is said of them, each with a link or a bold line and a date."""
    groups: dict[Any, list[Item]] = {}
    for listed in main.iter("dl"):
        terms = list(listed.iter("dt"))
        around = listed if len(terms) > 1 else listed.getparent()  # or each in a list of its own
        for term in terms:
            said = term.getnext()
            if term not in visible or said is None or said.tag != "dd":
                continue
            heads = (one for one in term.iter("a", "b", "strong", "dt") if _words(one) >= 3)
            head = max(heads, key=lambda one: one is not term, default=None)
            text = f"{text_of(term)} {text_of(said)}"
            if head is not None and len(text) >= _MIN_CHARS and _DATE.search(text):
                groups.setdefault(around, []).append(Item((term, said), head, len(text)))
    yield from (group for group in groups.values() if len(group) >= _MIN_BARE_ITEMS)


def _item(elements: tuple[Any, ...], head: Any) -> Item | None:
    text = " ".join(text_of(element) for element in elements)
    own = text_of(head)
    links = [link for element in elements for link in element.iter("a")]
    linked = sum(len(one) for one in map(text_of, links) if len(one) < _CARD_CHARS and one != own)
    if len(text) - len(own) - linked < _MIN_CHARS:
        return None
    leads = any(map(_leads, (*head.iter("a"), head.getparent())))
    near = text.replace(own, "", 1)[:_NEAR_CHARS]
    dated = bool(_DATE.search(near)) or any(
        True for element in elements for _ in element.iter("time")
    )
    whole = elements[0].tag == "article" and len(text) >= _WHOLE_CHARS
    return Item(elements, head, len(text)) if leads or dated or whole else None


def _leads(link: Any) -> bool:
    """Whether an element is a link to elsewhere, not to a place on this page."""
    href = (link.get("href") or "").strip() if link.tag == "a" else ""
    return bool(href) and not href.startswith(("#", "javascript:", "mailto:"))


def _visible(main: Any) -> set[Any]:
    """The elements of the main part that are only in what is text of stories."""
    found = set()
    pending = [main]
    while pending:
        element = pending.pop()
        found.add(element)
        for child in element:
            if not is_hidden(child) and not _is_aside(child.get("class"), child.get("id")):
                pending.append(child)
    return found


@lru_cache(maxsize=20_000)
def _is_aside(names: str | None, identity: str | None) -> bool:
    return bool(_ASIDE.search(f"{names or ''} {identity or ''}"))


def _words(element: Any) -> int:
    return len("".join(element.itertext()).split())
