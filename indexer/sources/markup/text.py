"""The text of an element as lines: one for each block, headings marked with `#`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

HIDDEN = frozenset(
    {"script", "style", "noscript", "template", "svg", "iframe", "form", "button", "select",
     "nav", "footer", "aside", "dialog", "menu"}
)  # fmt: skip
"""Elements that hold no text of a story."""

BLOCKS = frozenset(
    {"address", "article", "blockquote", "dd", "details", "div", "dl", "dt", "figcaption",
     "figure", "header", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "ol", "p", "pre",
     "section", "table", "tbody", "td", "th", "tr", "ul", "body", "br", "time"}
)  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_STORY = frozenset({"article", "main"})
_MAX_DEPTH = 400


def is_hidden(node: Any) -> bool:
    """Whether an element is not part of a story: frames, forms, and the header of the site.

    The `header` of an article holds its headline.
    """
    if not isinstance(node.tag, str) or node.tag in HIDDEN:
        return True
    if node.tag == "header":
        return not any(
            above.tag in _STORY or above.get("role") == "main" for above in node.iterancestors()
        )
    return node.get("hidden") is not None or node.get("aria-hidden") == "true"


def lines_of_element(element: Any, *, head: Any = None) -> Iterator[str]:
    """Lines with an empty one after each. `head` is an element that counts as a heading."""
    line: list[str] = []

    def flush() -> Iterator[str]:
        text = " ".join("".join(line).split())
        line.clear()
        if text:
            yield text
            yield ""

    def walk(node: Any, depth: int) -> Iterator[str]:
        if is_hidden(node) or depth > _MAX_DEPTH:
            if node.tail:
                line.append(node.tail)
            return
        heads = node is head or (node.tag in HEADINGS and head is None)
        block = node.tag in BLOCKS or heads
        if block:
            yield from flush()
        if node.text:
            line.append(node.text)
        for child in node:
            yield from walk(child, depth + 1)
        if block:
            if heads and "".join(line).strip():
                line.insert(0, "# ")
            yield from flush()
        if node.tail:
            line.append(node.tail)

    if element is head:
        yield from (f"# {whole_text(element)}", "")
        return
    if element.text:
        line.append(element.text)
    for child in element:
        yield from walk(child, 1)
    yield from flush()


def whole_text(element: Any) -> str:
    """All text of an element, seen or not, on one line."""
    return " ".join("".join(element.itertext()).split())


def text_of(element: Any) -> str:
    """All text of an element that is seen, on one line."""
    parts: list[str] = []

    def walk(node: Any, depth: int) -> None:
        if depth > _MAX_DEPTH or (depth and is_hidden(node)):
            return
        if node.text:
            parts.append(node.text)
        for child in node:
            walk(child, depth + 1)
            if child.tail:
                parts.append(child.tail)

    walk(element, 0)
    return " ".join(" ".join(parts).split())
