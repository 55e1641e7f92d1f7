"""Stories of old pages that only line breaks part: a bold line, a day, a text, the next bold line.

Each gets an element of its own, so that they are rows of a listing as any others.
"""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from indexer.dates.mentions import find_mentions

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "article")
_BOLD: Final = ("b", "strong")
_INLINE: Final = frozenset({"font", "span", "a", "big", "u", "i", "em", "b", "strong"})
_AROUND: Final = ("td", "body", "center", "div", "font", "p")
_MIN_RUNS: Final = 3
_MIN_WORDS: Final = 2
_MAX_HEAD_CHARS: Final = 200
_MIN_CHARS: Final = 80
_NEAR_CHARS: Final = 60


def wrap_bare_runs(tree: Any) -> None:
    """Wrap the stories of each element that holds several of them, parted by line breaks only."""
    if next(tree.iter(*_HEADINGS), None) is not None:
        return
    by_parent: dict[Any, list[Any]] = {}
    for bold in tree.iter(*_BOLD):
        head = bold
        while head.getparent() is not None and head.getparent().tag in _INLINE:
            above = head.getparent()
            if (above.text or "").strip() or above[0] is not head:
                break
            head = above
        text = "".join(bold.itertext()).strip()
        parent = head.getparent()
        if parent is None or parent.tag not in _AROUND or len(text) > _MAX_HEAD_CHARS:
            continue
        if len(text.split()) >= _MIN_WORDS and _opens_line(head):
            heads = by_parent.setdefault(parent, [])
            if not heads or heads[-1] is not head:
                heads.append(head)
    for parent, heads in by_parent.items():
        runs = [(run, _told(run)) for run in _runs(parent, heads)]
        told = [run for run, is_told in runs if is_told]
        # a line above them all may be the name of the site
        if len(told) >= _MIN_RUNS and all(is_told for _, is_told in runs[1:]):
            for run in told:
                _wrap(parent, run)


def _opens_line(head: Any) -> bool:
    before = head.getprevious()
    if before is None:
        return not (head.getparent().text or "").strip()
    return before.tag in ("br", "hr", "p", "table") and not (before.tail or "").strip()


def _runs(parent: Any, heads: list[Any]) -> list[list[Any]]:
    """Each head with what follows up to the next one."""
    runs: list[list[Any]] = []
    starts = set(heads)
    for child in parent:
        if child in starts:
            runs.append([])
        if runs:
            runs[-1].append(child)
    return runs


def _told(run: list[Any]) -> bool:
    """Whether a text is below the head of a run, and a day right below it or above the text."""
    head = "".join(run[0].itertext()).strip()
    parts = ["".join(one.itertext()) + (one.tail or "") for one in run[1:]]
    rest = re.sub(r"\s+", " ", f"{run[0].tail or ''} {' '.join(parts)}").strip()
    if len(rest) < _MIN_CHARS:
        return False
    return any(one.full for one in find_mentions(f"{head[-_NEAR_CHARS:]} | {rest[:_NEAR_CHARS]}"))


def _wrap(parent: Any, run: list[Any]) -> None:
    row = etree.Element("p")
    parent.insert(parent.index(run[0]), row)
    for child in run:
        row.append(child)  # its tail goes with it
