"""What an extraction left out though it is between paragraphs of the story.

Lists, quotations, sub-headings and paragraphs in elements with the name of something else. The
blocks of the page are compared with the text that was found: what is missing between two that
are in it, in the element that holds nearly all of it, is put back, unless it is named as
something else, made of links, or hidden.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, Final

from indexer.clean import known_kind
from indexer.dates import is_date_line
from indexer.sources.markup.blocks import CHANGED, headline_of
from indexer.sources.markup.named import CAMEL
from indexer.sources.markup.text import BLOCKS, HIDDEN, is_hidden

_BLOCKS: Final = HIDDEN | (BLOCKS - {"br"}) | {"summary"}
_LEFT_OUT: Final = frozenset({"figure", "figcaption", "table", "address", "time", *HIDDEN})
_NAMED: Final = re.compile(
    r"related|recommend|caption|teaser|newsletter|subscri|abonn|share|sharing|social|promo|advert"
    r"|(?:^|[\s_-])(?:ads?|toc|tags?|byline|author|autor|auteur|bio|meta|credits?|comm?ent[aá]?(?:s|ri[oe]s|ires?)?|kommentare?|footer"
    r"|navi?|menu|sidebar|widget|breadcrumb|copyright|embed|popup|modal|cookie|read-?more"
    r"|more|see-?also|most|box|infobox|factbox|card|tweet|twitter-tweet|instagram-media"
    r"|fb-post|print|login|signin|paywall|cta|button|btn|donat\w*|sponsor\w*|video|player|gallery"
    r"|slide\w*|carousel|hidden|sr-only|screen-reader\w*|visually-hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_KEY: Final = 40
_COMPARED: Final = 200
_LONG: Final = 30
_MOST: Final = 0.85
_MAX_DEPTH: Final = 300
_END: Final = re.compile(r"[.!?…:;؟。]['\"»”’)\]]*\s*(?:\[\d+\])?$")
_MIN_CHARS: Final = 40
_SHORT: Final = 8
_FEWEST: Final = 2
_WIDEST: Final = 6
_MOST_BETWEEN: Final = 40
_UNREAD: Final = frozenset(
    {"script", "style", "noscript", "template", "svg", "head", "iframe", "nav", "footer", "select",
     "button", "dialog", "menu"}
)  # fmt: skip
_NEAR: Final = 40
_PARAGRAPH: Final = 80
_LEAD_CHARS: Final = 50
_MAX_LEAD_CHARS: Final = 1_200
_LEAD_WORDS: Final = 7
_SAYS_MORE: Final = 1.5
_OPENING: Final = 25
_LEAD_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:sub-?(?:title|head(?:line|ing)?)|stand-?first|dec?k|abstract|summary|hook"
    r"|strap-?line|lead|lede|intro\w*|teaser|excerpt|chapo|chapeau|vorspann|unterzeile|sous-?titre"
    r"|sub-?titulo|copete|bajada|entradilla|sommario)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HEADINGS: Final = frozenset({"h2", "h3", "h4", "h5"})


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch of text without a break, and how many of its letters are those of links."""

    element: Any
    text: str
    key: str
    linked: int
    at: int


def with_gaps_filled(tree: Any, body: str, *, title: str | None) -> str:
    """The text of a story with what it lacks between its headline and its last paragraph."""
    text = squashed(body)
    blocks = [
        _Block(element, words, key, linked, text.find(key[:_KEY]) if len(key) >= _SHORT else -1)
        for element, words, linked in _blocks_of(tree)
        if (key := squashed(words[:_COMPARED]))
    ]
    chars = _chars_around(blocks)
    found = [number for number, block in enumerate(blocks) if _is_sure(block)]
    around = _around(blocks, found, chars)
    if around is None:
        return body
    inside = [
        number
        for number in found
        if around is blocks[number].element or around in blocks[number].element.iterancestors()
    ]
    head = headline_of(tree, title)
    known = {*chars, *(() if head is None else head.iterancestors())}
    inside = _further(blocks, inside, known)
    missing = [
        number
        for above, below in pairwise(inside)
        if _width(blocks[above + 1 : below]) <= _WIDEST
        for number in range(above, below + 1)
        if blocks[number].at < 0 and _is_of_story(blocks[number], known)
    ]
    missing = _with_text(blocks, sorted(set(missing)))
    filled = _inserted(body, blocks, missing, first=inside[0]) if missing else body
    leads = {
        blocks[number].key: blocks[number].text
        for number in _leads(head, blocks, inside[0], known, title)
    }
    return _opened(filled, list(leads.values()), title) if leads else filled


def _width(between: Sequence[_Block]) -> int:
    """How much is between two blocks that were found; the items of a list are one."""
    if len(between) > _MOST_BETWEEN:
        return len(between)
    return len(
        {one.element.getparent() if one.element.tag == "li" else one.element for one in between}
    )


def _further(blocks: Sequence[_Block], inside: Sequence[int], known: Collection[Any]) -> list[int]:
    """With the next paragraphs above and below that are set like those that were found."""
    alike = Counter(_set(blocks[number].element) for number in inside)
    usual = {kind for kind, count in alike.items() if count >= _FEWEST and _says(kind)}

    def walk(numbers: Iterable[int]) -> Iterator[int]:
        since = 0
        for number in numbers:
            block = blocks[number]
            since += 1
            if since > _NEAR:
                return
            if (
                block.at < 0
                and _set(block.element) in usual
                and _is_of_story(block, known)
                and len(block.text) >= _PARAGRAPH
            ):
                since = 0
                yield number

    above = sorted(walk(range(inside[0] - 1, -1, -1)))
    below = walk(range(inside[-1] + 1, len(blocks)))
    return [*above, *inside, *below]


def _set(element: Any) -> tuple[str, ...]:
    """The names of an element and of the two around it."""
    around = [element, *islice(element.iterancestors(), 2)]
    return tuple(f"{one.tag} {one.get('class') or ''}" for one in around)


def _says(kind: tuple[str, ...]) -> bool:
    """Whether one of the elements around a block has a name of its own."""
    return any(not one.endswith(" ") for one in kind[1:])


def _opened(body: str, leads: Sequence[str], title: str | None) -> str:
    """The text behind its leads, below the headline and the date line that open it."""
    lines = body.split("\n")
    at = 0
    while at < len(lines) and (
        not lines[at].strip() or is_date_line(lines[at]) or lines[at].strip() == title
    ):
        at += 1
    return "\n".join([*lines[:at], *(line for lead in leads for line in (lead, "")), *lines[at:]])


def _leads(
    head: Any, blocks: Sequence[_Block], first: int, known: Collection[Any], title: str | None
) -> Iterator[int]:
    """What is between the headline and the first paragraph and reads like a sentence."""
    key = squashed(title or "")
    near = range(max(0, first - _NEAR), first)
    heads = [
        n for n in near if head is not None and head in (blocks[n].element, *_above(blocks[n]))
    ]
    above = next(iter(heads or [n for n in near if key and blocks[n].key == key]), None)
    if above is None:
        return
    for number in range(above + 1, first):
        block = blocks[number]
        words = len(block.text.split())
        if (
            block.at < 0
            and _LEAD_CHARS <= len(block.text) <= _MAX_LEAD_CHARS
            and words >= _LEAD_WORDS
            and (_END.search(block.text) or _LEAD_NAMES.search(_name(block.element)))
            and _is_of_story(block, known, lead=True)
            and not is_date_line(block.text)
            and not CHANGED.search(block.text[:_OPENING])
            and not _is_title(block.key, key)
        ):
            yield number


def _is_title(key: str, title: str) -> bool:
    return bool(title) and (key in title or (title in key and len(key) < _SAYS_MORE * len(title)))


def _above(block: _Block) -> Iterable[Any]:
    return block.element.iterancestors()  # type: ignore[no-any-return]


def _is_sure(block: _Block) -> bool:
    return block.at >= 0 and len(block.key) >= _LONG


def _chars_around(blocks: Sequence[_Block]) -> Counter[Any]:
    """How much of the text that was found each element holds."""
    chars: Counter[Any] = Counter()
    for block in blocks:
        if _is_sure(block):
            for above in (block.element, *block.element.iterancestors()):
                chars[above] += len(block.text)
    return chars


def _around(blocks: Sequence[_Block], found: Sequence[int], chars: Counter[Any]) -> Any:
    """The smallest element that holds nearly all of the text, None where little was found."""
    if len(found) < _FEWEST:
        return None
    most = sum(len(blocks[number].text) for number in found) * _MOST
    holders = [element for element, size in chars.items() if size >= most]
    # they are in each other, as each holds more than half
    return max(holders, key=lambda one: sum(1 for _ in one.iterancestors()), default=None)


def _is_of_story(block: _Block, known: Collection[Any], *, lead: bool = False) -> bool:
    """Whether a block that is not in the text is no other thing, by its markup and its form.

    What is around the headline or around text that was found is `known` to be of the story.
    """
    if block.linked * 2 > len(block.text) or known_kind(block.text, below=True) is not None:
        return False
    for above in (block.element, *block.element.iterancestors()):
        if above in known:
            break
        if above.tag in _LEFT_OUT or is_hidden(above) or _NAMED.search(_name(above)):
            return False
    tag = block.element.tag
    if tag in _HEADINGS:
        return len(block.key) >= _SHORT
    return lead or (len(block.text) >= _MIN_CHARS and bool(_END.search(block.text)))


def _with_text(blocks: Sequence[_Block], missing: Sequence[int]) -> list[int]:
    """Without sub-headings below which nothing of the story follows."""
    wanted = set(missing)
    kept = []
    for number in missing:
        if blocks[number].element.tag in _HEADINGS:
            below = number + 1
            if below == len(blocks) or (below not in wanted and blocks[below].at < 0):
                continue
        kept.append(number)
    return kept


def _inserted(body: str, blocks: Sequence[_Block], missing: Sequence[int], *, first: int) -> str:
    lines = body.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(squashed(line)))
    behind: dict[int, list[str]] = {}
    wanted = set(missing)
    place = blocks[first].at
    for number in range(first, missing[-1] + 1):
        block = blocks[number]
        if number in wanted:
            mark = "- " if block.element.tag == "li" else ""
            behind.setdefault(bisect_right(starts, place) - 1, []).append(mark + block.text)
        elif block.at >= place:
            place = block.at + len(squashed(block.text)) - 1
    out = [line for text in behind.get(-1, ()) for line in (text, "")]
    for number, line in enumerate(lines):
        out.append(line)
        for text in behind.get(number, ()):
            out += ["", text]
        if number in behind:
            out.append("")
    return "\n".join(out)


def _blocks_of(tree: Any) -> list[tuple[Any, str, int]]:
    """The stretches of text of a page without a break, their elements and letters of links."""
    body = tree.find("body") if tree.tag == "html" else tree
    found: list[tuple[Any, str, int]] = []
    line: list[str] = []
    linked = 0

    def flush(holder: Any) -> None:
        nonlocal linked
        if line:
            text = " ".join("".join(line).split())
            line.clear()
            if text:
                found.append((holder, text, linked))
        linked = 0

    def walk(node: Any, holder: Any, depth: int, link: bool) -> None:
        nonlocal linked
        for child in node:
            tag = child.tag
            if isinstance(tag, str) and tag not in _UNREAD and depth < _MAX_DEPTH:
                link_in = link or tag == "a"
                block = tag in _BLOCKS
                if block:
                    flush(holder)
                elif tag == "br":
                    line.append(" ")
                if text := child.text:
                    line.append(text)
                    linked += len(text) if link_in else 0
                if len(child):
                    walk(child, child if block else holder, depth + 1, link_in)
                if block:
                    flush(child)
            if text := child.tail:
                line.append(text)
                linked += len(text) if link else 0

    if body is not None:
        line.append(body.text or "")
        walk(body, body, 0, False)
        flush(body)
    return found


def _name(element: Any) -> str:
    return CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}")


def squashed(text: str) -> str:
    """The letters and digits of a text, by which texts of different tools are compared."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()
