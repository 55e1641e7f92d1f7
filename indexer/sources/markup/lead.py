"""The lead of a story: what is between its headline and its text, in an element of its own.

Themes put it into the head of the page or call it a teaser, so that it is taken for what is
around a story.
"""

from __future__ import annotations

import re
from typing import Any

from indexer.sources.markup.blocks import OUTSIDE, headline_of, part_of
from indexer.sources.markup.text import whole_text

_NAMED = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|intro(?:duction)?|teaser|excerpt|chapo|chapeau|vorspann|entradilla"
    r"|bajada|(?:article|news|post|story|document)-?description)"
    r"(?:[_-]+(?:text|content|body|copy|wrapper|block))*(?:$|\s)",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT = re.compile(
    r"caption|image|photo|picture|card|list|meta|author|tags?\b|social", re.IGNORECASE
)
_NEVER = frozenset(
    {"figure", "figcaption", "nav", "footer", "aside", "form", "script", "style", "button", "ul",
     "noscript", "template", "svg"}
)  # fmt: skip
_MIN_CHARS = 40
_MIN_WORDS = 6
_MAX_CHARS = 800
_NEAR = 60
"""So many elements below the headline it may be."""
_UP = 2


def lead_of(tree: Any, *, title: str | None) -> str | None:
    """The text of the lead, None where nothing between headline and text is named so."""
    head = headline_of(tree, title)
    if head is None:
        return None
    below = False
    seen = 0
    for element in part_of(tree, head).iter():
        if element is head:
            below = True
        elif below and isinstance(element.tag, str):
            seen += 1
            if seen > _NEAR:
                return None
            if text := _lead(element, head):
                return text
    return None


def _lead(element: Any, head: Any) -> str | None:
    if not _is_named(element) or head in element.iter():
        return None
    around = [element, *element.iterancestors()]
    if any(one.tag in _NEVER or OUTSIDE.search(_name(one)) for one in around):
        return None
    if any(True for _ in element.iter("h1", "h2", "h3", "figure", "img")) and element.tag == "div":
        return None
    if any(True for _ in element.iter("script", "style")):
        return None
    text = whole_text(element)
    if not _MIN_CHARS <= len(text) <= _MAX_CHARS or len(text.split()) < _MIN_WORDS:
        return None
    linked = sum(len("".join(link.itertext())) for link in element.iter("a"))
    return text if 2 * linked < len(text) else None


def _is_named(element: Any) -> bool:
    name = _name(element)
    return bool(_NAMED.search(name)) and not _NOT.search(name)


def _name(element: Any) -> str:
    return _CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}")
