"""Elements whose names say that they are no part of a story: related stories, contents."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

_OF_LINKS: Final = re.compile(
    r"(?:^|[\s_-])(?:related[\w-]*|wp_rp|yarpp\w*|jp-relatedposts|read-?more|see-?also|also-?read"
    r"|most-?read|recommended[\w-]*|toc(?:[_-]\w+)?|table-of-contents|inhaltsverzeichnis|sommaire"
    r"|(?:anchor|jump)-?(?:navi?|links?)\w*|(?:post|article|entry|story|node)?[_-]?tags?"
    r"(?:[_-](?:links|list|cloud))?|tags-links)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Names of lists of links; the words for them also name paragraphs that unfold."""
_NO_STORY: Final = re.compile(
    r"(?:^|[\s_-])(?:related[_-]?(?:posts?|articles?|stor(?:y|ies)|news|content)|ez-toc[\w-]*|newsletter[\w-]*|author[_-]?(?:box|bio|card|description)"
    r"|about-(?:the-)?author|post-author-bio|sharedaddy|addtoany\w*"
    r"|(?:wp-|image-|img-|photo-)?caption(?:[_-]*(?:text|small))?)(?:$|[\s_-])",
    re.IGNORECASE,
)
CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where names such as "authorBox" have their words next to each other."""
_KINDS: Final = frozenset(
    {"div", "section", "aside", "ul", "ol", "p", "span", "blockquote", "nav", "table", "dl"}
)
_MOST: Final = 0.3
_LISTS: Final = frozenset({"ul", "ol"})
_MAX_CHARS: Final = 6_000


def drop_named(tree: Any) -> None:
    """Take away what has such a name, unless it holds a headline or much of the text."""
    body = tree.find("body") if tree.tag == "html" else tree
    if body is None:
        return
    most = None
    for element in list(body.iter(*_KINDS)):
        name = element.get("class") or ""
        if identity := element.get("id"):
            name = f"{name} {identity}"
        kind = _kind(name) if name else None
        if kind is None or element is body:
            continue
        size = len("".join(element.itertext()).strip())
        if most is None:
            most = _MOST * sum(len("".join(p.itertext())) for p in body.iter("p"))
        much = size > most and element.tag not in _LISTS
        if much or size > _MAX_CHARS or next(element.iter("h1"), None) is not None:
            continue
        if element.getparent() is None:
            continue
        if (
            kind == "links"
            and 2 * sum(len("".join(a.itertext())) for a in element.iter("a")) <= size
        ):
            continue
        element.drop_tree()


@lru_cache(maxsize=20_000)
def _kind(name: str) -> str | None:
    """What an element is by its name: no part of a story, or perhaps a list of links."""
    name = CAMEL.sub("-", name)
    if _NO_STORY.search(name):
        return "no story"
    return "links" if _OF_LINKS.search(name) else None
