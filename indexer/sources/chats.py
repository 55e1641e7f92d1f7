"""Posts of a channel or chat, as Telegram exports it in HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from indexer.sources.markup.text import whole_text

_NO_TEXT: Final = frozenset({"script", "style"})
_BREAKS: Final = frozenset({"br", "p", "div", "blockquote", "pre"})


def records_of_chat(tree: Any) -> Iterator[dict[str, str]]:
    """Each post as a record; what has no text (pictures, who joined) is none."""
    name = next(map(whole_text, _named(tree, "page_header")), "")
    for post in _named(tree, "message"):
        text = next(_named(post, "text"), None)
        if text is None or "service" in _classes(post):
            continue
        record = {
            "id": (post.get("id") or "").removeprefix("message"),
            "text": _lines(text),
            "date": next((one.get("title") or "" for one in _named(post, "date")), ""),
            "channel title": name,
        }
        if record["text"]:
            yield {field: value for field, value in record.items() if value}


def _lines(element: Any) -> str:
    """The text of a post with its line breaks, which are all that parts its paragraphs."""
    parts: list[str] = []

    def walk(node: Any) -> None:
        if node.tag in _NO_TEXT:
            return
        if node.tag in _BREAKS:
            parts.append("\n")
        if node.text:
            parts.append(" ".join(node.text.split("\n")))
        for child in node:
            walk(child)
            if child.tail:
                parts.append(" ".join(child.tail.split("\n")))

    walk(element)
    lines = [" ".join(line.split()) for line in "".join(parts).split("\n")]
    return "\n".join(lines).strip()


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()


def _named(element: Any, name: str) -> Iterator[Any]:
    for one in element.iter("div"):
        if name in _classes(one):
            yield one
