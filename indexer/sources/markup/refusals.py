"""Pages that a server shows instead of a story: errors, checks, consent and paywalls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

_REASONS = {
    "not_found": "error page: what was asked for was not found (404)",
    "failed": "error page: the server failed or is in maintenance",
    "denied": "error page: access denied (403)",
    "robot": "a check for robots (captcha), no story",
    "consent": "a request for consent, no story",
    "script": "a page that asks to enable JavaScript, no story",
    "wall": "a paywall, the story is not shown",
}
_SHORT_CHARS = 1000
_WALLED_CHARS = 500
_MOST_CHARS = 20_000
_LONG_CHARS = 2_500
_SEPARATOR = re.compile(r"\s*(?:[|•·–—»«]|\s-\s|\s:\s|:\s)\s*")
_UNSEEN = frozenset(
    ("head", "script", "style", "template", "svg", "noscript", "nav", "footer", "title")
)
_MAX_DEPTH = 400


def refusal_of(tree: Any, *, title: str | None, body: str) -> str | None:
    """Why a page is not a story, None where it may be one.

    `body` is what was taken for its story. A title speaks for itself, words of the text only
    where there is little of it, for stories tell of captchas and cookies, too.
    """
    kinds = ("not_found", "denied", "robot", "script", "consent", "failed")
    for text in _titles(tree, title):
        for kind in kinds if len(body) <= _LONG_CHARS else kinds[:1]:
            if _title_pattern(kind).fullmatch(text):
                return _REASONS[kind]
    if len(body) > _SHORT_CHARS:
        return None
    seen = " ".join(_words(tree).split())[:_MOST_CHARS]
    shown = seen if body else f"{seen} {_without_script(tree)}"
    for kind in ("robot", "denied", "script"):
        if _text_pattern(kind).search(body if body else shown):
            return _REASONS[kind]
    if _text_pattern("wall").search(shown) and _beside_wall(body) < _WALLED_CHARS:
        return _REASONS["wall"]
    consents = _text_pattern("consent").search(body if body else shown)
    return _REASONS["consent"] if consents else None


def _titles(tree: Any, title: str | None) -> Iterator[str]:
    """The title and the headings of a page, whole and in the parts that a separator parts."""
    texts = [title or ""]
    for tag in ("title", "h1"):
        texts += ["".join(one.itertext()) for one in list(tree.iter(tag))[:3]]
    for text in texts:
        plain = " ".join(text.split())
        if 0 < len(plain) <= 200:
            for part in (plain, *_SEPARATOR.split(plain)):
                if part.strip():
                    yield part.strip(" .!?…:;-–—،؟").replace("’", "'")


def _beside_wall(body: str) -> int:
    """The characters of the story but for lines that speak of the wall."""
    pattern = _text_pattern("wall")
    return sum(len(line) for line in body.split("\n") if not pattern.search(line))


def _words(tree: Any) -> str:
    """What can be seen of a page but for its frames, also in what is not part of stories."""
    parts: list[str] = []

    def walk(node: Any, depth: int) -> None:
        if isinstance(node.tag, str) and node.tag not in _UNSEEN and depth < _MAX_DEPTH:
            if node.text:
                parts.append(node.text)
            for child in node:
                walk(child, depth + 1)
                if child.tail:
                    parts.append(child.tail)

    walk(tree, 0)
    return " ".join(parts)


def _without_script(tree: Any) -> str:
    texts = (" ".join(one.itertext()) for one in tree.iter("noscript"))
    return " ".join(" ".join(texts).split())[:_MOST_CHARS]


@cache
def _title_pattern(kind: str) -> re.Pattern[str]:
    return re.compile(_sections()[f"{kind}_title"], re.IGNORECASE)


@cache
def _text_pattern(kind: str) -> re.Pattern[str]:
    return re.compile(_sections()[f"{kind}_text"], re.IGNORECASE)


@cache
def _sections() -> dict[str, str]:
    text = resources.files("indexer.sources.markup").joinpath("refusals.txt").read_text("utf-8")
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if re.fullmatch(r"\[\w+\]", line):
            lines = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("# "):
            lines.append(line.replace("'", "."))
    return {name: "|".join(f"(?:{one})" for one in some) for name, some in found.items()}
