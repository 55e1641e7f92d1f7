"""Pages that a server shows instead of a story: errors, checks, consent and paywalls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
    "login": "a page to log in, no story",
    "links": "a list of links, no story",
    "wall": "a paywall, the story is not shown",
}
_MIN_LINKS = 8
_LINKED = 0.9
_LINK_CHARS = 150
"""A longer text in a link is a teaser, sentences and all."""
_SHORT_CHARS = 1000
_SENTENCES_CHARS = 450
_PROSE_CHARS = 60
_LINES_ABOVE = 2
_FIRST_LINES = 12
_SITE_WORDS = 4
_OF_TEXT = ("not_found", "denied", "robot", "failed")
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
    if _asks_for_password(tree):
        for text in _titles(tree, title):
            if _title_pattern("login").fullmatch(text):
                return _REASONS["login"]
    if len(body) <= _SENTENCES_CHARS and (found := _said(body, ("not_found", "failed"))):
        return found
    seen = " ".join(_words(tree, head=not body).split())[:_MOST_CHARS]
    shown = seen if body else f"{seen} {_without_script(tree)}"
    for kind in ("robot", "denied", "script"):
        if _text_pattern(kind).search(body if body else shown):
            return _REASONS[kind]
    if _text_pattern("wall").search(shown) and _beside_wall(body) < _WALLED_CHARS:
        return _REASONS["wall"]
    consents = _text_pattern("consent").search(body if body else shown)
    return _REASONS["consent"] if consents else None


def _asks_for_password(tree: Any) -> bool:
    return any((one.get("type") or "").lower() == "password" for one in tree.iter("input"))


def refusal_of_links(tree: Any) -> str | None:
    """Why a page is no story that holds hardly more than short links, as lists of bookmarks do."""
    seen = 0
    links: list[int] = []

    def walk(node: Any, depth: int) -> None:
        nonlocal seen
        if not isinstance(node.tag, str) or node.tag in _UNSEEN or depth > _MAX_DEPTH:
            return
        if node.tag == "a":
            links.append(len("".join("".join(node.itertext()).split())))
            seen += links[-1]
            return
        seen += len("".join((node.text or "").split()))
        for child in node:
            walk(child, depth + 1)
            seen += len("".join((child.tail or "").split()))

    walk(tree, 0)
    if sum(map(bool, links)) < _MIN_LINKS or max(links) > _LINK_CHARS or seen > _MOST_CHARS:
        return None
    return _REASONS["links"] if sum(links) > _LINKED * seen else None


def refusal_of_text(text: str) -> str | None:
    """The same of a page as text, with its menus: by the little prose that it has."""
    lines: list[str] = []
    prose: list[int] = []
    size = 0
    for raw in text.split("\n"):
        line = " ".join(raw.split())
        if line and _is_prose(line):
            prose.append(len(lines))
            size += len(line)
            if size > _SENTENCES_CHARS:
                return None
        if line:
            lines.append(line)
    first = prose[0] if prose else len(lines)
    heads = lines[max(0, first - _LINES_ABOVE) : first] if prose else lines[:_FIRST_LINES]
    for head in heads:
        for part in _parts(head.lstrip("# ")):
            for kind in _OF_TEXT:
                if not part.isdigit() and _title_pattern(kind).fullmatch(part):
                    return _REASONS[kind]
    said = "\n".join(lines[at] for at in prose)
    return _said(said, ("not_found", "robot", "denied", "script", "failed"))


def _is_prose(line: str) -> bool:
    return len(line) > _PROSE_CHARS or (len(line) > _PROSE_CHARS / 3 and line[-1] in ".!?؟。")


def _said(text: str, kinds: Sequence[str]) -> str | None:
    """The first of the kinds whose words are in a text, the reason for people."""
    return next((_REASONS[kind] for kind in kinds if _text_pattern(kind).search(text)), None)


def _parts(text: str) -> Iterator[str]:
    """A heading, and its parts where the others are few words, such as the name of a site."""
    yield _bare(text)
    parts = [part for part in _SEPARATOR.split(text) if part.strip()]
    for part in parts if len(parts) > 1 else ():
        if len(text.split()) - len(part.split()) <= _SITE_WORDS:
            yield _bare(part)
    if len(parts) == 2 and all(
        any(_title_pattern(kind).fullmatch(_bare(part)) for kind in _OF_TEXT) for part in parts
    ):
        yield _bare(parts[0])


def _bare(text: str) -> str:
    return text.strip(" .!?…:;-–—،؟").replace("’", "'")


def _titles(tree: Any, title: str | None) -> Iterator[str]:
    """The title and the headings of a page, whole and in the parts that a separator parts."""
    texts = [title or ""]
    for tag in ("title", "h1"):
        texts += ["".join(one.itertext()) for one in list(tree.iter(tag))[:3]]
    for text in texts:
        plain = " ".join(text.split())
        if 0 < len(plain) <= 200:
            yield from _parts(plain)


def _beside_wall(body: str) -> int:
    """The characters of the story but for lines that speak of the wall."""
    pattern = _text_pattern("wall")
    return sum(len(line) for line in body.split("\n") if not pattern.search(line))


def _words(tree: Any, *, head: bool) -> str:
    """What can be seen of a page but for its frames, also in what is not part of stories.

    `head` says that the head of the site counts, where subscribers are asked to log in.
    """
    parts: list[str] = []
    unseen = _UNSEEN if head else _UNSEEN | {"header"}

    def walk(node: Any, depth: int) -> None:
        if isinstance(node.tag, str) and node.tag not in unseen and depth < _MAX_DEPTH:
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
