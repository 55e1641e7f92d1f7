"""The stretches of text of a web page around its headline, and what its markup says of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from indexer.sources.markup.text import whole_text

_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "body", "br", "dd", "details", "div", "dl", "dt",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hr", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "time",
        "tr", "ul",
    }
)  # fmt: skip
_NEVER = frozenset(
    {
        "aside", "button", "figcaption", "head", "iframe", "nav", "noscript", "script", "select",
        "style", "svg", "template",
    }
)  # fmt: skip
_OTHERS = (
    r"related|comments?|commentlist|kommentare?|sidebar|recommend\w*|more-?(?:news|stories|articles)"
    r"|most-?read|popular|latest|trending|ticker|copyright|weather|wetter|cookie\w*|outbrain|taboola"
    r"|(?:current|todays?|top|header)-?date|date-?today|today"
    r"|reply|replies|respond|disqus|(?:site|page|global|main|top)-?(?:footer|header|bar)|masthead"
)
OUTSIDE = re.compile(rf"(?:^|[\s_-])(?:{_OTHERS})(?:$|[\s_-])", re.IGNORECASE)
PERHAPS_OUTSIDE = re.compile(
    rf"(?:^|[\s_-])(?:{_OTHERS}|teasers?|widget|navi?(?:gation)?|menu|breadcrumbs?|newsletter"
    r"|carousel|slider|caption|events?|agenda)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:^|[\s_-])(?:publish\w*|pub-?date|posted|entry-date|post-?date|date-?publi\w*|article-?date"
    r"|dateline|datum|byline-?date|timestamp|publication|veroeffentlicht\w*|fecha|date)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:^|[\s_-])(?:meta|byline|info|publi\w*|dateline)(?:$|[\s_-])", re.IGNORECASE
)
CHANGED = re.compile(
    r"updat|modif|lastmod|aktuali[sz]|actuali[sz]|changed|revis|mis(?:e)? [aà] jour|آخر تحديث"
    r"|تم التحديث|aggiornat|atualizad|bijgewerkt",
    re.IGNORECASE,
)
_STAMPS = ("data-timestamp", "data-datetime", "data-date", "data-time", "data-published")
_NOT_PUBLISHED = re.compile(r"modif|updat|revis|expir|changed", re.IGNORECASE)
_META_NAMES = ("name", "property", "itemprop", "http-equiv")
MAX_CHARS = 200
ABOVE = 12
WIDER = 4
_BELOW_PARAGRAPHS = 2
LONG_CHARS = 140
_ENOUGH_CHARS = 600
_LEADS_CHARS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of text without a break; `stamp` is the moment that its markup gives."""

    text: str
    stamp: str = ""
    marked: bool = False
    changed: bool = False
    headline: bool = False


def reach(blocks: Sequence[Block]) -> int:
    """How many blocks below the headline still are by it: up to its second paragraph."""
    paragraphs = 0
    for number, block in enumerate(blocks):
        paragraphs += len(block.text) > LONG_CHARS
        if paragraphs > _BELOW_PARAGRAPHS:
            return number
    return len(blocks)


def headline_of(tree: Any, title: str | None) -> Any:
    """The heading that is the title, else the only h1."""
    heads = [head for tag in ("h1", "h2", "h3") for head in tree.iter(tag)]
    if title:
        for head in heads:
            text = whole_text(head)
            if text and same_headline(text, title) and len(text) <= 3 * len(title):
                return head
    ones = [head for head in heads if head.tag == "h1" and "".join(head.itertext()).strip()]
    if len(ones) == 1:
        return ones[0]
    leading = [] if ones else [head for head in heads if _leads(head)]
    return leading[0] if len(leading) == 1 else None


def _leads(head: Any) -> bool:
    """Whether a text as long as a story is next to a heading, up to the next heading."""
    chars = 0
    for beside in head.itersiblings():
        if beside.tag in ("h1", "h2", "h3"):
            break
        chars += len("".join(beside.itertext()).strip())
    return chars >= _LEADS_CHARS and not OUTSIDE.search(head.get("class") or "")


def part_of(tree: Any, head: Any) -> Any:
    """The smallest element around the headline that holds the text of a story."""
    if head is None:
        body = tree.find(".//body")
        return tree if body is None else body
    around = head
    for around in head.iterancestors():
        chars = sum(len("".join(p.itertext()).strip()) for p in around.iter("p"))
        if chars >= _ENOUGH_CHARS or around.tag in ("body", "html"):
            break
    return around


def blocks_of(part: Any, head: Any, outside: re.Pattern[str]) -> list[Block]:
    """The stretches of text of a part of a page, without what is not of the story."""
    inside = set() if head is None else set(head.iterancestors())
    # one article next to the headline is the story; several are cards of others
    alone = sum(1 for _ in part.iter("article")) == 1
    line: list[str] = []
    marks: list[Mapping[str, Any]] = [{}]
    found: list[Block] = []

    def flush() -> None:
        text = " ".join("".join(line).split())
        line.clear()
        if text:
            found.append(Block(text=text, **marks[-1]))

    def walk(node: Any, depth: int) -> None:
        if not isinstance(node.tag, str) or depth > 200:
            return
        attributes = dict(node.items())
        name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if node.tag in _NEVER and not (node.tag == "aside" and _is_about(node, name)):
            return
        own = node in inside or node is part or node is head
        if not own and (
            _says(outside, name)
            or (node.tag == "article" and not alone)
            or (node.tag == "footer" and depth < 2 and part.tag == "body")
            or (node.tag == "header" and node.find(".//nav") is not None)  # that of the site
        ):
            return
        marked = _marks_of(node, attributes, name, marks[-1]) if attributes else marks[-1]
        block = node.tag in _BLOCKS or node is head or marked is not marks[-1]
        if block:
            flush()
            marks.append({**marked, "headline": node is head})
        if node.text:
            line.append(node.text)
        if not (node.text or "").strip() and marked.get("stamp") and len(node) == 0:
            line.append(marked["stamp"])
        for child in node:
            walk(child, depth + 1)
            if child.tail:
                line.append(child.tail)
        if block:
            flush()
            marks.pop()

    walk(part, 0)
    return found


def _name_of(node: Any) -> str:
    return f"{node.get('class') or ''} {node.get('id') or ''}"


@lru_cache(maxsize=1 << 13)
def _says(pattern: re.Pattern[str], name: str) -> bool:
    """Whether a pattern is in a name; the elements of a page share few names."""
    return name != " " and pattern.search(name) is not None


def _is_about(aside: Any, name: str) -> bool:
    """Whether an aside of the article says when and by whom it was published."""
    if not _ABOUT.search(name) or next(aside.iterancestors("article"), None) is None:
        return False
    return len("".join(aside.itertext()).strip()) < MAX_CHARS and aside.find(".//a/img") is None


def drop_outside(tree: Any) -> None:
    """Take away what is not of the story, by its name or kind, and lines that say "updated"."""
    inside = {node for head in tree.iter("h1") for node in (head, *head.iterancestors())}
    for node in list(tree.iter()):
        if not isinstance(node.tag, str) or node in inside or node.tag in ("body", "head"):
            continue
        if node.tag == "meta":
            if _NOT_PUBLISHED.search(" ".join(filter(None, map(node.get, _META_NAMES)))):
                node.drop_tree()
            continue
        name = _name_of(node)
        aside = node.tag == "aside" and next(node.iterancestors("article"), None) is None
        if aside or node.tag in ("footer", "nav") or _says(OUTSIDE, name):
            node.drop_tree()
        elif len(node) == 0 and CHANGED.search((node.text or "")[:MAX_CHARS]):
            node.text = ""
            node.attrib.pop("datetime", None)
        elif node.get("datetime") and _says(CHANGED, name):
            node.drop_tree()


def _marks_of(
    node: Any, attributes: Mapping[str, str], name: str, above: Mapping[str, Any]
) -> Mapping[str, Any]:
    """What the markup of an element says of the day in it, on top of what those above say."""
    # microdata, or RDFa as Drupal writes it: schema:dateCreated
    prop = attributes.get("itemprop") or attributes.get("property") or ""
    prop = prop.lower().rpartition(":")[2] if prop else ""
    stamp = (
        attributes.get("datetime") or (attributes.get("content") if "date" in prop else "") or ""
    )
    published = "pubdate" in attributes
    changed = not published and _says(CHANGED, f"{name} {prop}")
    marked = prop in ("datepublished", "datecreated") or published or _says(_DATED, name)
    if marked and not stamp:  # as scripts fill in "3 years ago"
        stamp = next(filter(None, map(attributes.get, _STAMPS)), "")
    if not (stamp or changed or marked) or len("".join(node.itertext())) >= MAX_CHARS:
        return above
    return {
        "stamp": stamp or above.get("stamp", ""),
        "marked": marked or bool(above.get("marked")),
        "changed": (changed and not marked) or bool(above.get("changed")),
    }


def same_headline(left: str, right: str) -> bool:
    """Whether two headlines share most of the words of the shorter one."""
    one, other = (set(re.findall(r"\w+", text.casefold())) for text in (left, right))
    return 2 * len(one & other) >= 1.4 * min(len(one), len(other)) and bool(one & other)
