"""When the story of a web page was published, by what its markup and its headline say.

Surest first: JSON-LD and meta of the article that say "published"; then what is by its
headline, read as date lines of text are; then a meta that only says "date"; then what stands
elsewhere in the story's part of the page. What says "modified" is never published, and what
is outside of the story's part (navigation, asides, comments, related stories) is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from indexer.dates import read_dateline
from indexer.dates.dating import possible_day
from indexer.dates.mentions import Mention, find_mentions
from indexer.dates.numbers import settle, writes_month_first
from indexer.sources.markup.linked_dates import LinkedDate, linked_dates
from indexer.sources.moments import iso_of
from search_index.model.article import DateSource

_SAYS_PUBLISHED = re.compile(
    r"(?:.*[:._-])?(?:(?:article[_.:-]?)?(?:(?:first[_-]?)?publi(?:shed|cation|sh)[_-]?"
    r"(?:time|date|at|on)?|pub[_-]?date|date[_-]?(?:published|issued|pub))(?:[_-]?time)?"
    r"|issued|parsely-pub-date|parsely-page-pub|publishdate|release[_-]?date|displaydate"
    r"|article\.created|publicationdate|publish_?time)"
)
_SAYS_CREATED = re.compile(r"(?:.*[:._-])?(?:date[_-]?)?created(?:[_-]?(?:time|date|at))?")
_SAYS_DATE = re.compile(
    r"(?:(?:dc|dcterms|article|og|sailthru|citation|cms)[.:_])?(?:online_)?date"
)
_NO_DATE = re.compile(r"publisher|modif|updat|expir|unpublish", re.IGNORECASE)


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


def published_in(tree: Any, *, title: str | None, url: str | None, today: date) -> Published | None:
    """The day on which the one story of a page was published, None where the page shows none."""
    seen = list(_by_headline(tree, title=title, today=today))
    visible = next((one for one in seen if one.surely), None)
    stated = _stated(tree, title=title, url=url, today=today)
    if stated:
        return _in_its_zone(stated, visible)
    if visible:
        return visible.published
    weak = _first(_metas(tree, _SAYS_DATE), today, 0.75)
    return weak or next((one.published for one in seen), None)


def _stated(tree: Any, *, title: str | None, url: str | None, today: date) -> Published | None:
    linked = _linked(linked_dates(tree), title, url)
    return (
        _first(linked, today, 0.95)
        or _first(_metas(tree, _SAYS_PUBLISHED), today, 0.95)
        or _first(_metas(tree, _SAYS_CREATED), today, 0.85)
    )


def _linked(
    dates: Sequence[LinkedDate], title: str | None, url: str | None
) -> Iterator[tuple[str, str]]:
    """The stamps of what is this page's article: by its headline, by its address, or alone."""
    own = [one for one in dates if title and one.headline and _same(one.headline, title)]
    own = own or [one for one in dates if url and one.url and _address(one.url) == _address(url)]
    if (
        not own
        and len({one.stamp for one in dates if one.of_article} or {one.stamp for one in dates}) == 1
    ):
        own = list(dates[:1])
    for one in own:
        yield "datePublished in JSON-LD", one.stamp


def _same(left: str, right: str) -> bool:
    one, other = (set(re.findall(r"\w+", text.casefold())) for text in (left, right))
    return 2 * len(one & other) >= 1.4 * min(len(one), len(other)) and bool(one & other)


def _address(url: str) -> str:
    return re.sub(r"^https?://(?:www\.|m\.)?|[?#].*$|/$", "", url.strip())


def _metas(tree: Any, says: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        stamp = (meta.get("content") or "").strip()
        if not stamp or not any(char.isdigit() for char in stamp):
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and says.fullmatch(name) and not _NO_DATE.search(name):
                yield f"meta {name}", stamp


def _first(stamps: Iterable[tuple[str, str]], today: date, sure: float) -> Published | None:
    """The first stamp that can be a day of publication: a zero and a day to come are not."""
    for rule, stamp in stamps:
        day = _day(stamp, today)
        if day:
            return Published(
                day=day.isoformat(), source="metadata", confidence=sure, words=stamp, rule=rule
            )
    return None


def _day(stamp: str, today: date) -> date | None:
    value = iso_of(stamp)
    if value is None or len(value) != len("2021-05-04"):
        return None
    day = date.fromisoformat(value)
    return day if possible_day(day, today) else None


_UTC = re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|\+00:?00| GMT)$")


def _in_its_zone(stated: Published, visible: _Seen | None) -> Published:
    """The day that readers of the page see, where a stamp in UTC has the one before or after."""
    words = stated.words.strip()
    if visible is None or not _UTC.search(words) or _UTC.search(visible.published.words):
        return stated
    try:
        moment = datetime.fromisoformat(words.replace("Z", "+00:00"))
    except ValueError:
        return stated
    noon = datetime.fromisoformat(f"{visible.published.day}T12:00:00+00:00")
    near = abs(moment.replace(tzinfo=noon.tzinfo) - noon) <= timedelta(hours=26)
    return visible.published if near else stated


# --- what is by the headline ---------------------------------------------------------------

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
_CHANGED = re.compile(r"updat|modif|lastmod|aktualis|changed", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    published: Published
    surely: bool


def _by_headline(tree: Any, *, title: str | None, today: date) -> Iterator[_Seen]:
    """The days in the story's part of the page, those by its headline first.

    Where its smallest part shows none, the parts around that are read, and what looks like a
    teaser or a menu by its name only.
    """
    head = _headline(tree, title)
    part = _part_of(tree, head)
    text = " ".join("".join(part.itertext())[:_READ_CHARS].split())
    month_first = writes_month_first(text)
    around = [part, *([] if head is None else list(part.iterancestors())[:_WIDER])]
    for outside in (_PERHAPS_OUTSIDE, _OUTSIDE):
        for one in around:
            if one.tag == "html":
                break
            found = list(_in_part(one, head, outside, today, month_first, wider=one is not part))
            if found and (found[0].surely or one is part):
                yield from found
                return


def _in_part(
    part: Any, head: Any, outside: re.Pattern[str], today: date, month_first: bool, *, wider: bool
) -> Iterator[_Seen]:
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
                yield _Seen(published=found, surely=surely)


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
    if block.stamp and (day := _day(block.stamp, today)):
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
    rest = len(re.findall(r"\w+", text[: mention.start] + text[mention.end :]))
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
            if text and _same(text, title) and len(text) <= 3 * len(title):
                return head
    ones = [head for head in heads if head.tag == "h1" and "".join(head.itertext()).strip()]
    return ones[0] if len(ones) == 1 else None


_ENOUGH_CHARS = 600
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
    line: list[str] = []
    marks: list[Mapping[str, Any]] = [{}]

    def flush() -> Iterator[_Block]:
        text = " ".join("".join(line).split())
        line.clear()
        if text:
            yield _Block(text=text, **marks[-1])

    def walk(node: Any, depth: int) -> Iterator[_Block]:
        if not isinstance(node.tag, str) or node.tag in _NEVER or depth > 200:
            return
        name = f"{node.get('class') or ''} {node.get('id') or ''}"
        own = node in inside or node is part or node is head
        if not own and (
            outside.search(name)
            or node.tag == "article"
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


def _marks_of(node: Any, name: str, above: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the markup of an element says of the day in it, on top of what those above say."""
    prop = (node.get("itemprop") or "").lower()
    stamp = node.get("datetime") or (node.get("content") if "date" in prop else "") or ""
    changed = bool(_CHANGED.search(f"{name} {prop}")) and node.get("pubdate") is None
    marked = prop in ("datepublished", "datecreated") or node.get("pubdate") is not None
    marked = marked or (bool(_DATED.search(name)) and len("".join(node.itertext())) < _MAX_CHARS)
    if not (stamp or changed or marked):
        return above
    short = len("".join(node.itertext())) < _MAX_CHARS
    if not short:
        return above
    return {
        "stamp": stamp or above.get("stamp", ""),
        "marked": marked or bool(above.get("marked")),
        "changed": (changed and not marked) or bool(above.get("changed")),
    }
