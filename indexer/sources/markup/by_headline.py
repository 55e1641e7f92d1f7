"""The days that a web page shows by the headline of its story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from indexer.dates import read_dateline
from indexer.dates.dating import possible_day
from indexer.dates.mentions import Mention, find_mentions
from indexer.dates.numbers import settle, writes_month_first
from indexer.sources.moments import iso_of
from search_index.model.article import DateSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The day (ISO 8601) on which a page's story was published, and why.

    `words` are those of the page, `rule` says where they are.
    """

    day: str
    source: DateSource
    confidence: float
    words: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A day that the page shows; `surely`, where nothing but publication gives a day there."""

    published: Published
    surely: bool


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
        "aside", "button", "head", "iframe", "nav", "noscript", "script", "select", "style", "svg",
        "template",
    }
)  # fmt: skip
_OTHERS = (
    r"related|comments?|commentlist|kommentare?|sidebar|recommend\w*|more-?(?:news|stories|articles)"
    r"|most-?read|popular|latest|trending|ticker|copyright|weather|wetter|cookie\w*|outbrain|taboola"
    r"|reply|replies|respond|disqus|(?:site|page|global|main|top)-?(?:footer|header|bar)|masthead"
)
_OUTSIDE = re.compile(rf"(?:^|[\s_-])(?:{_OTHERS})(?:$|[\s_-])", re.IGNORECASE)
_PERHAPS_OUTSIDE = re.compile(
    rf"(?:^|[\s_-])(?:{_OTHERS}|teasers?|widget|navi?(?:gation)?|menu|breadcrumbs?|newsletter"
    r"|carousel|slider|caption)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:^|[\s_-])(?:publish\w*|pub-?date|posted|entry-date|post-?date|date-?publi\w*|article-?date"
    r"|dateline|datum|byline-?date|timestamp|publication|veroeffentlicht\w*|fecha|date)(?:$|[\s_-])",
    re.IGNORECASE,
)
_POST_DATE = re.compile(
    r"(?:^|[\s_-])(?:date-?header|entry-?date|post-?date|posted-?on|pub-?date|publish\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:^|[\s_-])(?:meta|byline|info|publi\w*|dateline)(?:$|[\s_-])", re.IGNORECASE
)
_RIGHT_BELOW = 3
_CHANGED = re.compile(
    r"updat|modif|lastmod|aktuali[sz]|actuali[sz]|changed|revis|mis(?:e)? [aà] jour|آخر تحديث"
    r"|تم التحديث|aggiornat|atualizad|bijgewerkt",
    re.IGNORECASE,
)
_MAX_CHARS = 200
_LONG_CHARS = 140
_ABOVE = 12
_WIDER = 4
_BELOW_PARAGRAPHS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A stretch of text without a break; `stamp` is the moment that its markup gives."""

    text: str
    stamp: str = ""
    marked: bool = False
    changed: bool = False
    headline: bool = False


def seen_by_headline(tree: Any, *, title: str | None, today: date) -> Iterator[Seen]:
    """The days in the story's part of the page, those by its headline first.

    Where its smallest part shows none, the parts around that are read, and what looks like a
    teaser or a menu by its name only.
    """
    head = _headline(tree, title)
    part = _part_of(tree, head)
    text = " ".join("".join(part.itertext())[:_READ_CHARS].split())
    month_first = writes_month_first(text)
    around = [part, *([] if head is None else list(part.iterancestors())[:_WIDER])]
    if head is not None and (above := _posted_above(part, around, head, today, month_first)):
        yield above
        return
    for outside in (_PERHAPS_OUTSIDE, _OUTSIDE):
        for one in around:
            if one.tag == "html":
                break
            found = list(_in_part(one, head, outside, today, month_first, wider=one is not part))
            if found and (found[0].surely or one is part):
                yield from found
                return


def _posted_above(
    part: Any, around: Sequence[Any], head: Any, today: date, month_first: bool
) -> Seen | None:
    """The day in an element named as that of posts right above the story's part.

    So Blogger heads the posts of a day; a day further down is of what the post tells.
    """
    own = list(_blocks(part, head, _PERHAPS_OUTSIDE))
    at = next((number for number, block in enumerate(own) if block.headline), None)
    if at is None:
        return None
    for block in own[max(0, at - _ABOVE) : at + 1 + _RIGHT_BELOW]:
        if (
            block.marked
            or block.stamp
            or _of_block(block, today, month_first, loose=False, confidence=0.92)
        ):
            return None
    for one in around[1:]:
        beside = part.getprevious() if part.getparent() is one else None
        while beside is not None and isinstance(beside.tag, str):
            if _POST_DATE.search(f"{beside.get('class') or ''} {beside.get('id') or ''}"):
                text = " ".join("".join(beside.itertext()).split())
                found = _of_block(
                    _Block(text=text, marked=True), today, month_first, loose=True, confidence=0.92
                )
                return Seen(published=found, surely=True) if found else None
            beside = beside.getprevious()
        part = one
    return None


def _in_part(
    part: Any, head: Any, outside: re.Pattern[str], today: date, month_first: bool, *, wider: bool
) -> Iterator[Seen]:
    blocks = list(_blocks(part, head, outside))
    at = next((number for number, block in enumerate(blocks) if block.headline), None)
    near: list[_Block] = []
    far = blocks
    if at is not None:
        below = at + 1 + _reach(blocks[at + 1 :])
        above = blocks[max(0, at - _ABOVE) : at]
        if wider:  # what stands bare above a story's part is the day of the site
            above = [block for block in above if block.marked or block.stamp]
        near = [*blocks[at + 1 : below], *reversed(above)]
        far = blocks[below:]
    marked = [block for block in far if block.marked or block.stamp]
    for loose, changed, surely, confidence, group in (
        (False, False, True, 0.92, near),
        (True, False, True, 0.85, near),
        (True, False, True, 0.8, marked),
        (False, True, True, 0.7, near),
        (False, False, False, 0.6, far),
    ):
        for block in group:
            if block.changed is changed and (
                found := _of_block(block, today, month_first, loose=loose, confidence=confidence)
            ):
                yield Seen(published=found, surely=surely)


def _reach(blocks: Sequence[_Block]) -> int:
    """How many blocks below the headline still are by it: up to its second paragraph."""
    paragraphs = 0
    for number, block in enumerate(blocks):
        paragraphs += len(block.text) > _LONG_CHARS
        if paragraphs > _BELOW_PARAGRAPHS:
            return number
    return len(blocks)


def _of_block(
    block: _Block, today: date, month_first: bool, *, loose: bool, confidence: float
) -> Published | None:
    if block.stamp and (day := day_of(block.stamp, today)):
        return _seen(day, block.stamp, confidence)
    if len(block.text) > _MAX_CHARS:
        return None
    mention: Mention | None = None
    read = read_dateline(block.text)
    if read and not read.modified:
        mention = read.mention
    elif loose and read is None and len(block.text) <= _LONG_CHARS:
        days = [one for one in find_mentions(block.text) if one.full and not one.last]
        mention = days[0] if days and not _CHANGED.search(block.text[: days[0].start]) else None
        if mention and not block.marked and not _labelled(block.text, mention):
            mention = None
    if mention is None:
        return None
    day = settle(mention, month_first=month_first, others=(), today=today).full
    if day is None or not possible_day(day, today):
        return None
    return _seen(day, block.text[mention.start : mention.end], confidence)


_LABEL = re.compile(
    r"(?:publi\w+|ver[öo]ffentlicht\w*|posted|erstellt|erschienen|von|by|par|por|datum|date"
    r"|geschrieben|نشر\w*)\b[^.!?]*$",
    re.IGNORECASE,
)


def _labelled(text: str, mention: Mention) -> bool:
    """Whether a byline or label comes before the day, or hardly anything next to it."""
    rest = len(re.findall(r"[^\W\d_]+", text[: mention.start] + text[mention.end :]))
    return rest <= 5 or bool(_LABEL.search(text[: mention.start]))


def _seen(day: date, words: str, confidence: float) -> Published:
    return Published(
        day=day.isoformat(),
        source="dateline",
        confidence=confidence,
        words=words,
        rule="date by the headline",
    )


def _headline(tree: Any, title: str | None) -> Any:
    """The heading that is the title, else the only h1."""
    heads = [head for tag in ("h1", "h2", "h3") for head in tree.iter(tag)]
    if title:
        for head in heads:
            text = " ".join("".join(head.itertext()).split())
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
    return chars >= _LEADS_CHARS and not _OUTSIDE.search(head.get("class") or "")


_ENOUGH_CHARS = 600
_LEADS_CHARS = 300
_READ_CHARS = 100_000


def _part_of(tree: Any, head: Any) -> Any:
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


def _blocks(part: Any, head: Any, outside: re.Pattern[str]) -> Iterator[_Block]:
    """The stretches of text of a part of a page, without what is not of the story."""
    inside = set() if head is None else set(head.iterancestors())
    # one article next to the headline is the story; several are cards of others
    alone = sum(1 for _ in part.iter("article")) == 1
    line: list[str] = []
    marks: list[Mapping[str, Any]] = [{}]

    def flush() -> Iterator[_Block]:
        text = " ".join("".join(line).split())
        line.clear()
        if text:
            yield _Block(text=text, **marks[-1])

    def walk(node: Any, depth: int) -> Iterator[_Block]:
        if not isinstance(node.tag, str) or depth > 200:
            return
        name = f"{node.get('class') or ''} {node.get('id') or ''}"
        if node.tag in _NEVER and not (node.tag == "aside" and _is_about(node, name)):
            return
        own = node in inside or node is part or node is head
        if not own and (
            outside.search(name)
            or (node.tag == "article" and not alone)
            or (node.tag == "footer" and depth < 2 and part.tag == "body")
        ):
            return
        marked = _marks_of(node, name, marks[-1])
        block = node.tag in _BLOCKS or node is head or marked is not marks[-1]
        if block:
            yield from flush()
            marks.append({**marked, "headline": node is head})
        if node.text:
            line.append(node.text)
        if not (node.text or "").strip() and marked.get("stamp") and len(node) == 0:
            line.append(marked["stamp"])
        for child in node:
            yield from walk(child, depth + 1)
            if child.tail:
                line.append(child.tail)
        if block:
            yield from flush()
            marks.pop()

    yield from walk(part, 0)


def _is_about(aside: Any, name: str) -> bool:
    """Whether an aside of the article says when and by whom it was published."""
    if not _ABOUT.search(name) or next(aside.iterancestors("article"), None) is None:
        return False
    return len("".join(aside.itertext()).strip()) < _MAX_CHARS and aside.find(".//a/img") is None


def drop_outside(tree: Any) -> None:
    """Take away what is not of the story, by its name or kind, and lines that say "updated"."""
    inside = {node for head in tree.iter("h1") for node in (head, *head.iterancestors())}
    for node in list(tree.iter()):
        if not isinstance(node.tag, str) or node in inside or node.tag in ("body", "head"):
            continue
        name = f"{node.get('class') or ''} {node.get('id') or ''}"
        aside = node.tag == "aside" and next(node.iterancestors("article"), None) is None
        if aside or node.tag in ("footer", "nav") or _OUTSIDE.search(name):
            node.drop_tree()
        elif len(node) == 0 and _CHANGED.search((node.text or "")[:_MAX_CHARS]):
            node.text = ""


def _marks_of(node: Any, name: str, above: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the markup of an element says of the day in it, on top of what those above say."""
    # microdata, or RDFa as Drupal writes it: schema:dateCreated
    prop = (node.get("itemprop") or node.get("property") or "").lower().rpartition(":")[2]
    stamp = node.get("datetime") or (node.get("content") if "date" in prop else "") or ""
    changed = bool(_CHANGED.search(f"{name} {prop}")) and node.get("pubdate") is None
    marked = prop in ("datepublished", "datecreated") or node.get("pubdate") is not None
    marked = marked or bool(_DATED.search(name))
    if not (stamp or changed or marked) or len("".join(node.itertext())) >= _MAX_CHARS:
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


def day_of(stamp: str, today: date) -> date | None:
    """The day that a stamp writes, None where it writes none or one that cannot be."""
    value = iso_of(stamp)
    if value is None or len(value) != len("2021-05-04"):
        return None
    day = date.fromisoformat(value)
    return day if possible_day(day, today) else None
